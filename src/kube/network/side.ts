/** Who can be at an end of a connection: pods that are alike, and nodes. What is outside is told by the policies' own prefixes. */

import type { JsonObject } from '../../model/json.ts';
import type { Resource, ResourceRef } from '../../model/resource.ts';
import type { Protocol } from './network-policy.ts';

export type Side = PodSide | NodeSide;

/** The pods of one workload that no selector can tell apart: one namespace, one set of labels, one account, the same ports. */
export interface PodSide {
  readonly kind: 'pods';
  readonly namespace: string;
  /** Of the Namespace, with `kubernetes.io/metadata.name`, which the server always adds. */
  readonly namespaceLabels: JsonObject;
  readonly labels: JsonObject;
  readonly serviceAccount: string;
  readonly serviceAccountLabels: JsonObject;
  /** Not selected by any policy of pods, and as a peer no more than an address of its node. */
  readonly hostNetwork: boolean;
  /** Ports the containers declare, init containers left out unless they are sidecars. */
  readonly ports: readonly DeclaredPort[];
  /** The top controller, or the Pod itself where it has none. */
  readonly workload: ResourceRef;
  /** Its `place.type` is null unless another kind in the namespace has the same name. */
  readonly place: { readonly namespace: string; readonly name: string; readonly type: string | null };
  /** The pods that were read; empty where only the template was: then there is one pod nobody knows more of. */
  readonly pods: readonly PodInstance[];
  /** It runs on every node: a DaemonSet without a node selector. */
  readonly everywhere: boolean;
  /** What was read: the Pod, or the object with its template. */
  readonly resource: Resource;
}

export interface PodInstance {
  readonly name: string;
  /** `status.podIPs`; empty where the pod has none yet. */
  readonly addresses: readonly string[];
  /** `spec.nodeName`; `null` where it is not placed. */
  readonly node: string | null;
}

export interface DeclaredPort {
  /** The empty text where it has none. */
  readonly name: string;
  readonly protocol: Protocol;
  readonly port: number;
}

export interface NodeSide {
  readonly kind: 'node';
  readonly name: string;
  readonly labels: JsonObject;
  readonly addresses: readonly string[];
  readonly resource: Resource;
}
