/** What the files source finds: folders walked within bounds, bad input in one line each, everything else read. */

import assert from 'node:assert/strict';
import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { createNodeDisk } from '../../hosts/assemble/node-disk.ts';
import type { Disk, SourceContext, SourceItem } from '../source.ts';
import { filesSource } from './index.ts';
import { createMemoryDisk, type MemoryEntry } from './memory-disk.ts';

const contextOf = (disk: Disk, standardInput: readonly Uint8Array[] = []): SourceContext => ({
  disk,
  standardInput: (async function* input() {
    yield* standardInput;
  })(),
  run: () => Promise.resolve(undefined),
  environment: {},
  clock: { now: () => 0, wait: () => Promise.resolve() },
  namespaces: [],
  signal: new AbortController().signal,
});

const describeItem = (item: SourceItem): string => {
  switch (item.kind) {
    case 'resource':
      return `${item.resource.ref.kind} ${item.resource.ref.name}`;
    case 'problem': {
      const { severity, message, span } = item.problem;
      const place = [span?.file, span?.line, span?.column].filter((part) => part !== null && part !== undefined);
      return `${severity} ${place.join(':')}: ${message}`;
    }
    case 'unread':
      return `unread ${item.unread.kind}`;
    case 'other-document':
      return `other ${item.file}#${item.document}`;
    case 'folder':
      return `${item.renderer} ${item.folder}`;
    case 'progress':
      return 'progress';
    default:
      return '';
  }
};

const collect = async (target: string, context: SourceContext): Promise<readonly string[]> => {
  const found: string[] = [];
  for await (const item of filesSource.read(target, context)) found.push(describeItem(item));
  return found;
};

const scan = (target: string, entries: Readonly<Record<string, MemoryEntry>>): Promise<readonly string[]> =>
  collect(target, contextOf(createMemoryDisk(entries)));

