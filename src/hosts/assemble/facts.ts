/** Answers what rules ask about an estate, from what was read of it: namespaces, parameters, grants. */

import type { FactSource } from '../../engine/evaluate/fact-source.ts';
import { createAuthorizer, type AccessAttributes, type Authorizer } from '../../kube/rbac/authorize.ts';
import type { LabelSelector } from '../../kube/selector/label-selector.ts';
import { parseSelectorText } from '../../kube/selector/selector-text.ts';
import { createSnapshotBuilder } from '../../kube/snapshot/build-snapshot.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import type { FindingSubject } from '../../model/finding.ts';
import type { Answer, Request } from '../../model/request.ts';
import { toGroup, type Resource } from '../../model/resource.ts';
import type { Rule } from '../../model/rule.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unread } from '../../model/unread.ts';
import { createNamespaces, type Namespaces } from './namespaces.ts';
import type { RuleSet } from './rules.ts';

export interface Facts extends FactSource {
  note(resource: Resource): void;
  miss(unread: Unread): void;
  /** From now on everything is answered. */
  end(): void;
  readonly problems: Namespaces['problems'];
}

/**
 * `handed` came with the policies: parameters that need not wait for the end of the input. `onlyIn` are the namespaces of
 * which alone something is read; empty where the whole estate is.
 */
export const createFacts = (
  { rules, asked }: Pick<RuleSet, 'rules' | 'asked'>,
  handed: readonly Resource[],
  onlyIn: readonly string[] = [],
): Facts => {
  const namespaces = createNamespaces();
  const unread: Unread[] = [];
  const kept = createSnapshotBuilder('manifests');
  const keptKinds = new Set([
    ...asked.map(({ group, kind }) => `${group}/${kind}`),
    ...(needsGrants(rules) ? grantKinds.map((kind) => `${rbacGroup}/${kind}`) : []),
  ]);
  const note = (resource: Resource): void => {
    const { apiVersion, kind } = resource.ref;
    if (kind === 'Namespace' && apiVersion === 'v1') namespaces.note(resource);
    if (keptKinds.size > 0 && keptKinds.has(`${toGroup(apiVersion)}/${kind}`)) kept.add(resource);
  };
  handed.forEach(note);
  const known = createSnapshotBuilder('manifests');
  handed.forEach((resource) => known.add(resource));
  const early = known.build({ evidence: [], unread: [] });
  let all: Snapshot | null = null;
  let authorizer: Authorizer | null = null;
  /** Part of a list is no list, since what is missing might have denied; but what a person hands over is what is meant. */
  const answerList = (read: Snapshot, request: ListRequest): Answer => {
    const parsed = parseSelectorText(request.selector ?? '');
    if (parsed.kind === 'defect') return { kind: 'refused', why: parsed.message };
    const refused = toRefused(unread, request, onlyIn);
    return refused === undefined || listObjects(early, request, parsed.selector).length > 0
      ? { kind: 'value', value: listObjects(read, request, parsed.selector) }
      : refused;
  };
  const answerKept = (request: Request): Answer | undefined => {
    if (request.kind === 'parameter') {
      const found = findObject(early, request) ?? (all === null ? undefined : findObject(all, request));
      if (found !== undefined) return { kind: 'value', value: found };
      return all === null ? undefined : (toRefused(unread, request, onlyIn) ?? { kind: 'absent' });
    }
    if (all === null) return undefined;
    if (request.kind === 'list') return answerList(all, request);
    if (request.kind !== 'access-review' && request.kind !== 'path-review') {
      return { kind: 'refused', why: `nothing here answers ${request.kind}` };
    }
    // Grants of the whole cluster count everywhere.
    const missing = unread.find(({ group }) => group === rbacGroup)?.reason ?? toUnasked(null, onlyIn);
    if (missing !== null) return { kind: 'refused', why: missing };
    authorizer ??= toAuthorizer(all);
    return { kind: 'value', value: review(authorizer, request) };
  };
  return {
    note,
    miss: (missing) => void unread.push(missing),
    end() {
      all = kept.build({ evidence: [], unread });
    },
    answer(request, asker: FindingSubject) {
      if (request.kind !== 'namespace') return answerKept(request);
      const answer = namespaces.answer(request.name, asker.origin, all !== null);
      return answer?.kind === 'absent'
        ? (toRefused(unread, { apiVersion: 'v1', objectKind: 'Namespace', namespace: null }, []) ?? answer)
        : answer;
    },
    get problems() {
      return namespaces.problems;
    },
  };
};

