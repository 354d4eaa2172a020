/** The kinds Kubernetes itself knows: group, kind, plural and whether they live in a namespace. */

export interface BuiltInKind {
  /** The API group; `''` is the core group. */
  readonly group: string;
  readonly kind: string;
  /** The resource's name in paths and RBAC rules. */
  readonly plural: string;
  readonly namespaced: boolean;
}

/** Whether objects of a kind live in a namespace; `undefined` for a kind Kubernetes itself does not know. */
export const isNamespaced = (group: string, kind: string): boolean | undefined => findKind(group, kind)?.namespaced;

export const findKind = (group: string, kind: string): BuiltInKind | undefined => byName.get(`${group}/${kind}`);

/** The groups that have a kind of this name, current ones first; empty for a name Kubernetes does not know. */
export const groupsOfKind = (kind: string): readonly string[] => groupsByKind.get(kind) ?? [];

/** The kind that was meant by a name in the wrong case, in the plural, or with one letter wrong, missing or too many. */
export const kindMeantBy = (name: string): string | undefined => {
  const lower = name.toLowerCase();
  const same = builtInKinds.find(({ kind, plural }) => kind.toLowerCase() === lower || plural === lower);
  return (same ?? builtInKinds.find(({ kind }) => kind.length > 3 && isOneOff(kind.toLowerCase(), lower)))?.kind;
};

/** True for a group of the table: of Kubernetes itself, served now or once. */
export const isBuiltInGroup = (group: string): boolean => builtInGroups.has(group);

const inNamespace = (group: string, kind: string, plural: string): BuiltInKind => ({
  group,
  kind,
  plural,
  namespaced: true,
});
const inCluster = (group: string, kind: string, plural: string): BuiltInKind => ({
  group,
  kind,
  plural,
  namespaced: false,
});

