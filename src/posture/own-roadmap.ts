/** What people decide about their roadmap, in `roadmap.yaml` of their repository: when it starts, who does what, and which gaps they live with. */

import type { Span } from '../model/problem.ts';

export interface OwnRoadmap {
  readonly file: string;
  /** `YYYY-MM-DD`: the Monday of week 1, or whichever day it began. */
  readonly start: string | null;
  /** By action id, phase id or `*`; the closest counts. */
  readonly owners: Readonly<Record<string, string>>;
  readonly accepted: readonly AcceptedGap[];
}

export interface AcceptedGap {
  /** An action's id. */
  readonly action: string;
  /** A pattern over `Item.what`; `null` for the whole action. */
  readonly item: string | null;
  readonly reason: string;
  readonly owner: string | null;
  /** The last day on which it counts, `YYYY-MM-DD`; required when it is read. */
  readonly until: string;
  readonly span: Span;
}
