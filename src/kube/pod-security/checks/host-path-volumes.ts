/**
 * HostPath volumes, baseline: no volume may be a path of the node.
 *
 * Fields: spec.volumes[*].hostPath. Allowed: undefined, null. The same in all versions; at restricted the control of
 * volume types replaces it.
 */

import type { Check, Violation } from '../check.ts';
import { isJsonObject } from '../../../model/json.ts';
import { isAbsent } from '../../workload/pod-template.ts';
import { describeValue, type PodView } from '../pod-view.ts';
import { nameVolume, toVolumesDefect, visitVolumes, volumePath } from '../volumes.ts';

const find = ({ spec }: PodView): readonly Violation[] => {
  const { volumes } = spec;
  if (isAbsent(volumes)) return [];
  const found: Violation[] = [];
  const sound = visitVolumes(volumes, (volume, index, all) => {
    if (isAbsent(volume.hostPath)) return;
    const where = isJsonObject(volume.hostPath) ? describeValue(volume.hostPath.path) : describeValue(volume.hostPath);
    found.push({
      path: [...volumePath(all, index), 'hostPath'],
      message: `${nameVolume(volume, index)} mounts the node's own path ${where}.`,
      edits: [],
    });
  });
  return sound ? found : [toVolumesDefect(volumes)];
};

export const hostPathVolumes: Check = {
  id: 'host-path-volumes',
  level: 'baseline',
  control: 'pss-volumes',
  title: "Volumes do not mount the node's file system",
  layer: 'cluster',
  what: 'No volume may have the type hostPath.',
  why: "A path of the node outlives the pod and belongs to everybody on the node. With / or /etc, /var/lib/kubelet or the container runtime's socket, whoever takes the container takes the node; even a log folder that can be written to has been turned into a way out.",
  fine: 'Log collectors, node-exporter, CNI and CSI plug-ins read the node by purpose. Mount one folder, readOnly, in a namespace whose label is privileged.',
  remediation:
    'Replace hostPath volumes with ones that Kubernetes manages. For scratch space use emptyDir, for data that must stay a persistentVolumeClaim, for configuration a configMap or secret, for disks of the node a local PersistentVolume; which of them, only its author knows.',
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
    'https://kubernetes.io/docs/concepts/storage/volumes/#hostpath',
  ],
  reads: ['spec.volumes[*].hostPath'],
  revisions: [{ since: 0, find }],
  overrides: null,
};
