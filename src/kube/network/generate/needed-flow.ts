/** A connection that something in the estate shows to be needed, with what shows it. */

import type { JsonObject } from '../../../model/json.ts';
import type { Resource, ResourceRef } from '../../../model/resource.ts';
import type { Protocol } from '../network-policy.ts';
import type { PodSide } from '../side.ts';

export interface NeededFlow {
  readonly from: FlowEnd;
  readonly to: FlowEnd;
  /** At the pod, after a Service's translation. Never empty. */
  readonly ports: readonly FlowPort[];
  readonly because: FlowEvidence;
}

export interface FlowPort {
  readonly protocol: Protocol;
  readonly port: number;
}

export type FlowEnd =
  | { readonly kind: 'workload'; readonly workload: Workload }
  /** Pods that nobody has read, by what selects them; `namespace: null` for those of all namespaces. */
  | {
      readonly kind: 'pods';
      readonly namespace: string | null;
      readonly labels: Readonly<Record<string, string>>;
      /** As a person calls them. */
      readonly name: string;
    }
  | { readonly kind: 'everyone' }
  | {
      readonly kind: 'addresses';
      readonly prefixes: readonly string[];
      readonly except: readonly string[];
      /** The host, or what has these addresses. */
      readonly name: string;
      /** What a person should do about it; the empty text for nothing. */
      readonly note: string;
    };

export interface FlowEvidence {
  /** One sentence, or the part of one, for a comment: `CART_URL names the Service cart`. */
  readonly text: string;
  /** The object that says so; `null` where every cluster needs it. */
  readonly resource: Resource | null;
  /** Where in it, as `renderFieldPath` prints it; the empty text for all of it. */
  readonly path: string;
}

/** The pods that one policy of their own can select. */
export interface Workload {
  readonly namespace: string;
  /** Told in manifests as well; false where they name no namespace, and mean the one they are applied to. */
  readonly isNamespaceWritten: boolean;
  readonly name: string;
  readonly kind: string;
  readonly ref: ResourceRef;
  /** What selects its pods and, where there is such a choice, no others. Empty where its pods have no labels. */
  readonly selector: Readonly<Record<string, string>>;
  /** Names of other workloads of the namespace that `selector` fits too. */
  readonly alsoSelected: readonly string[];
  /** No NetworkPolicy selects it. */
  readonly hostNetwork: boolean;
  readonly serviceAccount: string;
  /** Empty where an operator makes the pods and only its custom resource was read. */
  readonly sides: readonly PodSide[];
  /** Ports its containers declare. */
  readonly ports: readonly { readonly name: string; readonly protocol: Protocol; readonly port: number }[];
  /** The pod's spec, of each template or pod that differs. */
  readonly templates: readonly WorkloadTemplate[];
  /** Of its pods: all that Services and policies match. */
  readonly labels: readonly JsonObject[];
  /** How many pods it may have at once; `null` where that is not written. */
  readonly replicas: number | null;
}

export interface WorkloadTemplate {
  readonly resource: Resource;
  /** The path from the object to the pod, `spec.template`; empty for a Pod. */
  readonly prefix: readonly string[];
  readonly metadata: JsonObject;
  readonly spec: JsonObject;
}

/** Something that was seen and led to no rule, because only a person can tell what it means. */
export interface OpenQuestion {
  readonly namespace: string;
  readonly text: string;
  readonly resource: Resource | null;
  readonly path: string;
}

export const toWorkloadKey = ({ namespace, kind, name }: Workload): string => `${namespace}/${kind}/${name}`;

/** Told to a person: `shop/web`. */
export const renderFlowEnd = (end: FlowEnd): string => {
  switch (end.kind) {
    case 'workload':
      return `${end.workload.namespace}/${end.workload.name}`;
    case 'pods':
    case 'addresses':
      return end.name;
    case 'everyone':
      return 'everywhere';
  }
};
