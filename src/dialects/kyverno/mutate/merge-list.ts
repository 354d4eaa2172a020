/** Merges two lists item by item, as kustomize does: the overlay's items first, then what the object had. */

import { isJsonObject } from '../../../model/json.ts';
import { MergeFault, wrongKind } from './merge-fault.ts';
import type { MergeSteps } from './merge-steps.ts';
import { nowhere, type MergeNodes, type Place, type Sources } from './merge-place.ts';
import type { MergeField } from './merge-schema.ts';
import {
  isEmptyNode,
  isList,
  isMap,
  isMissingOrNull,
  openItems,
  toText,
  toUntouched,
  Untouched,
  type Node,
  type NodeList,
} from './node.ts';

export interface ListMerging {
  readonly mergeNodes: MergeNodes;
  readonly steps: MergeSteps;
}

/** `dest` is the first of `sources` after its directive was obeyed. */
export const mergeKeyedList = (
  dest: NodeList,
  sources: Sources,
  { keys, of }: Extract<MergeField, { kind: 'list' }>,
  { mergeNodes, steps }: ListMerging,
): NodeList | undefined => {
  for (const source of sources) if (isList(source)) steps.spend(source.length);
  const [key] = keys;
  if (keys.length === 1 && key !== undefined && sources.every((source) => hasKeys(source, key))) {
    return mergeNamed(dest, sources, key, { type: of, list: undefined }, mergeNodes);
  }
  for (const source of sources) {
    if (isList(source)) openItems(source);
    if (isList(source) && source.length > mostItems) {
      throw new MergeFault(`a list of more than ${mostItems} items is merged only where each has its one key`);
    }
  }
  const [left = 0, right = 0] = sources.map((source) => (isList(source) ? source.length : 0));
  steps.spend(((left + right) * (left + right)) / pairsPerStep);
  return keys.length === 0
    ? mergeItems({ dest, sources, items: scalarItems(sources), keys: [''], place: nowhere, mergeNodes })
    : mergeItems({
        dest,
        sources,
        items: keyedItems(sources, keys),
        keys,
        place: { type: of, list: undefined },
        mergeNodes,
      });
};

/** Each item is held against each other one, some times. */
const pairsPerStep = 2;

/** Below it is quadratic in the number of items. */
const mostItems = 2000;

const hasKeys = (source: Node | undefined, key: string): boolean =>
  isMissingOrNull(source) || (isList(source) && source.every((item) => keyText(item, key) !== ''));

/** What `mergeItems` does where every item has its key, as nearly all have: linear in the number of items. */
const mergeNamed = (
  dest: NodeList,
  [left, right]: Sources,
  key: string,
  place: Place,
  mergeNodes: MergeNodes,
): NodeList => {
  const applied = indexItems(right, key);
  // A directive replaces an item, which the reference then takes from the object all the same.
  for (const item of applied.values()) if (isMap(item) && item.has('$patch') && isList(left)) openItems(left);
  const old = indexItems(left, key);
  const merged = new Map<string, Node>();
  const removed = new Set<string>();
  for (const text of [...applied.keys(), ...old.keys()]) {
    if (merged.has(text) || removed.has(text)) continue;
    const item = mergeNodes([old.get(text), applied.get(text)], place);
    if (isMap(item) && item.size > 0) {
      if (!item.has(key)) item.set(key, text);
      merged.set(text, item);
    } else if (item instanceof Untouched) merged.set(text, item);
    else removed.add(text);
  }
  if (merged.size + removed.size === 0) return dest;
  // Of items with one name the object's last one stays, as in the reference.
  for (const item of dest) {
    const text = keyText(item, key);
    const isMerged = item instanceof Untouched && old.get(text) === item && merged.has(text);
    if (!removed.has(text) && !isMerged) merged.set(text, item);
  }
  return [...merged.values()];
};

/** The first item of each key. */
const indexItems = (source: Node | undefined, key: string): ReadonlyMap<string, Node> => {
  const found = new Map<string, Node>();
  if (!isList(source)) return found;
  for (const item of source) {
    const text = keyText(item, key);
    if (!found.has(text)) found.set(text, item);
  }
  return found;
};

/** The values of the keys of each item, the overlay's first, each once. */
const keyedItems = ([dest, origin]: Sources, keys: readonly string[]): string[][] => {
  const seen = new Set<string>();
  const found: string[][] = [];
  for (const source of [origin, dest]) {
    if (!isList(source)) continue;
    for (const item of source) {
      const values = keys.map((key) => keyText(item, key));
      const id = JSON.stringify(values);
      if (seen.has(id)) continue;
      seen.add(id);
      found.push(values);
    }
  }
  return found;
};

const keyText = (item: Node, key: string): string => {
  const value = item instanceof Untouched ? fieldOf(item, key) : isMap(item) ? item.get(key) : undefined;
  return isEmptyNode(value) ? '' : toText(value);
};

const fieldOf = ({ json }: Untouched, key: string): Node | undefined => {
  const value = isJsonObject(json) && Object.hasOwn(json, key) ? json[key] : undefined;
  return value === undefined ? undefined : toUntouched(value);
};

const scalarItems = ([dest, origin]: Sources): string[][] => {
  const texts = new Set<string>();
  for (const source of [origin, dest]) if (isList(source)) for (const item of source) texts.add(toText(item));
  return [...texts].map((text) => [text]);
};

