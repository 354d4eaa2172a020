/** Which kinds of policy a network plug-in carries out, by its project's own documentation. */

/** False where it is not known to: a kind of its own making that another project adopts is added here. */
export const knowsKind = (plugIn: string, group: string, kind: string): boolean =>
  group === 'networking.k8s.io' ||
  group === 'extensions' ||
  (known.get(plugIn)?.some((one) => one === group || one === kind) ?? false);

const calicoGroups = ['crd.projectcalico.org', 'projectcalico.org'];
/** The first two versions of the cluster's own policies; ClusterNetworkPolicy, which follows them, is listed where it is known. */
const adminKinds = ['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy'];

/** Versions are not asked: Calico knows AdminNetworkPolicy since 3.29 and its baseline since 3.30, Antrea since 1.13, Kube-OVN since 1.14. */
const known: ReadonlyMap<string, readonly string[]> = new Map([
  ['Calico', [...calicoGroups, ...adminKinds]],
  ['Canal', [...calicoGroups, ...adminKinds]],
  ['Cilium', ['cilium.io']],
  // Of Cilium's kinds only the cluster-wide ones, where it is turned on.
  ['GKE Dataplane V2', ['CiliumClusterwideNetworkPolicy']],
  ['Antrea', adminKinds],
  ['OVN-Kubernetes', adminKinds],
  ['Kube-OVN', [...adminKinds, 'ClusterNetworkPolicy']],
  ['kube-network-policies', [...adminKinds, 'ClusterNetworkPolicy']],
  ['kindnet', adminKinds],
]);
