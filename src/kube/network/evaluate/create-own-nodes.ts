/** What a node, or a pod with its network, always reaches, whatever the policies say: the pods that stand on that node. */

import type { End } from '../reachability.ts';
import type { PlacedEnd } from './create-ends.ts';

export interface OwnNodes {
  /** In order; of what is no host, nothing. Pods that policies could not close to it anyway may be left out. */
  targetsOf(from: End): readonly End[];
  has(from: End, to: End): boolean;
}

export const createOwnNodes = (ends: readonly PlacedEnd[]): OwnNodes => {
  const known = new Map<string, End[]>();
  const unknown: End[] = [];
  const wherever: End[] = [];
  for (const { end, node } of ends) {
    if (end.side?.kind !== 'pods' || node.kind === 'any') continue;
    wherever.push(end);
    if (node.kind === 'unknown') unknown.push(end);
    else {
      const same = known.get(node.name);
      if (same === undefined) known.set(node.name, [end]);
      else same.push(end);
    }
  }
  return {
    targetsOf: ({ index }) => {
      const host = toHost(ends[index]);
      if (host === null) return [];
      if (host.name === null) return host.everywhere ? wherever : [];
      const here = known.get(host.name) ?? [];
      return host.everywhere ? [...here, ...unknown].toSorted((a, b) => a.index - b.index) : here;
    },
    has: ({ index }, to) => {
      const host = toHost(ends[index]);
      const node = ends[to.index]?.node;
      if (host === null || node === undefined || to.side?.kind !== 'pods') return false;
      if (host.everywhere && (host.name === null || node.kind === 'unknown')) return node.kind !== 'any';
      return host.name !== null && node.kind === 'known' && node.name === host.name;
    },
  };
};

interface Host {
  /** `null` for a node that nobody knows. */
  readonly name: string | null;
  /** One of its pods stands on whichever node a pod turns out to be on. */
  readonly everywhere: boolean;
}

const toHost = (placed: PlacedEnd | undefined): Host | null => {
  if (placed === undefined || !placed.isHost) return null;
  const { end, node } = placed;
  return {
    name: node.kind === 'known' ? node.name : null,
    everywhere: end.side?.kind === 'pods' && end.side.everywhere,
  };
};
