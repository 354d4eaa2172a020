/** Who reaches whom of what was looked at, as `network reach --listening` answers it: asked once for all pages that tell it. */

import type { Snapshot } from '../../../model/snapshot.ts';
import { askReach, type ReachAnswer } from '../network/ask-reach.ts';
import { toLoadedNetwork } from '../network/load-network.ts';
import type { Inspected } from './inspected.ts';

export const readReach = (inspected: Inspected): ReachAnswer => {
  const { snapshot, report, nothingRead } = inspected;
  const before = known.get(snapshot);
  if (before !== undefined) return before;
  const { problems, cluster } = report;
  const locate: Inspected['locate'] = (origin, path) => inspected.locate(origin, path);
  const answer = askReach(toLoadedNetwork({ snapshot, problems, nothingRead, cluster, locate }), {
    from: null,
    to: null,
    port: null,
    namespaces: [],
    pods: false,
    listening: true,
  });
  // Only what a person asks for by name can be unknown.
  if (answer.kind === 'unknown') throw new Error(answer.message);
  known.set(snapshot, answer);
  return answer;
};

/** A snapshot never changes. */
const known = new WeakMap<Snapshot, ReachAnswer>();
