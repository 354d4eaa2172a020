/** The connections somebody asked for: of a namespace, with a word in a name, open for no reason. */

import type { Network, NetworkEdge } from '../../../../src/hosts/console/api/network.ts';

export interface Narrowing {
  /** `no-policy`, `not-needed`, `needed`; the empty text for all. */
  readonly only: string;
  readonly namespace: string;
  /** Words that must each occur in one of the two ends. */
  readonly text: string;
}

export const narrowNetwork = (network: Network, { only, namespace, text }: Narrowing): Network => {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const inNamespace = new Set(network.nodes.filter((node) => node.namespace === namespace).map(({ id }) => id));
  const edges = network.edges.filter(
    (edge) =>
      fits(edge, only) &&
      (namespace === '' || inNamespace.has(edge.from) || inNamespace.has(edge.to)) &&
      words.every((word) => `${edge.from} ${edge.to}`.toLowerCase().includes(word)),
  );
  const named = new Set(edges.flatMap(({ from, to }) => [from, to]));
  return { ...network, nodes: network.nodes.filter(({ id }) => named.has(id)), edges };
};

const fits = ({ because, needed }: NetworkEdge, only: string): boolean => {
  switch (only) {
    case 'no-policy':
      return because === 'no-policy';
    case 'not-needed':
      return !needed;
    case 'needed':
      return needed;
    default:
      return true;
  }
};
