/** What the roadmap's page shows as an example is what the program reads. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRoadmapFramework } from '../../src/hosts/assemble/roadmap-framework.ts';
import { parseOwnRoadmap } from '../../src/posture/parse-own-roadmap.ts';
import { ownExample } from './roadmap-page.ts';

test('the example of a roadmap.yaml is read without a mistake, all of it', async () => {
  const { own, problems } = parseOwnRoadmap(ownExample, 'roadmap.yaml', await readRoadmapFramework());
  assert.deepEqual(problems, []);
  assert.equal(own.start, '2026-09-07');
  assert.deepEqual(Object.keys(own.owners), ['*', 'weeks-5-6', 'default-deny']);
  assert.deepEqual(
    own.accepted.map(({ action, item, until }) => [action, item, until]),
    [['default-deny', 'Namespace legacy', '2027-03-31']],
  );
});
