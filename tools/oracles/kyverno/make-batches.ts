/** Batches to ask about: the public suites as they are, the same changed, and policies written for the purpose. */

import { isJsonArray, isJsonObject, type JsonObject } from '../../../src/model/json.ts';
import type { Random } from '../api-server/random.ts';
import type { Batch } from './batch.ts';
import { withDistinctNames } from './distinct-names.ts';
import type { Corpus } from './gather-corpus.ts';
import { mutatePolicy } from './mutate-policy.ts';
import { mutateResource } from './mutate-resource.ts';
import { writePolicy } from './write-policy.ts';
import { writeObjects } from './write-objects.ts';

const chunk = 250;

/** Policies that change objects stand in batches of their own: what they change would be judged by all that follow. */
export function* corpusBatches(corpus: Corpus): Generator<Batch> {
  const { resources } = corpus;
  const policies = corpus.policies.filter((one) => !asksOutside(one));
  const changing = policies.filter((one) => !doesNotChange(one)).map((one) => [one]);
  for (const group of [policies.filter(doesNotChange), ...changing]) {
    const named = withDistinctNames(group);
    const size = group.length === 1 ? resources.length : chunk;
    for (let at = 0; at < resources.length; at += size)
      yield { ...alone, policies: named, resources: withDistinctNames(resources.slice(at, at + size)) };
  }
}

export const mutatedBatch = ({ policies, resources }: Corpus, random: Random): Batch => {
  const isChanging = random.chance(0.4);
  const pool = policies.filter((one) => doesNotChange(one) !== isChanging && !asksOutside(one));
  const chosen = Array.from({ length: isChanging ? 1 : 40 }, () => mutatePolicy(random.pick(pool), random));
  const kinds = new Set(chosen.flatMap(kindsOf));
  const fitting = resources.filter(({ kind }) => typeof kind === 'string' && kinds.has(kind));
  const objects = Array.from({ length: 80 }, () => {
    const from = fitting.length > 0 && random.chance(0.9) ? fitting : resources;
    return mutateResource(random.pick(from), random);
  });
  return {
    ...alone,
    policies: withDistinctNames(chosen),
    resources: withDistinctNames(objects),
    values: random.chance(0.3) ? toValues(random, isChanging ? ['CREATE', 'UPDATE'] : operations) : null,
    user: random.chance(0.2) ? toUser(random) : null,
  };
};

export const writtenBatch = (random: Random): Batch => {
  const written = Array.from({ length: 60 }, (_, index) => writePolicy(`p${index}`, random));
  return {
    policies: written.map(({ policy }) => policy),
    exceptions: written.flatMap(({ exception }) => (exception === null ? [] : [exception])),
    resources: withDistinctNames(writeObjects(random)),
    values: random.chance(0.5) ? toValues(random, operations) : null,
    user: random.chance(0.5) ? toUser(random) : null,
  };
};

const alone = { exceptions: [], values: null, user: null } as const;

const rulesOf = ({ spec }: JsonObject): readonly JsonObject[] => {
  const rules = isJsonObject(spec) ? spec['rules'] : undefined;
  return isJsonArray(rules) ? rules.filter(isJsonObject) : [];
};

const doesNotChange = (policy: JsonObject): boolean =>
  rulesOf(policy).every((rule) => rule['mutate'] === undefined && rule['generate'] === undefined);

/** What Kyverno would ask a registry, and what its stand-in for a cluster stops at. */
const asksOutside = (policy: JsonObject): boolean =>
  /"(apiCall|configMap|imageRegistry|globalReference|verifyImages|targets|image_normalize)"/.test(
    JSON.stringify(rulesOf(policy)),
  );

const kindsOf = (policy: JsonObject): readonly string[] => {
  const found = [...JSON.stringify(rulesOf(policy)).matchAll(/"kinds":\[([^\]]*)\]/g)].flatMap(([, list = '']) =>
    [...list.matchAll(/([A-Za-z]+)(?:\/[a-z*]+)?"/g)].map(([, kind = '']) => kind),
  );
  return found.includes('Pod') ? [...found, ...controllers] : found;
};

const controllers = ['Deployment', 'DaemonSet', 'StatefulSet', 'Job', 'CronJob', 'ReplicaSet'];

/** A deletion leaves nothing of which a changing policy's report could tell. */
const operations = ['CREATE', 'UPDATE', 'DELETE', 'CREATE', 'UPDATE'];

const toValues = (random: Random, among: readonly string[]): JsonObject => ({
  apiVersion: 'cli.kyverno.io/v1alpha1',
  kind: 'Values',
  metadata: { name: 'values' },
  globalValues: {
    'request.operation': random.pick(among),
    ...(random.chance(0.3) ? { 'request.userInfo.username': 'mary' } : {}),
  },
  namespaceSelector: [
    { name: 'default', labels: { team: 'a', env: 'prod' } },
    { name: 'other', labels: { team: 'b' } },
  ],
});

const toUser = (random: Random): JsonObject => ({
  apiVersion: 'cli.kyverno.io/v1alpha1',
  kind: 'UserInfo',
  metadata: { name: 'user' },
  clusterRoles: random.sample(['cluster-admin', 'view', 'admin'], 2),
  roles: random.sample(['default:dev', 'other:ops'], 1),
  userInfo: {
    username: random.pick(['mary', 'system:serviceaccount:default:robot', 'system:admin']),
    groups: random.sample(['dev', 'system:masters', 'system:authenticated'], 2),
  },
});
