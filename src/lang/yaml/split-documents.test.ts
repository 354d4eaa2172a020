/** Documents are cut where Kubernetes cuts them, wherever the chunks of the stream end. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { createDocumentSplitter } from './split-documents.ts';

const split = (chunks: readonly string[]): readonly string[] => {
  const splitter = createDocumentSplitter();
  const documents = [''];
  let offset = 0;
  for (const part of [...chunks.flatMap((chunk) => splitter.push(Buffer.from(chunk))), ...splitter.end()]) {
    assert.equal(part.start, offset, 'parts follow each other without a gap');
    offset += part.bytes.length;
    if (part.kind === 'bytes') documents.push((documents.pop() ?? '') + Buffer.from(part.bytes).toString());
    else documents.push(part.fit ? '' : '!');
  }
  assert.equal(offset, Buffer.byteLength(chunks.join('')));
  return documents;
};

describe('a line that begins with --- separates', () => {
  const cases: readonly (readonly [name: string, text: string, documents: readonly string[]])[] = [
    ['between two documents', 'a: 1\n---\nb: 2\n', ['a: 1\n', 'b: 2\n']],
    ['at the start', '---\na: 1\n', ['', 'a: 1\n']],
    ['at the end', 'a: 1\n---', ['a: 1\n', '']],
    ['with spaces and a comment after it', 'a\n---  # next\nb', ['a\n', 'b']],
    ['with carriage returns', 'a\r\n---\r\nb\r\n', ['a\r\n', 'b\r\n']],
    ['several in a row', '---\n---\n---\n', ['', '', '', '']],
    ['not where it is indented', 'a: |\n  ---\n  b\n', ['a: |\n  ---\n  b\n']],
    ['not where it stands inside a line', 'a: --- b\n', ['a: --- b\n']],
    ['not with two dashes', 'a\n--\nb\n', ['a\n--\nb\n']],
    ['and is unfit where a text follows', 'a\n--- b\nc\n', ['a\n', '!c\n']],
    ['and is unfit where a fourth dash follows', '----\n', ['', '!']],
    ['while ... does not', 'a\n...\nb\n', ['a\n...\nb\n']],
    ['in a stream of nothing', '', ['']],
  ];
  for (const [name, text, documents] of cases) {
    test(name, () => {
      assert.deepEqual(split([text]), documents);
      assert.deepEqual(split(text.split('')), documents, 'byte by byte');
    });
  }
});

test('chunks cut anywhere give the same documents', () => {
  const line = fc.constantFrom('---', '--- # c', '--', '-', 'a: 1', '  ---', '', '---x', '-----', '\r');
  const stream = fc.tuple(fc.array(line, { maxLength: 12 }), fc.array(fc.nat(40), { maxLength: 6 }));
  fc.assert(
    fc.property(stream, ([lines, cuts]) => {
      const text = lines.join('\n');
      const chunks = [];
      let rest = text;
      for (const cut of cuts) {
        chunks.push(rest.slice(0, cut));
        rest = rest.slice(cut);
      }
      assert.deepEqual(split([...chunks, rest]), split([text]));
    }),
    { seed: 26, numRuns: 1500 },
  );
});
