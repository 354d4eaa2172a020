/** Kinds of well-known extensions that say something about a cluster's defence; what Kubernetes itself knows is in `kinds.ts`. */

export interface ExtensionKind {
  readonly group: string;
  /** `*` for a group whose kinds people make themselves. */
  readonly kind: string;
}

const toKinds = (group: string, ...kinds: readonly string[]): readonly ExtensionKind[] =>
  kinds.map((kind) => ({ group, kind }));

/** Tiers order the policies; what the sets hold is what their selectors name. */
const calicoKinds = ['NetworkPolicy', 'GlobalNetworkPolicy', 'Tier', 'NetworkSet', 'GlobalNetworkSet', 'HostEndpoint'];

export const extensionKinds: readonly ExtensionKind[] = [
  ...toKinds('kyverno.io', 'ClusterPolicy', 'Policy', 'ClusterCleanupPolicy', 'CleanupPolicy', 'PolicyException'),
  ...toKinds(
    'policies.kyverno.io',
    ...['ValidatingPolicy', 'ImageValidatingPolicy', 'MutatingPolicy', 'GeneratingPolicy', 'DeletingPolicy'].flatMap(
      (kind) => [kind, `Namespaced${kind}`],
    ),
    'PolicyException',
  ),
  ...toKinds('templates.gatekeeper.sh', 'ConstraintTemplate'),
  ...toKinds('constraints.gatekeeper.sh', '*'),
  ...toKinds('config.gatekeeper.sh', 'Config'),
  ...toKinds('cilium.io', 'CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy', 'CiliumCIDRGroup'),
  ...toKinds('crd.projectcalico.org', ...calicoKinds),
  ...toKinds('projectcalico.org', ...calicoKinds),
  ...toKinds('policy.networking.k8s.io', 'AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'),
  ...toKinds('k8s.cni.cncf.io', 'NetworkAttachmentDefinition', 'MultiNetworkPolicy'),
  ...toKinds('k8s.ovn.org', 'UserDefinedNetwork', 'ClusterUserDefinedNetwork'),
  ...toKinds('crd.antrea.io', 'NetworkPolicy', 'ClusterNetworkPolicy'),
  ...toKinds('route.openshift.io', 'Route'),
  ...toKinds(
    'gateway.networking.k8s.io',
    'GatewayClass',
    'Gateway',
    'HTTPRoute',
    'GRPCRoute',
    'TLSRoute',
    'TCPRoute',
    'UDPRoute',
    'ReferenceGrant',
  ),
  ...toKinds('kubevirt.io', 'VirtualMachine', 'VirtualMachineInstance'),
  ...toKinds('bitnami.com', 'SealedSecret'),
  ...toKinds('external-secrets.io', 'ExternalSecret', 'ClusterExternalSecret', 'SecretStore', 'ClusterSecretStore'),
  ...toKinds('secrets-store.csi.x-k8s.io', 'SecretProviderClass'),
  ...toKinds('secrets.hashicorp.com', 'VaultAuth', 'VaultStaticSecret', 'VaultDynamicSecret', 'VaultPKISecret'),
  ...toKinds('cert-manager.io', 'Certificate', 'Issuer', 'ClusterIssuer'),
  ...toKinds('eks.services.k8s.aws', 'PodIdentityAssociation'),
  ...toKinds('argoproj.io', 'Application', 'ApplicationSet', 'AppProject'),
  ...toKinds('source.toolkit.fluxcd.io', 'GitRepository', 'OCIRepository', 'HelmRepository', 'Bucket'),
  ...toKinds('kustomize.toolkit.fluxcd.io', 'Kustomization'),
  ...toKinds('helm.toolkit.fluxcd.io', 'HelmRelease'),
];

/** Whether an object of the kind belongs to the whole cluster; `false` also where that is not known here. */
export const isClusterExtension = (group: string, kind: string): boolean => clusterKinds.get(group)?.has(kind) === true;

const calicoClusterKinds = new Set(['GlobalNetworkPolicy', 'GlobalNetworkSet', 'Tier', 'HostEndpoint']);

/** Of the kinds whose names are told with their namespace. */
const clusterKinds: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['cilium.io', new Set(['CiliumClusterwideNetworkPolicy', 'CiliumCIDRGroup'])],
  ['crd.projectcalico.org', calicoClusterKinds],
  ['projectcalico.org', calicoClusterKinds],
  ['policy.networking.k8s.io', new Set(['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'])],
  ['gateway.networking.k8s.io', new Set(['GatewayClass'])],
  ['k8s.ovn.org', new Set(['ClusterUserDefinedNetwork'])],
  ['crd.antrea.io', new Set(['ClusterNetworkPolicy'])],
  ['external-secrets.io', new Set(['ClusterExternalSecret', 'ClusterSecretStore'])],
  ['cert-manager.io', new Set(['ClusterIssuer'])],
]);
