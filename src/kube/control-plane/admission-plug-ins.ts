/** The admission plug-ins of the API server whose absence opens a door, and those that are in force by default. */

/** What each one keeps shut, said of its absence. */
export const wantedPlugIns: ReadonlyMap<string, string> = new Map([
  ['NodeRestriction', 'a kubelet may change other nodes and their Pods'],
  ['PodSecurity', 'Pod Security labels of namespaces do nothing'],
  ['ServiceAccount', 'Pods may name ServiceAccounts that do not exist, and Secrets of others'],
  ['NamespaceLifecycle', 'objects are made in namespaces that are being deleted, and system namespaces can be deleted'],
  ['ResourceQuota', 'ResourceQuotas do nothing'],
  ['LimitRanger', 'LimitRanges do nothing'],
  ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicies do nothing'],
  ['ValidatingAdmissionWebhook', 'validating webhooks, policy engines among them, are not asked'],
  ['MutatingAdmissionWebhook', 'mutating webhooks are not asked'],
  ['CertificateSubjectRestriction', 'a certificate may be asked for that makes its owner a member of system:masters'],
]);

/** In force unless `--disable-admission-plugins` names them; `--enable-admission-plugins` adds to them. */
export const defaultPlugIns: readonly string[] = [...wantedPlugIns.keys()].filter((name) => name !== 'NodeRestriction');

/** ValidatingAdmissionPolicy is a plug-in from the version on in which it became stable; before it is no lack. */
export const firstMinor: ReadonlyMap<string, number> = new Map([['ValidatingAdmissionPolicy', 30]]);