const object = (kind: string, name: string): string => `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n`;

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
  test('handing charts and kustomizations on, and reading nothing below them', async () => {
    const found = await scan('/m', {
      '/m/chart/Chart.yaml': 'name: x',
      '/m/chart/templates/a.yaml': '{{ broken',
      '/m/chart/charts/sub/Chart.yaml': 'name: y',
      '/m/over/kustomization.yml': '',
      '/m/over/patch.yaml': object('Pod', 'patch'),
      '/m/plain.yaml': object('Pod', 'a'),
    });
    assert.deepEqual(found, ['helm /m/chart', 'kustomize /m/over', 'Pod a']);
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

describe('bad input is one clear line, and the rest is read', () => {
  const good = object('Pod', 'good');
  const cases: readonly (readonly [name: string, text: string | Uint8Array, found: readonly string[]])[] = [
    [
      'broken YAML between sound documents',
      `${good}---\n${object('Pod', 'bad')}spec:\n\tx: 1\n---\n${good}`,
      ['Pod good', 'error /f.yaml:11:1: a tab indents this line: YAML allows only spaces there', 'Pod good'],
    ],
    [
      'a binary file',
      Buffer.from([0x7f, 0x45, 0, 0]),
      ['error /f.yaml: this is a binary file, no YAML or JSON: it holds NUL bytes'],
    ],
    [
      'UTF-16 without a byte order mark',
      Buffer.from(good, 'utf16le'),
      ['error /f.yaml: this is UTF-16; save it as UTF-8'],
    ],
    [
      'UTF-16 in the other order',
      Buffer.from(`${good}  annotations: {a: "åß→"}\n`, 'utf16le').swap16(),
      ['error /f.yaml: this is UTF-16; save it as UTF-8'],
    ],
    [
      'numbers of two bytes each',
      Buffer.from([1, 0, 2, 0, 65, 0, 3, 0]),
      ['error /f.yaml: this is a binary file, no YAML or JSON: it holds NUL bytes'],
    ],
    ['UTF-16', Buffer.from(`\ufeff${good}`, 'utf16le'), ['error /f.yaml: this is UTF-16; save it as UTF-8']],
    [
      'Latin-1, said once',
      Buffer.from(`${good}---\na: caf\xe9\n---\nb: caf\xe9\n---\n${good}`, 'latin1'),
      ['Pod good', 'error /f.yaml:6:7: this is not UTF-8 (perhaps Latin-1); save the file as UTF-8', 'Pod good'],
    ],
    ['a byte order mark', `\ufeff${good}`, ['Pod good']],
    [
      'a Helm template, said once',
      `${good}---\nkind: {{ .Values.kind }}\n---\n{{- if .x }}\na: 1\n{{- end }}\n`,
      [
        'Pod good',
        'error /f.yaml:6:8: this looks like a Helm template and was not read; scan the folder of its chart, or what `helm template` prints',
        'unread /f.yaml',
      ],
    ],
    [
      'a Helm template that parses',
      object('Pod', '"{{ .Release.Name }}"'),
      [
        'error /f.yaml:1:1: this looks like a Helm template and was not read; scan the folder of its chart, or what `helm template` prints',
        'unread /f.yaml',
      ],
    ],
    [
      'braces of another language inside a sound object',
      `${good}  annotations: {a: "{{ $labels.x }}"}\n`,
      ['Pod good'],
    ],
    [
      'a text on the separator line',
      `${good}--- x\n${good}---\n${good}`,
      [
        'Pod good',
        'error /f.yaml:5:1: nothing but a comment may follow `---` on its line; the document below it was not read',
        'Pod good',
      ],
    ],
    [
      'deep nesting',
      `apiVersion: v1\na: ${'['.repeat(5000)}`,
      ['error /f.yaml:2:203: lists and objects nest more than 200 deep'],
    ],
    [
      'an empty file',
      '',
      ['warning /f.yaml: this holds no object: it is empty, or holds only comments or an empty List'],
    ],
    [
      'comments alone',
      '# a\n---\n# b\n',
      ['warning /f.yaml: this holds no object: it is empty, or holds only comments or an empty List'],
    ],
    [
      'an empty List',
      'apiVersion: v1\nkind: List\nitems: []\n',
      ['warning /f.yaml: this holds no object: it is empty, or holds only comments or an empty List'],
    ],
    [
      'what is no Kubernetes object',
      'a: 1\n---\nversion: "3"\nservices: {}\n',
      [
        'other /f.yaml#0',
        'other /f.yaml#1',
        'warning /f.yaml: this holds no Kubernetes object: one has an apiVersion and a kind',
      ],
    ],
    [
      'a JSON array of objects',
      '[{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}]',
      [
        'error /f.yaml:1:1: this is a list of objects, which Kubernetes does not read; give each its own document, or all as the `items` of a List',
      ],
    ],
    [
      'a misspelt field for the kind',
      'apiVersion: v1\nmetadata: {name: a}\nKind: Pod\n',
      ['error /f.yaml:3:1: `Kind` is no field of an object; write `kind`'],
    ],
    [
      'JSON objects that follow each other',
      '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}{"a":1}\n{"apiVersion":"v1","kind":"Pod","metadata":{"name":"b"}}',
      ['Pod a', 'other /f.yaml#1', 'Pod b'],
    ],
    [
      'a field given twice',
      `${good}spec:\n  hostNetwork: true\n  hostNetwork: false\n`,
      [
        'warning /f.yaml:7:3: `hostNetwork` is given twice in one object; the last counts, and kubectl refuses it',
        'Pod good',
      ],
    ],
    [
      'lost indentation',
      'apiVersion: v1\nkind: Pod\nmetadata:\nname: a\n',
      [
        'error /f.yaml:4:1: the indentation seems lost: `name` stands at the top level, where a Pod has no such field; it belongs under metadata',
        'Pod ',
      ],
    ],
  ];
  for (const [name, text, found] of cases) {
    test(name, async () => assert.deepEqual(await scan('/f.yaml', { '/f.yaml': text }), found));
  }
  test('JSON and YAML of other tools in a folder are no errors', async () => {
    const found = await scan('/m', {
      '/m/tsconfig.json': '{\n// no\n"a": [1,, }',
      '/m/odd.yaml': 'a: b: c\n',
      '/m/pod.yaml': good,
    });
    assert.deepEqual(found, [
      'warning /m/odd.yaml:1:5: the indentation does not fit the lines above, or a `:` in a text needs quotes (no apiVersion in it, so hardly for Kubernetes)',
      'Pod good',
      'other /m/tsconfig.json#0',
    ]);
  });
  test('braces of another tool in a folder are a warning, those of Helm are not', async () => {
    const found = await scan('/m', {
      '/m/Taskfile.yml': 'run: {{.CLI}} x\n',
      '/m/include.yaml': '{{ include "lib.deployment" . }}\n',
    });
    assert.match(
      found[0] ?? '',
      /^warning \/m\/Taskfile.yml:1:\d+: .* \(no apiVersion in it, so hardly for Kubernetes\)$/,
    );
    assert.deepEqual(found.slice(1), [
      'error /m/include.yaml:1:2: this looks like a Helm template and was not read; scan the folder of its chart, or what `helm template` prints',
      'unread /m/include.yaml',
    ]);
  });
  test('a path that is not there, and one that is empty', async () => {
    assert.deepEqual(await scan('/nope', {}), ['error /nope: there is no such file or folder', 'unread /nope']);
    assert.deepEqual(await scan('', {}), [
      'error : the path is empty; name a file or a folder, or `-` for standard input',
    ]);
  });
  test('a folder without YAML, and standard input without anything', async () => {
    const readme = { '/m/readme.md': '# no' };
    assert.deepEqual(await scan('/m', readme), ['warning /m: there is no YAML or JSON file in this folder']);
    assert.deepEqual(await collect('-', contextOf(createMemoryDisk({}))), [
      'warning -: standard input holds no object; did the program before the pipe fail?',
    ]);
    assert.deepEqual(await collect('-', contextOf(createMemoryDisk({}), [Buffer.from('a: 1')])), [
      'other -#0',
      'warning -: standard input holds no Kubernetes object: one has an apiVersion and a kind',
    ]);
  });
  test('standard input is called -', async () => {
    const context = contextOf(createMemoryDisk({}), [Buffer.from('a: b: c'), Buffer.from('\n')]);
    assert.deepEqual(await collect('-', context), [
      'error -:1:5: the indentation does not fit the lines above, or a `:` in a text needs quotes',
    ]);
  });
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
