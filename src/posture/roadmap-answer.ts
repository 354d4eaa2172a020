/** The answer to "where do we stand, week by week?", as formats and the console are given it: plain data, survives JSON. */

import type { Responsible } from '../model/finding.ts';
import type { Item } from './item.ts';

/** `accepted`: every gap left is one somebody decided to live with. */
export type ActionState = 'done' | 'partly' | 'not-begun' | 'cannot-tell' | 'accepted';

export interface RoadmapAnswer {
  /** RFC 3339. */
  readonly asOf: string;
  /** `YYYY-MM-DD`, from the person's `roadmap.yaml`; `null` without one. */
  readonly start: string | null;
  /** The week of the plan on `asOf`, from 1; `null` without a start or before it; above 12 when the plan is over. */
  readonly week: number | null;
  /** The first phase that is not done or accepted: what to do now. `null` where all are. */
  readonly current: string | null;
  readonly of: 'cluster' | 'manifests';
  readonly complete: boolean;
  /** Why it may be worse than it looks, a sentence each. */
  readonly missing: readonly string[];
  readonly phases: readonly PhaseAnswer[];
}

export interface PhaseAnswer {
  readonly id: string;
  readonly weeks: { readonly first: number; readonly last: number };
  readonly title: string;
  readonly why: string;
  /** Of its actions: all done (or accepted) is `done`, none begun `not-begun`, else `partly`; `cannot-tell` where nothing of it can be. */
  readonly state: ActionState;
  /** Days until its last week ends, negative when late; `null` without a start. */
  readonly daysLeft: number | null;
  /** In the order of what they buy, the most first; those that buy nothing stay in the roadmap's order. */
  readonly actions: readonly ActionAnswer[];
}

export interface ActionAnswer {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly state: ActionState;
  /** Of what is met: `enforced` where all of it is, `declared` where some is only declared, `null` where nothing is met. */
  readonly proof: 'enforced' | 'declared' | null;
  /** How many items are met, of how many that could be told. */
  readonly met: number;
  readonly of: number;
  /** What stands open first, then what cannot be told, then what is accepted, then what is met. */
  readonly items: readonly AnsweredItem[];
  /** Where the evidence is from, each once. */
  readonly sources: readonly string[];
  readonly doubts: readonly string[];
  readonly responsible: Responsible;
  /** From the person's `roadmap.yaml`. */
  readonly owner: string | null;
  /** The one command that settles it, ready to be typed; `null` where nothing is left to settle. */
  readonly settle: string | null;
  readonly commands: readonly { readonly line: string; readonly why: string }[];
  readonly caveat: string | null;
  /** What building its missing walls buys, as `vauban next` counts it. */
  readonly buys: { readonly gain: number; readonly controls: readonly BoughtControl[] };
  /** Names of the files that `roadmap --week N --write` makes for it. */
  readonly files: readonly string[];
}

export interface AnsweredItem extends Item {
  readonly accepted: { readonly reason: string; readonly owner: string | null; readonly until: string | null } | null;
}

export interface BoughtControl {
  readonly id: string;
  readonly title: string;
  readonly gain: number;
}
