/** SHARE_PS_NAMESPACE: through /proc/PID/root and /proc/PID/mem a container reaches those whose processes it sees. */

import type { ContainerView } from './container-view.ts';
import type { SeenContainer, WorkloadStep } from './workload-steps.ts';

/**
 * The kernel asks for the same user and no more capabilities than one's own, or CAP_SYS_PTRACE (ptrace(2), "Ptrace access
 * mode checking"). Root becomes any user. Who sees the processes of the node reaches in the same way the containers on it.
 */
export const findReach = (containers: readonly SeenContainer[]): readonly WorkloadStep[] => {
  const steps: WorkloadStep[] = [];
  for (const { place, view } of containers)
    if (view.hostPID && (mayBeRoot(view) || view.has('SYS_PTRACE')))
      steps.push({
        type: 'SHARE_PS_NAMESPACE',
        from: place,
        to: { kind: 'processes' },
        grant: `${place.title} sees the processes of its node`,
        confined: [],
      });
  const sharing = containers.filter(({ view }) => view.sharedProcesses && !view.hostPID);
  if (sharing.length > mostPaired)
    return [
      ...steps,
      ...sharing.map(({ place }): WorkloadStep => ({
        type: 'SHARE_PS_NAMESPACE',
        from: place,
        to: { kind: 'pod' },
        grant: shared,
        confined: [],
      })),
    ];
  for (const one of sharing)
    for (const other of sharing)
      if (one.place.id !== other.place.id && reaches(one.view, other.view))
        steps.push({
          type: 'SHARE_PS_NAMESPACE',
          from: one.place,
          to: { kind: 'container', place: other.place },
          grant: shared,
          confined: [],
        });
  return steps;
};

const shared = 'the containers of the pod share their processes';

/** A pod of a thousand containers would make a million pairs: then each is taken to reach all. */
const mostPaired = 100;

const mayBeRoot = ({ user, keepsPrivileges }: ContainerView): boolean => user.kind !== 'other' || !keepsPrivileges;

const reaches = (one: ContainerView, other: ContainerView): boolean => {
  if (one.privileged || one.has('SYS_PTRACE')) return true;
  if (one.user.kind !== 'other') return true;
  if (other.user.kind === 'root') return !one.keepsPrivileges;
  // A number that only the image knows may be the same.
  const [mine, theirs] = [one.user.id, other.user.kind === 'other' ? other.user.id : null];
  return mine === null || theirs === null || mine === theirs;
};
