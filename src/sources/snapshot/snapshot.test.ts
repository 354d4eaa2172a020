/** Snapshots in memory: what is written is what is read, and whatever is not whole says so. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { loadAll } from 'js-yaml';
import * as fc from 'fast-check';
import { plantCanaries } from '../../../tools/canaries/canaries.ts';
import { toResource } from '../../kube/schema/to-resource.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';
import { createScriptedContext } from '../scripted-context.ts';
import type { SourceContext, SourceItem } from '../source.ts';
import { peekSnapshot } from './peek-snapshot.ts';
import { readSnapshot } from './read-snapshot.ts';
import type { SnapshotHeader } from './snapshot-format.ts';
import { pack, renderItem, writeSnapshot, type SnapshotRest } from './write-snapshot.ts';

const header: SnapshotHeader = {
  of: 'cluster',
  vauban: '1.0.0',
  takenAt: '1970-01-01T00:00:00.000Z',
  cluster: 'prod',
  kubernetes: 'v1.37.2',
  kinds: [
    { group: '', kind: 'Pod' },
    { group: 'apps', kind: 'Deployment' },
  ],
};

const rest: SnapshotRest = {
  evidence: [
    {
      kind: 'control-plane/version',
      about: null,
      value: { server: 'v1.37.2' },
      source: 's',
      confidence: 'certain',
      at: null,
    },
  ],
  unread: [{ kind: 'Node', group: '', cluster: 'prod', namespace: null, reason: 'forbidden', grant: 'list on nodes' }],
  problems: [{ severity: 'warning', message: 'odd', span: { file: 'a.yaml', line: 3, column: null }, policy: null }],
};

const pod = (name: string, more: JsonObject = {}): Resource => {
  const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop', uid: `uid-${name}` }, ...more };
  const result = toResource(object, { kind: 'cluster', cluster: 'prod', uid: `uid-${name}` });
  assert.ok(result.kind === 'resource');
  return result.resource;
};

const write = async (
  resources: readonly Resource[],
  { of = header, more = rest }: { readonly of?: SnapshotHeader; readonly more?: SnapshotRest } = {},
): Promise<string> => {
  const lines = async function* lines() {
    for (const resource of resources) yield renderItem(resource) ?? '';
  };
  let text = '';
  for await (const piece of writeSnapshot(of, lines(), () => more)) text += piece;
  return text;
};

const contextOf = (bytes: Uint8Array | string, size = 1000): SourceContext => {
  const whole = Buffer.from(bytes);
  const scripted = createScriptedContext({});
  return {
    ...scripted,
    clock: { now: () => 0, wait: () => Promise.resolve() },
    disk: {
      ...scripted.disk,
      stat: async () => ({ kind: 'file', size: whole.length }),
      readRange: (_path, start, end) => whole.subarray(start, end),
      read: async function* read() {
        for (let from = 0; from < whole.length; from += size) yield whole.subarray(from, from + size);
      },
    },
  };
};

const read = async (bytes: Uint8Array | string, more: Partial<SourceContext> = {}, size = 1000) => {
  const items: SourceItem[] = [];
  for await (const item of readSnapshot('s.json', { ...contextOf(bytes, size), ...more })) items.push(item);
  return items;
};

const describe = (items: readonly SourceItem[]): readonly string[] =>
  items.flatMap((item) => {
    switch (item.kind) {
      case 'resource':
        return [`${item.resource.ref.kind} ${item.resource.ref.name}`];
      case 'problem':
        return [`${item.problem.severity} ${item.problem.span?.line ?? ''}: ${item.problem.message}`];
      case 'unread':
        return [`unread ${item.unread.kind}: ${item.unread.reason}`];
      default:
        return [item.kind];
    }
  });

const whole = ['Pod a', 'Pod b', 'evidence', 'unread Node: forbidden', 'warning 3: odd'];

test('what is written is one JSON document, an object a line', async () => {
  const text = await write([pod('a'), pod('b')]);
  assert.deepEqual(JSON.parse(text), {
    apiVersion: 'vauban.dev/v1',
    kind: 'Snapshot',
    metadata: {
      vauban: '1.0.0',
      takenAt: '1970-01-01T00:00:00.000Z',
      of: 'cluster',
      cluster: 'prod',
      kubernetes: 'v1.37.2',
      redacted: true,
      kinds: header.kinds,
    },
    items: [pod('a'), pod('b')].map(({ object }) => ({ object, origin: { kind: 'cluster' } })),
    ...rest,
    end: { objects: 2 },
  });
  assert.equal(text.split('\n')[1], `${renderItem(pod('a')) ?? ''},`);
});

test('what is written is what is read, packed or not, however the stream is cut', async () => {
  const text = await write([pod('a', { spec: { big: 9007199254740993n } }), pod('b')]);
  for (const bytes of [Buffer.from(text), gzipSync(text), Buffer.from(text.replaceAll('\n', '\r\n'))])
    for (const size of [1, 7, 1000, 1_000_000]) {
      const items = await read(bytes, {}, size);
      assert.deepEqual(describe(items), whole);
      assert.deepEqual(items[0], { kind: 'resource', resource: pod('a', { spec: { big: 9007199254740993n } }) });
      assert.deepEqual(items.slice(2), [
        ...rest.evidence.map((evidence) => ({ kind: 'evidence', evidence })),
        ...rest.unread.map((unread) => ({ kind: 'unread', unread })),
        ...rest.problems.map((problem) => ({ kind: 'problem', problem })),
      ]);
    }
});

test('packing gives what gzip unpacks', async () => {
  const pieces: Uint8Array[] = [];
  for await (const piece of pack(
    (async function* text() {
      yield 'one ';
      yield 'two';
    })(),
  ))
    pieces.push(piece);
  let text = '';
  const { inflate } = await import('./inflate.ts');
  for await (const chunk of inflate(
    (async function* all() {
      yield* pieces;
    })(),
  ))
    text += Buffer.from(chunk).toString('utf8');
  assert.equal(text, 'one two');
});

test('any object survives, and any origin of manifests but its lines', async () => {
  const of: SnapshotHeader = { ...header, of: 'manifests', cluster: null, kubernetes: null, kinds: [] };
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.string({ minLength: 1 }), fc.nat(), async (spec, file, document) => {
      const object = { apiVersion: 'example.com/v1', kind: 'Any', metadata: { name: 'a' }, spec: spec as Json };
      for (const origin of [
        { kind: 'file', file, document, item: null, start: 0, end: 0 },
        { kind: 'rendered', by: 'helm', folder: file, template: 't.yaml', document, item: 3 },
      ] as const) {
        const result = toResource(object, origin);
        assert.ok(result.kind === 'resource');
        const [item] = await read(await write([result.resource], { of }));
        // A number that a double cannot hold comes back as the integer it is written as.
        assert.ok(item?.kind === 'resource');
        assert.deepEqual(item.resource.origin, origin);
        assert.equal(renderItem(item.resource), renderItem(result.resource));
      }
    }),
    { numRuns: 200 },
  );
});

test('a secret put in by hand is taken out again, and so are those of the estate of canaries', async () => {
  const { yaml, secrets } = plantCanaries();
  const of: SnapshotHeader = { ...header, of: 'manifests', cluster: null, kinds: [] };
  const lines = loadAll(yaml).map((object) =>
    JSON.stringify({ object, origin: { kind: 'file', file: 'a', document: 0, item: null } }),
  );
  const text = (await write([], { of })).replace('"items":[\n', () => `"items":[\n${lines.join(',\n')}\n`);
  const found = JSON.stringify(await read(text));
  assert.ok(found.includes('<redacted'));
  for (const secret of secrets) assert.ok(!found.includes(secret), secret);
});

const notWhole = (why: string, line = ''): readonly string[] => {
  const message = `this snapshot is not whole: ${why}; copy it again, or take it anew with \`vauban snapshot\``;
  return [
    `error ${line}: ${message}`,
    `unread s.json: ${message}`,
    'unread Pod: the snapshot is not whole, so that some may be missing',
    'unread Deployment: the snapshot is not whole, so that some may be missing',
  ];
};

const nothing = (message: string): readonly string[] => [`error : ${message}`, `unread s.json: ${message}`];

const oneLine = 'what stands on this line is not what a snapshot holds there, or is larger than 3 MB';
const anew =
  'this snapshot is not laid out as `vauban snapshot` writes it, one object a line: take it anew, or hand over the file as it was written';

const spoilt: readonly (readonly [string, (text: string) => Uint8Array | string, readonly string[]])[] = [
  [
    'its last line is missing',
    (text) => text.replace(/\],"end".*\n/, ''),
    [...whole, ...notWhole('it is cut off: its last line is missing')],
  ],
  [
    'its last line is cut',
    (text) => text.slice(0, -5),
    [...whole, ...notWhole('it is cut off: its last line is missing')],
  ],
  [
    'it ends within an object',
    (text) => text.slice(0, text.indexOf('"uid-b"')),
    ['Pod a', ...notWhole('it is cut off: its last line is missing')],
  ],
  [
    'it ends between two objects',
    (text) => text.slice(0, text.indexOf('{"object":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"b"')),
    ['Pod a', ...notWhole('it is cut off: its last line is missing')],
  ],
  [
    'an object is gone',
    (text) => text.replace(/\{"object".*"uid-a".*\n/, ''),
    ['Pod b', ...whole.slice(2), ...notWhole('it says that it holds 2 objects, and 1 are in it', '9')],
  ],
  [
    'a line is damaged',
    (text) => text.replace('"kind":"Pod","metadata":{"name":"b"', '"kind":"Pod","metadata":{"na'),
    ['Pod a', ...whole.slice(2), ...notWhole(oneLine, '3')],
  ],
  [
    'two lines are damaged',
    (text) => text.replaceAll('{"object"', '{"object'),
    [...whole.slice(2), ...notWhole(`${oneLine}; 2 lines are like that`, '2')],
  ],
  [
    'a line is no UTF-8',
    (text) => Buffer.from(text.replace('uid-b', 'uid-\u00FF'), 'latin1'),
    ['Pod a', ...whole.slice(2), ...notWhole(oneLine, '3')],
  ],
  [
    'an object has no kind',
    (text) => text.replace('"kind":"Pod",', ''),
    ['Pod b', ...whole.slice(2), ...notWhole(oneLine, '2')],
  ],
  [
    'an object is a List of objects',
    (text) => text.replace('"kind":"Pod",', '"kind":"List","items":[],'),
    ['Pod b', ...whole.slice(2), ...notWhole(oneLine, '2')],
  ],
  [
    'an object is larger than any can be',
    (text) => text.replace('uid-a', 'u'.repeat(4_000_000)),
    ['Pod b', ...whole.slice(2), ...notWhole(oneLine, '2')],
  ],
  [
    'a part is missing',
    (text) => text.replace('],"unread":[\n', ''),
    ['Pod a', 'Pod b', 'evidence', ...notWhole(`${oneLine}; 4 lines are like that`, '6')],
  ],
  ['something follows its end', (text) => `${text}{}\n`, [...whole, ...notWhole('something follows its end', '11')]],
  ['it is laid out anew', (text) => JSON.stringify(JSON.parse(text), null, 2), nothing(anew)],
  ['it is all on one line', (text) => JSON.stringify(JSON.parse(text)), nothing(anew)],
  [
    'it is of another version',
    (text) => text.replace('vauban.dev/v1', 'vauban.dev/v2'),
    nothing(
      'this snapshot is of vauban.dev/v2, and this version of Vauban reads vauban.dev/v1: take it anew with `vauban snapshot`, or use the version that wrote it',
    ),
  ],
  [
    'its day is none',
    (text) => text.replace('1970-01-01', 'yesterday'),
    nothing('`metadata.takenAt` of this snapshot does not say what it should: take it anew with `vauban snapshot`'),
  ],
  [
    'it is of nothing known',
    (text) => text.replace('"of":"cluster"', '"of":"moon"'),
    nothing('`metadata.of` of this snapshot does not say what it should: take it anew with `vauban snapshot`'),
  ],
  [
    'its cluster has no name',
    (text) => text.replace('"cluster":"prod","kub', '"cluster":null,"kub'),
    nothing('`metadata.cluster` of this snapshot does not say what it should: take it anew with `vauban snapshot`'),
  ],
  [
    'its kinds are none',
    (text) => text.replace('{"group":"","kind":"Pod"}', '"Pod"'),
    nothing('`metadata.kinds` of this snapshot does not say what it should: take it anew with `vauban snapshot`'),
  ],
  ['it is empty', () => '', nothing(anew)],
];

for (const [name, spoil, told] of spoilt)
  test(`a snapshot says that ${name}`, async () => {
    const text = await write([pod('a'), pod('b')]);
    assert.deepEqual(describe(await read(spoil(text))), told);
  });

/** Unlike any other, so that they do not pack away. */
const manyPods = Array.from({ length: 3000 }, (_, index) => pod(`p-${index}-${Math.sin(index)}`));

