/** A custom resource as the API server presents it: pruned and filled in by the structural schema of its version. */

import { type Json, type JsonObject, isJsonArray, isJsonObject, setField } from '../../model/json.ts';
import type { Draft } from './defaults/draft.ts';
import { compileType } from './compile-type.ts';
import { ofServer } from './server-assigned.ts';
import type { Trail } from './trail.ts';

/** `spec.versions[].schema.openAPIV3Schema` of a CustomResourceDefinition, as the parts of it that shape an object and give it types. */
export interface StructuralSchema {
  readonly type?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  readonly items?: StructuralSchema;
  readonly additionalProperties?: StructuralSchema | boolean;
  readonly default?: Json;
  readonly nullable?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
}

/** Unknown fields are noted and left out before defaults are filled in, which are never pruned. */
export const presentCustomObject = (object: JsonObject, schema: StructuralSchema, trail: Trail): JsonObject => {
  const pruned = prune(object, schema, trail, true) as JsonObject;
  const filled = setDefaults(pruned, schema) as JsonObject;
  trail.enter('metadata');
  const metadata: Draft = compileType('meta/v1.ObjectMeta')(filled.metadata ?? {}, trail);
  trail.leave();
  for (const field of ofServer) delete metadata[field];
  return { ...filled, metadata: { ...metadata, generation: 1 } };
};

const ofResource = new Set(['apiVersion', 'kind', 'metadata']);

const prune = (value: Json, schema: StructuralSchema, trail: Trail, isResource: boolean): Json => {
  if (isJsonArray(value)) return pruneItems(value, schema.items, trail);
  if (!isJsonObject(value)) return value;
  const { properties = {}, additionalProperties: others } = schema;
  const keepsUnknown = schema['x-kubernetes-preserve-unknown-fields'] === true || others === true;
  const pruned: Draft = {};
  for (const [key, given] of Object.entries(value)) {
    const known = Object.hasOwn(properties, key) ? properties[key] : typeof others === 'object' ? others : undefined;
    if (known === undefined || (isResource && key === 'metadata')) {
      if (keepsUnknown || (isResource && ofResource.has(key))) setField(pruned, key, given);
      else trail.noteUnknown(key);
      continue;
    }
    trail.enter(key);
    setField(pruned, key, prune(given, known, trail, known['x-kubernetes-embedded-resource'] === true));
    trail.leave();
  }
  return pruned;
};

const pruneItems = (items: readonly Json[], schema: StructuralSchema | undefined, trail: Trail): Json => {
  if (schema === undefined) return items;
  return items.map((item, index) => {
    trail.enter(index);
    const pruned = prune(item, schema, trail, schema['x-kubernetes-embedded-resource'] === true);
    trail.leave();
    return pruned;
  });
};

/** A field that is null, may not be, and has a default is as if it were not there. */
const setDefaults = (value: Json, schema: StructuralSchema): Json => {
  const { items, properties = {}, additionalProperties: others } = schema;
  if (isJsonArray(value))
    return items === undefined ? value : value.map((item) => setDefaults(toGiven(item, items), items));
  if (!isJsonObject(value)) return value;
  const filled: Draft = {};
  for (const [key, given] of Object.entries(value)) {
    const known = Object.hasOwn(properties, key) ? properties[key] : typeof others === 'object' ? others : undefined;
    if (known === undefined) setField(filled, key, given);
    else if (given !== null || known.nullable === true) setField(filled, key, setDefaults(given, known));
    else if (known.default === undefined) setField(filled, key, null);
  }
  for (const [key, known] of Object.entries(properties))
    if (!Object.hasOwn(filled, key) && known.default !== undefined)
      setField(filled, key, setDefaults(known.default, known));
  return filled;
};

const toGiven = (item: Json, schema: StructuralSchema): Json =>
  item === null && schema.nullable !== true && schema.default !== undefined ? schema.default : item;
