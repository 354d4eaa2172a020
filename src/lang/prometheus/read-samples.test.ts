/** Reading the Prometheus text format: what counts as a sample, and that chunks and bounds change nothing else. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { parseSample, readSamples, type Sample } from './read-samples.ts';

const show = (line: string): unknown => {
  const sample = parseSample(line);
  return sample === undefined ? undefined : [sample.name, Object.fromEntries(sample.labels), sample.value];
};

const lines: readonly (readonly [string, string, unknown])[] = [
  ['a name and a value', 'up 1', ['up', {}, 1]],
  ['labels', 'a_total{x="1",y="two"} 3.5', ['a_total', { x: '1', y: 'two' }, 3.5]],
  ['a comma behind the last label', 'a{x="1",} 2', ['a', { x: '1' }, 2]],
  ['no labels in braces', 'a{} 2', ['a', {}, 2]],
  ['blanks where the format allows them', 'a { x = "1" , y="2" } 2 ', ['a', { x: '1', y: '2' }, 2]],
  ['escapes', 'a{x="q\\"b\\\\n\\n"} 1', ['a', { x: 'q"b\\n\n' }, 1]],
  ['braces and commas in a value', 'a{x="},{"} 1', ['a', { x: '},{' }, 1]],
  ['a time stamp', 'a 1 1395066363000', ['a', {}, 1]],
  ['an exemplar', 'a_bucket{le="1"} 4 # {trace="x"} 0.5', ['a_bucket', { le: '1' }, 4]],
  ['infinity', 'a_bucket{le="+Inf"} +Inf', ['a_bucket', { le: '+Inf' }, Infinity]],
  ['an exponent', 'a 1.5e+06', ['a', {}, 1_500_000]],
  ['a comment is none', '# HELP a b', undefined],
  ['a name alone is none', 'a', undefined],
  ['a value that is no number is none', 'a one', undefined],
  ['hexadecimal is none', 'a 0x10', undefined],
  ['a label that does not end is none', 'a{x="1} 2', undefined],
  ['labels that do not end are none', 'a{x="1"', undefined],
  ['two labels without a comma are none', 'a{x="1"y="2"} 1', undefined],
];

for (const [name, line, expected] of lines) test(name, () => assert.deepEqual(show(line), expected));

const read = async (chunks: readonly Uint8Array[], wanted: readonly string[], most = 1 << 20) => {
  const samples: Sample[] = [];
  async function* body() {
    yield* chunks;
  }
  const end = await readSamples(body(), { wanted: new Set(wanted), most }, (sample) => samples.push(sample));
  return { end, names: samples.map(({ name, value }) => `${name} ${value}`), samples };
};

test('only what is wanted is given, by its full name', async () => {
  const text = Buffer.from('a 1\nab 2\na_count 3\n# a 4\na{x="1"} 5');
  assert.deepEqual((await read([text], ['a'])).names, ['a 1', 'a 5']);
});

test('a body that is too long is cut, and what came before is kept', async () => {
  const { end, names } = await read([Buffer.from('a 1\n'), Buffer.from('a 2\n')], ['a'], 5);
  assert.deepEqual([end, names], ['cut', ['a 1']]);
});

test('a line without end is passed over without being kept', async () => {
  const flood = Array.from({ length: 40 }, () => Buffer.alloc(10_000, 'x'));
  const { end, names } = await read([Buffer.from('a 1\na{x="'), ...flood, Buffer.from('"} 2\na 3\n')], ['a']);
  assert.deepEqual([end, names], ['whole', ['a 1', 'a 3']]);
});

test('however the bytes are cut, the samples are the same', async () => {
  const labels = fc.dictionary(fc.stringMatching(/^[a-z_]{1,6}$/), fc.string({ unit: 'binary', maxLength: 8 }), {
    noNullPrototype: true,
    maxKeys: 3,
  });
  const sample = fc.record({ labels, value: fc.integer() }, { noNullPrototype: true });
  await fc.assert(
    fc.asyncProperty(fc.array(sample, { maxLength: 6 }), fc.integer({ min: 1, max: 17 }), async (all, step) => {
      const bytes = Buffer.from(all.map(render).join('\n'));
      const chunks = Array.from({ length: Math.ceil(bytes.length / step) }, (_, index) =>
        bytes.subarray(index * step, (index + 1) * step),
      );
      const { samples } = await read(chunks, ['m']);
      assert.deepEqual(
        samples.map(({ labels, value }) => ({ labels: Object.fromEntries(labels), value })),
        all,
      );
    }),
    { numRuns: 200 },
  );
});

const render = ({ labels, value }: { labels: Record<string, string>; value: number }): string =>
  `m{${Object.entries(labels)
    .map(([key, text]) => `${key}="${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`)
    .join(',')}} ${value}`;

test('no text makes it throw or stall', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a{}",= \\x1\n]{0,60}$/), (text) => {
      parseSample(text);
    }),
  );
});