test('a packed snapshot says that it is cut off, damaged, or something that blows up', async () => {
  const packed = gzipSync(await write(manyPods));
  const cut = describe(await read(packed.subarray(0, packed.length - 20_000)));
  assert.ok(cut.filter((line) => line.startsWith('Pod ')).length > 1000);
  assert.deepEqual(cut.slice(-4), notWhole('it is cut off: the rest of the file is missing'));

  const damaged = Buffer.from(packed);
  damaged.fill(0xff, packed.length - 10_000, packed.length - 9000);
  assert.deepEqual(
    describe(await read(damaged)).slice(-4),
    notWhole('it is damaged: what is packed in it cannot be unpacked'),
  );

  const checksum = Buffer.from(packed);
  checksum.fill(7, packed.length - 8);
  assert.deepEqual(
    describe(await read(checksum)).slice(-4),
    notWhole('it is damaged: what is packed in it cannot be unpacked'),
  );

  const text = await write([]);
  const bomb = gzipSync(text.replace('[\n]', `[\n${' '.repeat(300 << 20)}\n]`));
  assert.ok(bomb.length < 400_000);
  assert.deepEqual(
    describe(await read(bomb, {}, 1 << 16)),
    notWhole('what is packed in it is more than 250 times its size, which no snapshot is, and was not read further'),
  );
});

