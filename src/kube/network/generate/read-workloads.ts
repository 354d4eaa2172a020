/** Reads the workloads policies are generated for: what runs, what is only a template, and what an operator makes of its own kinds. */

import { renderFieldPath } from '../../../model/field-path.ts';
import type { JsonObject } from '../../../model/json.ts';
import { at, objectAt, objectsAt, textAt } from '../../../model/read-object.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { podTemplateOf } from '../../workload/pod-template.ts';
import { toNamespaceName } from '../namespace-name.ts';
import type { PodSide, Side } from '../side.ts';
import { chooseSelector } from './choose-selector.ts';
import { createLabelIndex } from './label-index.ts';
import type { Workload, WorkloadTemplate } from './needed-flow.ts';
import { readOperatorWorkloads } from './read-operator-workloads.ts';

export const readWorkloads = (snapshot: Snapshot, sides: readonly Side[]): readonly Workload[] => {
  const byPlace = Map.groupBy(
    sides.filter((side) => side.kind === 'pods'),
    ({ place, workload }) => `${place.namespace}\n${workload.kind}\n${place.name}`,
  );
  const drafts = [
    ...[...byPlace.values()].map((same) => toDraft(same, snapshot)),
    ...readIdleTemplates(snapshot, byPlace),
  ];
  const known = new Set(drafts.map(({ namespace, kind, name }) => `${namespace}/${kind}/${name}`));
  const announced = readOperatorWorkloads(snapshot).filter(
    ({ namespace, kind, name }) => !known.has(`${namespace}/${kind}/${name}`),
  );
  return markOverlaps([...drafts, ...announced]);
};

const toDraft = (sides: readonly PodSide[], snapshot: Snapshot): Workload => {
  const [first] = sides;
  if (first === undefined) throw new Error('a workload has at least one side');
  const { workload: ref, place } = first;
  const owner = snapshot.find(groupOf(ref.apiVersion), ref.kind, ref.namespace, ref.name);
  const labels = sides.map((side) => side.labels);
  return {
    namespace: place.namespace,
    isNamespaceWritten: (ref.namespace ?? '') !== '',
    name: place.name,
    kind: ref.kind,
    ref,
    selector: chooseSelector(owner, labels),
    alsoSelected: [],
    hostNetwork: sides.every(({ hostNetwork }) => hostNetwork),
    serviceAccount: first.serviceAccount,
    sides,
    ports: sides.flatMap(({ ports }) => ports),
    templates: sides.flatMap(({ resource }) => toTemplate(resource).map((template) => toLasting(template, owner))),
    labels,
    replicas: toReplicas(ref.kind, owner),
  };
};

const groupOf = (apiVersion: string): string => (apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '');

const toTemplate = (resource: Resource): readonly WorkloadTemplate[] => {
  const template = podTemplateOf(resource.ref, resource.object);
  return template?.kind === 'template'
    ? [{ resource, prefix: template.prefix, metadata: template.metadata, spec: template.spec }]
    : [];
};

/** What a pod shows is told of the object that made it, where that says the same: the pod's name is another one tomorrow. */
const toLasting = (template: WorkloadTemplate, owner: Resource | undefined): WorkloadTemplate => {
  const [made] = owner === undefined || template.resource === owner ? [] : toTemplate(owner);
  return made === undefined || namesOf(made) !== namesOf(template)
    ? template
    : { ...template, resource: made.resource, prefix: made.prefix };
};

/** Of its containers, in order: a sidecar that somebody put in moves the others. */
const namesOf = ({ spec }: WorkloadTemplate): string =>
  ['initContainers', 'containers']
    .map((list) => objectsAt(spec, list).map((container) => textAt(container, 'name')))
    .join('\n');

const toReplicas = (kind: string, owner: Resource | undefined): number | null => {
  if (kind === 'Pod') return 1;
  if (kind === 'Deployment' || kind === 'StatefulSet' || kind === 'ReplicaSet') {
    const written = at(owner?.object, 'spec', 'replicas');
    return owner === undefined ? null : typeof written === 'number' ? written : 1;
  }
  return null;
};

/** A CronJob between two runs has no pods, and the next one needs its rules. */
const readIdleTemplates = (snapshot: Snapshot, byPlace: ReadonlyMap<string, readonly PodSide[]>): readonly Workload[] =>
  snapshot.list('batch', 'CronJob').flatMap((job): readonly Workload[] => {
    const namespace = toNamespaceName(job.ref.namespace);
    if (byPlace.has(`${namespace}\nCronJob\n${job.ref.name}`)) return [];
    return toTemplate(job).map((template) => ({
      namespace,
      isNamespaceWritten: (job.ref.namespace ?? '') !== '',
      name: job.ref.name,
      kind: job.ref.kind,
      ref: job.ref,
      selector: chooseSelector(job, [objectAt(template.metadata, 'labels')]),
      alsoSelected: [],
      hostNetwork: template.spec['hostNetwork'] === true,
      serviceAccount: textAt(template.spec, 'serviceAccountName') || 'default',
      sides: [],
      ports: [],
      templates: [template],
      labels: [objectAt(template.metadata, 'labels')],
      replicas: null,
    }));
  });

const markOverlaps = (workloads: readonly Workload[]): readonly Workload[] => {
  const select = createLabelIndex(workloads);
  return workloads.map((workload) => {
    // Without a label all are meant: one sentence says so, whoever they are.
    const isEmpty = Object.keys(workload.selector).length === 0;
    const meant = select(workload.namespace, workload.selector);
    const alsoSelected = (isEmpty ? meant.slice(0, 2) : meant).filter((other) => other !== workload);
    return alsoSelected.length === 0 ? workload : { ...workload, alsoSelected: alsoSelected.map(({ name }) => name) };
  });
};

/** Every container that runs, those that run first included. */
export const containersOf = (
  template: WorkloadTemplate,
): readonly { readonly object: JsonObject; readonly path: string }[] =>
  ['initContainers', 'containers'].flatMap((list) =>
    objectsAt(template.spec, list).map((object, index) => ({
      object,
      path: renderFieldPath([...template.prefix, 'spec', list, index]),
    })),
  );
