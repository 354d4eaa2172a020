/** What a pod template gives a container that leads out of it, and the edits that take it back: one matter for each control. */

import { absent, present, type Edit } from '../../model/change.ts';
import { renderFieldPath, type FieldPath } from '../../model/field-path.ts';
import { isJsonArray, type Json, type JsonObject } from '../../model/json.ts';
import { at, objectAt, textAt } from '../../model/read-object.ts';
import { hostNamespaces } from '../../kube/pod-security/checks/host-namespaces.ts';
import { hostProcess } from '../../kube/pod-security/checks/host-process.ts';
import { privileged } from '../../kube/pod-security/checks/privileged.ts';
import type { Check } from '../../kube/pod-security/check.ts';
import { settingPath, toEdit, toPodView, type PodView } from '../../kube/pod-security/pod-view.ts';
import { toContainerPath, toItemSegment, visitContainers } from '../../kube/workload/containers.ts';
import { podTemplateOf } from '../../kube/workload/pod-template.ts';
import type { StandingWorkload } from '../standing-workloads.ts';
import { toContainerView } from './container-view.ts';
import { readHostMounts, type HostMount } from './host-mounts.ts';
import type { HostClaims } from './host-claims.ts';
import { escapes } from './registry.ts';

export interface Matter {
  /** In the id of its control: `runtime/drop-privileged/…`. */
  readonly id: string;
  /** An order, before the name of the workload. */
  readonly title: string;
  /** Of the workload's object; empty where there is nothing of it. */
  readonly edits: (template: EditedTemplate) => readonly Edit[];
}

export interface EditedTemplate {
  readonly workload: StandingWorkload;
  readonly pod: PodView;
  readonly claims: HostClaims;
  /** Of a path from the pod, that of the object. */
  readonly toPath: (path: FieldPath) => string;
}

/** `undefined` where the object is not one that an edit could mend. */
export const toEditedTemplate = (workload: StandingWorkload, claims: HostClaims): EditedTemplate | undefined => {
  const { ref, object } = workload.resource;
  const template = podTemplateOf(ref, object);
  if (template?.kind !== 'template') return undefined;
  const pod = toPodView(template);
  if (pod.defects.length > 0) return undefined;
  return { workload, pod, claims, toPath: (path) => renderFieldPath([...template.prefix, ...path]) };
};

/** The edits that the check of Pod Security proposes, of the violations that `isMeant` picks. */
const mend =
  (check: Check, isMeant: (path: FieldPath) => boolean = () => true): Matter['edits'] =>
  ({ pod, toPath }) =>
    (check.revisions.at(-1)?.find(pod) ?? [])
      .filter(({ path }) => isMeant(path))
      .flatMap(({ edits }) => edits.map((edit): Edit => ({ ...edit, path: toPath(edit.path) })));

/** Those by which one leaves a container; `ALL` has them. */
const leadingCapabilities: ReadonlySet<string> = new Set([
  'ALL',
  'SYS_ADMIN',
  'SYS_MODULE',
  'SYS_PTRACE',
  'DAC_READ_SEARCH',
]);

const dropCapabilities: Matter['edits'] = ({ pod, toPath }) =>
  pod.containers.flatMap((holder): readonly Edit[] => {
    const add = at(holder.context, 'capabilities', 'add');
    if (!isJsonArray(add)) return [];
    const kept = add.filter(
      (name) => typeof name !== 'string' || !leadingCapabilities.has(name.toUpperCase().replace(/^CAP_/, '')),
    );
    if (kept.length === add.length) return [];
    const edit = toEdit(settingPath(holder, 'capabilities', 'add'), add, kept.length === 0 ? undefined : kept);
    return [{ ...edit, path: toPath(edit.path) }];
  });

const unshareProcesses: Matter['edits'] = ({ pod: { spec }, toPath }) =>
  spec['shareProcessNamespace'] === true
    ? [{ path: toPath(['spec', 'shareProcessNamespace']), before: present(true), after: absent }]
    : [];

interface Item {
  readonly path: FieldPath;
  readonly object: Json;
  readonly mounts: readonly HostMount[];
}

