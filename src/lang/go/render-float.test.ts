/** Doubles in the texts of Go's `%v`, encoding/json and 32-bit floats. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderFloat32, renderGoFloat, renderJsonFloat } from './render-float.ts';

const cases: readonly (readonly [double: number, plain: string, json: string, float32: string])[] = [
  [0, '0', '0', '0'],
  [-0, '-0', '-0', '-0'],
  [1.5, '1.5', '1.5', '1.5'],
  [100_000, '100000', '100000', '100000'],
  [1_000_000, '1e+06', '1000000', '1000000'],
  [123_456_789, '1.23456789e+08', '123456789', '123456790'],
  [1e21, '1e+21', '1e+21', '1000000000000000000000'],
  [0.0001, '0.0001', '0.0001', '0.0001'],
  [1e-5, '1e-05', '0.00001', '0.00001'],
  [1.5e-7, '1.5e-07', '1.5e-7', '0.00000015'],
  [0.1 + 0.2, '0.30000000000000004', '0.30000000000000004', '0.3'],
];

for (const [double, plain, json, float32] of cases) {
  test(`${plain} is one double in three texts`, () => {
    assert.deepEqual([renderGoFloat(double), renderJsonFloat(double), renderFloat32(double)], [plain, json, float32]);
  });
}

test('what is no finite number has a name', () => {
  assert.deepEqual([NaN, Infinity, -Infinity].map(renderGoFloat), ['NaN', '+Inf', '-Inf']);
});
