/** A way in that takes several rights of one identity together. */

import type { IndexedRole } from '../../../kube/rbac/access.ts';
import type { Place } from '../../../model/place.ts';
import type { StepType } from '../../../model/step-type.ts';
import type { Grounds } from './grounds.ts';
import type { Holding, PartGrant } from './holding.ts';
import type { NeedId } from './needs.ts';
import type { Scope } from './scope.ts';

export interface Conjunction {
  readonly type: StepType;
  /** A word of the ids of its controls. */
  readonly id: string;
  readonly right: string;
  /** Without these it is none: what a narrower role leaves out. */
  readonly takes: readonly NeedId[];
  readonly find: (holding: Holding, grounds: Grounds) => readonly Outcome[];
}

export interface Outcome {
  readonly to: Place;
  /** What it stands on, the first the most telling. */
  readonly grants: readonly PartGrant[];
  /** The role that one holds there. */
  readonly holds?: Held;
}

export interface Held {
  readonly role: IndexedRole;
  readonly scope: Scope;
}
