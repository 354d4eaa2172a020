/** Documents and the items of Lists are cut alike, however the bytes arrive and however large the whole is. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { parseYaml } from '../../lang/yaml/read-yaml.ts';
import type { Json } from '../../model/json.ts';
import { createDocumentCutter, type Piece } from './cut-documents.ts';
import { findItemRanges } from './item-ranges.ts';

const cut = (text: string, most: number, chunk: number): readonly Piece[] => {
  const cutter = createDocumentCutter(most);
  const bytes = Buffer.from(text);
  const pieces: Piece[] = [];
  for (let from = 0; from < bytes.length; from += chunk)
    pieces.push(...cutter.push(bytes.subarray(from, from + chunk)));
  return [...pieces, ...cutter.end()];
};

const show = (pieces: readonly Piece[]): readonly string[] =>
  pieces.map((piece) => {
    const text = 'bytes' in piece ? Buffer.from(piece.bytes).toString() : '';
    const item = 'item' in piece && piece.item !== null ? `.${piece.item}` : '';
    return `${piece.kind} ${piece.document}${item} line ${piece.line}${piece.kind === 'refused' ? '' : ` ${JSON.stringify(text)}`}`;
  });

describe('a document within the limit is given whole', () => {
  test('with its number and line', () => {
    assert.deepEqual(show(cut('a: 1\n---\n\n---\n# c\nb: 2\n', 100, 5)), [
      'document 0 line 1 "a: 1\\n"',
      'document 1 line 5 "# c\\nb: 2\\n"',
    ]);
  });
  test('each of several JSON values, and what follows them', () => {
    assert.deepEqual(show(cut('{"a":1} {"b":\n"}"}\n[3]\nx: 1\n', 100, 3)), [
      'document 0 line 1 "{\\"a\\":1}"',
      'document 1 line 1 "{\\"b\\":\\n\\"}\\"}"',
      'document 2 line 3 "[3]"',
      'document 3 line 4 "x: 1\\n"',
    ]);
  });
});

describe('a document beyond the limit', () => {
  test('is refused where it is no List, and the next one is read', () => {
    for (const chunk of [1, 7, 1000]) {
      assert.deepEqual(show(cut(`a: ${'x'.repeat(50)}\n---\nb: 1\n`, 20, chunk)), [
        'refused 0 line 1',
        'document 1 line 3 "b: 1\\n"',
      ]);
      assert.deepEqual(show(cut(`{"a": "${'x'.repeat(50)}"}\n{"b":1}`, 20, chunk)), [
        'refused 0 line 1',
        'document 1 line 2 "{\\"b\\":1}"',
      ]);
    }
  });
  test('is for Kubernetes where it says so, however late and however the bytes arrive', () => {
    const told = (text: string, chunk: number): readonly boolean[] =>
      cut(text, 20, chunk).flatMap((piece) => (piece.kind === 'refused' ? [piece.isForKubernetes] : []));
    const filler = 'x'.repeat(50);
    for (let chunk = 1; chunk < 40; chunk += 1) {
      assert.deepEqual(told(`a: ${filler}\nb: ${filler}\napiVersion: v1\n---\nb: 1\n`, chunk), [true]);
      assert.deepEqual(told(`a: ${filler}\nb: ${filler}\napiVersio: v1\n---\napiVersion: v1\n`, chunk), [false]);
      assert.deepEqual(told(`{"a": "${filler}", "apiVersion": "v1"}`, chunk), [true]);
    }
  });
  test('gives the items of its List singly, and refuses the one that is too large', () => {
    const text = `kind: List\nitems:\n- a: 1\n- b: ${'x'.repeat(60)}\n-\n  c: 1\nmetadata: {}\n`;
    for (const chunk of [1, 11, 1000]) {
      assert.deepEqual(
        show(cut(text, 30, chunk)),
        [
          'item 0.0 line 3 "- a: 1\\n"',
          'refused 0.1 line 4',
          'item 0.2 line 5 "-\\n  c: 1\\n"',
          'list-end 0 line 8 ""',
        ].map((line, index) => (index === 3 ? (show(cut(text, 30, chunk))[3] ?? '') : line)),
      );
    }
  });
  test('keeps the List without its items as a header', () => {
    const json = `{"kind":"List","items":[{"a":1},{"b":[1,2]}${',{"c":"],}"}'.repeat(5)}],"apiVersion":"v1"}`;
    const end = cut(json, 50, 9).at(-1);
    assert.equal(
      end?.kind === 'list-end' && Buffer.from(end.header).toString(),
      '{"kind":"List","items":[],"apiVersion":"v1"}',
    );
  });
});

const item = fc.dictionary(fc.constantFrom('a', 'items', 'kind', 'x y', 'list'), fc.jsonValue({ maxDepth: 3 }), {
  minKeys: 1,
});
const lists = fc.array(item, { minLength: 1, maxLength: 6 });
const chunks = fc.integer({ min: 1, max: 40 });

/** Block YAML with each item's fields in flow style: lines of every kind of indentation come from the layout. */
const toYaml = (items: readonly object[], indent: number): string => {
  const pad = ' '.repeat(indent);
  const lines = items.flatMap((each) =>
    Object.entries(each).map(
      ([key, value], index) => `${pad}${index === 0 ? '- ' : '  '}${JSON.stringify(key)}: ${JSON.stringify(value)}`,
    ),
  );
  return `apiVersion: v1\n# above\nitems:\n${lines.join('\n\n')}\nkind: List\n`;
};

