/** Sets of ports against sets of numbers. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { protocols } from './network-policy.ts';
import { createPortSets, type PortRange } from './port-set.ts';
import type { PortSet } from './reachability.ts';

const ranges = fc.array(
  fc
    .tuple(fc.option(fc.constantFrom(...protocols)), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 6 }))
    .map(([protocol, first, more]): PortRange => ({ protocol, first, last: first + more })),
  { maxLength: 4 },
);

const toNumbers = (list: readonly PortRange[]): ReadonlySet<string> =>
  new Set(
    list.flatMap(({ protocol, first, last }) =>
      protocols
        .filter((one) => protocol === null || one === protocol)
        .flatMap((one) => Array.from({ length: last - first + 1 }, (_, at) => `${one} ${first + at}`)),
    ),
  );

const ofSet = (set: PortSet): ReadonlySet<string> =>
  toNumbers(protocols.flatMap((protocol) => set.ranges[protocol].map(([first, last]) => ({ protocol, first, last }))));

test('union, intersection and difference are those of the single ports, and equal sets are one object', () =>
  fc.assert(
    fc.property(ranges, ranges, (a, b) => {
      const sets = createPortSets();
      const [one, other] = [toNumbers(a), toNumbers(b)];
      const [first, second] = [sets.of(a), sets.of(b)];
      assert.deepEqual(ofSet(sets.union(first, second)), new Set([...one, ...other]));
      assert.deepEqual(ofSet(sets.intersect(first, second)), new Set([...one].filter((port) => other.has(port))));
      assert.deepEqual(ofSet(sets.subtract(first, second)), new Set([...one].filter((port) => !other.has(port))));
      assert.equal(first === second, one.size === other.size && [...one].every((port) => other.has(port)));
      assert.equal(sets.union(sets.subtract(first, second), sets.intersect(first, second)), first);
      assert.equal(sets.subtract(sets.all, sets.subtract(sets.all, first)), first);
      assert.equal(sets.adopt(createPortSets().of(a)), first);
    }),
    { seed: 6 },
  ));

test('all ports are 1 to 65,535 of three protocols, and what is beyond them is none', () => {
  const sets = createPortSets();
  assert.equal(sets.of([{ protocol: null, first: 0, last: 70_000 }]), sets.all);
  assert.ok(sets.all.isAll && !sets.all.isEmpty);
  assert.equal(sets.of([{ protocol: 'TCP', first: 65_536, last: 70_000 }]), sets.none);
  assert.equal(sets.of([{ protocol: 'TCP', first: 9, last: 8 }]), sets.none);
  const pieces = [{ protocol: 'UDP', first: 5, last: 9 } as const, { protocol: 'UDP', first: 1, last: 4 } as const];
  assert.deepEqual(sets.of(pieces).ranges, { TCP: [], UDP: [[1, 9]], SCTP: [] });
});
