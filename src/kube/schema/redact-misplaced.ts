/** Takes out texts that stand where none belongs: whole configurations slid there, and no name tells what in them is secret. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { redactedLiteral } from '../redaction/marker.ts';
import { toGroupVersion } from './api-version.ts';
import { findTypeOfKind, readType, type FieldType, type ScalarName } from './read-types.ts';

/**
 * The object as it is but for those texts, in whose place the marker stands: its shape is as wrong as it was, so that the
 * same is found in it. Of kinds that are not Kubernetes' own nobody knows what belongs where. An API server keeps no such object.
 */
export const redactMisplaced = (object: JsonObject): JsonObject => {
  const { group, version } = toGroupVersion(object.apiVersion);
  const kind = typeof object.kind === 'string' ? object.kind : '';
  const type = findTypeOfKind(group, version, kind);
  return type === undefined ? object : redactObjectOf(type.name, object, 0);
};

/** As deep as redaction looks; nothing of Kubernetes nests half as deep. */
const deepest = 128;

const redactObjectOf = (type: string, object: JsonObject, depth: number): JsonObject => {
  const fields = fieldsOf(type);
  return mapValues(object, (value, name) => {
    const field = fields.get(name);
    // What the server has no field for it drops, unseen; what is secret in it was told by its name.
    return field === undefined ? value : redactAs(field, value, depth + 1);
  });
};

const redactAs = (type: FieldType, value: Json, depth: number): Json => {
  if (value === null || depth > deepest) return value;
  switch (type.kind) {
    case 'pointer':
      return redactAs(type.to, value, depth);
    case 'list': {
      if (!isJsonArray(value)) return blank(value, depth);
      const items = value.map((item) => redactAs(type.of, item, depth + 1));
      return items.some((item, index) => item !== value[index]) ? items : value;
    }
    case 'map':
      return isJsonObject(value) ? mapValues(value, (item) => redactAs(type.of, item, depth + 1)) : blank(value, depth);
    case 'object':
      return isJsonObject(value) ? redactObjectOf(type.name, value, depth) : blank(value, depth);
    case 'scalar':
      return takes(type.name, value) ? value : blank(value, depth);
  }
};

/** Whether a value of that shape may stand there; what it says is for others. */
const takes = (scalar: ScalarName, value: Json): boolean => {
  switch (scalar) {
    case 'raw':
    case 'schemaorarray':
    case 'schemaorbool':
    case 'schemaorstrings':
      return true;
    case 'string':
    case 'bytes':
    case 'quantity':
    case 'time':
    case 'microtime':
    case 'intorstring':
      return typeof value !== 'object';
    case 'bool':
    case 'int32':
    case 'int64':
    case 'float64':
      return typeof value !== 'object' && typeof value !== 'string';
  }
};

/** All texts of a value gone, whatever it is made of. */
const blank = (value: Json, depth: number): Json => {
  if (typeof value === 'string') return value === '' ? value : redactedLiteral;
  if (depth > deepest) return redactedLiteral;
  if (isJsonArray(value)) return value.map((item) => blank(item, depth + 1));
  return isJsonObject(value) ? mapValues(value, (item) => blank(item, depth + 1)) : value;
};

/** Shared with the input where nothing changes, which is nearly always. */
const mapValues = (object: JsonObject, map: (value: Json, name: string) => Json): JsonObject => {
  const entries = Object.entries(object).map(([name, value]) => [name, map(value, name)] as const);
  return entries.some(([name, value]) => value !== object[name]) ? Object.fromEntries(entries) : object;
};

const known = new Map<string, ReadonlyMap<string, FieldType>>();

const fieldsOf = (type: string): ReadonlyMap<string, FieldType> => {
  const found = known.get(type) ?? new Map(readType(type).fields.map(({ name, type: field }) => [name, field]));
  known.set(type, found);
  return found;
};
