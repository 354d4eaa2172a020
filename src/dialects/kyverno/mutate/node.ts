/** A document that is changed in place while it is merged: maps, lists and scalars. */

import { isJsonArray, isJsonObject, setField, type Json, type JsonObject } from '../../../model/json.ts';

export type Node = NodeMap | NodeList | NodeScalar | Untouched;
export interface NodeMap extends Map<string, Node> {}
export interface NodeList extends Array<Node> {}
export type NodeScalar = null | boolean | number | bigint | string | KeptNull;

/** A `null` that stays: the object had it, and the overlay says nothing about it. */
class KeptNull {
  readonly kind = 'kept-null';
}

export const keptNull = new KeptNull();

/** An object or a list of what is patched that nothing has changed: it stays as it is, and is shared. */
export class Untouched {
  readonly json: JsonObject | readonly Json[];
  constructor(json: JsonObject | readonly Json[]) {
    this.json = json;
  }
}

export const isMap = (node: Node | undefined): node is NodeMap => node instanceof Map;

export const isList = (node: Node | undefined): node is NodeList => Array.isArray(node);

export const isMissingOrNull = (node: Node | undefined): node is undefined | null | KeptNull =>
  node === undefined || node === null || node === keptNull;

/** Keys in their order, as the reference has them: a JSON encoder sorted them before. */
export const toNode = (json: Json): Node => {
  if (isJsonArray(json)) return json.map(toNode);
  if (!isJsonObject(json)) return json;
  const map: NodeMap = new Map();
  for (const key of Object.keys(json).sort()) {
    const value = json[key];
    if (value !== undefined) map.set(key, toNode(value));
  }
  return map;
};

export const toUntouched = (json: Json): Node => (isJsonArray(json) || isJsonObject(json) ? new Untouched(json) : json);

/** Opens a map or a list to be changed; what is below stays untouched. */
export const open = ({ json }: Untouched): NodeMap | NodeList =>
  isJsonArray(json) ? json.map(toUntouched) : openMap(json);

/** Opens the maps that stand in a list. */
export const openItems = (list: NodeList): void => {
  for (const [index, item] of list.entries())
    if (item instanceof Untouched && isJsonObject(item.json)) list[index] = openMap(item.json);
};

/** What was opened, where nothing in it was changed: then it is shared. */
export const close = (node: Node | undefined, given: Untouched): Node | undefined =>
  (isMap(node) && isSameMap(node, given.json)) || (isList(node) && isSameList(node, given.json)) ? given : node;

const isSameMap = (map: NodeMap, json: Untouched['json']): boolean => {
  if (!isJsonObject(json) || map.size !== Object.keys(json).length) return false;
  for (const [key, value] of map) if (!Object.hasOwn(json, key) || !isSame(value, json[key])) return false;
  return true;
};

const isSameList = (list: NodeList, json: Untouched['json']): boolean =>
  isJsonArray(json) && list.length === json.length && list.every((item, index) => isSame(item, json[index]));

const isSame = (node: Node, json: Json | undefined): boolean =>
  node instanceof Untouched ? node.json === json : node === json || (node === keptNull && json === null);

const openMap = (json: JsonObject): NodeMap => {
  const map: NodeMap = new Map();
  for (const key of Object.keys(json)) map.set(key, toUntouched(json[key] ?? null));
  return map;
};

export const cloneNode = (node: Node): Node => {
  if (isList(node)) return node.map(cloneNode);
  if (!isMap(node)) return node;
  const map: NodeMap = new Map();
  for (const [key, value] of node) map.set(key, cloneNode(value));
  return map;
};

export const toJson = (node: Node): Json => {
  if (node instanceof Untouched) return node.json;
  if (isList(node)) return node.map(toJson);
  if (isMap(node)) return toJsonObject(node);
  return node instanceof KeptNull ? null : node;
};

export const toJsonObject = (node: NodeMap): JsonObject => {
  const object: Record<string, Json> = {};
  for (const [key, value] of node) setField(object, key, toJson(value));
  return object;
};

/** The text of a scalar, by which items of lists are told apart; the empty text for maps and lists. */
export const toText = (node: Node | undefined): string =>
  node === undefined || isMap(node) || isList(node) || node instanceof Untouched
    ? ''
    : node instanceof KeptNull
      ? 'null'
      : String(node);

/** Renames a field where it stands. One that has the new name already is lost. */
export const renameField = (map: NodeMap, name: string, newName: string): void => {
  if (!map.has(name)) return;
  const entries = [...map];
  map.clear();
  for (const [key, value] of entries) {
    if (key === name) map.set(newName, value);
    else if (key !== newName) map.set(key, value);
  }
};

/** Nothing, null, or a map or list without anything in it. */
export const isEmptyNode = (node: Node | undefined): boolean =>
  isMissingOrNull(node) || (isMap(node) && node.size === 0) || (isList(node) && node.length === 0);

export const describeNode = (node: Node): string =>
  isMap(node) ? 'MappingNode' : isList(node) ? 'SequenceNode' : 'ScalarNode';
