/** Paths print and read back the same, and lead where they say. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { parseFieldPath, renderFieldPath, valueAt, type FieldPath, type PathSegment } from './field-path.ts';

const cases: readonly (readonly [string, FieldPath])[] = [
  ['', []],
  ['spec', ['spec']],
  ['spec.containers[name=web].env[0]', ['spec', 'containers', { key: 'name', value: 'web' }, 'env', 0]],
  ['metadata.annotations["a.b/c"]', ['metadata', 'annotations', 'a.b/c']],
  ['spec.volumes[name="a b"]', ['spec', 'volumes', { key: 'name', value: 'a b' }]],
  ['["0"]', ['0']],
  ['[0]', [0]],
  ['data[""]', ['data', '']],
];

for (const [text, path] of cases) {
  test(`${text === '' ? 'the empty path' : text} prints and reads back`, () => {
    assert.equal(renderFieldPath(path), text);
    assert.deepEqual(parseFieldPath(text), path);
  });
}

for (const text of ['.', 'a..b', 'a[', 'a[b', 'a[b=]', 'a]', 'a["x]', 'a.[0]', '[-1]', 'a b']) {
  test(`${text} is no path`, () => assert.equal(parseFieldPath(text), undefined));
}

const text = fc.string({ unit: 'grapheme', maxLength: 8 });
const segment: fc.Arbitrary<PathSegment> = fc.oneof(
  text,
  fc.nat(1000),
  fc.record({ key: fc.constantFrom('name', 'mountPath', 'key'), value: text }, { noNullPrototype: true }),
);

test('every path reads back as it was printed', () => {
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 6 }), (path) => {
      assert.deepEqual(parseFieldPath(renderFieldPath(path)), path);
    }),
    { seed: 11, numRuns: 2000 },
  );
});

test('any text is read or refused, never thrown at', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), (any) => {
      const path = parseFieldPath(any);
      if (path !== undefined) assert.deepEqual(parseFieldPath(renderFieldPath(path)), path);
    }),
    { seed: 12, numRuns: 2000 },
  );
});

const pod = { spec: { containers: [{ name: 'db' }, { name: 'web', ports: [80] }] } };

test('a path leads to its value, by name or by number, and nowhere by an inherited name', () => {
  assert.equal(valueAt(pod, ['spec', 'containers', { key: 'name', value: 'web' }, 'ports', 0]), 80);
  assert.equal(valueAt(pod, ['spec', 'containers', 0, 'name']), 'db');
  assert.equal(valueAt(pod, ['spec', 'containers', { key: 'name', value: 'gone' }]), undefined);
  assert.equal(valueAt(pod, ['spec', 'constructor']), undefined);
  assert.equal(valueAt(pod, ['spec', 'containers', 'length']), undefined);
});
