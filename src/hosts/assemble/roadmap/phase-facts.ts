/** What the files of a phase are made from: what was read, what was found, and the walls that can be had. */

import type { Weighed } from '../../../attack/weigh-controls.ts';
import type { Control } from '../../../model/control.ts';
import type { Finding } from '../../../model/finding.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import type { PlannedFile } from '../attack/component/planned-file.ts';

export interface PhaseFacts {
  readonly snapshot: Snapshot;
  readonly findings: readonly Finding[];
  /** Of the attack graph, standing or not. */
  readonly controls: readonly Control[];
  /** Those that would guard or remove a step of a shortest way in, the most useful first. */
  readonly weighed: readonly Weighed[];
}

/** A file that no kustomization names: for people and programs outside the cluster. */
export interface BesideFile {
  readonly name: string;
  readonly text: string;
  /** What it is and how it is used, for the README: Markdown of Vauban's own. */
  readonly use: string;
}

/** What is made for one action. */
export interface ActionPlan {
  /** Each becomes a patch, an object or the policies of a namespace. */
  readonly controls: readonly Control[];
  /** Objects whose text is not only what an object says: with comments for a person to fill in. */
  readonly whole: readonly PlannedFile[];
  readonly beside: readonly BesideFile[];
  /** What to know before it is merged, a sentence or more each: Markdown, with what strangers named quoted. */
  readonly cautions: readonly string[];
}

export const nothingPlanned: ActionPlan = { controls: [], whole: [], beside: [], cautions: [] };
