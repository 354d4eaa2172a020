/**
 * Merges an overlay into an object as kustomize does it, which is what Kyverno's `patchStrategicMerge` means: maps field
 * by field, lists of built-in kinds by their keys with the overlay's items first, any other list replaced; `null`
 * removes, `$patch` replaces or deletes.
 */

import { MergeFault, wrongKind } from './merge-fault.ts';
import { mergeKeyedList } from './merge-list.ts';
import { isSettled } from './is-settled.ts';
import type { MergeSteps } from './merge-steps.ts';
import { toPlace, type MergeNodes, type Place, type Sources } from './merge-place.ts';
import { findMergeType, type MergeType } from './merge-schema.ts';
import {
  close,
  isList,
  isMap,
  isMissingOrNull,
  keptNull,
  open,
  toNode,
  toText,
  Untouched,
  type Node,
  type NodeList,
  type NodeMap,
} from './node.ts';

/** What stands in the object afterwards; `undefined` where nothing does. */
export const mergeNodes = ([given, origin]: Sources, place: Place, steps: MergeSteps): Node | undefined => {
  if (!(given instanceof Untouched)) return mergeOpen([given, origin], place, steps);
  if (origin !== undefined) return close(mergeOpen([open(given), origin], place, steps), given);
  return isSettled(given.json, place) ? given : mergeOpen([toNode(given.json), origin], place, steps);
};

const mergeOpen = (sources: Sources, place: Place, steps: MergeSteps): Node | undefined => {
  const first = isMissingOrNull(sources[0]) ? sources[1] : sources[0];
  if (isMissingOrNull(first)) return mergeMaps(sources, place.type, steps);
  const type = place.type ?? findEmbeddedType(sources);
  if (isMap(first)) {
    for (const each of sources) if (!isMissingOrNull(each) && !isMap(each)) throw wrongKind('MappingNode', each);
    return mergeMaps(sources, type, steps);
  }
  if (isList(first)) {
    for (const each of sources) if (!isMissingOrNull(each) && !isList(each)) throw wrongKind('SequenceNode', each);
    return mergeLists(sources, place, steps);
  }
  for (const each of sources) if (isMap(each) || isList(each)) throw wrongKind('ScalarNode', each);
  return sources[1] === undefined ? sources[0] : sources[1];
};

/** A map says itself what it is where its place does not: a template inside a custom kind. */
const findEmbeddedType = (sources: Sources): MergeType | undefined => {
  for (const source of sources) {
    const type = isMap(source)
      ? findMergeType(toText(source.get('apiVersion')), toText(source.get('kind')))
      : undefined;
    if (type !== undefined) return type;
  }
  return undefined;
};

const mergeMaps = ([dest, origin]: Sources, type: MergeType | undefined, steps: MergeSteps): Node | undefined => {
  const merged = chooseMap(dest, origin);
  if (!isMap(merged)) return merged;
  const applied = isMap(origin) ? origin : noFields;
  const names = applied === merged ? [] : [...applied.keys()];
  for (const name of merged.keys()) {
    const isGiven = applied === merged || !applied.has(name);
    if (isGiven && !isPlain(merged.get(name))) names.push(name);
  }
  for (const name of names) {
    const old = merged.get(name);
    const now = mergeNodes([old, applied.get(name)], toPlace(type?.fields.get(name)), steps);
    if (now === old && now !== null) continue;
    if (now === undefined || now === null) merged.delete(name);
    else merged.set(name, typeof old === 'string' ? keepText(now) : now);
  }
  return merged;
};

const noFields: NodeMap = new Map();

/** A scalar that nothing is merged into stays. */
const isPlain = (node: Node | undefined): boolean => node !== null && typeof node !== 'object';

/** A number or boolean put where a text was is written in that text's quotes, and so is a text. */
const keepText = (now: Node): Node => (isMap(now) || isList(now) ? now : toText(now));

/** The map that goes on, before its fields are merged. */
const chooseMap = (dest: Node | undefined, origin: Node | undefined): Node | undefined => {
  if (isMissingOrNull(dest)) {
    if (isMap(origin) && takeDirective(origin) === 'delete') return undefined;
    return origin === undefined && dest !== undefined ? keptNull : origin;
  }
  if (origin === null) return undefined;
  if (origin === undefined) return dest;
  const directive = isMap(origin) ? takeDirective(origin) : 'merge';
  if (directive === 'unknown') throw unknownDirective(origin);
  return directive === 'delete' ? undefined : directive === 'replace' ? origin : dest;
};

type Directive = 'merge' | 'replace' | 'delete' | 'unknown';

const unknownDirective = (node: Node): MergeFault =>
  new MergeFault(`unknown patch strategy '${toText(isMap(node) ? node.get('$patch') : node)}'`);

/** Removes the directive: it is no field. */
const takeDirective = (map: NodeMap): Directive => {
  const written = map.get('$patch');
  if (written === undefined) return 'merge';
  const text = toText(written);
  if (text !== 'merge' && text !== 'replace' && text !== 'delete') return 'unknown';
  map.delete('$patch');
  return text;
};

/** The directive of a list is an item with nothing else in it. */
const takeListDirective = (list: NodeList): Directive => {
  const item = list.find((each): each is NodeMap => isMap(each) && each.has('$patch'));
  if (item === undefined || item.size > 1) return 'merge';
  const text = toText(item.get('$patch'));
  if (text !== 'merge' && text !== 'replace' && text !== 'delete') throw unknownDirective(item);
  const kept = list.filter((each) => !isMap(each) || (each.size > 0 && toText(each.get('$patch')) !== text));
  list.splice(0, list.length, ...kept);
  return text;
};

const mergeLists = ([dest, origin]: Sources, place: Place, steps: MergeSteps): Node | undefined => {
  if (place.list === undefined) return origin === undefined ? dest : origin;
  const below: MergeNodes = (sources, at) => mergeNodes(sources, at, steps);
  if (isMissingOrNull(dest)) {
    return isList(origin)
      ? mergeKeyedList(origin, [origin, origin], place.list, { mergeNodes: below, steps })
      : undefined;
  }
  if (origin === null) return undefined;
  const directive = isList(origin) ? takeListDirective(origin) : 'merge';
  if (directive === 'delete') return undefined;
  const chosen = directive === 'replace' ? origin : dest;
  return isList(chosen)
    ? mergeKeyedList(chosen, [chosen, origin], place.list, { mergeNodes: below, steps })
    : undefined;
};
