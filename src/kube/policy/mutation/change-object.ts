/** Applies what a mutation's expression made, as an ApplyConfiguration or as a JSON patch. */

import { findMisnamedTypes, JsonPatchValue } from '../../cel/mutation-types.ts';
import type { Value } from '../../../lang/cel/value.ts';
import { isJsonObject, type JsonObject } from '../../../model/json.ts';
import { applyConfiguration, type ApplyOptions } from './apply-configuration.ts';
import { applyJsonPatch, type PatchOperation } from './apply-json-patch.ts';
import { isTooLarge } from './is-too-large.ts';
import { toJson } from './to-json.ts';

export type PatchType = 'ApplyConfiguration' | 'JSONPatch';

export interface MutatedKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

export type Changed =
  | { readonly kind: 'object'; readonly object: JsonObject }
  | { readonly kind: 'defect'; readonly message: string };

export const changeObject = (
  object: JsonObject,
  made: Value,
  patchType: PatchType,
  kind: MutatedKind,
  options: ApplyOptions = {},
): Changed => {
  const [misnamed] = findMisnamedTypes(made);
  if (misnamed !== undefined) return { kind: 'defect', message: `type mismatch: ${misnamed}` };
  if (patchType === 'ApplyConfiguration') {
    const applied = toJson(made);
    if (!isJsonObject(applied)) return notJson;
    const merged = applyConfiguration(object, applied, kind, options);
    return merged.kind === 'applied' ? { kind: 'object', object: merged.object } : merged;
  }
  const operations = toOperations(made);
  if (operations === null) return notJson;
  const patched = applyJsonPatch(object, operations);
  switch (patched.kind) {
    case 'patched':
      return isTooLarge(patched.object) ? tooLarge : keepKind(object, patched.object);
    case 'untested':
      return { kind: 'object', object };
    case 'defect':
      return patched;
  }
};

/** The server decodes what was made as what it was. */
const keepKind = (before: JsonObject, after: JsonObject): Changed => {
  const lost = (['apiVersion', 'kind'] as const).find((field) => after[field] !== before[field]);
  return lost === undefined
    ? { kind: 'object', object: after }
    : { kind: 'defect', message: `a mutation may not change the ${lost} of an object` };
};

const tooLarge: Changed = { kind: 'defect', message: 'what it makes is larger than what the API server takes' };

const notJson: Changed = {
  kind: 'defect',
  message: 'the expression evaluated to a value that could not marshal to JSON',
};

const toOperations = (made: Value): readonly PatchOperation[] | null => {
  if (!Array.isArray(made)) return null;
  const operations: PatchOperation[] = [];
  for (const item of made as readonly Value[]) {
    if (!(item instanceof JsonPatchValue)) return null;
    const value = item.value === undefined ? undefined : toJson(item.value);
    if (item.value !== undefined && value === undefined) return null;
    operations.push({ op: item.op, path: item.path, from: item.from, value });
  }
  return operations;
};
