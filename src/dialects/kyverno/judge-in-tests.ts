/** Judges one object by one rule of a policy, as a host would: for tests. */

import assert from 'node:assert/strict';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import type { Answer, Request } from '../../model/request.ts';
import type { Resource } from '../../model/resource.ts';
import type { Judgement } from '../../model/rule.ts';
import { compileClassicPolicies } from './compile-classic-policies.ts';

export interface World {
  readonly answer: (request: Request) => Answer;
  /** Of a Policy; `null` for a ClusterPolicy. */
  readonly namespace: string | null;
}

export const judgeRule = (
  rule: JsonObject,
  object: JsonObject,
  { answer, namespace }: World,
): Extract<Judgement, { kind: 'done' }> => {
  const policy = {
    apiVersion: 'kyverno.io/v1',
    kind: namespace === null ? 'ClusterPolicy' : 'Policy',
    metadata: { name: 'p', annotations: { 'pod-policies.kyverno.io/autogen-controllers': 'none' } },
    spec: { rules: [rule] },
  };
  const { rules, problems } = compileClassicPolicies([toResource(policy, namespace)], {
    user: null,
    asWritten: true,
    locate: () => null,
    describe: () => null,
  });
  const [compiled] = rules;
  assert.ok(compiled !== undefined, problems.map(({ message }) => message).join('; '));
  const judgement = compiled.judge({ kind: 'resource', resource: toResource(object) }, { answer });
  assert.ok(judgement.kind === 'done');
  return judgement;
};

const toResource = (object: JsonObject, own?: string | null): Resource => {
  const { name, namespace } = isJsonObject(object['metadata']) ? object['metadata'] : {};
  const where = own ?? (typeof namespace === 'string' ? namespace : null);
  return {
    ref: {
      apiVersion: textOf(object['apiVersion']),
      kind: textOf(object['kind']),
      namespace: where,
      name: textOf(name),
    },
    object,
    origin: { kind: 'file', file: 'a.yaml', document: 0, item: null, start: 0, end: 0 },
  };
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
