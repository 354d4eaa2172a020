/** Volumes without a source that is known: the API server makes them emptyDir, and Kyverno sees a type that is unknown. */

import type { Violation } from '../../../kube/pod-security/check.ts';
import type { PodView } from '../../../kube/pod-security/pod-view.ts';
import { nameVolume, visitVolumes, volumePath } from '../../../kube/pod-security/volumes.ts';
import { isAbsent } from '../../../kube/workload/pod-template.ts';

export const findSourcelessVolumes = ({ spec }: PodView): readonly Violation[] => {
  if (isAbsent(spec.volumes)) return none;
  let found: Violation[] | null = null;
  visitVolumes(spec.volumes, (volume, index, all) => {
    for (const field in volume) if (field !== 'name' && !isAbsent(volume[field])) return;
    const message = `${nameVolume(volume, index)} has no source.`;
    (found ??= []).push({ path: [...volumePath(all, index), 'unknown'], message, edits: [] });
  });
  return found ?? none;
};

const none: readonly never[] = [];
