/** One set of Roles and bindings, asked of the real authorizer and of Vauban in all its ways. */

import { createSnapshotBuilder } from '../../../src/kube/snapshot/build-snapshot.ts';
import { toResource } from '../../../src/kube/schema/to-resource.ts';
import { textAt } from '../../../src/model/read-object.ts';
import { isJsonObject, type JsonObject } from '../../../src/model/json.ts';
import type { Resource } from '../../../src/model/resource.ts';
import type { Snapshot } from '../../../src/model/snapshot.ts';
import type { AbleSubject, AccessIndex, AccessQuestion } from '../../../src/kube/rbac/access.ts';
import { createAuthorizer } from '../../../src/kube/rbac/authorize.ts';
import { createAccessIndex, keepForAccess } from '../../../src/kube/rbac/create-access-index.ts';
import { ruleAllows, type AccessAttributes } from '../../../src/kube/rbac/rule-allows.ts';
import { readBootstrapPolicy } from '../../../src/kube/rbac/bootstrap/read-bootstrap-policy.ts';
import { toAllGroups } from '../../../src/kube/rbac/subject-key.ts';
import { parseSubject, renderSubject, type AccessSubject } from '../../../src/kube/rbac/subject.ts';
import type { RunningControlPlane } from '../../control-plane/start-control-plane.ts';
import type { Random } from '../api-server/random.ts';
import { applyAccess, awaitAggregation, awaitAuthorizer, readAccess, toRuleTexts } from './apply-access.ts';
import { createQuestionPool, type Asker, type QuestionPool } from './questions.ts';

export interface AccessSet {
  readonly name: string;
  readonly namespaces: readonly string[];
  readonly objects: readonly JsonObject[];
}

export interface AccessTally {
  /** Answers of the server with which something of Vauban was compared. */
  compared: number;
  allowed: number;
  /** Questions whose whole set of subjects was compared. */
  sets: number;
  /** Objects that the API server did not take, and that were left out. */
  refused: number;
  readonly differences: string[];
}

export interface AccessAmount {
  readonly verdicts: number;
  readonly sets: number;
}

