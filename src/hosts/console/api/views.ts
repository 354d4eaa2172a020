/** The views a look at an estate leaves in the store, by name: what pages are made of. */

import type { RoadmapAnswer } from '../../../posture/roadmap-answer.ts';
import type { Attacks } from './attacks.ts';
import type { Network } from './network.ts';
import type { JewelSection, WeekAction } from './overview.ts';
import type { Policies } from './policies.ts';
import type { Rbac } from './rbac.ts';
import type { Workloads } from './workloads.ts';

export interface Views {
  /** The part of the overview that needs no history. */
  readonly standing: Standing;
  readonly roadmap: RoadmapAnswer;
  readonly attacks: Attacks;
  readonly network: Network;
  readonly rbac: Rbac;
  readonly policies: Policies;
  readonly workloads: Workloads;
}

export type ViewName = keyof Views;

export interface Standing {
  readonly from: string;
  readonly sections: readonly JewelSection[];
  readonly left: number;
  readonly open: number;
  readonly total: number;
  readonly weakest: string | null;
  readonly actions: readonly WeekAction[];
  /** What exists and is not enforced, a sentence each, with the rule's finding. */
  readonly notEnforced: readonly { readonly finding: string; readonly text: string }[];
  readonly endingExceptions: readonly { readonly text: string; readonly until: string }[];
}
