/** The line of a field, or of the nearest ancestor that is written. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { parseFieldPath, type FieldPath } from '../../model/field-path.ts';
import { isJsonArray, isJsonObject, type Json } from '../../model/json.ts';
import { locateField } from './locate-field.ts';

const pod = `# a comment
apiVersion: v1
kind: Pod
metadata:
  annotations:
    example.com/a: "1"
  name: web
spec:
  base: &base {user: 1}
  other:
    <<: *base
    group: 2
  containers:
    - name: web
      image: nginx
    -
      name: "db"
      securityContext: {privileged: true}
    - {image: x, name: cache}
  args: [a,
    b]
  on: 1
  text: '{
 "x": 1
}'
  last: 1
`;

const json = '{\n\t"spec": {\n\t\t"containers": [{"name": "web"}, {\n\t\t\t"name": "db", "tty": true}]}}\n';

describe('a field is found by its path', () => {
  const cases: readonly (readonly [path: string, line: number, column: number])[] = [
    ['', 2, 1],
    ['kind', 3, 1],
    ['metadata.annotations["example.com/a"]', 6, 5],
    ['spec.containers[name=web].image', 15, 7],
    ['spec.containers[name=db].securityContext.privileged', 18, 25],
    ['spec.containers[name=cache]', 19, 7],
    ['spec.containers[1]', 17, 7],
    ['spec.args[1]', 21, 5],
    ['spec.true', 22, 3],
    ['spec.last', 26, 3],
    ['spec.other.group', 12, 5],
    ['spec.other.user', 9, 16],
    ['spec.containers[name=db].image', 17, 7],
    ['spec.containers[name=nobody].image', 13, 3],
    ['spec.securityContext.runAsNonRoot', 8, 1],
    ['status', 2, 1],
  ];
  for (const [path, line, column] of cases) {
    test(`${path === '' ? 'the whole object' : path} in YAML`, () => {
      assert.deepEqual(locateField(pod, parseFieldPath(path) ?? []), { line, column });
    });
  }
  test('in JSON indented by tabs', () => {
    assert.deepEqual(locateField(json, parseFieldPath('spec.containers[name=db].tty') ?? []), { line: 4, column: 18 });
    assert.deepEqual(locateField(json, parseFieldPath('spec.containers[name=web]') ?? []), { line: 3, column: 18 });
  });
  test('a text that cannot be parsed has no places', () => assert.equal(locateField('a: [', ['a']), null));
  test('an anchor inside itself ends', () => {
    assert.deepEqual(locateField('a: &x\n  <<: *x\n', ['a', 'b', 'c']), { line: 1, column: 1 });
  });
});

test('every field of any JSON is found where its key stands', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const text = JSON.stringify(value, null, 1);
      const lines = text.split('\n');
      for (const path of pathsOf(JSON.parse(text) as Json)) {
        const place = locateField(text, path);
        const last = path.at(-1);
        if (typeof last !== 'string' || place === null) continue;
        assert.ok(lines[place.line - 1]?.slice(place.column - 1).startsWith(JSON.stringify(last)), `${text} ${last}`);
      }
    }),
    { seed: 26, numRuns: 200 },
  );
});

const pathsOf = (value: Json, above: FieldPath = []): readonly FieldPath[] => {
  const below = isJsonArray(value) ? [...value.entries()] : isJsonObject(value) ? Object.entries(value) : [];
  return [above, ...below.flatMap(([key, each]) => pathsOf(each, [...above, key]))];
};
