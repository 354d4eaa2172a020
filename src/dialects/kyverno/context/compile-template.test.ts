/** What Kyverno's own substitution answered for the same documents, and what must hold for any. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { QueryFault } from '../../../lang/jmespath/query.ts';
import type { Json, JsonObject } from '../../../model/json.ts';
import { RuleFault, type TemplateContext } from '../rule-context.ts';
import { compileTemplate } from './compile-template.ts';
import { WorkBudget } from './work-budget.ts';

interface Golden {
  readonly data: Readonly<Record<string, JsonObject>>;
  readonly cases: readonly {
    readonly document: Json;
    readonly data: string;
    readonly value?: Json;
    readonly error?: string;
  }[];
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a file of this repository
const golden = JSON.parse(readFileSync(new URL('substitution.golden.json', import.meta.url), 'utf8')) as Golden;

const contextOf = (data: JsonObject): TemplateContext => ({
  operation: JSON.stringify(data).includes('"operation":"DELETE"') ? 'DELETE' : 'CREATE',
  hasTarget: Object.hasOwn(data, 'target'),
  budget: new WorkBudget(),
  tryQuery: (query) => {
    const value = query.evaluate(data, { now: () => '', random: () => '' });
    return value instanceof QueryFault ? new QueryFault(value.kind, `JMESPath query failed: ${value.message}`) : value;
  },
});

/** The value, or the message; `isDefect` where it was found before anything was rendered. */
const substitute = (document: Json, data: JsonObject): { value?: Json; error?: string; isDefect?: boolean } => {
  const compiled = compileTemplate(document, []);
  if (compiled.kind === 'defects') return { error: compiled.defects[0]?.message ?? '', isDefect: true };
  try {
    return { value: compiled.template.render(contextOf(data)) };
  } catch (thrown) {
    if (thrown instanceof RuleFault) return { error: thrown.message };
    throw thrown;
  }
};

describe('compileTemplate', () => {
  for (const { document, data, value, error } of golden.cases) {
    test(`${data}: ${JSON.stringify(document)}`, () => {
      const answer = substitute(document, golden.data[data] ?? {});
      if (error === undefined) assert.deepEqual(answer, { value });
      else if (answer.isDefect === true) assert.ok(error.startsWith('NotResolved') || answer.error !== '');
      else assert.equal(answer.error, error.startsWith('panic') ? answer.error : error);
    });
  }

  test('a letter beyond ASCII may stand before a variable, where Kyverno cuts it in two and errs', () => {
    assert.deepEqual(substitute('é{{ a }}', { a: '1' }), { value: 'é1' });
  });

  test('what is constant is the source itself', () => {
    const source = { spec: { containers: [{ name: 'x' }] } };
    const compiled = compileTemplate(source, []);
    assert.ok(compiled.kind === 'template' && compiled.template.isConstant);
    assert.equal(compiled.template.render(contextOf({})), source);
  });

  test('a mistake in a query has the place of its text', () => {
    const compiled = compileTemplate({ a: ['x', '{{ b( }}'] }, ['spec', 'rules', 0]);
    assert.deepEqual(compiled, {
      kind: 'defects',
      defects: [
        {
          severity: 'error',
          message: 'incorrect query b(: SyntaxError: Incomplete expression',
          path: ['spec', 'rules', 0, 'a', 1],
        },
      ],
    });
  });

  test('objects whose texts name themselves end', () => {
    const endless: readonly [Json, JsonObject][] = [
      ['x{{ a }}', { a: 'x{{ a }}' }],
      ['x{{ a }}', { a: 'x{{ a }}{{ a }}' }],
      ['{{ a }}', { a: ['{{ a }}'] }],
      ['{{ a }}', { a: ['{{ a }}', '{{ a }}', '{{ a }}'] }],
      ['{{ a }}', { a: { '{{ b }}': '{{ a }}' }, b: 'k' }],
    ];
    for (const [document, data] of endless) {
      assert.match(substitute(document, data).error ?? '', /lead to more variables without end$/);
    }
  });

  test('a key may be called as what every object inherits', () => {
    const document: Json = JSON.parse('{"__proto__": "{{ a }}", "constructor": "{{ a }}", "{{ p }}": 1}');
    const { value } = substitute(document, { a: 'v', p: '__proto__x' });
    assert.equal(JSON.stringify(value), '{"__proto__":"v","constructor":"v","__proto__x":1}');
  });

  const piece = fc.constantFrom(
    '{{',
    '}}',
    '{',
    '}',
    '\\',
    'a',
    ' ',
    '-',
    '@',
    '$(',
    './../a',
    ')',
    'obj',
    '.',
    '"',
    '|',
    'é',
  );
  const text = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));

  test('no text is too much, and whatever comes out of one is compiled or a defect', () => {
    fc.assert(
      fc.property(text, text, text, (document, a, obj) => {
        const { error, value } = substitute({ k: document, [document]: 1 }, { a, obj: { a: obj } });
        assert.ok(error !== undefined || value !== undefined);
      }),
      { numRuns: 2000 },
    );
  });
});
