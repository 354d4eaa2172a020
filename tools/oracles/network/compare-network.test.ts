/** The comparison must be able to fail: an answer that is one port off is a difference, and so is a refusal that hides one. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/model/json.ts';
import { createRandom } from '../api-server/random.ts';
import { compareNetwork, type CyclonusAnswer } from './compare-network.ts';
import { generateNetwork } from './generate-network.ts';
import { toAsked, type Asked, type NetworkCase } from './network-case.ts';
import { shrinkNetwork } from './shrink-network.ts';

const pod = (name: string, podIP: string): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'one', labels: { app: name } },
  spec: { containers: [{ name: 'c', image: 'i', ports: [{ name: 'http', containerPort: 80 }] }] },
  status: { podIP },
});

const onlyHttpTo = (app: string): JsonObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'only-http', namespace: 'one' },
  spec: { podSelector: { matchLabels: { app } }, ingress: [{ ports: [{ port: 'http' }] }] },
});

const tested: NetworkCase = { name: 'a case', objects: [pod('a', '10.0.0.1'), pod('b', '10.0.0.2'), onlyHttpTo('b')] };

/** What is right for the case above: into b port 80 of TCP alone, elsewhere everything. */
const answer = (asked: Asked): CyclonusAnswer => {
  const all = '1'.repeat(asked.points.length);
  const http = asked.points.map(({ protocol, port }) => (protocol === 'TCP' && port === 80 ? '1' : '0')).join('');
  const pairs = asked.parties.flatMap(() => asked.parties.map(({ name }) => (name === 'b' ? http : all)));
  return { egress: pairs.map(() => all), ingress: pairs };
};

test('agrees with the right answer', () => {
  const asked = toAsked(tested);
  const { differences, pairs, open, refused } = compareNetwork(tested, asked, answer(asked));
  assert.deepEqual({ differences, pairs, open, refused }, { differences: [], pairs: 6, open: 6, refused: null });
});

test('tells a single port apart', () => {
  const asked = toAsked(tested);
  const { egress = [], ingress = [] } = answer(asked);
  const shut = { egress, ingress: ingress.with(1, '0'.repeat(asked.points.length)) };
  assert.deepEqual(compareNetwork(tested, asked, shut).differences, [
    'Pod one/a => Pod one/b: Cyclonus nothing; Vauban TCP 80-80',
  ]);
});

test('says what was refused instead of agreeing', () => {
  const asked = toAsked(tested);
  assert.equal(compareNetwork(tested, asked, { error: 'no peer' }).refused, 'no peer');
});

test('draws the same estates from the same seed, and none that Vauban refuses', () => {
  for (let seed = 0; seed < 50; seed += 1) {
    const drawn = generateNetwork(createRandom(seed), 'drawn');
    assert.deepEqual(generateNetwork(createRandom(seed), 'drawn'), drawn);
    const asked = toAsked(drawn);
    const nothing = asked.parties.flatMap(() => asked.parties.map(() => ''));
    assert.equal(compareNetwork(drawn, asked, { egress: nothing, ingress: nothing }).refused, null);
  }
});

test('makes a case small and keeps what differs', async () => {
  const isGuarded = ({ objects }: NetworkCase): Promise<boolean> =>
    Promise.resolve(objects.some(({ kind }) => kind === 'NetworkPolicy'));
  const { objects } = await shrinkNetwork(tested, isGuarded);
  assert.deepEqual(
    objects.map(({ kind, spec }) => ({ kind, spec })),
    [{ kind: 'NetworkPolicy', spec: { podSelector: {} } }],
  );
});
