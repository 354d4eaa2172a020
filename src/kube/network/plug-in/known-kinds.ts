/** Which kinds of policy a network plug-in carries out, by its project's own documentation. */

/** `sometimes`: in some versions, or where it is turned on; `unknown`: not as far as is known here. */
export type Support = 'always' | 'sometimes' | 'unknown';

/** `unknown` for a kind of its own making that another project adopts: it is added here. */
export const supportOf = (plugIn: string, group: string, kind: string): Support => {
  if (group === 'networking.k8s.io' || group === 'extensions') return 'always';
  const { always = [], sometimes = [] } = known.get(plugIn) ?? {};
  const isNamed = (names: readonly string[]): boolean => names.includes(group) || names.includes(kind);
  return isNamed(always) ? 'always' : isNamed(sometimes) ? 'sometimes' : 'unknown';
};

interface Known {
  /** Groups and kinds. */
  readonly always?: readonly string[];
  readonly sometimes?: readonly string[];
}

/** Versions and feature gates are seldom to be read from a cluster: what depends on them is not taken for certain. */
const adminKinds = ['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'];

/** AdminNetworkPolicy from 3.29 to 3.31, ClusterNetworkPolicy in its place since 3.32. */
const calico: Known = { always: ['crd.projectcalico.org', 'projectcalico.org'], sometimes: adminKinds };

const known: ReadonlyMap<string, Known> = new Map<string, Known>([
  ['Calico', calico],
  ['Canal', calico],
  ['Cilium', { always: ['cilium.io'] }],
  // Of Cilium's kinds only the cluster-wide ones, where that is turned on; ClusterNetworkPolicy since 1.36.0-gke.4447000.
  ['GKE Dataplane V2', { sometimes: ['CiliumClusterwideNetworkPolicy', 'ClusterNetworkPolicy'] }],
  // Behind feature gates that are off by default; ClusterNetworkPolicy since 2.7.
  ['Antrea', { sometimes: adminKinds }],
  // Where --enable-admin-network-policy is set, as in OpenShift.
  ['OVN-Kubernetes', { sometimes: adminKinds }],
  ['Kube-OVN', { sometimes: adminKinds }],
  ['kube-network-policies', { sometimes: adminKinds }],
  ['kindnet', { sometimes: adminKinds }],
]);
