/** The patch that makes all changes of one object, and the one that takes them back. */

import { applyEdits } from '../../../../lang/patch/apply-edits.ts';
import { findEdits } from '../../../../lang/patch/find-edits.ts';
import { mergeChanges } from '../../../../lang/patch/merge-changes.ts';
import { printYaml } from '../../../../lang/patch/print-yaml.ts';
import { toJsonPatch } from '../../../../lang/patch/to-json-patch.ts';
import { isBuiltIn, toStrategicPatch } from '../../../../lang/patch/to-strategic-patch.ts';
import type { Change } from '../../../../model/change.ts';
import type { Json, JsonObject } from '../../../../model/json.ts';
import { objectAt } from '../../../../model/read-object.ts';
import type { Resource, ResourceRef } from '../../../../model/resource.ts';
import { renderRef } from '../../../../reports/place.ts';

export type PlannedPatch =
  | { readonly kind: 'patch' | 'json-patch'; readonly text: string; readonly undo: Json }
  | { readonly kind: 'none'; readonly why: string };

/** `resource` as it was read, `undefined` where it was not: then only what needs no look at it can be said. */
export const planPatch = (changes: readonly Change[], resource: Resource | undefined): PlannedPatch => {
  const [first] = changes;
  if (first === undefined) return { kind: 'none', why: 'nothing is to be changed' };
  const { target } = first;
  const before: JsonObject = resource?.object ?? {};
  const after = mergeChanges(
    before,
    changes.map(({ edits }) => applyEdits(before, edits)),
  );
  return (
    toPatches(before, after, target) ?? {
      kind: 'none',
      why: `change ${renderRef(target)} by hand: ${changes.map(({ reason }) => reason).join('; ')}`,
    }
  );
};

/**
 * The patch that makes `object` of one that is there: it cannot be added a second time, and kustomize replaces none as a
 * whole. `null` where no patch can say it.
 */
export const planReplacement = (object: JsonObject, resource: Resource): PlannedPatch | null => {
  const before = resource.object;
  const { status: _, ...kept } = before;
  const metadata = { ...objectAt(before, 'metadata'), ...objectAt(object, 'metadata') };
  const own = Object.keys(object).filter((field) => !head.has(field));
  const after = {
    ...pickFields(kept, head),
    metadata,
    ...Object.fromEntries(own.map((field) => [field, object[field] ?? null])),
  };
  return toPatches(kept, after, resource.ref);
};

const head: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

const pickFields = (object: JsonObject, fields: ReadonlySet<string>): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([field]) => fields.has(field)));

const toPatches = (before: JsonObject, after: JsonObject, target: ResourceRef): PlannedPatch | null => {
  if (!isBuiltIn(target.apiVersion)) {
    const [patch, undo] = [
      toJsonPatch(findEdits(before, after, false), before),
      toJsonPatch(findEdits(after, before, false), after),
    ].map((operations) => operations.map((operation): Json => ({ ...operation })));
    return patch === undefined || undo === undefined ? null : { kind: 'json-patch', text: printYaml(patch), undo };
  }
  const patch = toStrategicPatch(findEdits(before, after, true), target);
  const undo = toStrategicPatch(findEdits(after, before, true), target);
  return patch === null || undo === null ? null : { kind: 'patch', text: printYaml(patch), undo };
};