/** Each mount and device of a container that is of the node, by its place in the list. */
const listMounts = ({ workload: { place, resource, spec }, claims }: EditedTemplate): readonly Item[] => {
  const holder = { namespace: place.namespace, name: resource.ref.name, object: resource.object, spec };
  const items: Item[] = [];
  visitContainers(
    spec,
    (container) => {
      for (const [field, key] of mountLists) {
        const list = container.object[field];
        if (!isJsonArray(list)) continue;
        for (const [index, object] of list.entries()) {
          const alone: JsonObject = { ...objectAt(container.object), [field]: [object] };
          const mounts = readHostMounts(holder, pickLists(alone, field), claims);
          if (mounts.length === 0) continue;
          items.push({ path: [...toContainerPath(container), field, toItemSegment(list, index, key)], object, mounts });
        }
      }
    },
    () => undefined,
  );
  return items;
};

const mountLists = [
  ['volumeMounts', 'mountPath'],
  ['volumeDevices', 'devicePath'],
] as const;

/** With the mounts of one list alone. */
const pickLists = (container: JsonObject, field: string): JsonObject =>
  Object.fromEntries(
    Object.entries(container).filter(([name]) => name === field || mountLists.every(([list]) => list !== name)),
  );

/** By itself, in a container that may read logs and has nothing else. */
const leadsOut = (mounts: readonly HostMount[]): readonly string[] => {
  const view = toContainerView({ spec: {}, container: {}, mounts, readsLogs: () => true });
  return escapes.filter((escape) => escape.find(view).length > 0).map(({ type }) => type);
};

const setReadOnly: Matter['edits'] = (template) =>
  listMounts(template)
    .filter(
      ({ mounts }) =>
        mounts.every(({ block }) => !block) &&
        leadsOut(mounts).length > leadsOut(mounts.map((mount) => ({ ...mount, readOnly: true }))).length,
    )
    .map(({ path, object }) => ({
      path: template.toPath([...path, 'readOnly']),
      before: at(object, 'readOnly') === undefined ? absent : present(at(object, 'readOnly') ?? false),
      after: present(true),
    }));

/** The mounts that lead out, and the volumes that nothing mounts then. Last first: an index counts what stands before it. */
const dropMounts: Matter['edits'] = (template) => {
  const items = listMounts(template);
  const leading = items.filter(({ mounts }) => leadsOut(mounts).length > 0);
  const kept = new Set(items.filter((item) => !leading.includes(item)).map(({ object }) => textAt(object, 'name')));
  const names = new Set(leading.map(({ object }) => textAt(object, 'name')).filter((name) => !kept.has(name)));
  const volumes = template.pod.spec['volumes'];
  const dropped = isJsonArray(volumes)
    ? volumes.flatMap((volume, index): readonly Edit[] =>
        names.has(textAt(volume, 'name'))
          ? [
              {
                path: template.toPath(['spec', 'volumes', toItemSegment(volumes, index, 'name')]),
                before: present(volume),
                after: absent,
              },
            ]
          : [],
      )
    : [];
  return [
    ...leading.map(({ path, object }): Edit => ({
      path: template.toPath(path),
      before: present(object),
      after: absent,
    })),
    ...dropped,
  ].toReversed();
};

/** What costs a workload least comes first. */
export const matters: readonly Matter[] = [
  { id: 'drop-privileged', title: 'Run without privileges', edits: mend(privileged) },
  { id: 'drop-capabilities', title: 'Add no capability that leads to the node to', edits: dropCapabilities },
  {
    id: 'drop-host-pid',
    title: 'Hide the processes of the node from',
    edits: mend(hostNamespaces, (path) => path.includes('hostPID')),
  },
  { id: 'drop-host-process', title: 'Run in a container of Windows', edits: mend(hostProcess) },
  { id: 'read-only-host-mounts', title: 'Mount read-only the paths of the node that lead out of', edits: setReadOnly },
  { id: 'drop-host-mounts', title: 'Mount no path of the node that leads out of', edits: dropMounts },
  { id: 'unshare-processes', title: 'Keep the processes of containers apart in', edits: unshareProcesses },
];
