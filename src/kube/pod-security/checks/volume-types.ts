/**
 * Volume types, restricted: besides hostPath, every volume driver that runs inside the kubelet is forbidden.
 *
 * Fields: spec.volumes[*]. Allowed: a volume with one of configMap, csi, downwardAPI, emptyDir, ephemeral, image,
 * persistentVolumeClaim, projected, secret. A volume without any source is an emptyDir: the API server makes it one
 * before anything is checked. The same in all versions.
 */

import { isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import { isAbsent } from '../../workload/pod-template.ts';
import type { Check, Violation } from '../check.ts';
import { describeType, type PodView } from '../pod-view.ts';
import { nameVolume, toVolumesDefect, visitVolumes, volumePath } from '../volumes.ts';

const allowed = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
] as const;

const find = ({ spec }: PodView): readonly Violation[] => {
  const { volumes } = spec;
  if (isAbsent(volumes)) return [];
  const found: Violation[] = [];
  const sound = visitVolumes(volumes, (volume, index, all) => {
    if (allowed.some((source) => isJsonObject(volume[source]))) return;
    const source = sourceOf(volume);
    if (source !== undefined) found.push(toViolation(volume, index, all, source));
  });
  return sound ? found : [toVolumesDefect(volumes)];
};

const toViolation = (volume: JsonObject, index: number, all: readonly Json[], source: string): Violation => {
  const path = volumePath(all, index);
  if (!isJsonObject(all[index])) {
    const message = `The volume at index ${index} is ${describeType(all[index])}, where an object is expected: the API server refuses it.`;
    return { path, message, edits: [] };
  }
  const complaint = (allowed as readonly string[]).includes(source)
    ? `sets ${source} to ${describeType(volume[source])}, where an object is expected: the API server refuses it`
    : `has the type ${source}, which the restricted level does not allow`;
  return { path: [...path, source], message: `${nameVolume(volume, index)} ${complaint}.`, edits: [] };
};

/** What kind of volume it is: hostPath where it is one, since that is the worst it can be, else whatever is set. */
const sourceOf = (volume: JsonObject): string | undefined =>
  isAbsent(volume.hostPath)
    ? Object.keys(volume).find((field) => field !== 'name' && !isAbsent(volume[field]))
    : 'hostPath';

export const volumeTypes: Check = {
  id: 'volume-types',
  level: 'restricted',
  control: 'pss-volumes',
  title: 'Volumes have a type that is safe for everybody',
  layer: 'cluster',
  what: `Every volume must be one of ${allowed.join(', ')}.`,
  why: "hostPath opens the node's file system; nfs, iscsi, rbd and the other drivers built into the kubelet let whoever writes the pod choose which server the node talks to, and with which credentials.",
  fine: 'A network file system that has no CSI driver, until it has one: let the administrator make the PersistentVolume and the pod claim it.',
  remediation:
    'Replace the volume with one of an allowed type. Claim storage by a persistentVolumeClaim (the PersistentVolume behind it may be NFS or anything else), or use a CSI driver; for scratch space use emptyDir.',
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
    'https://kubernetes.io/docs/concepts/storage/volumes/',
  ],
  reads: ['spec.volumes[*]'],
  revisions: [{ since: 0, find }],
  overrides: 'host-path-volumes',
};
