/** Draws the network of an estate as an attacker uses it: ways in from the internet, connections between workloads, the metadata service. */

import type { Chart } from '../../chart.ts';
import { noPlan } from './deny-plan.ts';
import { drawConnections } from './draw-connections.ts';
import { drawControls, readEnforcement } from './draw-controls.ts';
import { drawEntries } from './draw-entries.ts';
import { createDraft } from './draft.ts';
import { readNetworkWorld } from './network-world.ts';

export const networkChart: Chart = {
  id: 'network',
  draw(snapshot) {
    const world = readNetworkWorld(snapshot);
    const draft = createDraft();
    const connections = drawConnections(world, noPlan, draft);
    const entries = drawEntries(world, () => null, connections.reachedAt, draft);
    const closed = connections.closed === null ? [] : [{ types: ['MEMBER'] as const, ...connections.closed, by: null }];
    drawControls(
      readEnforcement(snapshot),
      { closed: [...closed, ...entries.closed], closedBehindNodes: entries.closedBehindNodes },
      world.hasPolicies,
      draft,
    );
    return draft.take(world.estate.doubts.map(({ why }) => why));
  },
};
