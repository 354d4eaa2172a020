/** Why places reach each other that stand for many ends: all reasons, from few questions. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createReachability } from '../../../kube/network/create-reachability.ts';
import { from, node, on, pod, pods, policy, rule, usual } from '../../../kube/network/evaluate/example-network.ts';
import { listPlaces } from './place-entry.ts';
import { tellBecause } from './tell-because.ts';

test('of two DaemonSets on many nodes a handful of pairs is asked, of the same node and of others', () => {
  const names = Array.from({ length: 50 }, (_, index) => `node-${index}`);
  const onAll = (network: string): readonly ReturnType<typeof on>[] =>
    names.map((name, index) => on(name, `10.${network}.0.${index}`));
  const reachability = createReachability({
    sides: [
      ...names.map((name) => node(name)),
      pod('agent', { hostNetwork: true, everywhere: true, pods: onAll('1') }),
      pod('web', { pods: onAll('2') }),
    ],
    tiers: [usual(policy(pods('web'), { ingress: [rule(from('web'), 80), rule({ kind: 'any-node' }, 443)] }))],
  });
  let asked = 0;
  const places = listPlaces(reachability, 'workloads');
  const [agent, web] = ['agent', 'web'].map((name) => places.find(({ text }) => text === `workload/shop/${name}`));
  assert.ok(agent !== undefined && web !== undefined && agent.ends.length === 50 && web.ends.length === 50);
  const counting = {
    ...reachability,
    explain: (...pair: Parameters<typeof reachability.explain>) => {
      asked += 1;
      return reachability.explain(...pair);
    },
  };
  const told = tellBecause(counting, agent, web, () => ({ file: null, line: null }));
  assert.deepEqual(
    told.map(({ direction, kind, ports }) => [direction, kind, ports.ranges.TCP[0]?.[0]]),
    [
      ['always', 'own-node', 1],
      ['egress', 'host-network', 443],
      ['ingress', 'rule', 443],
    ],
  );
  assert.ok(asked <= 8, `${asked} questions`);
});
