/**
 * `validate.cel` of a rule, with its celPreconditions: judged as the API server judges a ValidatingAdmissionPolicy with
 * failurePolicy Fail, but for the object, which is taken as it was written.
 */

import { createAdmissionEnvironment } from '../../../kube/cel/admission-environment.ts';
import type { NumberedProgram } from '../../../kube/policy/lazy-variables.ts';
import { createSharedPrograms, type SharedProgram } from '../../../kube/policy/shared-programs.ts';
import { toSlots } from '../../../kube/policy/slots.ts';
import { createVariableTypes } from '../../../kube/policy/variable-types.ts';
import type { Environment } from '../../../lang/cel/environment.ts';
import type { Program } from '../../../lang/cel/program.ts';
import { renderType, type Type } from '../../../lang/cel/type.ts';
import type { JsonObject } from '../../../model/json.ts';
import { orValueLibrary } from '../cel/libraries/or-value.ts';
import type { ClassicRule } from '../classic-policy.ts';
import type { HandlerCompilation, RuleDefect } from '../rule-response.ts';
import { judgeCel, type CompiledCel, type CompiledCondition, type CompiledValidation } from './judge-cel.ts';
import { readCel, type CelExpression } from './read-cel.ts';

export const compileCel = (rule: ClassicRule, cel: JsonObject): HandlerCompilation => {
  const message = rule.body.kind === 'validate' ? rule.body.validate.message : '';
  const body = readCel(cel, message);
  const hasParams = body.parameters !== null;
  const types = createVariableTypes();
  const environmentFor = (hasAuthorizer: boolean): Environment => types.extend(environmentOf(hasParams, hasAuthorizer));
  const main = environmentFor(true);
  const forMessages = environmentFor(false);
  const defects: RuleDefect[] = [];
  const shared = createSharedPrograms();
  const variables = new Map<string, NumberedProgram>();

  const compile = (written: CelExpression, environment: Environment, wanted: readonly string[]): SharedProgram[] => {
    const compiled = shared.compile(written.source, environment, variables);
    if (compiled.kind === 'defects') {
      for (const { line, column, message: what } of compiled.defects) {
        const place = written.source.includes('\n') ? `line ${line}, column ${column}` : `column ${column}`;
        defects.push({ severity: 'error', message: `${place} of the expression: ${what}`, path: written.path });
      }
      return [];
    }
    const wrong = explainType(compiled.shared.program.type, wanted);
    if (wrong === null) return [compiled.shared];
    defects.push({ severity: 'error', message: wrong, path: written.path });
    return [];
  };
  const compileAlone = (written: CelExpression, environment: Environment, wanted: readonly string[]): Program[] =>
    compile(written, environment, wanted).map(({ program }) => program);

  const conditions = rule.celPreconditions.flatMap(({ expression }, index): readonly CompiledCondition[] => {
    const written = { source: expression, path: ['celPreconditions', index, 'expression'] };
    return compileAlone(written, main, ['bool']).map((program) => ({ source: expression, program }));
  });
  for (const variable of body.variables) {
    const [found] = compile(variable, main, []);
    types.declare(variable.name, found?.program.type ?? null);
    if (found !== undefined) variables.set(variable.name, { number: variables.size, shared: found });
  }
  const validations = body.validations.flatMap((written): readonly CompiledValidation[] => {
    const [told = null] =
      written.messageExpression === null ? [] : compileAlone(written.messageExpression, forMessages, ['string']);
    return compileAlone(written, main, ['bool']).map((program) => ({ written, program, message: told }));
  });
  // What they say is for an audit log; here they are checked and never computed.
  for (const annotation of body.auditAnnotations) compile(annotation, main, ['string', 'null_type']);
  if (defects.some(({ severity }) => severity === 'error')) return { kind: 'defects', defects };

  const programs = [
    ...[...variables.values()].map((each) => each.shared.program),
    ...conditions.map(({ program }) => program),
    ...validations.flatMap(({ program, message: told }) => (told === null ? [program] : [program, told])),
  ];
  const reads = (name: string): boolean => programs.some((program) => program.variables.has(name));
  const compiled: CompiledCel = {
    ruleName: rule.name,
    conditions,
    variables,
    validations,
    parameters: body.parameters,
    slots: toSlots(main),
    messageSlots: toSlots(forMessages),
    readsRequest: reads('request'),
    readsNamespace: reads('namespaceObject'),
    readsAuthorizer: reads('authorizer') || reads('authorizer.requestResource'),
  };
  return { kind: 'handler', handle: (context) => judgeCel(compiled, context), warnings: defects };
};

/** The API server's, in which Kyverno lets `orValue` keep what is no optional; made once for each combination. */
const environmentOf = (hasParams: boolean, hasAuthorizer: boolean): Environment => {
  const key = `${hasParams} ${hasAuthorizer}`;
  const plain = { hasParams, hasAuthorizer, isMutation: false, isStored: true, isUntyped: true };
  const known = made.get(key) ?? createAdmissionEnvironment(plain).extend({ libraries: [orValueLibrary] });
  made.set(key, known);
  return known;
};

const made = new Map<string, Environment>();

/** As the API server says it; nothing wanted means anything is fine. */
const explainType = (type: Type, wanted: readonly string[]): string | null => {
  const rendered = renderType(type);
  if (wanted.length === 0 || wanted.includes(rendered)) return null;
  return wanted.length === 1
    ? `must evaluate to ${wanted[0]} but got ${rendered}`
    : `must evaluate to one of [${wanted.join(' ')}] but got ${rendered}`;
};