test('the first line of a whole snapshot, packed or not, is found at once', async () => {
  const text = await write(manyPods);
  for (const bytes of [Buffer.from(text), gzipSync(text)])
    assert.deepEqual(await peekSnapshot('s', contextOf(bytes).disk), { kind: 'header', header });
});

test('a snapshot that is weeks old says so, and one of the week does not', async () => {
  const text = await write([pod('a'), pod('b')]);
  const at = (days: number): Partial<SourceContext> => ({
    clock: { now: () => days * 86_400_000, wait: () => Promise.resolve() },
  });
  assert.deepEqual(describe(await read(text, at(7))), whole);
  assert.deepEqual(describe(await read(text, at(40))), [
    'warning : this snapshot was taken 40 days ago, on 1970-01-01: what has changed since is not in it',
    ...whole,
  ]);
});

test('of a cluster only what was asked for is given, and what the snapshot was taken without is unread', async () => {
  const text = await write([pod('a'), pod('b')]);
  const wanted = (kinds: SourceContext['kinds'] & {}): Partial<SourceContext> => ({ kinds, kindsAlone: true });
  assert.deepEqual(describe(await read(text, wanted([{ group: '', kind: 'Pod' }]))), [
    'Pod a',
    'Pod b',
    'evidence',
    'warning 3: odd',
  ]);
  assert.deepEqual(
    describe(
      await read(
        text,
        wanted([
          { group: '', kind: 'Node' },
          { group: '', kind: 'Secret' },
        ]),
      ),
    ),
    [
      'unread Node: the snapshot was taken without objects of this kind; ask the live cluster, or take it anew with this version of Vauban and the same policies',
      'evidence',
      'unread Node: forbidden',
      'warning 3: odd',
    ],
  );
  assert.deepEqual(describe(await read(text, { namespaces: ['other'] })), ['unread Node: forbidden', 'warning 3: odd']);
});