export const compareAccess = async (
  plane: RunningControlPlane,
  set: AccessSet,
  random: Random,
  amount: AccessAmount,
  tally: AccessTally,
): Promise<void> => {
  const applied = await applyAccess(plane, set.namespaces, set.objects);
  tally.refused += applied.refused.length;
  const written = toSnapshot('manifests', applied.taken.flatMap(toManifest));
  const manifests = createAccessIndex(written);
  for (const text of await awaitAggregation(plane, toExpected(manifests, applied.taken)))
    tally.differences.push(`${set.name}: the controller gathers otherwise than Vauban: ClusterRole ${text}`);
  const forget = await awaitAuthorizer(plane, set.namespaces[0] ?? 'default', `${set.name}-mark`);
  const live = toSnapshot('cluster', await readAccess(plane));
  const withOwn = toSnapshot('manifests', [...applied.taken.flatMap(toManifest), ...ownUnless(applied.taken)]);
  const indexes = [
    { title: 'manifests', index: manifests, authorizer: createAuthorizer(withOwn) },
    { title: 'cluster', index: createAccessIndex(live), authorizer: createAuthorizer(live) },
  ];
  const pool = createQuestionPool(applied.taken, [...set.namespaces, 'nobody']);
  const ask = (asker: Asker, attributes: AccessAttributes) => askServer(plane, asker, attributes);
  const compare = async (asker: Asker, attributes: AccessAttributes): Promise<void> => {
    const theirs = await ask(asker, attributes);
    tally.compared += 1;
    if (theirs.allowed) tally.allowed += 1;
    for (const { title, index, authorizer } of indexes) {
      const answers: Record<string, boolean> = {
        'who-can': decideByWhoCan(index, asker, attributes),
        'what-can': decideByWhatCan(index, asker, attributes),
        authorizer: authorizer.decide(asker.user, asker.groups, attributes).isAllowed,
      };
      for (const [way, ours] of Object.entries(answers))
        if (ours !== theirs.allowed)
          tally.differences.push(renderDifference(set, title, way, asker, attributes, theirs, ours));
      const chain = findChain(index, asker, attributes, theirs.reason);
      if (chain !== null)
        tally.differences.push(renderDifference(set, title, `chain ${chain}`, asker, attributes, theirs, true));
    }
  };
  await inParallel(amount.verdicts, () => {
    const { user, groups } = pool.drawAsker(random);
    return compare({ user, groups: toAllGroups(user, groups) }, pool.drawAttributes(random));
  });
  await inParallel(amount.sets, () => compareSubjects(pool, pool.drawAttributes(random)));
  await forget();
  await applied.remove();

  /** Each subject by itself, without the groups it is in: what is bound to it, and nothing else. */
  async function compareSubjects(of: QuestionPool, attributes: AccessAttributes): Promise<void> {
    const askers = [
      ...of.users.map((user) => ({ user, groups: [] })),
      ...of.groups.map((group) => ({ user: '', groups: [group] })),
    ];
    const able = new Set<string>();
    const asked = await Promise.all(askers.map(async (asker) => ({ asker, answer: await ask(asker, attributes) })));
    for (const { asker, answer } of asked)
      if (answer.allowed) able.add(renderSubject(toSubjects(asker)[0] ?? { kind: 'user', name: '' }));
    tally.compared += askers.length;
    tally.allowed += able.size;
    tally.sets += 1;
    const wanted = new Set(askers.flatMap(toSubjects).map(renderSubject));
    for (const { title, index } of indexes) {
      const ours = index
        .whoCan(toQuestion(attributes))
        .subjects.map(({ subject }) => renderSubject(subject))
        .filter((subject) => wanted.has(subject));
      const theirs = [...able].toSorted();
      if (ours.toSorted().join() !== theirs.join())
        tally.differences.push(
          `${set.name}, ${title}, who can ${JSON.stringify(attributes)}: server ${theirs.join()}; Vauban ${ours.join()}`,
        );
    }
  }
};

/** Unless one of that name was made by the set, as a real one cannot be made twice. */
const ownUnless = (taken: readonly JsonObject[]): readonly Resource[] => {
  const names = new Set(taken.map((object) => `${textAt(object, 'kind')}/${textAt(object, 'metadata', 'name')}`));
  return readBootstrapPolicy(null).filter(({ ref }) => !names.has(`${ref.kind}/${ref.name}`));
};

const toManifest = (object: JsonObject): readonly Resource[] => {
  const made = toResource(object, { kind: 'file', file: 'rbac.yaml', document: 0, item: null, start: 0, end: 0 });
  return made.kind === 'resource' ? [made.resource] : [];
};

const toSnapshot = (kind: Snapshot['kind'], resources: readonly Resource[]): Snapshot => {
  const builder = createSnapshotBuilder(kind);
  for (const resource of resources) {
    const kept = keepForAccess(resource);
    if (kept !== null) builder.add(kept);
  }
  return builder.build({ evidence: [], unread: [] });
};

/** What the controller must come to: for each aggregated role, the rules Vauban gathers. */
const toExpected = (index: AccessIndex, taken: readonly JsonObject[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const own = new Set(
    taken
      .filter((object) => isJsonObject(object['aggregationRule']))
      .map((object) => textAt(object, 'metadata', 'name')),
  );
  // A set may add to the API server's own aggregated roles too.
  for (const name of ['view', 'edit', 'admin']) own.add(name);
  return new Map(
    index.roles
      .filter(({ namespace, resource }) => namespace === null && own.has(resource.ref.name))
      .map(({ resource, rules }) => [
        resource.ref.name,
        toRuleTexts({
          rules: rules.map(({ rule: { verbs, groups, resources, resourceNames, nonResourceUrls } }) => ({
            verbs,
            apiGroups: groups,
            resources,
            resourceNames,
            nonResourceURLs: nonResourceUrls,
          })),
        }),
      ]),
  );
};

interface ServerAnswer {
  readonly allowed: boolean;
  readonly reason: string;
}

const askServer = async (
  plane: RunningControlPlane,
  { user, groups }: Asker,
  attributes: AccessAttributes,
): Promise<ServerAnswer> => {
  const spec = {
    user,
    groups,
    ...(attributes.kind === 'path'
      ? { nonResourceAttributes: { path: attributes.path, verb: attributes.verb } }
      : { resourceAttributes: { ...attributes, version: 'v1' } }),
  };
  const { status, body } = await plane.request('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec,
  });
  const answer = (body as JsonObject)['status'];
  if (status !== 201 || !isJsonObject(answer)) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return { allowed: answer['allowed'] === true, reason: textAt(answer, 'reason') };
};

