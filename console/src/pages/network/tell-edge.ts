/** A connection in one sentence, for whoever cannot see its colour. */

import type { ShownEdge } from './shown-network.ts';

const needs = { all: 'needed', some: 'partly needed', none: 'needed by nothing that is known' } as const;

export const tellEdge = ({ from, to, ports, because, needed, edges }: ShownEdge): string =>
  [
    `${from} to ${to}: ${ports}`,
    ...(edges.length > 1 ? [`${edges.length} connections`] : []),
    because === 'allowed' ? "allowed by a policy's rule" : edges.length > 1 ? 'some by no policy' : 'by no policy',
    needs[needed],
  ].join(', ');
