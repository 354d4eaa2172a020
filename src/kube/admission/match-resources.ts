/** Which requests a policy or a binding is asked about: `matchConstraints` and `matchResources`, as the API server matches them. */

import type { JsonObject } from '../../model/json.ts';
import { isJsonObject } from '../../model/json.ts';
import type { Operation } from '../../model/subject.ts';
import type { LabelSelector } from '../selector/label-selector.ts';
import type { AdmissionAttributes } from './attributes.ts';
import { equivalentsOf, type VersionedResource } from './equivalent-resources.ts';

export interface MatchResources {
  readonly resourceRules: readonly ResourceRule[];
  readonly excludeResourceRules: readonly ResourceRule[];
  readonly namespaceSelector: LabelSelector;
  readonly objectSelector: LabelSelector;
  readonly matchPolicy: 'Exact' | 'Equivalent';
}

export interface ResourceRule {
  readonly groups: readonly string[];
  readonly versions: readonly string[];
  /** `pods`, `pods/exec`; either part may be `*`. */
  readonly resources: readonly string[];
  readonly operations: readonly (Operation | '*')[];
  readonly scope: '*' | 'Cluster' | 'Namespaced';
  /** Empty for any name. */
  readonly names: readonly string[];
}

/** What of a request does not change from one object of a kind to the next. */
export interface AskedKind extends VersionedResource {
  readonly operation: Operation;
  readonly subresource: string;
  /** True where the request names a namespace. */
  readonly isNamespaced: boolean;
}

export interface CompiledMatch {
  readonly namespaceSelector: LabelSelector;
  readonly objectSelector: LabelSelector;
  /** The answer for a kind, to be kept and asked for every object of it. */
  forKind(asked: AskedKind): KindMatch;
}

export interface KindMatch {
  /** True where no object of this kind matches, whatever it is called. */
  readonly isNever: boolean;
  /** The resource as the policy sees it; `null` where an object of that name does not match. */
  resourceOf(name: string): VersionedResource | null;
}

/** Rules are tried in order: first as the request was made, then, with Equivalent, by its other names. */
export const compileMatchResources = (match: MatchResources): CompiledMatch => ({
  namespaceSelector: match.namespaceSelector,
  objectSelector: match.objectSelector,
  forKind: (asked) => {
    const { matchPolicy, resourceRules, excludeResourceRules } = match;
    const included =
      resourceRules.length === 0
        ? [{ resource: asked, names: null }]
        : toAlternatives(resourceRules, matchPolicy, asked);
    if (included.length === 0) return never;
    return toKindMatch(included, toAlternatives(excludeResourceRules, matchPolicy, asked));
  },
});

/**
 * What the namespaceSelector looks at. A cluster-scoped object is never exempted by it, except Namespaces, which are
 * matched by their own labels.
 */
export const namespaceLabelsFrom = ({
  operation,
  resource,
  subresource,
  namespace,
  object,
  oldObject,
}: AdmissionAttributes):
  | { readonly kind: 'everything' }
  | { readonly kind: 'labels'; readonly labels: JsonObject }
  | { readonly kind: 'namespace'; readonly name: string } => {
  if (resource === 'namespaces') {
    const isWritten = subresource === '' && (operation === 'CREATE' || operation === 'UPDATE');
    return { kind: 'labels', labels: labelsOf(isWritten ? object : (oldObject ?? object)) };
  }
  return namespace === '' ? { kind: 'everything' } : { kind: 'namespace', name: namespace };
};

/** The new object or the old one: a label that is taken off does not take an object out of a policy's reach. */
export const matchesObject = (selector: LabelSelector, { object, oldObject }: AdmissionAttributes): boolean =>
  selector.isEmpty ||
  (object !== null && selector.matches(labelsOf(object))) ||
  (oldObject !== null && selector.matches(labelsOf(oldObject)));

/** A namespace has this label whether or not its manifest says so; one that was not read has nothing else. */
export const toNamespaceLabels = (name: string, labels: JsonObject | undefined): JsonObject =>
  labels?.['kubernetes.io/metadata.name'] === name ? labels : { ...labels, 'kubernetes.io/metadata.name': name };

/** Policies and their bindings are never subjects of policies, so that nobody locks themselves out; nor are reviews, which are not stored. */
export const isExempt = ({ group, resource }: Pick<VersionedResource, 'group' | 'resource'>): boolean =>
  exempt.has(`${group}/${resource}`);

