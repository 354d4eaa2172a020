/** What the workloads of an estate need of the network, from a snapshot in which pods are bare and what makes them is whole. */

import { findNeededFlows, type NeededFlows } from '../../../kube/network/generate/find-needed-flows.ts';
import type { Workload, WorkloadTemplate } from '../../../kube/network/generate/needed-flow.ts';
import { readWorkloads } from '../../../kube/network/generate/read-workloads.ts';
import type { Side } from '../../../kube/network/side.ts';
import { podTemplateOf } from '../../../kube/workload/pod-template.ts';
import { toGroup } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';

export const readNeeded = (snapshot: Snapshot, sides: readonly Side[]): NeededFlows =>
  findNeededFlows(
    snapshot,
    readWorkloads(snapshot, sides).map((workload) => withOwnTemplate(workload, snapshot)),
  );

/** A pod that its controller speaks for was kept without its environment, with what was injected into it. */
const withOwnTemplate = (workload: Workload, snapshot: Snapshot): Workload => {
  const { ref, templates, sides } = workload;
  if (ref.kind === 'Pod' || sides.every(({ resource }) => resource.ref.kind !== 'Pod')) return workload;
  const owner = snapshot.find(toGroup(ref.apiVersion), ref.kind, ref.namespace, ref.name);
  if (owner === undefined) return workload;
  const own = podTemplateOf(owner.ref, owner.object);
  if (own?.kind !== 'template') return workload;
  const made: WorkloadTemplate = { resource: owner, prefix: own.prefix, metadata: own.metadata, spec: own.spec };
  return { ...workload, templates: [made, ...templates] };
};
