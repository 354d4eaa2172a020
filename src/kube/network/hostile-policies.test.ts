/** What policies of a hostile hand may not do to the evaluator: stall it, or fill its memory. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createReachability } from './create-reachability.ts';
import { admin, block, everyone, pod, pods, policy, rule, usual } from './evaluate/example-network.ts';
import type { Peer } from './network-policy.ts';

const web = pod('web');
const db = pod('db');

/** Twenty times what the machine at hand needs. */
const patience = { timeout: 20_000 };

test('a hundred thousand prefixes in one policy are read in seconds', patience, () => {
  const prefixes = Array.from(
    { length: 100_000 },
    (_, at) => `${1 + (at >> 14)}.${(at >> 6) & 255}.${(at << 2) & 255}.0/24`,
  );
  const peer: Peer = { kind: 'addresses', prefixes, except: prefixes.filter((_, at) => at % 3 === 0), inside: true };
  const reachability = createReachability({
    sides: [web],
    tiers: [usual(policy(pods(), { ingress: [rule(peer, 80)] }))],
  });
  assert.equal(reachability.sources.length, 3);
});

test(
  'thousands of addresses cut out of IPv6 stay one internet, whose prefixes are made when asked for',
  patience,
  () => {
    const except = Array.from(
      { length: 20_000 },
      (_, at) => `2001:db8:${(at * 7).toString(16)}::${at.toString(16)}/128`,
    );
    const { ends } = createReachability({
      sides: [web],
      tiers: [usual(policy(pods(), { ingress: [rule(block('::/0', ...except), 80)] }))],
    });
    assert.equal(ends.filter(({ place }) => place.kind === 'internet').length, 2);
  },
);

test('thousands of rules that allow and deny one port each in turn are decided in seconds', patience, () => {
  const ingress = Array.from({ length: 60_000 }, (_, at) => rule(everyone, at + 1, at % 2 === 0 ? 'deny' : 'allow'));
  const reachability = createReachability({ sides: [web, db], tiers: [admin(policy(pods('db'), { ingress }))] });
  const [a, b] = reachability.ends;
  assert.ok(a !== undefined && b !== undefined);
  assert.equal(reachability.ports(a, b).ranges.TCP.length, 30_000);
});
