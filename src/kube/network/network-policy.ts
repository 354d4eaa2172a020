/** What every kind of network policy becomes: tiers of ordered policies over sides. Parsers make it; the evaluator reads it. */

import type { JsonObject } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';

export const protocols = ['TCP', 'UDP', 'SCTP'] as const;

export type Protocol = (typeof protocols)[number];

/** Tiers are asked in their order; what the last one leaves open is allowed. */
export interface NetworkTier {
  readonly name: string;
  /**
   * What becomes of a connection that no rule of the tier decided: `continue` hands it to the next tier (AdminNetworkPolicy);
   * `deny` ends it where one of the tier's policies selects the side in that direction (NetworkPolicy, Calico, Cilium).
   */
  readonly atEnd: 'continue' | 'deny';
  /** In the order they are asked: by priority, then as their API breaks ties. */
  readonly policies: readonly NetworkPolicy[];
}

export interface NetworkPolicy {
  readonly resource: Resource;
  readonly subject: PodSelector;
  /** `null`: says nothing about this direction. An empty list: selects, and allows nothing. */
  readonly ingress: readonly NetworkRule[] | null;
  readonly egress: readonly NetworkRule[] | null;
}

/** The first rule that a connection's port and peer fit decides. */
export interface NetworkRule {
  /** `pass` leaves the rest of the tier out. */
  readonly action: 'allow' | 'deny' | 'pass';
  /** Where it stands in the object, as `renderFieldPath` prints it: `spec.ingress[0]`. */
  readonly path: string;
  /** One of them must fit. */
  readonly peers: readonly Peer[];
  /** `null`: every port of every protocol. */
  readonly ports: readonly PortMatch[] | null;
}

export type Peer =
  /** Everybody: pods, nodes and every address outside. */
  | { readonly kind: 'everyone' }
  | { readonly kind: 'pods'; readonly pods: PodSelector }
  /**
   * Addresses. Outside the cluster always; of pods and nodes where `inside` is true and the pod's or node's own address is
   * known and lies within. Never of a pod whose address nobody knows.
   */
  | {
      readonly kind: 'addresses';
      readonly prefixes: readonly string[];
      readonly except: readonly string[];
      readonly inside: boolean;
    }
  | { readonly kind: 'nodes'; readonly labels: LabelTest }
  /** Pods with the host's network and everything else that has the address of a node (`host`, `remote-node` of Cilium). */
  | { readonly kind: 'any-node' }
  /** Whatever the names resolve to; `*` as their API reads it. */
  | { readonly kind: 'domains'; readonly names: readonly string[] }
  /** Nothing known here: fits nobody in a rule that allows or passes, and everybody in one that denies. */
  | { readonly kind: 'unknown'; readonly why: string };

export interface PodSelector {
  readonly namespaces: NamespaceTest;
  readonly labels: LabelTest;
  /** Absent for pods of every account. */
  readonly accounts?: LabelTest & { readonly names: readonly string[] };
  /** Also pods with the host's network: what no policy of Kubernetes does. Default false. */
  readonly hostNetwork?: boolean;
}

export type NamespaceTest =
  | { readonly kind: 'all' }
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'labels'; readonly labels: LabelTest };

/** `LabelSelector` of kube/selector is one; equal texts select alike. */
export interface LabelTest {
  readonly isEmpty: boolean;
  readonly matches: (labels: JsonObject | undefined) => boolean;
  readonly text: string;
}

export type PortMatch =
  /** `protocol: null` for all three. Both ends included. */
  | { readonly kind: 'range'; readonly protocol: Protocol | null; readonly first: number; readonly last: number }
  /** Resolved on the destination, whichever end the policy is about; where it has no such port, nothing fits. */
  | { readonly kind: 'named'; readonly protocol: Protocol | null; readonly name: string };
