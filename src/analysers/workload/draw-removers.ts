/** Draws the edits that take escapes away: one control for each workload and matter, and what goes is found by drawing again. */

import { nodeAgentOf } from '../../kube/workload/node-agent.ts';
import { podTemplateOf } from '../../kube/workload/pod-template.ts';
import { applyEdits } from '../../lang/patch/apply-edits.ts';
import type { Edit } from '../../model/change.ts';
import { toRefKey } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { StandingWorkload } from '../standing-workloads.ts';
import type { Draft } from './draft.ts';
import { toSelectors } from './draw-escapes.ts';
import { isRunningPod, toPermissions } from './draw-tokens.ts';
import { matters, toEditedTemplate } from './matters.ts';
import { toWorkloadKey, toWorkloadTitle } from './workload-name.ts';
import { listWorkloadSteps, type StepContext, type WorkloadStep } from './workload-steps.ts';

export interface RemoverContext {
  readonly snapshot: Snapshot;
  readonly context: StepContext;
}

/** Agents of the node need what they need, and a pod that runs is not changed: for those there is no edit. */
export const drawRemovers = (
  draft: Draft,
  workload: StandingWorkload,
  steps: readonly WorkloadStep[],
  { snapshot, context }: RemoverContext,
): void => {
  if (steps.length === 0 || isNodeAgent(workload) || isRunningPod(workload, snapshot)) return;
  const template = toEditedTemplate(workload, context.claims);
  if (template === undefined) return;
  const drawn = (edits: readonly Edit[]): readonly WorkloadStep[] =>
    listGone(steps, listWorkloadSteps(workload, context, applyEdits(workload.resource.object, edits)));
  const left = new Set(steps);
  const all: Edit[] = [];
  for (const { id, title, edits: toEdits } of matters) {
    const edits = toEdits(template);
    if (edits.length === 0) continue;
    // What is mounted no more needs not be read-only.
    if (id !== 'read-only-host-mounts') all.push(...edits);
    const gone = drawn(edits);
    for (const step of gone) left.delete(step);
    if (gone.length > 0) drawRemover(draft, workload, { id, title, edits, gone });
  }
  if (left.size === 0 || all.length === 0) return;
  const gone = drawn(all);
  // Some steps have several grants, and go when all of them have gone.
  if (gone.some((step) => left.has(step)))
    drawRemover(draft, workload, { id: 'confine', title: 'Give nothing of the node to', edits: all, gone });
};

export const isNodeAgent = ({ resource: { ref, object } }: StandingWorkload): boolean => {
  const template = podTemplateOf(ref, object);
  return template !== undefined && nodeAgentOf(ref, object, template) !== undefined;
};

const listGone = (before: readonly WorkloadStep[], after: readonly WorkloadStep[]): readonly WorkloadStep[] => {
  const still = new Set(after.map(toKey));
  return before.filter((step) => !still.has(toKey(step)));
};

const toKey = ({ type, from, to }: WorkloadStep): string =>
  `${type}\n${from.id}\n${to.kind === 'container' ? to.place.id : to.kind}`;

const drawRemover = (
  draft: Draft,
  workload: StandingWorkload,
  { id, title, edits, gone }: { id: string; title: string; edits: readonly Edit[]; gone: readonly WorkloadStep[] },
): void => {
  const { ref } = workload.resource;
  const name = toWorkloadTitle(workload);
  draft.control({
    id: `runtime/${id}/${toWorkloadKey(workload)}`,
    title: `${title} ${name}`,
    layer: 'runtime',
    scope: name,
    state: { kind: 'absent' },
    effect: 'remove',
    steps: toSelectors(gone, toRefKey(ref)),
    remedy: {
      kind: 'change',
      changes: [
        {
          target: ref,
          edits,
          reason: `${title} ${name}: by it one comes out onto the node`,
          permissions: toPermissions(ref),
        },
      ],
    },
    needs: [],
  });
};
