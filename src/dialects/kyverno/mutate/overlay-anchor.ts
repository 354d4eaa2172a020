/** The anchors of an overlay: which keys are conditions, and which add what is not there. */

import { parseAnchor, type Anchor } from '../../../lang/pattern/parse-anchor.ts';
import { isList, isMap, isEmptyNode, type Node, type NodeMap } from './node.ts';

export interface OverlayAnchor extends Anchor {
  /** The field's name as written. */
  readonly field: string;
}

export const isCondition = ({ kind }: Anchor): boolean => kind === 'condition' || kind === 'global';

export const isGlobal = ({ kind }: Anchor): boolean => kind === 'global';

export const isAdd = ({ kind }: Anchor): boolean => kind === 'addition';

export const isResolved = ({ kind }: Anchor): boolean =>
  kind === 'condition' || kind === 'global' || kind === 'addition';

/** As `parseAnchor`; most fields have none. */
export const toAnchor = (text: string): Anchor | null => (text.includes(')') ? parseAnchor(text) : null);

const none: readonly OverlayAnchor[] = [];

export const anchorsOf = (map: NodeMap, wanted: (anchor: Anchor) => boolean): readonly OverlayAnchor[] => {
  let found: OverlayAnchor[] | undefined;
  for (const field of map.keys()) {
    const anchor = toAnchor(field);
    if (anchor !== null && wanted(anchor)) (found ??= []).push({ ...anchor, field });
  }
  return found ?? none;
};

/** In it or anywhere below. A text that looks like a condition counts as one. */
export const hasAnchors = (node: Node, wanted: (anchor: Anchor) => boolean): boolean => {
  if (isList(node)) return node.some((item) => hasAnchors(item, wanted));
  if (isMap(node)) {
    for (const [field, value] of node) {
      const anchor = toAnchor(field);
      if (anchor !== null && wanted(anchor)) return true;
      if (!isEmptyNode(value) && hasAnchors(value, wanted)) return true;
    }
    return false;
  }
  if (typeof node !== 'string') return false;
  const anchor = toAnchor(node);
  return anchor !== null && isCondition(anchor);
};
