/** Who can reach whom, and whether that is what the policies were written for: selectors that miss, doors beside the door, open data. */

import type { Analyser } from '../analyser.ts';
import { judgeGap } from '../gap.ts';
import { aroundIngress } from './around-ingress.ts';
import { exposedUnconfined } from './exposed-unconfined.ts';
import { keep } from './keep.ts';
import { metadataReach } from './metadata-reach.ts';
import { openData } from './open-data.ts';
import { refusedPolicy, withoutEffect } from './refused-policy.ts';
import { unmatchedPeer } from './unmatched-peer.ts';
import { unmatchedPolicy } from './unmatched-policy.ts';
import { toView, type NetworkGap } from './view.ts';

/** First whether policies do what they say, then what is open whatever they say. */
const gaps: readonly NetworkGap[] = [
  refusedPolicy,
  withoutEffect,
  unmatchedPolicy,
  unmatchedPeer,
  openData,
  aroundIngress,
  exposedUnconfined,
  metadataReach,
];

/** They call a workload closed because a policy says so. */
const restingOnPolicies: ReadonlySet<NetworkGap> = new Set([openData, aroundIngress, exposedUnconfined, metadataReach]);

/** Where policies may stop nothing, which is said once by another rule, nothing is called closed for their sake. */
const withoutPasses = (gap: NetworkGap): NetworkGap => ({
  ...gap,
  judge: (view) => gap.judge(view).filter(({ conclusion }) => conclusion.status !== 'pass'),
});

export const networkAnalyser: Analyser = {
  id: 'network',
  rules: gaps.map(({ rule }) => rule),
  keep,
  analyse: (snapshot) => {
    const view = toView(snapshot);
    return gaps.flatMap((gap) =>
      judgeGap(view.isEnforced || !restingOnPolicies.has(gap) ? gap : withoutPasses(gap), view, snapshot),
    );
  },
};

export { networkChart } from './chart/network-chart.ts';
