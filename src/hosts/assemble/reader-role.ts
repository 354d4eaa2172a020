/** The least role with which a command reads a cluster: for the page about access and for `vauban permissions`. */

import { findKind } from '../../kube/schema/kinds.ts';
import type { JsonObject } from '../../model/json.ts';
import type { ListedKind } from '../../sources/listed-kinds.ts';
import type { ClusterNeeds } from './cluster-needs.ts';

export interface RoleRule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly verbs: readonly string[];
}

export interface ReaderRole {
  readonly name: string;
  /** `null` for the whole cluster. */
  readonly namespace: string | null;
  readonly rules: readonly RoleRule[];
}

/** In a Role nothing outside its namespace counts, and a URL belongs to no namespace. */
export const toReaderRole = (name: string, namespace: string | null, { kinds, metrics }: ClusterNeeds): ReaderRole => ({
  name,
  namespace,
  rules: [
    ...toRules(namespace === null ? kinds : kinds.filter(isInNamespaces)),
    ...(metrics && namespace === null ? [metricsRule] : []),
  ],
});

/** Counters of the API server: numbers about the cluster, and no content of any object. */
export const metricsRule: RoleRule = { nonResourceURLs: ['/metrics'], verbs: ['get'] };

/**
 * Old servers show some objects in `extensions` a second time: who may list them there may in their own groups. `get`
 * shows nothing that `list` does not, and a namespace that is named is asked for by it.
 */
const toRules = (kinds: readonly ListedKind[]): readonly RoleRule[] => {
  const byGroup = new Map<string, Set<string>>();
  for (const { kind, groups } of kinds)
    for (const group of groups) {
      if (group === 'extensions') continue;
      const resources = byGroup.get(group) ?? new Set();
      byGroup.set(group, resources.add(toPlural(group, kind)));
    }
  return [...byGroup]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, resources]) => ({
      apiGroups: [group],
      resources: [...resources].toSorted(),
      verbs: ['get', 'list'],
    }));
};

/** Of Multus, which writes hyphens. */
const unusualPlurals: ReadonlyMap<string, string> = new Map([
  ['k8s.cni.cncf.io/NetworkAttachmentDefinition', 'network-attachment-definitions'],
  ['k8s.cni.cncf.io/MultiNetworkPolicy', 'multi-networkpolicies'],
]);

/** Kinds that are not Kubernetes' own are served under their plural as English makes it, as far as we know any. */
export const toPlural = (group: string, kind: string): string => {
  if (kind === '*') return '*';
  const lower = kind.toLowerCase();
  return findKind(group, kind)?.plural ?? unusualPlurals.get(`${group}/${kind}`) ?? toEnglishPlural(lower);
};

const toEnglishPlural = (word: string): string => {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
};

/** Namespaces by name are read in their own; of extensions it is known which belong to the cluster. */
const isInNamespaces = ({ kind, groups: [group = ''] }: ListedKind): boolean => {
  if (group === '' && kind === 'Namespace') return true;
  return findKind(group, kind)?.namespaced ?? !(clusterWide.test(kind) || clusterWideGroups.has(group));
};

const clusterWide = /^(?:Cluster|Global|CiliumClusterwide|AdminNetwork|BaselineAdminNetwork|GatewayClass$)/;
const clusterWideGroups: ReadonlySet<string> = new Set(['templates.gatekeeper.sh', 'constraints.gatekeeper.sh']);

export const toRoleObject = ({ name, namespace, rules }: ReaderRole): JsonObject => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: namespace === null ? 'ClusterRole' : 'Role',
  metadata: { name, ...(namespace === null ? {} : { namespace }) },
  rules: rules.map((rule): JsonObject => ({ ...rule })),
});

/** The same as YAML, one resource a line, so that a change of the role is a change of those lines. */
export const renderRole = ({ name, namespace, rules }: ReaderRole): string =>
  [
    'apiVersion: rbac.authorization.k8s.io/v1',
    `kind: ${namespace === null ? 'ClusterRole' : 'Role'}`,
    'metadata:',
    `  name: ${name}`,
    ...(namespace === null ? [] : [`  namespace: ${JSON.stringify(namespace)}`]),
    'rules:',
    ...rules.flatMap(renderRule),
    '',
  ].join('\n');

const renderRule = ({ apiGroups, resources, nonResourceURLs, verbs }: RoleRule): readonly string[] => {
  const allowed = `  verbs: ${renderWords(verbs)}`;
  if (nonResourceURLs !== undefined) return [`- nonResourceURLs: ${renderWords(nonResourceURLs)}`, allowed];
  return [
    `- apiGroups: ${renderWords(apiGroups ?? [])}`,
    '  resources:',
    ...(resources ?? []).map((resource) => `  - ${JSON.stringify(resource)}`),
    allowed,
  ];
};

const renderWords = (words: readonly string[]): string => `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