// oxfmt-ignore
/** Every kind the API server v1.37 serves (its published discovery document), then those of retired APIs, which manifests still hold. */
export const builtInKinds: readonly BuiltInKind[] = [
  inNamespace('', 'Binding', 'bindings'),
  inCluster('', 'ComponentStatus', 'componentstatuses'),
  inNamespace('', 'ConfigMap', 'configmaps'),
  inNamespace('', 'Endpoints', 'endpoints'),
  inNamespace('', 'Event', 'events'),
  inNamespace('', 'LimitRange', 'limitranges'),
  inCluster('', 'Namespace', 'namespaces'),
  inCluster('', 'Node', 'nodes'),
  inCluster('', 'PersistentVolume', 'persistentvolumes'),
  inNamespace('', 'PersistentVolumeClaim', 'persistentvolumeclaims'),
  inNamespace('', 'Pod', 'pods'),
  inNamespace('', 'PodTemplate', 'podtemplates'),
  inNamespace('', 'ReplicationController', 'replicationcontrollers'),
  inNamespace('', 'ResourceQuota', 'resourcequotas'),
  inNamespace('', 'Secret', 'secrets'),
  inNamespace('', 'Service', 'services'),
  inNamespace('', 'ServiceAccount', 'serviceaccounts'),
  inCluster('admissionregistration.k8s.io', 'MutatingAdmissionPolicy', 'mutatingadmissionpolicies'),
  inCluster('admissionregistration.k8s.io', 'MutatingAdmissionPolicyBinding', 'mutatingadmissionpolicybindings'),
  inCluster('admissionregistration.k8s.io', 'MutatingWebhookConfiguration', 'mutatingwebhookconfigurations'),
  inCluster('admissionregistration.k8s.io', 'ValidatingAdmissionPolicy', 'validatingadmissionpolicies'),
  inCluster('admissionregistration.k8s.io', 'ValidatingAdmissionPolicyBinding', 'validatingadmissionpolicybindings'),
  inCluster('admissionregistration.k8s.io', 'ValidatingWebhookConfiguration', 'validatingwebhookconfigurations'),
  inCluster('apiextensions.k8s.io', 'CustomResourceDefinition', 'customresourcedefinitions'),
  inCluster('apiregistration.k8s.io', 'APIService', 'apiservices'),
  inNamespace('apps', 'ControllerRevision', 'controllerrevisions'),
  inNamespace('apps', 'DaemonSet', 'daemonsets'),
  inNamespace('apps', 'Deployment', 'deployments'),
  inNamespace('apps', 'ReplicaSet', 'replicasets'),
  inNamespace('apps', 'StatefulSet', 'statefulsets'),
  inCluster('authentication.k8s.io', 'SelfSubjectReview', 'selfsubjectreviews'),
  inCluster('authentication.k8s.io', 'TokenReview', 'tokenreviews'),
  inNamespace('authorization.k8s.io', 'LocalSubjectAccessReview', 'localsubjectaccessreviews'),
  inCluster('authorization.k8s.io', 'SelfSubjectAccessReview', 'selfsubjectaccessreviews'),
  inCluster('authorization.k8s.io', 'SelfSubjectRulesReview', 'selfsubjectrulesreviews'),
  inCluster('authorization.k8s.io', 'SubjectAccessReview', 'subjectaccessreviews'),
  inNamespace('autoscaling', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers'),
  inNamespace('batch', 'CronJob', 'cronjobs'),
  inNamespace('batch', 'Job', 'jobs'),
  inCluster('certificates.k8s.io', 'CertificateSigningRequest', 'certificatesigningrequests'),
  inCluster('certificates.k8s.io', 'ClusterTrustBundle', 'clustertrustbundles'),
  inNamespace('certificates.k8s.io', 'PodCertificateRequest', 'podcertificaterequests'),
  inNamespace('coordination.k8s.io', 'Lease', 'leases'),
  inNamespace('coordination.k8s.io', 'LeaseCandidate', 'leasecandidates'),
  inNamespace('discovery.k8s.io', 'EndpointSlice', 'endpointslices'),
  inNamespace('events.k8s.io', 'Event', 'events'),
  inCluster('flowcontrol.apiserver.k8s.io', 'FlowSchema', 'flowschemas'),
  inCluster('flowcontrol.apiserver.k8s.io', 'PriorityLevelConfiguration', 'prioritylevelconfigurations'),
  inCluster('internal.apiserver.k8s.io', 'StorageVersion', 'storageversions'),
  inNamespace('lifecycle.k8s.io', 'Eviction', 'evictions'),
  inNamespace('lifecycle.k8s.io', 'EvictionRequest', 'evictionrequests'),
  inCluster('networking.k8s.io', 'IPAddress', 'ipaddresses'),
  inNamespace('networking.k8s.io', 'Ingress', 'ingresses'),
  inCluster('networking.k8s.io', 'IngressClass', 'ingressclasses'),
  inNamespace('networking.k8s.io', 'NetworkPolicy', 'networkpolicies'),
  inCluster('networking.k8s.io', 'ServiceCIDR', 'servicecidrs'),
  inCluster('node.k8s.io', 'RuntimeClass', 'runtimeclasses'),
  inNamespace('policy', 'PodDisruptionBudget', 'poddisruptionbudgets'),
  inCluster('rbac.authorization.k8s.io', 'ClusterRole', 'clusterroles'),
  inCluster('rbac.authorization.k8s.io', 'ClusterRoleBinding', 'clusterrolebindings'),
  inNamespace('rbac.authorization.k8s.io', 'Role', 'roles'),
  inNamespace('rbac.authorization.k8s.io', 'RoleBinding', 'rolebindings'),
  inCluster('resource.k8s.io', 'DeviceClass', 'deviceclasses'),
  inCluster('resource.k8s.io', 'DeviceTaintRule', 'devicetaintrules'),
  inNamespace('resource.k8s.io', 'ResourceClaim', 'resourceclaims'),
  inNamespace('resource.k8s.io', 'ResourceClaimTemplate', 'resourceclaimtemplates'),
  inCluster('resource.k8s.io', 'ResourcePoolStatusRequest', 'resourcepoolstatusrequests'),
  inCluster('resource.k8s.io', 'ResourceSlice', 'resourceslices'),
  inNamespace('scheduling.k8s.io', 'CompositePodGroup', 'compositepodgroups'),
  inNamespace('scheduling.k8s.io', 'PodGroup', 'podgroups'),
  inCluster('scheduling.k8s.io', 'PriorityClass', 'priorityclasses'),
  inNamespace('scheduling.k8s.io', 'Workload', 'workloads'),
  inCluster('storage.k8s.io', 'CSIDriver', 'csidrivers'),
  inCluster('storage.k8s.io', 'CSINode', 'csinodes'),
  inNamespace('storage.k8s.io', 'CSIStorageCapacity', 'csistoragecapacities'),
  inCluster('storage.k8s.io', 'StorageClass', 'storageclasses'),
  inCluster('storage.k8s.io', 'VolumeAttachment', 'volumeattachments'),
  inCluster('storage.k8s.io', 'VolumeAttributesClass', 'volumeattributesclasses'),
  inCluster('storagemigration.k8s.io', 'StorageVersionMigration', 'storageversionmigrations'),
  // Retired APIs.
  inNamespace('extensions', 'DaemonSet', 'daemonsets'),
  inNamespace('extensions', 'Deployment', 'deployments'),
  inNamespace('extensions', 'Ingress', 'ingresses'),
  inNamespace('extensions', 'NetworkPolicy', 'networkpolicies'),
  inCluster('extensions', 'PodSecurityPolicy', 'podsecuritypolicies'),
  inNamespace('extensions', 'ReplicaSet', 'replicasets'),
  inCluster('policy', 'PodSecurityPolicy', 'podsecuritypolicies'),
  inNamespace('policy', 'Eviction', 'evictions'),
  inNamespace('settings.k8s.io', 'PodPreset', 'podpresets'),
  inCluster('auditregistration.k8s.io', 'AuditSink', 'auditsinks'),
  inCluster('admissionregistration.k8s.io', 'InitializerConfiguration', 'initializerconfigurations'),
  inCluster('networking.k8s.io', 'ClusterCIDR', 'clustercidrs'),
  inCluster('resource.k8s.io', 'ResourceClass', 'resourceclasses'),
  inNamespace('resource.k8s.io', 'PodSchedulingContext', 'podschedulingcontexts'),
  inNamespace('resource.k8s.io', 'ResourceClaimParameters', 'resourceclaimparameters'),
  inNamespace('resource.k8s.io', 'ResourceClassParameters', 'resourceclassparameters'),
];

/** Documents of Kubernetes that no API serves: what it sends to webhooks, and fixtures of policies are written as. */
const unserved: readonly BuiltInKind[] = [inCluster('admission.k8s.io', 'AdmissionReview', 'admissionreviews')];

const byName: ReadonlyMap<string, BuiltInKind> = new Map(
  [...builtInKinds, ...unserved].map((each) => [`${each.group}/${each.kind}`, each]),
);
const groupsByKind: ReadonlyMap<string, readonly string[]> = new Map(
  [...Map.groupBy(builtInKinds, ({ kind }) => kind)].map(([kind, kinds]) => [kind, kinds.map(({ group }) => group)]),
);
const builtInGroups: ReadonlySet<string> = new Set(builtInKinds.map(({ group }) => group));

/** One letter replaced, left out or put in, or two neighbours swapped. */
const isOneOff = (a: string, b: string): boolean => {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA.slice(2) === restB.slice(2) && restA[0] === restB[1] && restA[1] === restB[0])
  );
};
