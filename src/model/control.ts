/** A wall of the attack graph, standing or not: which steps it guards or removes, and how to have it. */

import type { Change } from './change.ts';
import type { JsonObject } from './json.ts';
import type { Layer } from './layer.ts';
import type { ResourceRef } from './resource.ts';
import type { StepType } from './step-type.ts';

export interface Control {
  /** Stable, for people to type: `network/default-deny/shop`, `identity/no-token/shop/web`. Two charts that name one control mean the same one. */
  readonly id: string;
  /** An order, without a full stop: `Mount no token into Deployment shop/web`. */
  readonly title: string;
  readonly layer: Layer;
  /** What it takes hold of: `cluster`, `namespace shop`, `Deployment shop/web`. */
  readonly scope: string;
  readonly state: ControlState;
  /** `guard`: the step stays and costs. `remove`: the grant goes, and the step with it. */
  readonly effect: 'guard' | 'remove';
  /** A step that fits any of them. */
  readonly steps: readonly StepSelector[];
  /** `null` for what stands, and for what nobody can have in this cluster. */
  readonly remedy: Remedy | null;
  /** Ids of controls without which it would hold nothing up: it is not proposed before those stand. */
  readonly needs: readonly string[];
}

export type ControlState =
  /** `enforced`: proved, from a live cluster. `declared`: what was read says so. */
  | { readonly kind: 'standing'; readonly proof: 'enforced' | 'declared' }
  | { readonly kind: 'absent' }
  /** Something is there that may be it and may hold nothing up: it counts as absent, and the answer as incomplete. */
  | { readonly kind: 'unknown'; readonly why: string };

/** All parts that are not `null` must fit; one of `from`, `to` and `by` is not `null`. */
export interface StepSelector {
  readonly types: readonly (StepType | 'MEMBER')[] | null;
  readonly from: string | null;
  readonly to: string | null;
  /** The object that grants the step. */
  readonly by: string | null;
}

/** What to do to have it; a host makes files of it. */
export type Remedy =
  | { readonly kind: 'change'; readonly changes: readonly Change[] }
  | { readonly kind: 'create'; readonly objects: readonly JsonObject[] }
  | { readonly kind: 'delete'; readonly objects: readonly ResourceRef[] }
  /** The default-deny of a namespace with the allows its workloads need. */
  | { readonly kind: 'network-policies'; readonly namespace: string }
  /** No file does it. */
  | { readonly kind: 'advice'; readonly text: string };