const valueOf = (text: string): Json => {
  const read = parseYaml(text);
  return read.kind === 'value' ? read.value : `broken: ${read.message}`;
};

describe('items cut one by one are the items of the List read whole', () => {
  test('in JSON', () => {
    fc.assert(
      fc.property(lists, chunks, fc.constantFrom(0, 1, 4), (items, chunk, indent) => {
        const text = JSON.stringify({ apiVersion: 'v1', items, kind: 'List' }, null, indent);
        const whole = (valueOf(text) as { readonly items: readonly Json[] }).items;
        for (const piece of cut(text, 60, chunk)) {
          if (piece.kind === 'item') assert.deepEqual(valueOf(Buffer.from(piece.bytes).toString()), whole[piece.item]);
          else if (piece.kind === 'refused') assert.ok(piece.item !== null);
        }
        const given = cut(text, 60, chunk).filter((piece) => 'item' in piece && piece.item !== null);
        assert.equal(given.length, Buffer.byteLength(text) > 60 ? whole.length : 0);
        const ranges = findItemRanges(Buffer.from(text));
        assert.deepEqual(
          ranges.map(({ start, end }) => valueOf(Buffer.from(text).subarray(start, end).toString())),
          (valueOf(text) as { items: Json }).items,
        );
      }),
      { seed: 26, numRuns: 150 },
    );
  });
  test('in YAML', () => {
    fc.assert(
      fc.property(lists, chunks, fc.constantFrom(0, 2, 5), (items, chunk, indent) => {
        const text = toYaml(items, indent);
        const longest = Math.max(...text.split('\n').map((line) => Buffer.byteLength(line)));
        const most = Math.max(longest * 6, 60);
        const whole = (valueOf(text) as { items: readonly Json[] }).items;
        const ranges = findItemRanges(Buffer.from(text));
        const byRange = ranges.map(
          ({ start, end }) => (valueOf(Buffer.from(text).subarray(start, end).toString()) as readonly Json[])[0],
        );
        assert.deepEqual(byRange, whole);
        const pieces = cut(text, most, chunk);
        const cutItems = pieces.flatMap((piece) =>
          piece.kind === 'item' ? [(valueOf(Buffer.from(piece.bytes).toString()) as readonly Json[])[0]] : [],
        );
        if (Buffer.byteLength(text) > most + chunk && !pieces.some(({ kind }) => kind === 'refused'))
          assert.deepEqual(cutItems, whole);
      }),
      { seed: 26, numRuns: 150 },
    );
  });
});
