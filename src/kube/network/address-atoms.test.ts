/** The regions of addresses that prefixes cut, and that they are said in as few prefixes as can be. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { createAddressAtoms, type AddressTest } from './address-atoms.ts';
import { isWithin } from './evaluate/pod-by-pod.ts';

const classesOf = (...tests: readonly AddressTest[]) =>
  createAddressAtoms(tests).classes.map((one) => [one.isInternet ? 'internet' : 'inside', one.tests, one.prefixes()]);

test('addresses that no prefix names are the internet, those of both families together', () =>
  assert.deepEqual(classesOf({ prefixes: ['10.0.0.0/8'], except: [] })[0], [
    'internet',
    [],
    [
      '0.0.0.0/5',
      '8.0.0.0/7',
      '11.0.0.0/8',
      '12.0.0.0/6',
      '16.0.0.0/4',
      '32.0.0.0/3',
      '64.0.0.0/2',
      '128.0.0.0/1',
      '::/0',
    ],
  ]));

test('what is left out of a prefix is a class of its own, and two halves that are alike become one prefix', () =>
  assert.deepEqual(
    classesOf({ prefixes: ['10.0.0.0/9', '10.128.0.0/9', '11.0.0.0/8'], except: ['11.0.0.0/9'] }).slice(1),
    [
      ['inside', [0], ['10.0.0.0/8', '11.128.0.0/9']],
      ['inside', [], ['11.0.0.0/9']],
    ],
  ));

test('a prefix with bits behind its length means what it begins with, and one that does not parse holds nothing', () =>
  assert.deepEqual(classesOf({ prefixes: ['10.1.2.3/8', 'ten/8', '10.0.0.0/33'], except: ['-'] })[1], [
    'inside',
    [0],
    ['10.0.0.0/8'],
  ]));

const prefixes = fc
  .oneof(
    fc.tuple(
      fc.constantFrom('10.0.0.0', '10.0.0.128', '10.0.0.160', '10.0.1.0', '192.168.0.0'),
      fc.integer({ min: 0, max: 32 }),
    ),
    fc.tuple(fc.constantFrom('fd00::', 'fd00::8000', 'fd00:1::'), fc.integer({ min: 0, max: 128 })),
  )
  .map(([address, length]) => `${address}/${length}`);

const addresses: readonly string[] = [
  '10.0.0.0',
  '10.0.0.130',
  '10.0.0.161',
  '10.0.1.9',
  '11.0.0.1',
  'fd00::8001',
  'fd00:1::',
  '::1',
];

test('every address lies in just one class, and that is held by the tests that hold the address', () =>
  fc.assert(
    fc.property(
      fc.array(
        fc.record({ prefixes: fc.array(prefixes, { maxLength: 3 }), except: fc.array(prefixes, { maxLength: 3 }) }),
        { maxLength: 4 },
      ),
      (tests) => {
        const atoms = createAddressAtoms(tests);
        for (const address of addresses) {
          const expected = [...tests.keys()].filter((at) => {
            const held = tests[at];
            const isIn = (list: readonly string[] = []): boolean => list.some((prefix) => isWithin(address, prefix));
            return isIn(held?.prefixes) && !isIn(held?.except);
          });
          assert.deepEqual(atoms.testsAt(address), expected);
          const classes = atoms.classes.filter((one) => one.prefixes().some((prefix) => isWithin(address, prefix)));
          assert.deepEqual(
            classes.map((one) => one.tests),
            [expected],
          );
        }
      },
    ),
    { seed: 6 },
  ));
