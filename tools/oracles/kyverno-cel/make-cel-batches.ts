/** Batches to ask about: the public suites as they are, and the same changed, with exceptions, values, users and a context. */

import { isJsonObject, type JsonObject } from '../../../src/model/json.ts';
import type { Random } from '../api-server/random.ts';
import { withDistinctNames } from '../kyverno/distinct-names.ts';
import { mutateResource } from '../kyverno/mutate-resource.ts';
import type { CelBatch } from './cel-batch.ts';
import type { CelCorpus } from './gather-cel-corpus.ts';
import { mutateCelPolicy } from './mutate-cel-policy.ts';

/** The real Kyverno compiles every policy anew for every object: few of both at a time. */
export function* corpusCelBatches({ policies, resources }: CelCorpus, random: Random): Generator<CelBatch> {
  for (let start = 0; start < policies.length; start += 8) {
    const chosen = policies.slice(start, start + 8);
    yield { ...alone, policies: nameAnew(chosen), resources: chooseFor(chosen, resources, 16, random) };
  }
}

export const mutatedCelBatch = (
  { policies, resources }: CelCorpus,
  random: Random,
  { policyCount, objectCount }: { readonly policyCount: number; readonly objectCount: number },
): CelBatch => {
  const chosen = Array.from({ length: policyCount }, () => random.pick(policies));
  const named = nameAnew(chosen.map((policy) => mutateCelPolicy(policy, random)));
  return {
    policies: named,
    resources: withDistinctNames(
      chooseFor(chosen, resources, objectCount, random).map((resource) =>
        random.chance(0.7) ? mutateResource(resource, random) : resource,
      ),
    ),
    exceptions: random.chance(0.4) ? named.flatMap((policy, index) => toExceptions(policy, index, random)) : [],
    values: random.chance(0.6) ? toValues(random) : null,
    user: random.chance(0.6) ? toUser(random) : null,
    context: random.chance(0.6) ? context : null,
  };
};

const alone = { exceptions: [], values: null, user: null, context: null } as const;

const nameAnew = (policies: readonly JsonObject[]): readonly JsonObject[] =>
  policies.map((policy, index) => ({
    ...policy,
    metadata: { ...(isJsonObject(policy['metadata']) ? policy['metadata'] : {}), name: `${nameOf(policy)}-${index}` },
  }));

const nameOf = ({ metadata }: JsonObject): string =>
  isJsonObject(metadata) && typeof metadata['name'] === 'string' ? metadata['name'] : 'nameless';

/** Mostly of the kinds they name, and what makes Pods. */
const chooseFor = (
  policies: readonly JsonObject[],
  resources: readonly JsonObject[],
  count: number,
  random: Random,
): readonly JsonObject[] => {
  const text = JSON.stringify(policies.map(({ spec }) => (isJsonObject(spec) ? spec['matchConstraints'] : null)));
  const fitting = resources.filter(({ kind }) => {
    const lower = typeof kind === 'string' ? kind.toLowerCase() : '';
    return text.includes(`"${lower}s"`) || text.includes(`"${lower.slice(0, -1)}ies"`) || text.includes('"*"');
  });
  return withDistinctNames(
    Array.from({ length: count }, () => random.pick(fitting.length > 0 && random.chance(0.9) ? fitting : resources)),
  );
};

const toExceptions = (policy: JsonObject, index: number, random: Random): readonly JsonObject[] => {
  if (random.chance(0.5)) return [];
  const spec = {
    policyRefs: [{ name: nameOf(policy), kind: random.chance(0.9) ? (policy['kind'] ?? '') : 'ValidatingPolicy' }],
    ...(random.chance(0.7)
      ? {
          matchConditions: [
            {
              name: 'check',
              expression: random.pick([
                "object.metadata.name == 'web'",
                "object.metadata.namespace == 'default'",
                'has(object.metadata.labels)',
                'object.metadata.missing == 1',
                "object.kind == 'Pod'",
              ]),
            },
          ],
        }
      : {}),
    ...(random.chance(0.2) ? { images: ['ghcr.io/*'] } : {}),
    ...(random.chance(0.2) ? { allowedValues: ['a'] } : {}),
    ...(random.chance(0.3) ? { reportResult: random.pick(['pass', 'skip']) } : {}),
  };
  return [
    {
      apiVersion: 'policies.kyverno.io/v1beta1',
      kind: 'PolicyException',
      metadata: { name: `e${index}`, namespace: 'default' },
      spec,
    },
  ];
};

const toValues = (random: Random): JsonObject => ({
  apiVersion: 'cli.kyverno.io/v1alpha1',
  kind: 'Values',
  metadata: { name: 'values' },
  ...(random.chance(0.6)
    ? { globalValues: { 'request.operation': random.pick(['CREATE', 'UPDATE', 'DELETE', 'UPDATE']) } }
    : {}),
  namespaceSelector: [
    { name: 'default', labels: { team: 'a', env: 'prod' } },
    { name: 'other', labels: { team: 'b' } },
  ],
});

const toUser = (random: Random): JsonObject => ({
  apiVersion: 'cli.kyverno.io/v1alpha1',
  kind: 'UserInfo',
  metadata: { name: 'user' },
  userInfo: {
    username: random.pick(['mary', 'system:serviceaccount:default:robot', 'system:admin']),
    groups: random.sample(['dev', 'system:masters', 'system:authenticated'], 2),
  },
});

const context: JsonObject = {
  apiVersion: 'cli.kyverno.io/v1alpha1',
  kind: 'Context',
  metadata: { name: 'context' },
  spec: {
    resources: [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'settings', namespace: 'default' },
        data: { mode: 'on' },
      },
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'default' }, data: { k: 'djE=' } },
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default', labels: { team: 'a' } } },
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'n', namespace: 'default' },
        spec: {},
      },
    ],
    images: [],
  },
};