interface ListMerge {
  readonly dest: NodeList;
  readonly sources: Sources;
  readonly items: string[][];
  readonly keys: readonly string[];
  readonly place: Place;
  readonly mergeNodes: MergeNodes;
}

const mergeItems = ({ dest, sources, items, keys, place, mergeNodes }: ListMerge): NodeList | undefined => {
  const wanted = keys.length > 1 ? joinValues(items) : items;
  const added: NodeList = [];
  let valid: Keys = { keys, values: [] };
  const present = usedKeys(wanted, keys);
  for (const values of wanted) {
    valid = present.size === 0 ? { keys, values } : pickKeys(keys, values, present);
    const own = pickOwnKeys(valid);
    const merged = mergeNodes([findItem(sources[0], own), findItem(sources[1], own)], place);
    if (isMissingOrNull(merged) || (isMap(merged) && merged.size === 0)) {
      for (let times = 0; times < valid.keys.length; times += 1) setItem(dest, valid, undefined);
      continue;
    }
    if (isMap(merged)) {
      for (const [index, key] of valid.keys.entries()) {
        const value = valid.values[index] ?? '';
        if (value !== '' && !merged.has(key)) merged.set(key, value);
      }
    }
    setItem(added, valid, merged);
  }
  if (wanted.length > 0) for (const item of dest) appendItem(added, item, valid.keys);
  return wanted.length > 0 ? added : dest;
};

interface Keys {
  readonly keys: readonly string[];
  readonly values: readonly string[];
}

/** Two items with one key in common, where the others of one are left out, are the same item. */
const joinValues = (items: string[][]): readonly string[][] => {
  // Quadratic in what an object's list may hold: the API server takes a few thousand ports at most.
  for (const [left, values] of items.entries()) {
    for (const [right, others] of items.entries()) {
      const joined = join(values, others);
      if (joined !== undefined) {
        items[left] = joined;
        items[right] = joined;
      }
    }
  }
  return items;
};

const join = (left: readonly string[], right: readonly string[]): string[] | undefined => {
  let hasCommon = false;
  const joined: string[] = [];
  for (const [index, value] of left.entries()) {
    const other = right[index] ?? '';
    if (value === other) hasCommon = true;
    else if (value !== '' && other !== '') return undefined;
    joined.push(value === '' ? other : value);
  }
  return hasCommon ? joined : undefined;
};

const usedKeys = (items: readonly (readonly string[])[], keys: readonly string[]): ReadonlySet<string> => {
  const used = new Set<string>();
  for (const values of items)
    for (const [index, value] of values.entries()) if (value !== '') used.add(keys[index] ?? '');
  return used;
};

const pickKeys = (keys: readonly string[], values: readonly string[], present: ReadonlySet<string>): Keys => ({
  keys: keys.filter((key) => present.has(key)),
  values: values.filter((value, index) => value !== '' || present.has(keys[index] ?? '')),
});

/** The keys this one item has, or all of them where it has none. */
const pickOwnKeys = ({ keys, values }: Keys): Keys => {
  const present = usedKeys([values], keys);
  return present.size === 0 ? { keys, values } : pickKeys(keys, values, present);
};

const findItem = (list: Node | undefined, { keys, values }: Keys): Node | undefined => {
  if (!isList(list)) return undefined;
  if ((keys[0] ?? '') === '') return list.find((item) => toText(item) === (values[0] ?? ''));
  return list.find(
    (item) =>
      isMap(item) &&
      keys.every((key, index) => {
        const value = item.get(key);
        return value !== undefined && toText(value) === values[index];
      }),
  );
};

/** Has the item these values? An empty value fits any, as the reference has it where it replaces. */
const hasValues = (item: Node, { keys, values }: Keys): boolean =>
  values.length > 0 &&
  keys.every((key, index) => {
    if (index >= values.length) return true;
    if (key === '') return !isMap(item) && !isList(item) && toText(item) === values[index];
    if (!isMap(item)) throw wrongKind('MappingNode', item);
    const value = item.get(key);
    return value !== undefined && (values[index] === '' || toText(value) === values[index]);
  });

/** Replaces the items with these values, or appends; removes them where there is nothing to put. */
const setItem = (list: NodeList, wanted: Keys, element: Node | undefined): void => {
  const isMapping = (wanted.keys[0] ?? '') !== '' && (wanted.values[0] ?? '') !== '';
  const kept: NodeList = [];
  let isFound = false;
  for (const item of list) {
    if (isMissingOrNull(item) || (isMap(item) && item.size === 0)) continue;
    if (!isMap(item) && isMapping) kept.push(item);
    else if (!hasValues(item, wanted)) {
      if (wanted.values.length > 0) kept.push(item);
    } else {
      isFound = true;
      if (element !== undefined) kept.push(element);
    }
  }
  if (element !== undefined && !isFound) kept.push(element);
  list.length = 0;
  for (const item of kept) list.push(item);
};

/** Puts an item of the object behind those of the overlay, or in the place of the one it was merged into. */
const appendItem = (list: NodeList, item: Node, keys: readonly string[]): void => {
  if ((keys[0] ?? '') === '') return setItem(list, { keys: [''], values: [toText(item)] }, item);
  const values: string[] = [];
  for (const key of keys) {
    const value = isMap(item) ? item.get(key) : undefined;
    if (isMissingOrNull(value)) list.push(item);
    else values.push(toText(value));
  }
  if (keys.length > 1) setItem(list, { keys, values }, undefined);
  setItem(list, { keys, values }, item);
};
