/** Draws what a group of its own would close: a container that is not root and names no group is started in root's. */

import { absent, present, type Edit } from '../../model/change.ts';
import { toRefKey } from '../../model/resource.ts';
import { applyEdits } from '../../lang/patch/apply-edits.ts';
import { settingPath } from '../../kube/pod-security/pod-view.ts';
import { isAbsent } from '../../kube/workload/pod-template.ts';
import type { StandingWorkload } from '../standing-workloads.ts';
import type { Draft } from './draft.ts';
import type { RemoverContext } from './draw-removers.ts';
import { toSelectors } from './draw-escapes.ts';
import { isRunningPod, toPermissions } from './draw-tokens.ts';
import { toEditedTemplate, type EditedTemplate } from './matters.ts';
import { toWorkloadKey, toWorkloadTitle } from './workload-name.ts';
import { listWorkloadSteps, type WorkloadStep } from './workload-steps.ts';

/**
 * The runtime takes the group from the image's passwd, where an id that is not in there has group 0; sockets and folders
 * of the node are open to that. Agents of the node need no group of root for what they are for.
 */
export const drawOwnGroup = (
  draft: Draft,
  workload: StandingWorkload,
  steps: readonly WorkloadStep[],
  { snapshot, context }: RemoverContext,
): void => {
  if (steps.length === 0 || isRunningPod(workload, snapshot)) return;
  const template = toEditedTemplate(workload, context.claims);
  const edits = template === undefined ? [] : toEdits(template);
  if (edits.length === 0) return;
  const { ref, object } = workload.resource;
  const after = new Map(
    listWorkloadSteps(workload, context, applyEdits(object, edits)).map((step) => [toKey(step), step.confined]),
  );
  const guarded = steps.filter(
    (step) => !step.confined.includes('non-root') && after.get(toKey(step))?.includes('non-root') === true,
  );
  if (guarded.length === 0) return;
  const name = toWorkloadTitle(workload);
  draft.control({
    id: `runtime/own-group/${toWorkloadKey(workload)}`,
    title: `Give a group of its own, not root's, to ${name}`,
    layer: 'runtime',
    scope: name,
    state: { kind: 'absent' },
    effect: 'guard',
    steps: toSelectors(guarded, toRefKey(ref)),
    remedy: {
      kind: 'change',
      changes: [
        {
          target: ref,
          edits,
          reason: `${name} is in the group of root, to which files and sockets of the node are open`,
          permissions: toPermissions(ref),
        },
      ],
    },
    needs: [],
  });
};

/** Beside each user that is written, where no group is: the number of the user. */
const toEdits = ({ pod, toPath }: EditedTemplate): readonly Edit[] => {
  const ofPod = pod.pod.context['runAsGroup'];
  return pod.holders.flatMap((holder): readonly Edit[] => {
    const { runAsUser, runAsGroup } = holder.context;
    if (typeof runAsUser !== 'number' || runAsUser === 0 || !isAbsent(runAsGroup)) return [];
    if (holder.container !== null && !isAbsent(ofPod)) return [];
    return [{ path: toPath(settingPath(holder, 'runAsGroup')), before: absent, after: present(runAsUser) }];
  });
};

const toKey = ({ type, from, to }: WorkloadStep): string =>
  `${type}\n${from.id}\n${to.kind === 'container' ? to.place.id : to.kind}`;
