/** The fields policies see on creation whose values only a server knows: chance, time, or what else the cluster holds. */

export interface ServerAssigned {
  /** `group/kind`, or `*` for every kind. */
  readonly kind: string;
  /** Of the fields, with `*` for any item or key. `presentObject` leaves them as they were written. */
  readonly paths: readonly string[];
  readonly why: string;
}

// oxfmt-ignore
export const serverAssigned: readonly ServerAssigned[] = [
  { kind: '*', paths: ['metadata.uid', 'metadata.creationTimestamp'], why: 'every object gets an identity and a time' },
  { kind: '*', paths: ['metadata.managedFields'], why: 'who set which field is noted with the name of the client' },
  { kind: '*', paths: ['metadata.name'], why: 'a name made of generateName ends in five random letters' },
  { kind: '/Pod', paths: ['spec.volumes[*].name', 'spec.containers[*].volumeMounts[*].name', 'spec.initContainers[*].volumeMounts[*].name'], why: 'ServiceAccount: the volume of the token ends in five random letters' },
  { kind: '/Pod', paths: ['spec.imagePullSecrets'], why: 'ServiceAccount: a pod without any has those of its service account, which may also turn the token off' },
  { kind: '/Pod', paths: ['spec.priority', 'spec.preemptionPolicy', 'spec.priorityClassName'], why: 'Priority: of a class of the cluster, which may have a default one' },
  { kind: '/Pod', paths: ['spec.overhead', 'spec.nodeSelector', 'spec.tolerations'], why: 'RuntimeClass: of the class the pod names' },
  { kind: '/Pod', paths: ['spec.containers[*].resources', 'spec.initContainers[*].resources', 'status.qosClass'], why: 'LimitRanger: the defaults of the namespace' },
  { kind: '/Service', paths: ['spec.clusterIP', 'spec.clusterIPs', 'spec.ipFamilies', 'spec.ipFamilyPolicy'], why: 'addresses come from the ranges of the cluster' },
  { kind: '/Service', paths: ['spec.ports[*].nodePort', 'spec.healthCheckNodePort'], why: 'ports of nodes come from the range of the cluster' },
  { kind: '/PersistentVolume', paths: ['status.lastPhaseTransitionTime'], why: 'the time' },
  { kind: '/PersistentVolumeClaim', paths: ['spec.storageClassName'], why: 'DefaultStorageClass: the class the cluster has as its default' },
  { kind: 'networking.k8s.io/Ingress', paths: ['spec.ingressClassName'], why: 'DefaultIngressClass: the class the cluster has as its default' },
  { kind: 'batch/Job', paths: ['spec.selector', 'metadata.labels.controller-uid', 'metadata.labels["batch.kubernetes.io/controller-uid"]', 'spec.template.metadata.labels.controller-uid', 'spec.template.metadata.labels["batch.kubernetes.io/controller-uid"]'], why: 'they hold the uid' },
  { kind: 'certificates.k8s.io/CertificateSigningRequest', paths: ['spec.username', 'spec.uid', 'spec.groups', 'spec.extra'], why: 'they say who asks' },
  { kind: 'resource.k8s.io/DeviceTaintRule', paths: ['spec.taint.timeAdded'], why: 'the time' },
  { kind: 'resource.k8s.io/ResourceSlice', paths: ['spec.devices[*].taints[*].timeAdded', 'spec.devices[*].basic.taints[*].timeAdded'], why: 'the time' },
];

/** Of the metadata, what is the server's to say; it writes some of them anew, as listed above. */
export const ofServer = [
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
  'managedFields',
] as const;
