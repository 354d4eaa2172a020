/** Who can reach whom at which ports, symbolically: the answer of the evaluator, and how it is asked. */

import type { NetworkRule, NetworkPolicy, Protocol } from './network-policy.ts';
import type { Place } from './place.ts';
import type { Side } from './side.ts';

export interface Reachability {
  /** Ends of connections that are worth telling apart: classes of pods by workload, nodes, outside prefixes, domains. */
  readonly ends: readonly End[];
  /**
   * What may pass, `none` where nothing may; constant time. Of an end to itself, every port: each pod reaches itself, and where the end
   * stands for several pods the answer is what any of them may.
   */
  ports(from: End, to: End): PortSet;
  /** Why: for each direction the rule that let each part of the ports through, or why none was asked. */
  explain(from: End, to: End): readonly Because[];
  /** The same between two different pods of one end, where `ports` says what a pod may reach of itself. */
  portsAmong(end: End): PortSet;
  explainAmong(end: End): readonly Because[];
  /** Ends no rule can tell apart as a source, and as a destination: two partitions of `ends`. */
  readonly sources: readonly EndGroup[];
  readonly targets: readonly EndGroup[];
  /**
   * Every pair of a source and a target group of which the policies allow something, in order; computed as they are taken. Of
   * all sources, or of some of `sources`.
   */
  connections(from?: readonly EndGroup[]): Iterable<GroupConnection>;
  /**
   * What a node, or an end with its network, reaches at every port beside that: what stands on its node. No policy has a say, so
   * groups know nothing of it. Ends that policies leave open to every host may be left out.
   */
  ownNode(from: End): readonly End[];
}

export interface End {
  readonly index: number;
  readonly place: Place;
  /** Of pods and nodes; `null` for what is outside. */
  readonly side: Side | null;
  /** The pods of the side that it stands for, as indices into `side.pods`; empty where only a template was read. */
  readonly pods: readonly number[];
  /** Of what is outside: its prefixes in order, as few as say it exactly. */
  readonly prefixes: readonly string[];
}

export interface EndGroup {
  readonly ends: readonly End[];
}

export interface GroupConnection {
  readonly from: EndGroup;
  readonly to: EndGroup;
  /** Pods to themselves, and a node to what stands on it, are left out: those are always allowed. */
  readonly ports: PortSet;
}

/** Ports by protocol: ranges in order, apart by at least one port. Equal sets are one object within a Reachability. */
export interface PortSet {
  readonly isEmpty: boolean;
  /** All ports of all three protocols. */
  readonly isAll: boolean;
  readonly ranges: Readonly<Record<Protocol, readonly (readonly [first: number, last: number])[]>>;
}

export interface Because {
  readonly direction: 'egress' | 'ingress' | 'always';
  readonly ports: PortSet;
  readonly reason:
    | { readonly kind: 'rule'; readonly policy: NetworkPolicy; readonly rule: NetworkRule }
    /** No policy selects that end in that direction. */
    | { readonly kind: 'not-selected' }
    /** Policies select it, and none that could end it was asked to: the last tier left it open. */
    | { readonly kind: 'left-open' }
    | { readonly kind: 'itself' }
    | { readonly kind: 'own-node' }
    | { readonly kind: 'host-network' };
}
