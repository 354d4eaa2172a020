/**
 * Resolves the anchors of an overlay against an object: conditions are checked, `+(field)` becomes `field` where the
 * object has none, and an item of a list with conditions becomes one item for each of the object's that meets them,
 * named as that one. What only was a condition is then removed. The order of the steps is the reference's, because an
 * item that meets a condition twice sees what the first time left.
 */

import { isJsonArray, isJsonObject, type Json } from '../../../model/json.ts';
import { MergeFault, wrongKind } from './merge-fault.ts';
import type { MergeSteps } from './merge-steps.ts';
import {
  cloneNode,
  isEmptyNode,
  isList,
  isMap,
  renameField,
  toNode,
  type Node,
  type NodeList,
  type NodeMap,
} from './node.ts';
import { anchorsOf, hasAnchors, isAdd, isGlobal, isResolved, toAnchor } from './overlay-anchor.ts';
import { removeConditions, removeConditionsBelow } from './remove-conditions.ts';

/** True where a condition's pattern fits the object's value. */
export type MeetsCondition = (pattern: Node, value: Json) => boolean;

export interface Conditions {
  readonly meets: MeetsCondition;
  readonly steps: MergeSteps;
}

/** Changes `overlay`. `unmet`: a condition does not hold, so that nothing of it applies. */
export const resolveAnchors = (overlay: NodeMap, object: Json, conditions: Conditions): 'resolved' | 'unmet' => {
  const failed = resolve(overlay, object, conditions);
  if (failed !== undefined) return 'unmet';
  removeConditions(overlay);
  return 'resolved';
};

type Unmet = 'condition' | 'global' | undefined;

const resolve = (pattern: Node, object: Json | undefined, conditions: Conditions): Unmet => {
  if (isMap(pattern)) return resolveMap(pattern, object, conditions);
  if (isList(pattern) && isMap(pattern[0])) return resolveItems(pattern, object, conditions);
  return undefined;
};

const resolveMap = (pattern: NodeMap, object: Json | undefined, conditions: Conditions): Unmet => {
  resolveAdditions(pattern, object);
  if (!holds(pattern, object, conditions, 'global')) return 'global';
  if (!holds(pattern, object, conditions, 'condition')) return 'condition';
  for (const field of pattern.keys()) {
    const anchor = toAnchor(field);
    if (anchor !== null && isResolved(anchor)) continue;
    const value = pattern.get(field);
    if (value === undefined) continue;
    const failed = resolve(value, fieldOf(object, field), conditions);
    if (failed !== undefined) return failed;
  }
  return undefined;
};

const fieldOf = (object: Json | undefined, field: string): Json | undefined =>
  isJsonObject(object) && Object.hasOwn(object, field) ? object[field] : undefined;

/** How many there were. */
const resolveAdditions = (pattern: Node, object: Json | undefined): number => {
  if (!isMap(pattern)) return 0;
  const additions = anchorsOf(pattern, isAdd);
  for (const { field, key } of additions) {
    if (fieldOf(object, key) === undefined) renameField(pattern, field, key);
    else pattern.delete(field);
  }
  return additions.length;
};

const holds = (
  pattern: NodeMap,
  object: Json | undefined,
  conditions: Conditions,
  kind: 'condition' | 'global',
): boolean => {
  for (const { field, key } of anchorsOf(pattern, (anchor) => anchor.kind === kind)) {
    const value = fieldOf(object, key);
    const wanted = pattern.get(field);
    if (value === undefined || wanted === undefined) return false;
    if (resolveAdditions(wanted, value) > 0) continue;
    if (!conditions.meets(wanted, value)) return false;
  }
  return true;
};

/** In steps: with a condition, what is cloned for an item that meets it, and merged. */
const perItem = 4;

const resolveItems = (pattern: NodeList, object: Json | undefined, conditions: Conditions): Unmet => {
  if (object !== undefined && object !== null && !isJsonArray(object)) throw wrongKind('SequenceNode', toNode(object));
  const items = isJsonArray(object ?? null) ? (object as readonly Json[]) : [];
  const written = pattern.slice();
  for (const item of written) {
    if (!hasAnchors(item, isResolved)) continue;
    const isGlobalItem = hasAnchors(item, isGlobal);
    let isAnyMet = false;
    let unmet: Unmet;
    const own = cloneNode(item);
    for (const each of items) {
      conditions.steps.spend(perItem);
      const failed = resolve(own, each, conditions);
      if (failed === 'global') unmet = failed;
      else if (failed === undefined && isGlobalItem) isAnyMet = true;
      else if (failed === undefined) appendNamed(pattern, own, each);
    }
    if (object === undefined) {
      const failed = resolve(own, undefined, conditions);
      if (failed === 'global') return failed;
      if (failed === undefined && isGlobalItem) isAnyMet = true;
    }
    if (!isAnyMet && unmet !== undefined) return unmet;
  }
  return undefined;
};

/** Growth is bounded: each item of a policy's list times each item of an object's, nested. */
const mostItems = 20_000;

/** Without a name nothing says which item it changes. */
const appendNamed = (pattern: NodeList, item: Node, object: Json): void => {
  const written = fieldOf(object, 'name');
  const name = written === undefined ? undefined : toNode(written);
  if (name === undefined || isEmptyNode(name)) return;
  const named = cloneNode(item);
  if (removeConditionsBelow(named, true) || !isMap(named)) return;
  named.set('name', name);
  if (pattern.length >= mostItems) throw new MergeFault(`the overlay's list grows beyond ${mostItems} items`);
  pattern.push(named);
};
