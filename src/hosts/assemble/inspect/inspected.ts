/** All that one look at one estate found out: what the roadmap, the history and the console are made of. */

import type { AttackGraph } from '../../../attack/graph.ts';
import type { Weighed } from '../../../attack/weigh-controls.ts';
import type { Origin } from '../../../model/resource.ts';
import type { Place } from '../../../model/place.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import type { Surveyed } from '../../../posture/item.ts';
import type { RoadmapAnswer } from '../../../posture/roadmap-answer.ts';
import type { Position, Report } from '../../../reports/report.ts';

export interface Inspected {
  readonly report: Report;
  /** What the charts and the surveys keep, with the evidence. */
  readonly snapshot: Snapshot;
  /** `null` where nothing stands that could be attacked. */
  readonly graph: AttackGraph | null;
  /** `null` where nothing leads on from the internet. */
  readonly entry: number | null;
  readonly from: Place | null;
  /** What each missing wall would buy, the most first. */
  readonly weighed: readonly Weighed[];
  readonly surveyed: readonly Surveyed[];
  readonly roadmap: RoadmapAnswer;
  /** What was looked at, as a person types it: `./manifests`, `--cluster`. */
  readonly estate: string;
  readonly program: string;
  readonly nothingRead: boolean;
  readonly objects: number;
  /** Namespaces that exist or that some object is in. */
  readonly namespaces: ReadonlySet<string>;
  /** Equal for two looks that read the same objects, in whatever order. */
  readonly digest: string;
  locate(origin: Origin, path: string): Position | null;
}
