/** One day of an estate: the last look of it, and what changed since the last look of the day before. */

import type { Severity } from '../model/severity.ts';
import type { DepthRecord } from './depth-record.ts';

export interface HistoryRow {
  /** `YYYY-MM-DD`, in UTC. */
  readonly day: string;
  readonly at: string;
  readonly policySet: string;
  readonly digest: string;
  readonly complete: boolean;
  readonly looks: number;
  readonly open: Readonly<Record<Severity, number>>;
  readonly accepted: number;
  /** `null` where the day before is not comparable: another policy set, or there is none. */
  readonly appeared: number | null;
  readonly resolved: number | null;
  readonly depths: readonly DepthRecord[];
}
