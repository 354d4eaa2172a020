/** Removes from an overlay what only was a condition, and with it what holds nothing else. */

import { isList, isMap, renameField, type Node, type NodeList, type NodeMap } from './node.ts';
import { anchorsOf, hasAnchors, isCondition, isResolved, toAnchor } from './overlay-anchor.ts';

export const removeConditions = (overlay: NodeMap): void => {
  for (const [field, value] of overlay) {
    const anchor = toAnchor(field);
    if (removeConditionsBelow(value, anchor !== null && isCondition(anchor))) overlay.delete(field);
  }
};

/**
 * True where nothing is left to apply: a condition's scalar, or a map or list without anything else. So an empty map
 * of the overlay goes, too, as it does in the reference.
 */
export const removeConditionsBelow = (node: Node, isConditionValue: boolean): boolean => {
  if (isMap(node)) return removeInMap(node);
  if (isList(node)) return removeInList(node);
  return isConditionValue;
};

const removeInMap = (map: NodeMap): boolean => {
  for (const { field, key } of removeScalars(map)) renameField(map, field, key);
  let isEmpty = true;
  for (const [field, value] of map) {
    if (removeConditionsBelow(value, false)) map.delete(field);
    else isEmpty = false;
  }
  return isEmpty;
};

/** The conditions that also say what to apply. */
const removeScalars = (map: NodeMap): readonly { readonly field: string; readonly key: string }[] =>
  anchorsOf(map, isCondition).filter(({ field }) => {
    const value = map.get(field);
    const isGone = value === undefined || removeConditionsBelow(value, true);
    if (isGone) map.delete(field);
    return !isGone;
  });

/** The reference counts on after it removed an item, and so removes the one behind the next. */
const removeInList = (list: NodeList): boolean => {
  const wasEmpty = list.length === 0;
  for (const [index, item] of [...list].entries()) {
    if (hasAnchors(item, isResolved) || removeConditionsBelow(item, false)) removeAt(list, index, item);
  }
  return list.length === 0 && !wasEmpty;
};

/** Beyond the list's end the reference crashes: there the item that was meant is removed. */
const removeAt = (list: NodeList, index: number, item: Node): void => {
  const at = index < list.length ? index : list.indexOf(item);
  if (at >= 0) list.splice(at, 1);
};
