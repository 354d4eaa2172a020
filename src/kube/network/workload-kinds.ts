/** The kinds that stand for pods nobody has read: every kind with a template, and virtual machines, which run in pods. */

import { at, objectAt } from '../../model/read-object.ts';
import { toGroup, type Resource, type ResourceRef } from '../../model/resource.ts';
import type { JsonObject } from '../../model/json.ts';
import { podKinds, podTemplateOf, podTemplatePath } from '../workload/pod-template.ts';

const machineGroup = 'kubevirt.io';
const machineKinds = ['VirtualMachine', 'VirtualMachineInstance'];

/** A PodTemplate is a template that nobody runs. */
export const workloadKinds: readonly { readonly group: string; readonly kind: string }[] = [
  ...podKinds
    .filter(({ kind }) => kind !== 'Pod' && kind !== 'PodTemplate')
    .flatMap(({ groups, kind }) => groups.map((group) => ({ group, kind }))),
  ...machineKinds.map((kind) => ({ group: machineGroup, kind })),
];

export const isMachine = ({ apiVersion, kind }: ResourceRef): boolean =>
  toGroup(apiVersion) === machineGroup && machineKinds.includes(kind);

/** Whether people call pods by an object of this kind. */
export const isWorkload = (ref: ResourceRef): boolean => podTemplatePath(ref) !== undefined || isMachine(ref);

export interface WorkloadTemplate {
  readonly labels: JsonObject;
  readonly spec: JsonObject;
}

/** `undefined` where it has none, or one that the API server refuses. */
export const templateOf = ({ ref, object }: Resource): WorkloadTemplate | undefined => {
  if (isMachine(ref)) return toMachineTemplate(ref, object);
  const template = podTemplateOf(ref, object);
  if (template?.kind !== 'template') return undefined;
  const { metadata, spec } = template;
  const labels = objectAt(metadata, 'labels');
  if (ref.kind !== 'Job') return { labels, spec };
  // The API server adds them to the template of a Job it is given.
  return { labels: { 'batch.kubernetes.io/job-name': ref.name, 'job-name': ref.name, ...labels }, spec };
};

/** The pod of a machine takes its labels, and two of KubeVirt's own. */
const toMachineTemplate = ({ kind, name }: ResourceRef, object: JsonObject): WorkloadTemplate | undefined => {
  const own = kind === 'VirtualMachine' ? at(object, 'spec', 'template') : object;
  if (own === undefined) return undefined;
  const labels = objectAt(own, 'metadata', 'labels');
  return { labels: { ...labels, 'kubevirt.io': 'virt-launcher', 'vm.kubevirt.io/name': name }, spec: {} };
};
