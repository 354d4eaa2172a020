/** Answers what rules ask about an estate, from what was read of it: namespaces, parameters, grants. */

import type { FactSource } from '../../engine/evaluate/fact-source.ts';
import { createAuthorizer, type Authorizer } from '../../kube/rbac/authorize.ts';
import type { AccessAttributes } from '../../kube/rbac/rule-allows.ts';
import { parseSelectorText } from '../../kube/selector/selector-text.ts';
import { createSnapshotBuilder } from '../../kube/snapshot/build-snapshot.ts';
import type { JsonObject } from '../../model/json.ts';
import type { FindingSubject } from '../../model/finding.ts';
import type { Answer, Request } from '../../model/request.ts';
import { toGroup, type Resource } from '../../model/resource.ts';
import type { Rule } from '../../model/rule.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unread } from '../../model/unread.ts';
import { answerPath, findObject, listObjects, type ListRequest } from './answer-objects.ts';
import { createCustomPlurals } from './custom-plurals.ts';
import { noGlobalContext } from './global-context.ts';
import { createNamespaces, type Namespaces } from './namespaces.ts';
import { toReviewRequest, toReviewAnswer } from './review-by-post.ts';
import type { RuleSet } from './rules.ts';

export interface Facts extends FactSource {
  note(resource: Resource): void;
  miss(unread: Unread): void;
  /** From now on everything is answered. */
  end(): void;
  readonly problems: Namespaces['problems'];
}

export interface FactOptions {
  /** The namespaces of which alone something is read; absent or empty where the whole estate is. */
  readonly onlyIn?: readonly string[];
  /** RFC 3339; absent where nobody may ask. */
  readonly now?: string;
  /** Hexadecimal digits, two a byte; absent where nobody may ask. */
  readonly random?: (bytes: number) => string;
}

/** `handed` came with the policies: parameters that need not wait for the end of the input. */
export const createFacts = (
  { rules, asked, globalContext = noGlobalContext }: Pick<RuleSet, 'rules' | 'asked'> & Partial<RuleSet>,
  handed: readonly Resource[],
  { onlyIn = [], now, random }: FactOptions = {},
): Facts => {
  const namespaces = createNamespaces();
  const unread: Unread[] = [];
  const kept = createSnapshotBuilder('manifests');
  const keptKinds = new Set([
    ...[...asked, ...globalContext.asked].map(({ group, kind }) => `${group}/${kind}`),
    ...(needsGrants(rules) ? grantKinds.map((kind) => `${rbacGroup}/${kind}`) : []),
  ]);
  const keptGroups = new Set(asked.flatMap(({ group, kind }) => (kind === '*' ? [group] : [])));
  const plurals = createCustomPlurals();
  const note = (resource: Resource): void => {
    const { apiVersion, kind } = resource.ref;
    if (kind === 'Namespace' && apiVersion === 'v1') namespaces.note(resource);
    if (keptKinds.size === 0) return;
    const group = toGroup(apiVersion);
    if (!keptKinds.has(`${group}/${kind}`) && !keptGroups.has(group)) return;
    kept.add(resource);
    plurals.note(resource);
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
    if (request.kind === 'time') return toKnown(now, 'the time');
    if (request.kind === 'random') return toKnown(random?.(request.bytes), 'random bytes');
    if (request.kind === 'image')
      return { kind: 'refused', why: `no registry is asked about the image ${request.reference}` };
    if (request.kind === 'http') return { kind: 'refused', why: `nothing is fetched from ${request.url}` };
    if (request.kind === 'parameter' || request.kind === 'object') {
      const found = findObject(early, request) ?? (all === null ? undefined : findObject(all, request));
      if (found !== undefined) return { kind: 'value', value: found };
      return all === null ? undefined : (toRefused(unread, request, onlyIn) ?? { kind: 'absent' });
    }
    if (all === null) return undefined;
    if (request.kind === 'namespace') return undefined;
    if (request.kind === 'list') return answerList(all, request);
    if (request.kind === 'global-context') return globalContext.answer(request, all);
    if (request.kind === 'api-call') return answerCall(all, request);
    return answerReview(all, request);
  };
  const answerCall = (read: Snapshot, request: Extract<Request, { kind: 'api-call' }>): Answer => {
    if (request.method === 'GET') return answerPath(read, request.path, plurals.kindOf);
    const review = toReviewRequest(request);
    if (review === null)
      return {
        kind: 'refused',
        why: `of what is written to the API server only access reviews are answered, not ${request.path}`,
      };
    const answer = answerReview(read, review.request);
    return answer.kind === 'value' ? { kind: 'value', value: toReviewAnswer(review, answer.value) } : answer;
  };
  const answerReview = (read: Snapshot, request: Review): Answer => {
    // Grants of the whole cluster count everywhere.
    const missing = unread.find(({ group }) => group === rbacGroup)?.reason ?? toUnasked(null, onlyIn);
    if (missing !== null) return { kind: 'refused', why: missing };
    authorizer ??= createAuthorizer(read);
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

const toKnown = (value: string | undefined, what: string): Answer =>
  value === undefined ? { kind: 'refused', why: `nobody here tells ${what}` } : { kind: 'value', value };

const rbacGroup = 'rbac.authorization.k8s.io';
const grantKinds = ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'];

const needsGrants = (rules: readonly Rule[]): boolean =>
  rules.some(({ capabilities }) =>
    capabilities.some((kind) => kind === 'access-review' || kind === 'path-review' || kind === 'api-call'),
  );

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
