/** From what our checks find in a pod to the fields Kyverno lists for it, one by one: what exclusions are compared with. */

import type { Violation } from '../../../kube/pod-security/check.ts';
import type { Holder, PodView } from '../../../kube/pod-security/pod-view.ts';
import { isConfining } from '../../../kube/pod-security/profile.ts';
import { containerLists } from '../../../kube/workload/containers.ts';
import { isAbsent } from '../../../kube/workload/pod-template.ts';
import type { FieldPath } from '../../../model/field-path.ts';
import { isJsonArray, isJsonObject, type Json } from '../../../model/json.ts';
import { toText, type FieldError, type IndexedPath } from './field-error.ts';

export type ListFieldErrors = (pod: PodView, violations: readonly Violation[]) => readonly FieldError[];

/** Most controls: each violation is one field, and what it holds is the bad value. */
export const listValues: ListFieldErrors = (pod, violations) =>
  violations.map(({ path }) => {
    const { indexed, value } = locate(pod, path);
    return forbid(pod, indexed, toBadValue(value));
  });

export const listPrivilegeEscalation: ListFieldErrors = (pod, violations) =>
  violations.map(({ path }): FieldError => {
    const { indexed, value } = locate(pod, path);
    if (isAbsent(locate(pod, path.slice(0, -1)).value)) return require(pod, indexed);
    return forbid(pod, indexed, isAbsent(value) ? 'nil' : toBadValue(value));
  });

/** What is forbidden is what the edit does not keep. */
export const listAddedCapabilities: ListFieldErrors = (pod, violations) =>
  violations.map(({ path, edits: [edit] }) => {
    const { indexed, value } = locate(pod, path);
    if (!isJsonArray(value)) return forbid(pod, indexed, toBadValue(value));
    const kept = edit?.after.kind === 'value' && isJsonArray(edit.after.value) ? edit.after.value : [];
    return forbid(pod, indexed, toSortedTexts(value.filter((name) => !kept.includes(name))));
  });

/** What is not dropped comes before what is added. */
export const listRestrictedCapabilities: ListFieldErrors = (pod, violations) => {
  const isAdded = ({ path }: Violation): boolean => path.at(-1) === 'add';
  const dropped = violations
    .filter((violation) => !isAdded(violation))
    .map(({ path }) => {
      const { indexed, value } = locate(pod, path);
      if (!isJsonArray(value) || value.length === 0) return require(pod, indexed);
      return forbid(pod, indexed, toSortedTexts(value));
    });
  return [...dropped, ...listAddedCapabilities(pod, violations.filter(isAdded))];
};

export const listHostPaths: ListFieldErrors = (pod, violations) =>
  violations.map(({ path }) => {
    const { indexed, value } = locate(pod, path);
    return forbid(pod, indexed, toText(isJsonObject(value) ? value['path'] : value));
  });

/** Kyverno names the field, and no value of it. */
export const listVolumeTypes: ListFieldErrors = (pod, violations) =>
  violations.map(({ path }) => forbid(pod, locate(pod, path).indexed, ''));

export const listSysctls: ListFieldErrors = (pod, violations) =>
  violations.map(({ path }) => {
    const { indexed, value } = locate(pod, path);
    return forbid(pod, [...indexed, 'name'], toText(isJsonObject(value) ? value['name'] : value));
  });

/** Whoever says so is forbidden; whoever says nothing is required to, unless the pod says it for all. */
export const listRunAsNonRoot: ListFieldErrors = (pod) => {
  const atPod = pod.pod.context['runAsNonRoot'];
  const said: FieldError[] = [];
  const silent: FieldError[] = [];
  for (const holder of pod.holders) {
    const value = holder.context['runAsNonRoot'];
    const path = toSettingPath(holder, 'runAsNonRoot');
    if (!isAbsent(value) && value !== true) said.push(forbid(pod, path, toBadValue(value)));
    else if (isAbsent(value) && holder.container !== null && atPod !== true) silent.push(require(pod, path));
  }
  return [...said, ...silent];
};

/** Those who say nothing are told only where nobody says the wrong thing. */
export const listRestrictedSeccomp: ListFieldErrors = (pod) => {
  const isConfined = isConfining(pod.pod.context['seccompProfile']);
  const said: FieldError[] = [];
  const silent: FieldError[] = [];
  for (const holder of pod.holders) {
    const profile = holder.context['seccompProfile'];
    const path = toSettingPath(holder, 'seccompProfile', 'type');
    if (!isAbsent(profile) && !isConfining(profile)) {
      said.push(forbid(pod, path, toText(isJsonObject(profile) ? profile['type'] : profile)));
    } else if (isAbsent(profile) && holder.container !== null && !isConfined) silent.push(require(pod, path));
  }
  return said.length > 0 ? said : silent;
};

const toSettingPath = ({ container }: Holder, ...fields: readonly string[]): IndexedPath => [
  'spec',
  ...(container === null ? [] : [container.list, container.index]),
  'securityContext',
  ...fields,
];

const forbid = (pod: PodView, path: IndexedPath, bad: FieldError['bad']): FieldError => ({
  type: 'forbidden',
  path,
  bad,
  container: nameContainer(pod, path),
});

const require = (pod: PodView, path: IndexedPath): FieldError => ({
  type: 'required',
  path,
  bad: '',
  container: nameContainer(pod, path),
});

const nameContainer = (pod: PodView, [, list, index]: IndexedPath): string | null => {
  if (!containerLists.some((name) => name === list) || typeof index !== 'number') return null;
  return (
    pod.containers.find(({ container }) => container.list === list && container.index === index)?.container.name ?? ''
  );
};

/** Follows a path from the pod, and tells items by their index. */
const locate = (
  { spec, annotations }: PodView,
  path: FieldPath,
): { readonly indexed: IndexedPath; readonly value: Json | undefined } => {
  const indexed: (string | number)[] = [];
  let value: Json | undefined = { metadata: { annotations }, spec };
  for (const segment of path) {
    const step: string | number = typeof segment === 'object' ? findItem(value, segment.key, segment.value) : segment;
    indexed.push(step);
    if (typeof step === 'number') value = isJsonArray(value) ? value[step] : undefined;
    else value = isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }
  return { indexed, value };
};

const findItem = (list: Json | undefined, key: string, value: string): number =>
  isJsonArray(list) ? list.findIndex((item) => isJsonObject(item) && item[key] === value) : -1;

const toBadValue = (value: Json | undefined): FieldError['bad'] =>
  typeof value === 'boolean' || typeof value === 'number' ? value : toText(value);

const toSortedTexts = (values: readonly Json[]): readonly string[] => [...new Set(values.map(toText))].sort();