const exempt: ReadonlySet<string> = new Set([
  ...[
    'validatingadmissionpolicies',
    'validatingadmissionpolicybindings',
    'mutatingadmissionpolicies',
    'mutatingadmissionpolicybindings',
  ].map((resource) => `admissionregistration.k8s.io/${resource}`),
  ...['selfsubjectreviews', 'tokenreviews'].map((resource) => `authentication.k8s.io/${resource}`),
  ...['localsubjectaccessreviews', 'selfsubjectaccessreviews', 'selfsubjectrulesreviews', 'subjectaccessreviews'].map(
    (resource) => `authorization.k8s.io/${resource}`,
  ),
]);

export const labelsOf = (object: JsonObject | null): JsonObject => {
  const metadata = object?.['metadata'];
  const labels = isJsonObject(metadata) ? metadata['labels'] : undefined;
  return isJsonObject(labels) ? labels : none;
};

const none: JsonObject = {};

interface Alternative {
  readonly resource: VersionedResource;
  /** `null` for any name. */
  readonly names: ReadonlySet<string> | null;
}

const toAlternatives = (
  rules: readonly ResourceRule[],
  policy: MatchResources['matchPolicy'],
  asked: AskedKind,
): readonly Alternative[] => {
  const alternatives: Alternative[] = [];
  const tryRule = (rule: ResourceRule, resource: VersionedResource): void => {
    if (!fits(rule, resource, asked)) return;
    alternatives.push({ resource: toVersioned(resource), names: rule.names.length === 0 ? null : new Set(rule.names) });
  };
  for (const rule of rules) tryRule(rule, asked);
  if (policy === 'Exact') return alternatives;
  const equivalents = equivalentsOf(asked) ?? toNamedVersions(rules, asked);
  for (const rule of rules) for (const resource of equivalents) tryRule(rule, resource);
  return alternatives;
};

const toVersioned = ({ group, version, resource, kind }: VersionedResource): VersionedResource => ({
  group,
  version,
  resource,
  kind,
});

/** Of a custom kind, the versions of its group that the rules name. */
const toNamedVersions = (rules: readonly ResourceRule[], asked: AskedKind): readonly VersionedResource[] => {
  const versions = new Set(
    rules.filter(({ groups }) => groups.includes(asked.group)).flatMap(({ versions: named }) => named),
  );
  versions.delete('*');
  versions.delete(asked.version);
  return [...versions].map((version) => ({ ...toVersioned(asked), version }));
};

const fits = (rule: ResourceRule, resource: VersionedResource, asked: AskedKind): boolean =>
  fitsScope(rule.scope, resource, asked.isNamespaced) &&
  (rule.operations.includes('*') || rule.operations.includes(asked.operation)) &&
  (rule.groups.includes('*') || rule.groups.includes(resource.group)) &&
  (rule.versions.includes('*') || rule.versions.includes(resource.version)) &&
  rule.resources.some((pattern) => fitsResource(pattern, resource.resource, asked.subresource));

/** A request about a Namespace names that namespace, and is cluster-scoped all the same. */
const fitsScope = (
  scope: ResourceRule['scope'],
  { group, version, resource }: VersionedResource,
  isNamespaced: boolean,
): boolean => {
  if (scope === '*') return true;
  const isNamespace = group === '' && version === 'v1' && resource === 'namespaces';
  return (scope === 'Namespaced') === (isNamespaced && !isNamespace);
};

/** `*` alone is every resource, without subresources. */
const fitsResource = (pattern: string, resource: string, subresource: string): boolean => {
  const slash = pattern.indexOf('/');
  const wanted = slash < 0 ? pattern : pattern.slice(0, slash);
  const wantedSub = slash < 0 ? '' : pattern.slice(slash + 1);
  return (wanted === '*' || wanted === resource) && (wantedSub === '*' || wantedSub === subresource);
};

const never: KindMatch = { isNever: true, resourceOf: () => null };

const toKindMatch = (included: readonly Alternative[], excluded: readonly Alternative[]): KindMatch => {
  if (excluded.some(({ names }) => names === null)) return never;
  const [first] = included;
  if (first?.names === null && excluded.length === 0) return { isNever: false, resourceOf: () => first.resource };
  const find = (alternatives: readonly Alternative[], name: string): Alternative | undefined =>
    alternatives.find(({ names }) => names === null || names.has(name));
  return {
    isNever: false,
    resourceOf: (name) => (find(excluded, name) === undefined ? (find(included, name)?.resource ?? null) : null),
  };
};
