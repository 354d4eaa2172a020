/** What the API server allows without any binding: everything to `system:masters`, and to nodes what their pods need. */

import type { Resource } from '../../model/resource.ts';
import { objectsAt } from '../../model/read-object.ts';
import type { Held, Via } from './access.ts';
import { toPolicyRule, type PolicyRule } from './policy-rule.ts';
import { ruleCovers, type AccessAttributes } from './rule-allows.ts';

export const mastersGroup = 'system:masters';
export const nodesGroup = 'system:nodes';

export const mastersVia: Via = {
  kind: 'built-in',
  authorizer: 'system:masters',
  text: 'the API server lets its members do everything and asks nobody',
};

export const mastersHeld: readonly Held[] = [
  { verbs: ['*'], groups: ['*'], resources: ['*'], resourceNames: [], nonResourceUrls: [] },
  { verbs: ['*'], groups: [], resources: [], resourceNames: [], nonResourceUrls: ['*'] },
].map((rule) => ({ namespace: null, rule, via: mastersVia }));

export interface NodeAccess {
  /** `isNamed`: only of objects the node has to do with, so that a question which names none is not allowed. */
  allows(asked: AccessAttributes): { readonly via: Via; readonly isNamed: boolean } | null;
  readonly held: readonly Held[];
}

/** The Node authoriser knows the rules of `system:node` of its version, and keeps most of them to the node's own objects. */
export const createNodeAccess = (bootstrap: readonly Resource[]): NodeAccess => {
  const role = bootstrap.find(({ ref }) => ref.kind === 'ClusterRole' && ref.name === 'system:node');
  const rules = [...objectsAt(role?.object, 'rules').map(toPolicyRule), slices];
  return {
    allows(asked) {
      if (asked.kind === 'path' || !rules.some((rule) => ruleCovers(rule, asked))) return null;
      const { group, resource, subresource, verb, namespace } = asked;
      const kept = keptOf(group, subresource === '' ? resource : `${resource}/${subresource}`);
      if (kept === undefined) return { via: toVia('every node alike'), isNamed: false };
      if (kept.namespace !== undefined && namespace !== '' && namespace !== kept.namespace) return null;
      return { via: toVia(kept.text), isNamed: !kept.free.includes(verb) };
    },
    held: rules.flatMap(toHeld),
  };
};

const toVia = (text: string): Via => ({ kind: 'built-in', authorizer: 'Node', text });

/** A rule of several resources becomes one of each that is kept in its own way. */
const toHeld = (rule: PolicyRule): readonly Held[] => {
  const byText = new Map<string, { readonly namespace: string | null; readonly resources: string[] }>();
  for (const resource of rule.resources) {
    const kept = keptOf(rule.groups[0] ?? '', resource);
    const text = kept?.text ?? 'every node alike';
    const known = byText.get(text);
    if (known === undefined) byText.set(text, { namespace: kept?.namespace ?? null, resources: [resource] });
    else known.resources.push(resource);
  }
  return [...byText].map(([text, { namespace, resources }]) => ({
    namespace,
    rule: { ...rule, resources },
    via: toVia(text),
  }));
};

const keptOf = (group: string, resource: string): Kept | undefined => kept[`${group}/${resource}`];

/** Allowed to the authoriser's own code, and in no role. */
const slices: PolicyRule = {
  verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
  groups: ['resource.k8s.io'],
  resources: ['resourceslices'],
  resourceNames: [],
  nonResourceUrls: [],
};

interface Kept {
  readonly text: string;
  /** Verbs that the authoriser allows of any object; the NodeRestriction admission plug-in then looks at it. */
  readonly free: readonly string[];
  readonly namespace?: string;
}

const ofPods = (what: string): Kept => ({ text: `only single ${what} that pods of the node use`, free: [] });
const restricted = (what: string, free: readonly string[]): Kept => ({
  text: `only ${what}; for writing the NodeRestriction admission plug-in sees to it`,
  free,
});

/** As plugin/pkg/auth/authorizer/node of Kubernetes 1.37 divides them. */
const kept: Readonly<Record<string, Kept>> = {
  '/secrets': ofPods('secrets'),
  '/configmaps': ofPods('config maps'),
  '/persistentvolumeclaims': ofPods('claims'),
  '/persistentvolumeclaims/status': ofPods('claims'),
  '/persistentvolumes': ofPods('volumes'),
  'resource.k8s.io/resourceclaims': ofPods('claims'),
  'storage.k8s.io/volumeattachments': { text: 'only single attachments to the node', free: [] },
  '/serviceaccounts': ofPods('service accounts'),
  '/serviceaccounts/token': ofPods('service accounts'),
  'coordination.k8s.io/leases': { ...restricted("the node's own lease", ['create']), namespace: 'kube-node-lease' },
  'storage.k8s.io/csinodes': restricted("the node's own object", ['create']),
  'storage.k8s.io/csinodes/status': restricted("the node's own object", []),
  'resource.k8s.io/resourceslices': restricted("the node's own slices", ['create']),
  'certificates.k8s.io/podcertificaterequests': restricted('requests for pods of the node', ['create']),
  '/nodes': restricted("the node's own object", ['create', 'update', 'patch']),
  '/nodes/status': restricted("the node's own object", ['update', 'patch']),
  '/pods': restricted('pods of the node, and mirror pods to create', ['create', 'delete']),
  '/pods/status': restricted('pods of the node', ['update', 'patch']),
  '/pods/eviction': restricted('pods of the node', ['create']),
};
