/** The kinds beside workloads that make Secrets, name them, keep data or deploy: what the secrets chart asks a cluster for. */

const toKinds = (
  group: string,
  ...kinds: readonly string[]
): readonly { readonly group: string; readonly kind: string }[] => kinds.map((kind) => ({ group, kind }));

/** Never Secrets themselves, which no source asks a cluster for. */
export const secretKinds: readonly { readonly group: string; readonly kind: string }[] = [
  ...toKinds('', 'PersistentVolumeClaim', 'PersistentVolume', 'ServiceAccount'),
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
