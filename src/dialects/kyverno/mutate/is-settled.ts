/** Whether merging nothing into a part of an object leaves it as it is: its lists name each item once. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import { toPlace, type Place } from './merge-place.ts';
import { findMergeType, type MergeType } from './merge-schema.ts';

/** It may say no where the answer is yes: what is not settled is merged the long way. */
export const isSettled = (value: Json, place: Place): boolean => {
  if (isJsonArray(value)) return place.list === undefined || isSettledList(value, place.list.keys, place.list.of);
  return !isJsonObject(value) || isSettledMap(value, place.type);
};

const isSettledMap = (map: JsonObject, known: MergeType | undefined): boolean => {
  const { apiVersion, kind } = map;
  const type =
    known ?? (typeof apiVersion === 'string' && typeof kind === 'string' ? findMergeType(apiVersion, kind) : undefined);
  for (const name of Object.keys(map)) {
    const value = map[name];
    if (typeof value === 'object' && value !== null && !isSettled(value, toPlace(type?.fields.get(name)))) return false;
  }
  return true;
};

const isSettledList = (list: readonly Json[], keys: readonly string[], of: MergeType | undefined): boolean => {
  const [key] = keys;
  if (keys.length === 1 && key !== undefined && list.length <= fewItems) return isSettledByKey(list, key, of);
  const seen = new Set<string>();
  let shape: string | undefined;
  for (const item of list) {
    const named = keys.length === 0 ? toName(item) : toNames(item, keys);
    if (named === undefined || seen.has(named.id)) return false;
    // Items that leave out different keys may be taken for one another.
    if (shape !== undefined && shape !== named.shape) return false;
    shape = named.shape;
    seen.add(named.id);
    if (isJsonObject(item) && !isSettledMap(item, of)) return false;
  }
  return true;
};

const isSettledByKey = (list: readonly Json[], key: string, of: MergeType | undefined): boolean => {
  const seen: Json[] = [];
  for (const item of list) {
    if (!isJsonObject(item) || !Object.hasOwn(item, key)) return false;
    const value = item[key];
    // Texts that differ are keys that differ; what is no text is looked at the long way.
    if (typeof value !== 'string' || value === '' || seen.includes(value)) return false;
    seen.push(value);
    if (!isSettledMap(item, of)) return false;
  }
  return true;
};

/** These are compared one with another faster than a set is made. */
const fewItems = 16;

interface Named {
  readonly id: string;
  readonly shape: string;
}

const toName = (item: Json): Named | undefined =>
  item === null || typeof item === 'object' ? undefined : { id: String(item), shape: '' };

const toNames = (item: Json, keys: readonly string[]): Named | undefined => {
  if (!isJsonObject(item)) return undefined;
  let id = '';
  let shape = '';
  for (const key of keys) {
    const value = Object.hasOwn(item, key) ? item[key] : undefined;
    if (value === null || typeof value === 'object' || value === '') return undefined;
    id += value === undefined ? '\0' : `${value}\0`;
    shape += value === undefined ? '-' : '+';
  }
  return shape.includes('+') ? { id, shape } : undefined;
};
