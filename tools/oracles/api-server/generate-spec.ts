/** Random expressions of a policy: conditions, variables, validations with messages, audit annotations. */

import type { JsonObject } from '../../../src/model/json.ts';
import { createCompiling, type Compiling } from './compiling.ts';
import { foreign, type CelType } from './expression-grammar.ts';
import { generateExpression, type ExpressionScope } from './generate-expression.ts';
import { pathsFor, type ReadPath } from './paths.ts';
import type { Random } from './random.ts';

export interface SpecOptions {
  readonly kind: string;
  readonly hasParams: boolean;
  readonly hasOld: boolean;
}

export const generateSpec = (random: Random, { kind, hasParams, hasOld }: SpecOptions): JsonObject => {
  const own = pathsFor(kind, hasParams);
  const old = own.filter(({ text }) => text.startsWith('object.') && !isWhole.test(text));
  // Metadata has fields that only the server knows: who set what and when.
  const paths: ReadPath[] = own.filter(({ text }) => !isWhole.test(text));
  if (hasOld) paths.push(...old.map(({ text, type }) => ({ text: text.replaceAll('object.', 'oldObject.'), type })));
  const compiling = createCompiling(hasParams);
  // Some are taken as they come, or nothing would show what the server takes and Vauban does not.
  const isFree = random.chance(0.08);
  const make: Make = (type, hasAuthorizer = true) => {
    const scope: ExpressionScope = { random, paths, mistakes: isFree ? 0.02 : 0.01, hasAuthorizer };
    for (let attempt = 0; ; attempt += 1) {
      const made = generateExpression(scope, type, 1 + random.int(3));
      if (isFree || attempt > 40) return made;
      const found = compiling.typeOf(made, hasAuthorizer);
      if (found !== null && (type !== 'bool' || found === 'bool') && (type !== 'string' || found === 'string'))
        return made;
    }
  };
  const conditions = random.chance(0.3)
    ? Array.from({ length: 1 + random.int(2) }, (_, index) => ({
        name: `condition-${index}`,
        expression: toLikely(random, make('bool'), compiling),
      }))
    : [];
  const variables = Array.from({ length: random.chance(0.6) ? 1 + random.int(3) : 0 }, (_, index) => {
    const type = random.pick(variableTypes);
    const variable = { name: `v${index}`, expression: make(type) };
    compiling.declare(variable.name, variable.expression);
    for (let copy = 0; copy < 8; copy += 1) paths.push({ text: `variables.v${index}`, type });
    return variable;
  });
  const validations = Array.from({ length: 2 + random.int(3) }, () => generateValidation(random, make, compiling));
  if (isFree && random.chance(0.5)) validations.push({ expression: random.pick(foreign) });
  const auditAnnotations = random.chance(0.25)
    ? [{ key: 'note', valueExpression: random.chance(0.1) ? 'null' : make('string', false) }]
    : [];
  return {
    ...(conditions.length === 0 ? {} : { matchConditions: conditions }),
    ...(variables.length === 0 ? {} : { variables }),
    ...(random.chance(0.02) ? { validations: [toExhausting(random)] } : { validations }),
    ...(auditAnnotations.length === 0 ? {} : { auditAnnotations }),
  };
};

const isWhole = /^(?:object|oldObject)(?:\.metadata)?$/;

const variableTypes: readonly Exclude<CelType, 'any'>[] = [
  'bool',
  'int',
  'string',
  'strings',
  'dyn',
  'map',
  'ints',
  'optstring',
  'double',
  'quantity',
  'timestamp',
  'uint',
];

/** A condition that mostly holds, or nothing behind it would be seen. */
const toLikely = (random: Random, expression: string, compiling: Compiling): string => {
  const likely = `${expression} || true`;
  return random.chance(0.8) && compiling.typeOf(likely, true) === 'bool' ? likely : expression;
};

type Make = (type: CelType, hasAuthorizer?: boolean) => string;

const generateValidation = (random: Random, make: Make, compiling: Compiling): JsonObject => {
  const message = random.chance(0.4)
    ? { message: random.pick(['told so', ' padded ', 'with "quotes" and häßlich ✓']) }
    : {};
  const reason = random.chance(0.15)
    ? {
        reason: random.pick(random.chance(0.05) ? ['Unauthorized'] : ['Forbidden', 'Invalid', 'RequestEntityTooLarge']),
      }
    : {};
  if (random.chance(0.3)) {
    const odd = toOddMessage(random);
    const told = random.chance(0.4) && compiling.typeOf(odd, false) === 'string' ? odd : make('string', false);
    return {
      expression: make('bool'),
      ...message,
      ...(random.chance(0.4) ? { messageExpression: told } : {}),
      ...reason,
    };
  }
  // The value itself is what is compared: the expression fails with it in its message, or with its fault.
  const value = make('any', false);
  const shown = [`'%s'.format([${value}])`, `string(${value})`, `'%s'.format([[${value}] == [${value}]])`].find(
    (text) => compiling.typeOf(text, false) === 'string',
  );
  const told = shown === undefined ? {} : { messageExpression: `'value: ' + ${shown}` };
  return { expression: `[${value}].size() < 0`, ...told, ...message, ...reason };
};

const toOddMessage = (random: Random): string =>
  random.pick([
    "''",
    "'   '",
    "'a\\nb'",
    "'  trimmed  '",
    "object.metadata.labels['app']",
    'object.nothing',
    'dyn(1)',
    'dyn(null)',
    "'x'.replace('x', 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy')",
    `[${Array.from({ length: 12 }, () => `'${'long '.repeat(20)}'`).join(', ')}].map(x, x + x + x + x).join('')`,
    "request.userInfo.username + ' may not'",
    'string(object)',
    "'\\u00e9'.reverse() + 'x\\r'",
    "'tab\\there'",
  ]);

/** Costs more than an expression may, or than a policy may. */
const toExhausting = (random: Random): JsonObject => ({
  expression: random.pick([
    "'a'.split('').all(x, true) && [1,2,3,4,5,6,7,8,9,10].all(a, [1,2,3,4,5,6,7,8,9,10].all(b, [1,2,3,4,5,6,7,8,9,10].all(c, [1,2,3,4,5,6,7,8,9,10].all(d, [1,2,3,4,5,6,7,8,9,10].all(e, [1,2,3,4,5,6,7,8,9,10].all(f, a+b+c+d+e+f > 0))))))",
    "['a','b','c','d','e','f','g','h'].all(a, ['a','b','c','d','e','f','g','h'].all(b, ['a','b','c','d','e','f','g','h'].all(c, ['a','b','c','d','e','f','g','h'].all(d, ['a','b','c','d','e','f','g','h'].all(e, ['a','b','c','d','e','f','g','h'].all(f, ['a','b','c','d','e','f','g','h'].all(g, a + b + c + d + e + f + g != ''))))))))",
    "object.metadata.name.matches('(a+)+$') || [1,2,3,4,5,6,7,8].all(a, [1,2,3,4,5,6,7,8].all(b, [1,2,3,4,5,6,7,8].all(c, [1,2,3,4,5,6,7,8].all(d, [1,2,3,4,5,6,7,8].all(e, (object.metadata.name + string(a*b*c*d*e)).matches('(a+)+x$'))))))",
  ]),
  message: 'never told',
});
