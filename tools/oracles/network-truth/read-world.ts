/** Test support: manifests as the pods, nodes and namespaces that exist, one by one. */

import type { ContainerFields, Labels, Manifest, PodSpecFields, ProtocolName } from './manifest.ts';

export interface TruePod {
  readonly kind: 'pod';
  readonly namespace: string;
  readonly labels: Labels;
  readonly hostNetwork: boolean;
  readonly addresses: readonly string[];
  readonly node: string | null;
  readonly ports: readonly { readonly name: string; readonly protocol: ProtocolName; readonly port: number }[];
  /** `pod/NAMESPACE/NAME`, or the workload's where only its template was read. */
  readonly place: string;
  readonly workload: string;
  /** A template of a DaemonSet for every node. */
  readonly everywhere: boolean;
}

export interface TrueNode {
  readonly kind: 'node';
  readonly name: string;
  readonly labels: Labels;
  readonly addresses: readonly string[];
  readonly place: string;
}

export interface World {
  readonly pods: readonly TruePod[];
  readonly nodes: readonly TrueNode[];
  readonly namespaces: ReadonlyMap<string, Labels>;
  readonly policies: readonly Manifest[];
}

/** `refused` are the names of policies that the API server would not take. */
export const readWorld = (manifests: readonly Manifest[], refused: ReadonlySet<string> = new Set()): World => {
  const workloads = new Map<string, Set<string>>();
  const nameWorkload = (namespace: string, kind: string, name: string): (() => string) => {
    const key = `${namespace}/${name}`;
    const kinds = workloads.get(key) ?? new Set();
    workloads.set(key, kinds.add(kind));
    return () => `workload/${key}${kinds.size > 1 ? `[${kind}]` : ''}`;
  };
  const nodes = readNodes(manifests);
  const owned = new Set<string>();
  const makers: (() => TruePod)[] = [];
  for (const pod of manifests.filter(({ kind }) => kind === 'Pod')) {
    const { namespace = 'default' } = pod.metadata;
    const top = findTop(pod, manifests, owned);
    if (['Succeeded', 'Failed'].includes(pod.status?.phase ?? '')) continue;
    const workload = nameWorkload(namespace, top.kind, top.name);
    const everywhere = manifests.some((owner) => isOfSameName(owner, namespace, top) && isEverywhere(owner));
    const place = `pod/${namespace}/${pod.metadata.name}`;
    makers.push(() => {
      const one = toPod(pod, pod.spec as PodSpecFields);
      // With the network of its host it has the addresses of its host.
      const home =
        one.hostNetwork && one.addresses.length === 0 ? nodes.find(({ name }) => name === one.node) : undefined;
      return { ...one, addresses: home?.addresses ?? one.addresses, place, workload: workload(), everywhere };
    });
  }
  for (const owner of manifests.filter(({ kind }) => templateKinds.has(kind))) {
    const { namespace = 'default', name, ownerReferences = [] } = owner.metadata;
    if (ownerReferences.length > 0 || owned.has(`${namespace}/${owner.kind}/${name}`)) continue;
    const { template } = owner.spec as {
      readonly template: { readonly metadata: { readonly labels: Labels }; readonly spec: PodSpecFields };
    };
    const workload = nameWorkload(namespace, owner.kind, name);
    makers.push(() => ({
      ...toPod(
        { ...owner, metadata: { name, namespace, labels: template.metadata.labels }, status: {} },
        template.spec,
      ),
      place: workload(),
      workload: workload(),
      everywhere: isEverywhere(owner),
    }));
  }
  const pods = makers.map((make) => make());
  return {
    pods,
    nodes,
    namespaces: readNamespaces(manifests, pods),
    policies: readPolicies(manifests, refused),
  };
};

const templateKinds: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'ReplicaSet']);

/** Up the controllers; each on the way is marked as one whose pods were read. */
const findTop = (
  from: Manifest,
  manifests: readonly Manifest[],
  owned: Set<string>,
): { readonly kind: string; readonly name: string } => {
  const { namespace = 'default', name, ownerReferences = [] } = from.metadata;
  const reference = ownerReferences.find(({ controller }) => controller === true);
  if (reference === undefined) return { kind: from.kind, name };
  owned.add(`${namespace}/${reference.kind}/${reference.name}`);
  const owner = manifests.find(
    ({ kind, metadata }) =>
      kind === reference.kind && metadata.name === reference.name && (metadata.namespace ?? 'default') === namespace,
  );
  return owner === undefined ? reference : findTop(owner, manifests, owned);
};

const isOfSameName = (
  { kind, metadata }: Manifest,
  namespace: string,
  top: { readonly kind: string; readonly name: string },
): boolean => kind === top.kind && metadata.name === top.name && (metadata.namespace ?? 'default') === namespace;

const isEverywhere = ({ kind, spec }: Manifest): boolean =>
  kind === 'DaemonSet' &&
  (spec as { readonly template: { readonly spec: PodSpecFields } }).template.spec.nodeSelector === undefined;

const toPod = (
  { metadata, status = {} }: Manifest,
  { hostNetwork = false, nodeName, containers, initContainers = [] }: PodSpecFields,
): Omit<TruePod, 'place' | 'workload' | 'everywhere'> => {
  const own = [...(status.podIP === undefined ? [] : [status.podIP]), ...(status.podIPs ?? []).map(({ ip }) => ip)];
  return {
    kind: 'pod',
    namespace: metadata.namespace ?? 'default',
    labels: metadata.labels ?? {},
    hostNetwork,
    addresses: hostNetwork && status.hostIP !== undefined ? [...own, status.hostIP] : own,
    node: nodeName ?? null,
    ports: [...containers, ...initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always')].flatMap(
      toPorts,
    ),
  };
};

const toPorts = ({ ports = [] }: ContainerFields): TruePod['ports'] =>
  ports.map(({ name = '', protocol = 'TCP', containerPort }) => ({ name, protocol, port: containerPort }));

const readNodes = (manifests: readonly Manifest[]): readonly TrueNode[] =>
  manifests
    .filter(({ kind }) => kind === 'Node')
    .map(({ metadata: { name, labels = {} }, status }) => ({
      kind: 'node',
      name,
      labels,
      addresses: (status?.addresses ?? []).filter(({ type }) => type !== 'Hostname').map(({ address }) => address),
      place: `node//${name}`,
    }));

/** The API server gives every namespace its name as a label, also one whose object was not read. */
const readNamespaces = (manifests: readonly Manifest[], pods: readonly TruePod[]): ReadonlyMap<string, Labels> => {
  const written = manifests
    .filter(({ kind }) => kind === 'Namespace')
    .map(({ metadata }) => [metadata.name, metadata.labels ?? {}] as const);
  return new Map(
    [...pods.map(({ namespace }) => [namespace, {}] as const), ...written].map(([name, labels]) => [
      name,
      { ...labels, 'kubernetes.io/metadata.name': name },
    ]),
  );
};

const readPolicies = (manifests: readonly Manifest[], refused: ReadonlySet<string>): readonly Manifest[] =>
  manifests.filter(({ kind, metadata }) => kind.endsWith('NetworkPolicy') && !refused.has(metadata.name));
