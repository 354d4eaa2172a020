/** What the first page shows: where the estate stands, wall by wall, and what to do this week. */

import type { LayerGroup } from '../../../model/layer.ts';
import type { Severity } from '../../../model/severity.ts';

export interface Overview {
  /** `2 of 9 things that matter are open to the internet today; last Monday 4`. */
  readonly sentence: string;
  /** Nothing stands open: what is weakest, a sentence; else `null`. */
  readonly weakest: string | null;
  readonly from: string;
  readonly sections: readonly JewelSection[];
  /** Beyond those told. */
  readonly left: number;
  readonly week: { readonly title: string; readonly number: number | null; readonly late: boolean } | null;
  /** At most three. */
  readonly actions: readonly WeekAction[];
  readonly changes: Changes;
  /** Oldest first, at most 90 days. */
  readonly trend: readonly TrendPoint[];
}

/** Before one thing that matters, or several alike before which the same walls stand. */
export interface JewelSection {
  readonly place: string;
  readonly title: string;
  readonly number: number;
  /** `null`: no known path. */
  readonly depth: number | null;
  readonly proven: number | null;
  /** Of the worst way, in the order of the groups: five. */
  readonly columns: readonly WallColumn[];
  /** The places of the worst way in order, its entry first; empty where no way is known. */
  readonly way: readonly { readonly place: string; readonly title: string }[];
}

export interface WallColumn {
  readonly group: LayerGroup;
  /** `solid`: enforced. `hatched`: declared, unproven. `gap`: nothing of this group stands on the way. */
  readonly state: 'solid' | 'hatched' | 'gap';
  readonly walls: readonly { readonly id: string; readonly title: string }[];
  /** What could stand there and does not. */
  readonly missing: readonly { readonly id: string; readonly title: string }[];
}

export interface WeekAction {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly gain: number;
  /** Of the roadmap; `null` where it buys more than what is left of the phase, and is none of it. */
  readonly phase: string | null;
  readonly files: readonly string[];
  readonly command: string;
}

export interface Changes {
  /** `since yesterday`, `since Friday`; `null` where there is nothing to compare with. */
  readonly since: string | null;
  /** Why it cannot be compared; `null` where it can. */
  readonly note: string | null;
  readonly appeared: number;
  readonly resolved: number;
  readonly lines: readonly ChangeLine[];
}

export interface ChangeLine {
  readonly kind: 'open-way' | 'closed-way' | 'finding' | 'resolved' | 'not-enforced' | 'exception-ending';
  readonly severity: Severity | null;
  readonly text: string;
  /** A path of the console, with its query. */
  readonly link: string;
}

export interface TrendPoint {
  readonly day: string;
  /** Things that matter before which no wall stands. */
  readonly open: number;
  readonly total: number;
  /** Failures of at least high severity. */
  readonly severe: number;
  /** Whether the policy set is another than the day before's. */
  readonly breaks: boolean;
}