const rbacGroup = 'rbac.authorization.k8s.io';
const grantKinds = ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'];

const needsGrants = (rules: readonly Rule[]): boolean =>
  rules.some(({ capabilities }) => capabilities.some((kind) => kind === 'access-review' || kind === 'path-review'));

interface Wanted {
  readonly apiVersion: string;
  readonly objectKind: string;
  /** `null` for a kind without, or for all of them. */
  readonly namespace: string | null;
}

const toRefused = (
  unread: readonly Unread[],
  { apiVersion, objectKind, namespace }: Wanted,
  onlyIn: readonly string[],
): Answer | undefined => {
  const refused = unread.find(
    (each) =>
      each.kind === objectKind &&
      each.group === toGroup(apiVersion) &&
      (each.namespace === null || namespace === null || each.namespace === namespace),
  );
  const why = refused?.reason ?? toUnasked(namespace, onlyIn);
  return why === null ? undefined : { kind: 'refused', why };
};

/** Why nothing is known of what is elsewhere; `null` where it was read. */
const toUnasked = (namespace: string | null, onlyIn: readonly string[]): string | null =>
  onlyIn.length === 0 || (namespace !== null && onlyIn.includes(namespace === '' ? 'default' : namespace))
    ? null
    : `only what is in ${onlyIn.length === 1 ? 'namespace' : 'namespaces'} ${onlyIn.join(', ')} was read`;

const findObject = (
  snapshot: Snapshot,
  { apiVersion, objectKind, namespace, name }: Extract<Request, { kind: 'parameter' }>,
): JsonObject | undefined => snapshot.find(toGroup(apiVersion), objectKind, namespace, name)?.object;

type ListRequest = Extract<Request, { kind: 'list' }>;

const listObjects = (
  snapshot: Snapshot,
  { apiVersion, objectKind, namespace }: ListRequest,
  selector: LabelSelector,
): readonly JsonObject[] => {
  const group = toGroup(apiVersion);
  return snapshot
    .list(group, objectKind)
    .filter(
      (resource) =>
        (namespace === null || (resource.ref.namespace === '' ? 'default' : resource.ref.namespace) === namespace) &&
        selector.matches(toLabels(resource.object)) &&
        // What is handed over with the policies may be read again among the subjects: a cluster has one of a name.
        snapshot.find(group, objectKind, resource.ref.namespace, resource.ref.name) === resource,
    )
    .map(({ object }) => object);
};

const toLabels = ({ metadata }: JsonObject): JsonObject | undefined => {
  const labels = isJsonObject(metadata) ? metadata['labels'] : undefined;
  return isJsonObject(labels) ? labels : undefined;
};

const toAuthorizer = (snapshot: Snapshot): Authorizer => {
  const [roles = [], clusterRoles = [], roleBindings = [], clusterRoleBindings = []] = grantKinds.map((kind) =>
    snapshot.list(rbacGroup, kind).map(({ object }) => object),
  );
  return createAuthorizer(roles, clusterRoles, roleBindings, clusterRoleBindings);
};

type Review = Extract<Request, { kind: 'access-review' | 'path-review' }>;

const review = (authorizer: Authorizer, request: Review): JsonObject => {
  const { isAllowed, reason } = authorizer.decide(request.user, request.groups, toAttributes(request));
  return { allowed: isAllowed, reason };
};

const toAttributes = (request: Review): AccessAttributes => {
  if (request.kind === 'path-review') return { kind: 'path', verb: request.verb, path: request.path };
  const { verb, group, resource, subresource, namespace, name } = request;
  return {
    kind: 'resource',
    verb,
    group,
    resource,
    subresource: subresource ?? '',
    namespace: namespace ?? '',
    name: name ?? '',
  };
};
