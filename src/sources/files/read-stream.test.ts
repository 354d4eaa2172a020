/** Of what is too large to be read whole, nothing is passed over without a word. The limit is small here. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readStream } from './read-stream.ts';
import { describeItem, object } from './scan-in-memory.ts';

const most = 120;

const read = async (text: string, file = '/m/f.json', named = false): Promise<readonly string[]> => {
  const found: string[] = [];
  const chunks = (async function* split() {
    for (let from = 0; from < text.length; from += 16) yield Buffer.from(text.slice(from, from + 16));
  })();
  for await (const items of readStream(chunks, { file, named, most })) found.push(...items.map(describeItem));
  return found;
};

const item = (name: string): string => `{"metadata":{"name":"${name}"}}`;
const typed = (...items: readonly string[]): string =>
  `{"apiVersion":"v1","kind":"PodList","items":[${[item('a'), item('b'), item('c'), ...items].join(',\n')}]}`;
const entry = (name: string): string => `- ${object('Pod', name).trimEnd().replaceAll('\n', '\n  ')}\n`;
const entries = entry('a') + entry('b') + entry('c');
const filler = '# x\n'.repeat(most);

const cases: readonly (readonly [name: string, text: string, found: readonly string[]])[] = [
  [
    'an item of a typed List that cannot be read, which has no apiVersion of its own',
    typed(String.raw`{"metadata":{"name":"\x"}}`),
    [
      'Pod a',
      'Pod b',
      'Pod c',
      'error /m/f.json:4:24: an escape \\x, \\u or \\U needs its full number of hexadecimal digits',
    ],
  ],
  [
    'an item of a typed List that is too large',
    typed(item('x'.repeat(most))),
    [
      'Pod a',
      'Pod b',
      'Pod c',
      'error /m/f.json:4:1: item 3 of the List is larger than 3 MB, more than a cluster can hold, and was not read',
    ],
  ],
  [
    'an object with `items` that is no List: they are not judged in its place',
    `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"evil"},"items":[${[1, 2, 3, 4].map((n) => `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"${n}"}}`).join(',')}]}`,
    [
      'error /m/f.json:1:1: this Pod, which is no List, is larger than 3 MB, more than a cluster can hold, and was not read',
    ],
  ],
  [
    'such an object of another tool',
    `{"kind":"feed","items":[${[1, 2, 3, 4, 5].map((n) => `{"title":"number ${n}", "more": []}`).join(',')}]}`,
    ['other /m/f.json#0'],
  ],
  [
    'a List whose own fields are too large',
    `apiVersion: v1\nkind: List\nitems:\n${entries}metadata:\n${filler}  a: 1\n`,
    [
      'Pod a',
      'Pod b',
      'Pod c',
      'error /m/f.json:138:1: what stands around the `items` is larger than 3 MB, more than a cluster can hold, and was not read',
    ],
  ],
  [
    'a second `items` in YAML',
    `apiVersion: v1\nkind: List\nitems:\n${entries}items:\n${entry('d')}`,
    ['Pod a', 'Pod b', 'Pod c', 'error /m/f.json:21:1: `items` is given twice in this List; one of them was not read'],
  ],
  [
    'a second `items` in JSON, which is read as well',
    `${typed().slice(0, -1)},"items":[${item('d')}]}`,
    ['Pod a', 'Pod b', 'Pod c', 'Pod d'],
  ],
  [
    'a document that says only late what it is for',
    `${filler}${object('Pod', 'evil')}---\n${object('Pod', 'a')}`,
    ['error /m/f.json:1:1: the document is larger than 3 MB, more than a cluster can hold, and was not read', 'Pod a'],
  ],
  [
    'a document that is not for Kubernetes',
    `${filler}a: 1\n---\n${object('Pod', 'a')}`,
    ['other /m/f.json#0', 'Pod a'],
  ],
];

for (const [name, text, found] of cases) {
  test(`what is large: ${name}`, async () => assert.deepEqual(await read(text), found));
}

test('what is large and was named is never passed over as another tool’s', async () => {
  assert.deepEqual(await read(`${filler}a: 1\n`, '/m/f.yaml', true), [
    'error /m/f.yaml:1:1: the document is larger than 3 MB, more than a cluster can hold, and was not read',
  ]);
});
