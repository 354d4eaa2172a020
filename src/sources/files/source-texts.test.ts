/** The line of a finding, in a file on disk or in standard input, for documents and items of Lists. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Disk, SourceContext } from '../source.ts';
import { filesSource } from './index.ts';
import { createMemoryDisk } from './memory-disk.ts';
import { createRetainedInput } from './retained-input.ts';
import { createSourceTexts } from './source-texts.ts';

const contextOf = (disk: Disk, standardInput: string): SourceContext => ({
  disk,
  standardInput: (async function* input() {
    for (const character of standardInput) yield Buffer.from(character);
  })(),
  run: () => Promise.resolve(undefined),
  environment: {},
  clock: { now: () => 0, wait: () => Promise.resolve() },
  namespaces: [],
  signal: new AbortController().signal,
});

/** `kind name: line:column` of a path in every resource of a text, read from disk and from standard input alike. */
const locateAll = async (text: string, path: string): Promise<readonly string[]> => {
  const disk = createMemoryDisk({ '/f.yaml': text });
  const found = [];
  for (const target of ['/f.yaml', '-']) {
    const texts = createSourceTexts(disk);
    const lines: string[] = [];
    for await (const item of filesSource.read(target, texts.retaining(contextOf(disk, text)))) {
      if (item.kind !== 'resource') continue;
      const place = texts.locate(item.resource.origin, path);
      lines.push(`${item.resource.ref.name} ${place?.line}:${place?.column}`);
    }
    found.push(lines);
  }
  assert.deepEqual(found[0], found[1], 'disk and standard input agree');
  return found[0] ?? [];
};

const pod = (name: string): string => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n`;

describe('a field is found', () => {
  const cases: readonly (readonly [name: string, text: string, places: readonly string[]])[] = [
    ['in the second document', `# ümlaut\n${pod('a')}---\n\n${pod('b')}`, ['a 5:3', 'b 11:3']],
    ['with carriage returns', `${pod('a')}---\n${pod('b')}`.replaceAll('\n', '\r\n'), ['a 4:3', 'b 9:3']],
    [
      'in the items of a block List',
      `kind: List\napiVersion: v1\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: a}\n\n- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: b\n`,
      ['a 6:14', 'b 11:5'],
    ],
    [
      'in the items of a List in brackets',
      'kind: List\napiVersion: v1\nitems: [\n  {apiVersion: v1, kind: Pod, metadata: {name: a}},\n  {apiVersion: v1, kind: Pod, metadata: {name: b}}]\n',
      ['a 4:42', 'b 5:42'],
    ],
    [
      'in the items of a JSON List',
      JSON.stringify(
        { kind: 'PodList', apiVersion: 'v1', items: [{ metadata: { name: 'a' } }, { metadata: { name: 'b' } }] },
        null,
        1,
      ),
      ['a 7:5', 'b 12:5'],
    ],
    [
      'in JSON values that follow each other',
      '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}\n{"apiVersion":"v1","kind":"Pod",\n"metadata":{"name":"b"}}',
      ['a 1:45', 'b 3:13'],
    ],
  ];
  for (const [name, text, places] of cases) {
    test(name, async () => assert.deepEqual(await locateAll(text, 'metadata.name'), places));
  }
});

test('what was rendered, came from a cluster or is gone has no line', () => {
  const texts = createSourceTexts(createMemoryDisk({}));
  assert.equal(texts.locate({ kind: 'cluster', cluster: 'c', uid: 'u' }, 'spec'), null);
  const origin = { kind: 'file', file: '/gone.yaml', document: 0, item: null, start: 0, end: 9 } as const;
  assert.equal(texts.locate(origin, 'spec'), null);
});

test('findings in order cost one pass over their file', () => {
  const documents = Array.from({ length: 300 }, (_, index) => pod(`p${index}`));
  const text = documents.join('---\n');
  const disk = createMemoryDisk({ '/f.yaml': text });
  let read = 0;
  const counting: Disk = {
    ...disk,
    readRange: (path, start, end) => {
      const bytes = disk.readRange(path, start, end);
      read += bytes.length;
      return bytes;
    },
  };
  const texts = createSourceTexts(counting);
  let start = 0;
  for (const [document, each] of documents.entries()) {
    const origin = { kind: 'file', file: '/f.yaml', document, item: null, start, end: start + each.length } as const;
    assert.equal(texts.locate(origin, 'kind')?.line, document * 5 + 2);
    assert.equal(texts.locate(origin, 'metadata.name')?.line, document * 5 + 4);
    start += each.length + 4;
  }
  assert.ok(read <= text.length * 2, `${read} bytes read of ${text.length}`);
});

test('standard input is kept whole, packed or not', () => {
  const input = createRetainedInput();
  const size = 20 * 1024 * 1024 + 12_345;
  const all = Buffer.alloc(size);
  for (let index = 0; index < size; index += 1) all[index] = (index * 7 + (index >> 9)) & 0xff;
  for (let from = 0; from < size; from += 700_001) input.append(all.subarray(from, from + 700_001));
  for (const [start, end] of [
    [0, 10],
    [1_048_570, 1_048_580],
    [17_000_000, 19_500_000],
    [size - 5, size],
    [size, size + 5],
  ] as const) {
    assert.ok(Buffer.from(input.readRange(start, end)).equals(all.subarray(start, end)), `${start} to ${end}`);
  }
});
