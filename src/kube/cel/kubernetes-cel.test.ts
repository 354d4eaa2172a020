/** Every function of Kubernetes' CEL: types, values, faults and costs as the API server's own code gives them (tools/oracles/cel). */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';

import { compileExpression } from '../../lang/cel/compile-expression.ts';
import { renderValue } from '../../lang/cel/render-value.ts';
import { dynType, renderType } from '../../lang/cel/type.ts';
import { EvaluationFault } from '../../lang/cel/value.ts';
import type { Value } from '../../lang/cel/value.ts';
import { createAdmissionEnvironment } from './admission-environment.ts';
import { AuthorizerValue, toRequestResource } from './authorizer-library.ts';
import type { AuthorizationAnswer, AuthorizationQuestion } from './authorizer-library.ts';

interface Case {
  readonly expression: string;
  readonly variables?: Readonly<Record<string, Value>>;
  readonly admission?: boolean;
  readonly patch?: boolean;
  readonly answer: {
    readonly type?: string;
    readonly value?: string;
    readonly error?: string;
    readonly phase?: 'compile' | 'program' | 'evaluate';
    readonly cost?: number;
  };
}

const cases = JSON.parse(
  readFileSync(new URL('kubernetes-cel.golden.json', import.meta.url), 'utf8'),
) as readonly Case[];

interface Outcome {
  readonly type?: string;
  readonly value?: string;
  readonly error?: string;
  readonly phase?: string;
  readonly cost?: number;
}

/** As the oracle's authorizer: allows `get`, fails for `fail` and says what it was asked. */
const tellAttributes = (question: AuthorizationQuestion): AuthorizationAnswer => {
  const { name, groups } = question.user ?? { name: 'asking', groups: ['people'] };
  const path = question.kind === 'path' ? question.path : '';
  const asked =
    question.kind === 'path'
      ? ['', '', '', '', '']
      : [question.group, question.resource, question.subresource, question.namespace, question.name];
  const quoted = (texts: readonly string[]): string => texts.map((text) => JSON.stringify(text)).join(' ');
  return {
    allowed: question.verb === 'get',
    reason: `${name} [${quoted(groups)}] path ${JSON.stringify(path)} in ${quoted(asked)}`,
    error: question.verb === 'fail' ? 'it failed' : null,
  };
};

const authorizer = new AuthorizerValue(tellAttributes);
const request = { group: '', resource: 'pods', subresource: 'log', namespace: 'a-namespace', name: 'a-pod' };

const evaluate = ({ expression, variables = {}, admission, patch }: Case): Outcome => {
  const isPolicy = admission === true || patch === true;
  const base = createAdmissionEnvironment({
    hasParams: isPolicy,
    hasAuthorizer: isPolicy,
    isMutation: patch === true,
    isStored: true,
  });
  const more = isPolicy ? [] : Object.keys(variables).map((name) => ({ name, type: dynType }));
  const environment = base.extend({ variables: more });
  const compiled = compileExpression(expression, environment);
  if (compiled.kind === 'defects') {
    const [first] = compiled.defects;
    return { phase: 'compile', error: `ERROR: <input>:${first?.line}:${first?.column}: ${first?.message}` };
  }
  const meter = { spent: 0, limit: Number.MAX_SAFE_INTEGER };
  const given: Readonly<Record<string, Value>> = {
    authorizer,
    'authorizer.requestResource': toRequestResource(authorizer, request),
    ...variables,
  };
  const values = environment.variables.map(({ name }) => given[name]);
  const result = compiled.program.evaluate(values, meter);
  const common = { type: renderType(compiled.program.type), cost: meter.spent };
  if (result instanceof EvaluationFault) return { ...common, phase: 'evaluate', error: result.message };
  return { ...common, value: renderValue(result) };
};

/**
 * The first line of a compilation's report, whose `(in container '')` says nothing here. A fault's cost is not compared:
 * cel-go goes on charging for the calls around one, here evaluation ends there.
 */
const simplify = (outcome: Outcome): Outcome => {
  const { phase, error = '', type, value, cost } = outcome;
  switch (phase) {
    case 'program':
      return { phase: 'compile' };
    case 'compile':
      return { phase, error: error.split('\n')[0]?.replace(" (in container '')", '') ?? '' };
    case 'evaluate':
      return { phase, error, ...(type === undefined ? {} : { type }) };
    default:
      // Opaque values have no rendering of their own here.
      return { type: type ?? '', value: isOpaque.test(type ?? '') ? '' : (value ?? ''), cost: cost ?? 0 };
  }
};

const isOpaque = /^(?:kubernetes\.(?!authorization|AdmissionRequest)|net\.)/;

/** Where Vauban knowingly says something else. A test here fails once it agrees. */
const gaps: ReadonlyMap<string, RegExp> = new Map([
  ['our own words for a field of a type without fields', /^[^=]*\.foo$/],
  ['our own words for a wrong field of a JSONPatch', /^JSONPatch\{(?:op:1|foo:1)\}$/],
  ["an IPv6 address has no size, where cel-go's cost of `!=` counts its 16 bytes", /^ip\('2001:db8::1'\)!=/],
  ['a type name of a mutation can be a value, where cel-go makes no program', /^Object(?:\.spec)?$/],
]);

/** Fields of these exist, or do not, for both. */
const agreeing = /^(?:request|namespaceObject|object|params)\b.*\.foo$/;

describe('Expressions of Kubernetes', () => {
  for (const each of cases) {
    const { expression, patch, admission } = each;
    const where = patch === true ? ' in a mutation' : admission === true ? ' in a policy' : '';
    const gap = Array.from(gaps).find(([, pattern]) => pattern.test(expression) && !agreeing.test(expression));
    const isGap = gap !== undefined && (patch === true || !expression.startsWith('Object'));
    const name = expression + where + (isGap ? ` (${gap[0]})` : '');
    test(name, { expectFailure: isGap }, () => {
      const expected = simplify(each.answer);
      const outcome = simplify(evaluate(each));
      assert.deepEqual(
        expected.phase === 'compile' && expected.error === undefined ? { phase: outcome.phase } : outcome,
        expected,
      );
    });
  }
});

test('what one evaluation does to a quantity that is spelt out does not reach the next', () => {
  const expression = '[quantity("1")].all(q, q.compareTo(quantity(object)) < 2 && q.isInteger())';
  const environment = createAdmissionEnvironment({ hasParams: false, hasAuthorizer: false, isMutation: false });
  const compiled = compileExpression(expression, environment);
  assert.ok(compiled.kind === 'program');
  const results = ['1', '1.12345678901234567890123', '1'].map((text) =>
    compiled.program.evaluate([text], { spent: 0, limit: Infinity }),
  );
  assert.deepEqual(results, [true, false, true]);
});
