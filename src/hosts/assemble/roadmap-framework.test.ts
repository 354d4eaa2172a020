/** The roadmap this program brings: it is read, it names what is there to be asked, and every command of it is one. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileWildcard } from '../../lang/pattern/wildcard.ts';
import { createSnapshotBuilder } from '../../kube/snapshot/build-snapshot.ts';
import { surveys } from '../../analysers/registry.ts';
import { commands } from '../cli/commands.ts';
import { readRoadmapFramework } from './roadmap-framework.ts';
import { listKnownRules } from './rules.ts';

const roadmap = await readRoadmapFramework();
const actions = roadmap.phases.flatMap((phase) => phase.actions);
const lines = actions.flatMap(({ settle, commands }) => [settle, ...commands.map(({ line }) => line)]);

test('there are eight phases over twelve weeks, with the actions people know them by', () => {
  assert.deepEqual(
    roadmap.phases.map(({ id, weeks, actions }) => [
      id,
      weeks.first,
      weeks.last,
      actions.map(({ id }) => id).join(' '),
    ]),
    [
      ['week-1', 1, 1, 'rbac audit-logging pod-security'],
      ['week-2', 2, 2, 'default-deny required-traffic'],
      ['week-3', 3, 3, 'image-scanning image-digests'],
      ['week-4', 4, 4, 'admission-control'],
      ['weeks-5-6', 5, 6, 'external-secrets encryption-at-rest'],
      ['weeks-7-8', 7, 8, 'runtime-monitoring alerting dashboards'],
      ['weeks-9-10', 9, 10, 'mesh-mtls traffic-policies'],
      ['weeks-11-12', 11, 12, 'benchmark remediation policy-document'],
    ],
  );
});

test('every survey it names is made, and every survey that is made is asked for', () => {
  const empty = createSnapshotBuilder('cluster').build({ evidence: [], unread: [] });
  const made = surveys.flatMap((survey) => survey.observe(empty, () => '')).map(({ criterion }) => criterion);
  const named = actions.flatMap(({ criteria }) =>
    criteria.flatMap((each) => (each.kind === 'survey' ? [each.name] : [])),
  );
  assert.deepEqual([...new Set(named)].sort(), [...new Set(made)].sort());
});

test('every pattern over rules fits one', () => {
  const rules = listKnownRules();
  for (const { id, criteria } of actions)
    for (const each of criteria)
      if (each.kind === 'findings')
        for (const pattern of each.rules)
          assert.ok(
            rules.some((rule) => compileWildcard(pattern)(rule.id)),
            `${id}: ${pattern}`,
          );
  for (const line of lines)
    for (const [, pattern = ''] of line.matchAll(/--only '?([^' ]+)'?/g))
      assert.ok(
        rules.some((rule) => compileWildcard(pattern)(rule.id)),
        line,
      );
});

test('what settles an action is a command of this program, with flags it knows', () => {
  for (const { settle } of actions) assert.match(settle, /^vauban /);
  for (const line of lines.filter((each) => each.startsWith('vauban '))) {
    const spec = commands
      .filter(({ name }) => line.startsWith(`vauban ${name} `))
      .sort((a, b) => b.name.length - a.name.length)[0];
    assert.ok(spec !== undefined, line);
    for (const [flag] of line.replace('{estate}', '--cluster').matchAll(/--[a-z-]+/g))
      assert.ok(
        spec.options.some(({ flags }) => flags.split(/[ ,]+/).includes(flag)),
        `${line}: ${flag}`,
      );
  }
});

test('sentences end, orders do not, and only {estate} is filled in', () => {
  for (const { title, why } of [...roadmap.phases, ...actions]) {
    assert.match(title, /^[A-Z].*[^.]$/);
    assert.match(why, /^[A-Z].*\.$/);
  }
  for (const { counts } of actions) assert.match(counts, /^[A-Z].*\.$/);
  for (const { caveat } of actions) if (caveat !== null) assert.match(caveat, /^[A-Z].*\.$/);
  for (const line of lines)
    assert.deepEqual(line.match(/\{[a-z]+\}/g) ?? [], line.includes('{estate}') ? ['{estate}'] : []);
});
