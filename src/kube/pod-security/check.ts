/** What a check of the Pod Security Standards is: metadata as data, and one pure function for each range of versions. */

import type { Edit } from '../../model/change.ts';
import type { FieldPath } from '../../model/field-path.ts';
import type { RuleMetadata } from '../../model/rule.ts';
import type { PodView } from './pod-view.ts';

/**
 * One control of the standard at one level. Its layer is `cluster` where the control keeps a pod off its node (what
 * is shared with the host), and `runtime` where it confines the processes inside.
 */
export interface Check extends Omit<RuleMetadata, 'id' | 'severity' | 'control'> {
  /** The last segment of the rule's id. */
  readonly id: string;
  readonly level: 'baseline' | 'restricted';
  readonly control: string;
  /** The fields it reads, from the pod. */
  readonly reads: readonly string[];
  /** Oldest first. */
  readonly revisions: readonly [Revision, ...Revision[]];
  /**
   * The baseline check that the standard replaces by this one at restricted. The replaced check is reported there
   * only where this one fails too: a Windows pod, say, that restricted lets pass is not failed by baseline instead.
   */
  readonly overrides: string | null;
}

/** The wording of a check from one minor version of Kubernetes on, until the next revision. */
export interface Revision {
  /** The x of v1.x. */
  readonly since: number;
  /** What breaks it; empty where nothing does. Never throws, whatever is in the pod. */
  readonly find: (pod: PodView) => readonly Violation[];
  /** Pods that the wording lets off whatever they ask for. */
  readonly spares?: (pod: PodView) => boolean;
}

/** One thing in a pod that breaks a check. */
export interface Violation {
  /** From the pod; the rule puts the path of the pod template before it. No two violations of a check share one. */
  readonly path: FieldPath;
  readonly message: string;
  /** What mends it, paths from the pod; empty where a machine cannot know. */
  readonly edits: readonly PodEdit[];
}

export interface PodEdit extends Omit<Edit, 'path'> {
  readonly path: FieldPath;
}
