/** What the files source finds: folders walked within bounds, links and charts met on the way, any bytes read to their end. */

import assert from 'node:assert/strict';
import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { createNodeDisk } from '../../hosts/assemble/node-disk.ts';
import { createMemoryDisk, type MemoryEntry } from './memory-disk.ts';
import { collect, contextOf, object, scan } from './scan-in-memory.ts';

describe('a folder is walked', () => {
  test('in sorted order, taking YAML and JSON', async () => {
    const found = await scan('/m', {
      '/m/b.yaml': object('Pod', 'b'),
      '/m/a/z.yml': object('Pod', 'z'),
      '/m/a/readme.md': '# no',
      '/m/c.json': JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'c' } }),
      '/m/.git/x.yaml': object('Pod', 'hidden'),
      '/m/node_modules/p/x.yaml': object('Pod', 'theirs'),
    });
    assert.deepEqual(found, ['Pod z', 'Pod b', 'Pod c']);
  });
  test('handing charts and kustomizations on, and reading nothing that they render', async () => {
    const found = await scan('/m', {
      '/m/chart/Chart.yaml': 'name: x',
      '/m/chart/templates/a.yaml': '{{ broken',
      '/m/chart/values.yaml': 'a: 1',
      '/m/chart/charts/sub/Chart.yaml': 'name: y',
      '/m/over/kustomization.yml': 'resources: [b.yaml, ./deep/c.yaml]\npatches: [{path: patch.yaml}]',
      '/m/over/b.yaml': object('Pod', 'b'),
      '/m/over/deep/c.yaml': object('Pod', 'c'),
      '/m/over/patch.yaml': object('Pod', 'patch'),
      '/m/plain.yaml': object('Pod', 'a'),
    });
    assert.deepEqual(found, ['helm /m/chart', 'kustomize /m/over', 'Pod a']);
  });
  test('reading what no kustomization there uses, and handing on those below another', async () => {
    const found = await scan('/m', {
      '/m/kustomization.yaml': 'resources: [a.yaml]\nconfigMapGenerator: [{name: c, files: [k=conf/k.json]}]',
      '/m/a.yaml': object('Pod', 'a'),
      '/m/again.yaml': { link: '/m/a.yaml' },
      '/m/apps/x/kustomization.yaml': 'resources: [x.yaml]',
      '/m/apps/x/x.yaml': object('Pod', 'x'),
      '/m/chart/Chart.yaml': 'name: y',
      '/m/conf/k.json': object('Pod', 'data'),
      '/m/evil.yaml': object('Pod', 'evil'),
      '/m/other/evil.yaml': object('Pod', 'other'),
    });
    assert.deepEqual(found, ['kustomize /m', 'kustomize /m/apps/x', 'helm /m/chart', 'Pod evil', 'Pod other']);
  });
  test('reading what a kustomization names outside its folder, which kustomize refuses', async () => {
    const entries = {
      '/m/a/kustomization.yaml': 'resources: [../z/evil.yaml]',
      '/m/z/evil.yaml': object('Pod', 'evil'),
    };
    assert.deepEqual(await scan('/m', entries), ['kustomize /m/a', 'Pod evil']);
  });
  test('reading all beside a kustomization that is broken', async () => {
    const entries = { '/m/kustomization.yaml': '- a', '/m/a.yaml': object('Pod', 'a') };
    assert.deepEqual(await scan('/m', entries), ['kustomize /m', 'Pod a']);
  });
  test('reading what is in the folder of a chart and no part of its rendering, and no template through a link', async () => {
    const found = await scan('/m', {
      '/m/Chart.yaml': 'name: x',
      '/m/crds/a.yaml': object('Pod', 'crd'),
      '/m/deploy/evil.yaml': object('Pod', 'evil'),
      '/m/deploy/templates.yaml': { link: '/m/templates/a.yaml' },
      '/m/kustomization.yaml': 'resources: [deploy/used.yaml]',
      '/m/deploy/used.yaml': object('Pod', 'used'),
      '/m/templates/a.yaml': object('Pod', '"{{ .Release.Name }}"'),
      '/m/values-prod.yaml': 'a: 1',
    });
    assert.deepEqual(found, [
      'helm /m',
      'kustomize /m',
      'Pod crd',
      'Pod evil',
      'other /m/values-prod.yaml#0',
      'helm /m',
    ]);
  });
  test('following links inside it once, and none out of it', async () => {
    const found = await scan('/m', {
      '/m/a.yaml': { link: '/m/..data/a.yaml' },
      '/m/..data': { link: '/m/..2024' },
      '/m/..2024/a.yaml': object('Pod', 'mounted'),
      '/m/again.yaml': { link: '/m/z/real.yaml' },
      '/m/loop': { link: '/m' },
      '/m/out.yaml': { link: '/etc/secret.yaml' },
      '/m/round': { link: '/m/round2' },
      '/m/round2': { link: '/m/round' },
      '/m/z/real.yaml': object('Pod', 'real'),
      '/etc/secret.yaml': object('Pod', 'outside'),
    });
    assert.deepEqual(found, [
      'Pod real',
      'Pod mounted',
      'error /m/out.yaml: this link leads out of the folder and was not followed',
      'unread /m/out.yaml',
      'error /m/round: its links lead in a circle',
      'unread /m/round',
      'error /m/round2: its links lead in a circle',
      'unread /m/round2',
    ]);
  });
  test('naming a pipe where a manifest should be, and a link to one', async () => {
    const found = await scan('/m', {
      '/m/a.yaml': { special: 'pipe' },
      '/m/b.yaml': { link: '/m/run/ready' },
      '/m/run/ready': { special: 'pipe' },
      '/m/z.yaml': object('Pod', 'z'),
    });
    const said = 'this is neither a file nor a folder; pipe what it holds into `vauban scan -`';
    assert.deepEqual(found, [
      `error /m/a.yaml: ${said}`,
      'unread /m/a.yaml',
      'Pod z',
      `error /m/b.yaml: ${said}`,
      'unread /m/b.yaml',
    ]);
  });
  test('passing over links that lead out of it to what is never read', async () => {
    const entries = { '/m/a.yaml': object('Pod', 'a'), '/m/LICENSE': { link: '/LICENSE' }, '/LICENSE': 'free' };
    assert.deepEqual(await scan('/m', entries), ['Pod a']);
    const folder = { '/m/a.yaml': object('Pod', 'a'), '/m/more': { link: '/more' }, '/more/b.yaml': '' };
    assert.deepEqual(await scan('/m', folder), [
      'Pod a',
      'error /m/more: this link leads out of the folder and was not followed',
      'unread /m/more',
    ]);
  });
  test('past what cannot be read', async () => {
    const found = await scan('/m', {
      '/m/a.yaml': object('Pod', 'a'),
      '/m/closed/': { fails: 'EACCES' },
      '/m/closed/x.yaml': '',
      '/m/gone.yaml': { fails: 'ENOENT' },
      '/m/secret.yaml': { fails: 'EACCES' },
      '/m/z.yaml': object('Pod', 'z'),
    });
    assert.deepEqual(found, [
      'Pod a',
      'error /m/closed: no permission to read it',
      'unread /m/closed',
      'error /m/gone.yaml: there is no such file or folder',
      'unread /m/gone.yaml',
      'error /m/secret.yaml: no permission to read it',
      'unread /m/secret.yaml',
      'Pod z',
    ]);
  });
  test('on a real disk, whose links lead out and in circles', async () => {
    const root = mkdtempSync(join(tmpdir(), 'vauban-files-'));
    try {
      mkdirSync(join(root, 'm/sub'), { recursive: true });
      writeFileSync(join(root, 'm/sub/a.yaml'), object('Pod', 'a'));
      writeFileSync(join(root, 'out.yaml'), object('Pod', 'out'));
      symlinkSync('..', join(root, 'm/sub/up'));
      symlinkSync(join(root, 'out.yaml'), join(root, 'm/out.yaml'));
      symlinkSync('sub/a.yaml', join(root, 'm/b.yaml'));
      const found = await collect(join(root, 'm'), contextOf(createNodeDisk(root)));
      assert.deepEqual(found, [
        'Pod a',
        `error ${join(root, 'm/out.yaml')}: this link leads out of the folder and was not followed`,
        `unread ${join(root, 'm/out.yaml')}`,
      ]);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});

describe('templates of a chart are its chart, from wherever they are named', () => {
  const entries: Readonly<Record<string, MemoryEntry>> = {
    '/m/chart/Chart.yaml': 'name: x',
    '/m/chart/crds/a.yaml': object('Pod', 'crd'),
    '/m/chart/templates/a.yaml': object('Pod', 'a'),
    '/m/chart/templates/deep/b.yaml': object('Pod', 'b'),
    '/m/chart/charts/sub/Chart.yaml': 'name: y',
    '/m/chart/charts/sub/templates/c.yaml': object('Pod', 'c'),
    '/m/templates/d.yaml': object('Pod', 'd'),
    '/m/link.yaml': { link: '/m/chart/templates/a.yaml' },
  };
  const cases: readonly (readonly [target: string, found: readonly string[]])[] = [
    ['/m/chart/templates', ['helm /m/chart']],
    ['/m/chart/templates/', ['helm /m/chart']],
    ['/m/chart/templates/deep/b.yaml', ['helm /m/chart']],
    ['/m/chart/charts/sub/templates/c.yaml', ['helm /m/chart/charts/sub']],
    ['/m/link.yaml', ['helm /m/chart']],
    ['/m/chart/crds/a.yaml', ['Pod crd']],
    ['/m/templates', ['Pod d']],
  ];
  for (const [target, found] of cases) {
    test(target, async () => assert.deepEqual(await scan(target, entries), found));
  }
});

test('who looks for few documents is told nothing of the others, broken as they may be', async () => {
  const list = 'kind: List\napiVersion: v1\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: b\n';
  const disk = createMemoryDisk({
    '/m/a.yaml': `${object('Pod', 'a')}---\n${object('Node', 'wanted')}---\n{{ broken\n`,
    '/m/b.yaml': list,
    '/m/c.yaml': '# nothing',
  });
  const wants = (text: string): boolean => text.includes('wanted');
  assert.deepEqual(await collect('/m', { ...contextOf(disk), wants }), ['Node wanted']);
  assert.deepEqual(await collect('/m/b.yaml', { ...contextOf(disk), wants }), []);
});

test('any bytes are read to their end without throwing', async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc
      .array(
        fc.constantFrom(
          '---\n',
          'apiVersion: v1\n',
          'kind: List\n',
          'items:\n',
          '- a: 1\n',
          '{',
          '}',
          '"',
          '[',
          ']',
          ',',
          ' ',
          '\n',
          'metadata:\n',
        ),
        { maxLength: 40 },
      )
      .map((parts) => Buffer.from(parts.join(''))),
  );
  await fc.assert(
    fc.asyncProperty(bytes, async (content) => {
      for (const line of await scan('/f.yaml', { '/f.yaml': content })) assert.doesNotMatch(line, /\n/);
    }),
    { seed: 26, numRuns: 250 },
  );
});
