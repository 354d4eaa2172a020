/** Everything the evaluator needs of a cluster or of a repository, and what is missing from it. */

import type { Problem } from '../../model/problem.ts';
import type { Resource } from '../../model/resource.ts';
import type { NetworkTier, Protocol } from './network-policy.ts';
import type { Side } from './side.ts';

export interface NetworkEstate {
  readonly sides: readonly Side[];
  readonly tiers: readonly NetworkTier[];
  readonly exposures: readonly Exposure[];
  /** Why answers may be wrong in either direction: a policy that does not translate exactly, a CNI that enforces nothing, kinds unread. */
  readonly doubts: readonly Doubt[];
  /** Mistakes in policies. What the API server would refuse is left out: it guards nothing. */
  readonly problems: readonly ObjectProblem[];
}

export interface Doubt {
  /** One sentence for a person. */
  readonly why: string;
  readonly about: Resource | null;
}

/** A mistake in an object, before its line is looked up. */
export interface ObjectProblem {
  readonly severity: Problem['severity'];
  readonly message: string;
  readonly about: Resource;
  /** As `renderFieldPath` prints it. */
  readonly path: string;
}

/** A way from outside to a pod's port, beside what the policies say. */
export interface Exposure {
  readonly how: 'load-balancer' | 'node-port' | 'external-ip' | 'ingress' | 'gateway' | 'host-port' | 'host-network';
  /** What opens it: the Service, Ingress, HTTPRoute or pod. */
  readonly by: Resource;
  /** Indices into `sides`. */
  readonly sides: readonly number[];
  readonly protocol: Protocol;
  /** At the pod, after translation; `null` for all of them. */
  readonly port: number | null;
  /** From where: an internal load balancer is no way in from the internet. `source-ranges` names prefixes. */
  readonly from: 'internet' | 'inside' | { readonly prefixes: readonly string[] };
}
