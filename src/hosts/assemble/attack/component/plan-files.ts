/** Turns walls to build into files: one patch an object, however many walls change it, and the policies of each namespace. */

import { printYaml } from '../../../../lang/patch/print-yaml.ts';
import type { Control } from '../../../../model/control.ts';
import type { Change } from '../../../../model/change.ts';
import type { JsonObject } from '../../../../model/json.ts';
import { toRefKey, type ResourceRef } from '../../../../model/resource.ts';
import type { Snapshot } from '../../../../model/snapshot.ts';
import { findByKey } from '../find-grants.ts';
import { toRef } from '../tell-remedy.ts';
import { createFileNames } from './file-names.ts';
import { planPatch, planReplacement } from './plan-patch.ts';
import { planPolicies, type PoliciesPlan } from './plan-policies.ts';
import type { PlannedAdvice, PlannedFile, PlannedFiles } from './planned-file.ts';

export interface PlanRequest {
  readonly controls: readonly Control[];
  readonly snapshot: Snapshot;
  /** Asked for the namespaces that are to be closed, where there are any. */
  readonly policiesFor: (namespaces: readonly string[]) => PoliciesPlan;
}

export const planFiles = ({ controls, snapshot, policiesFor }: PlanRequest): PlannedFiles => {
  const toName = createFileNames();
  const advice: PlannedAdvice[] = [];
  const changes = new Map<string, Gathered<Change>>();
  const deleted = new Map<string, Gathered<ResourceRef>>();
  const created = new Map<string, Gathered<JsonObject>>();
  const closed = new Map<string, Gathered<string>>();
  for (const { id, title, remedy } of controls) {
    switch (remedy?.kind) {
      case undefined:
        break;
      case 'change':
        for (const change of remedy.changes) gather(changes, toRefKey(change.target), id, change, change.reason);
        break;
      case 'delete':
        for (const ref of remedy.objects) gather(deleted, toRefKey(ref), id, ref, title);
        break;
      case 'create':
        for (const object of remedy.objects) gather(created, toRefKey(toRef(object)), id, object, title);
        break;
      case 'network-policies':
        gather(closed, remedy.namespace, id, remedy.namespace, title);
        break;
      case 'advice':
        advice.push({ control: id, text: remedy.text });
        break;
    }
  }
  const files: PlannedFile[] = [];
  for (const [key, { items, controls: by, reasons }] of changes) {
    // What is deleted needs no change; what is to be made is no object that was read.
    if (deleted.has(key)) continue;
    const [first] = items;
    if (first === undefined) continue;
    const planned = planPatch(items, findByKey(snapshot, key));
    if (planned.kind === 'none') {
      for (const control of by) advice.push({ control, text: planned.why });
      continue;
    }
    const { target } = first;
    const name = toName(target, planned.kind);
    files.push({ ...planned, name, ref: target, controls: by, reasons });
  }
  for (const { items, controls: by, reasons } of deleted.values()) {
    const [ref] = items;
    if (ref === undefined) continue;
    const text = printYaml({ ...toIdentity(ref), $patch: 'delete' });
    files.push({ name: toName(ref, 'delete'), kind: 'delete', ref, text, undo: null, controls: by, reasons });
  }
  for (const [key, { items, controls: by, reasons }] of created) {
    const [object] = items;
    if (object === undefined) continue;
    const ref = toRef(object);
    const there = findByKey(snapshot, key);
    const planned = there === undefined ? null : planReplacement(object, there);
    if (planned === null || planned.kind === 'none')
      files.push({
        name: toName(ref, null),
        kind: 'create',
        ref,
        text: printYaml(object),
        undo: null,
        controls: by,
        reasons,
      });
    else files.push({ ...planned, name: toName(ref, planned.kind), ref, controls: by, reasons });
  }
  const policies = closed.size === 0 ? null : policiesFor([...closed.keys()]);
  for (const [namespace, { controls: by, reasons }] of closed) {
    if (policies === null) break;
    const planned = planPolicies(namespace, policies, snapshot, toName);
    if (planned.kind === 'none') for (const control of by) advice.push({ control, text: planned.why });
    else for (const file of planned.files) files.push({ ...file, controls: by, reasons });
  }
  return { files, advice };
};

interface Gathered<T> {
  readonly items: T[];
  readonly controls: string[];
  readonly reasons: string[];
}

const gather = <T>(into: Map<string, Gathered<T>>, key: string, control: string, item: T, reason: string): void => {
  const known = into.get(key) ?? { items: [], controls: [], reasons: [] };
  into.set(key, known);
  known.items.push(item);
  if (!known.controls.includes(control)) known.controls.push(control);
  if (!known.reasons.includes(reason)) known.reasons.push(reason);
};

/** As kustomize finds an object by a patch. */
const toIdentity = ({ apiVersion, kind, namespace, name }: ResourceRef): JsonObject => ({
  apiVersion,
  kind,
  metadata: namespace === null || namespace === '' ? { name } : { name, namespace },
});
