/** Test support: the fields of manifests that the evaluator of the truth reads, as their APIs name them. */

export type Labels = Readonly<Record<string, string>>;

export interface Selector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
  }[];
}

export interface NamespacedPods {
  readonly namespaceSelector: Selector;
  readonly podSelector: Selector;
}

/** networking.k8s.io/v1 */
export interface PolicyPeer {
  readonly podSelector?: Selector;
  readonly namespaceSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

export interface PolicyPort {
  readonly protocol?: ProtocolName;
  readonly port?: number | string;
  readonly endPort?: number;
}

export interface PolicyRule {
  readonly from?: readonly PolicyPeer[];
  readonly to?: readonly PolicyPeer[];
  readonly ports?: readonly PolicyPort[];
}

export interface PolicySpec {
  readonly podSelector?: Selector;
  readonly policyTypes?: readonly ('Ingress' | 'Egress')[];
  readonly ingress?: readonly PolicyRule[];
  readonly egress?: readonly PolicyRule[];
}

/** policy.networking.k8s.io: v1alpha1 writes `Allow` and `ports`, v1alpha2 `Accept` and `protocols`. */
export interface ClusterPeer {
  readonly namespaces?: Selector;
  readonly pods?: NamespacedPods;
  readonly nodes?: Selector;
  readonly networks?: readonly string[];
  readonly domainNames?: readonly string[];
  /** A field of a version to come. */
  readonly identities?: Selector;
}

export interface AdminPort {
  readonly portNumber?: { readonly protocol?: ProtocolName; readonly port: number };
  readonly portRange?: { readonly protocol?: ProtocolName; readonly start: number; readonly end: number };
  readonly namedPort?: string;
}

interface DestinationPort {
  readonly destinationPort: {
    readonly number?: number;
    readonly range?: { readonly start: number; readonly end: number };
  };
}

export interface ProtocolMatch {
  readonly tcp?: DestinationPort;
  readonly udp?: DestinationPort;
  readonly sctp?: DestinationPort;
  readonly destinationNamedPort?: string;
}

export interface ClusterRule {
  readonly action: 'Allow' | 'Accept' | 'Deny' | 'Pass';
  readonly from?: readonly ClusterPeer[];
  readonly to?: readonly ClusterPeer[];
  readonly ports?: readonly AdminPort[];
  readonly protocols?: readonly ProtocolMatch[];
}

export interface ClusterSpec {
  readonly tier?: 'Admin' | 'Baseline';
  readonly priority?: number;
  readonly subject: { readonly namespaces?: Selector; readonly pods?: NamespacedPods };
  readonly ingress?: readonly ClusterRule[];
  readonly egress?: readonly ClusterRule[];
}

export type ProtocolName = 'TCP' | 'UDP' | 'SCTP';

export const protocolNames: readonly ProtocolName[] = ['TCP', 'UDP', 'SCTP'];

export interface ContainerFields {
  readonly name: string;
  readonly restartPolicy?: string;
  readonly ports?: readonly {
    readonly name?: string;
    readonly protocol?: ProtocolName;
    readonly containerPort: number;
  }[];
}

export interface PodSpecFields {
  readonly hostNetwork?: boolean;
  readonly nodeName?: string;
  readonly nodeSelector?: Labels;
  readonly containers: readonly ContainerFields[];
  readonly initContainers?: readonly ContainerFields[];
}

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Labels;
    readonly ownerReferences?: readonly {
      readonly apiVersion: string;
      readonly uid: string;
      readonly kind: string;
      readonly name: string;
      readonly controller?: boolean;
    }[];
  };
  readonly spec?: unknown;
  readonly status?: {
    readonly phase?: string;
    readonly podIP?: string;
    readonly hostIP?: string;
    readonly podIPs?: readonly { readonly ip: string }[];
    readonly addresses?: readonly { readonly type: string; readonly address: string }[];
  };
}
