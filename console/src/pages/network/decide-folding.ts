/** Which namespaces are folded: all where there is more than anybody can follow, but for those somebody asked to see. */

import type { Network } from '../../../../src/hosts/console/api/network.ts';

/** More than these in one drawing nobody can follow. */
export const mostNodes = 60;
/** More lines than this cross too often; a matrix has no such bound. */
export const mostLines = 90;

export interface Folding {
  readonly isFolded: (namespace: string) => boolean;
  /** Whether namespaces are folded unless somebody asked otherwise. */
  readonly byDefault: boolean;
}

export interface FoldingAsked {
  readonly isGraph: boolean;
  readonly namespace: string;
  readonly fold: readonly string[];
  readonly unfold: readonly string[];
}

export const decideFolding = (
  { nodes, edges }: Pick<Network, 'nodes' | 'edges'>,
  { isGraph, namespace, fold, unfold }: FoldingAsked,
): Folding => {
  const byDefault = nodes.length > mostNodes || (isGraph && edges.length > mostLines);
  const folded = new Set(fold);
  const unfolded = new Set([...unfold, namespace]);
  return { byDefault, isFolded: (name) => (byDefault ? !unfolded.has(name) : folded.has(name)) };
};