const toQuestion = (attributes: AccessAttributes): AccessQuestion =>
  attributes.kind === 'path' ? attributes : { ...attributes, name: attributes.name === '' ? null : attributes.name };

const toSubjects = ({ user, groups }: Asker): readonly AccessSubject[] => [
  ...(user === '' ? [] : [parseSubject(`user:${user}`) ?? { kind: 'user' as const, name: user }]),
  ...groups.map((name): AccessSubject => ({ kind: 'group', name })),
];

const ableOf = (index: AccessIndex, asker: Asker, attributes: AccessAttributes): readonly AbleSubject[] => {
  const own = new Set(toSubjects(asker).map(renderSubject));
  return index.whoCan(toQuestion(attributes)).subjects.filter(({ subject }) => own.has(renderSubject(subject)));
};

const decideByWhoCan = (index: AccessIndex, asker: Asker, attributes: AccessAttributes): boolean =>
  ableOf(index, asker, attributes).length > 0;

const decideByWhatCan = (index: AccessIndex, asker: Asker, attributes: AccessAttributes): boolean => {
  const namespace = attributes.kind === 'path' ? '' : attributes.namespace;
  const [subject = { kind: 'user', name: '' } as const] = toSubjects(asker);
  const groups = subject.kind === 'group' ? asker.groups.slice(1) : asker.groups;
  return index
    .whatCan(subject, { groups })
    .some((held) => (held.namespace === null || held.namespace === namespace) && ruleAllows(held.rule, attributes));
};

/** The binding the server names must be among those Vauban names; else what it says instead. */
const findChain = (index: AccessIndex, asker: Asker, attributes: AccessAttributes, reason: string): string | null => {
  const [, binding] = /^RBAC: allowed by (\w+ "[^"]+" of \w+ "[^"]+") to /.exec(reason) ?? [];
  if (binding === undefined) return null;
  const ours = ableOf(index, asker, attributes).flatMap(({ via }) =>
    via.map((each) => {
      if (each.kind === 'built-in') return each.authorizer;
      const { ref } = each.binding.resource;
      const { kind, name } = each.binding.roleRef;
      const place = each.namespace === null ? ref.name : `${ref.name}/${each.namespace}`;
      return `${ref.kind} "${place}" of ${kind} "${name}"`;
    }),
  );
  return ours.includes(binding) ? null : ours.join(', ');
};

const renderDifference = (
  set: AccessSet,
  title: string,
  way: string,
  asker: Asker,
  attributes: AccessAttributes,
  theirs: ServerAnswer,
  ours: boolean,
): string =>
  `${set.name}, ${title}, ${way}: ${JSON.stringify(asker)} ${JSON.stringify(attributes)}: server ${theirs.allowed} (${theirs.reason}), Vauban ${ours}`;

/** Drawn one after the other, so that a seed repeats; asked side by side. */
const inParallel = async (count: number, draw: () => Promise<void>): Promise<void> => {
  for (let done = 0; done < count; done += mostAtOnce)
    await Promise.all(Array.from({ length: Math.min(mostAtOnce, count - done) }, draw));
};

const mostAtOnce = 32;
