/** Tests of versions and levels: what is read, how it compares, what an unknown newer version is taken for. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareLevels, parseLevelVersion, renderLevelVersion } from './level.ts';
import { parseVersion, toMinor, versions } from './version.ts';

test('versions are read as the API server reads them', () => {
  for (const text of ['latest', 'v1.0', 'v1.9', 'v1.37', 'v1.38', 'v1.9223372036854775807']) {
    assert.equal(parseVersion(text), text);
  }
  for (const text of [
    '',
    'v1',
    '1.30',
    'v1.030',
    'v1.30.1',
    'v2.0',
    'V1.30',
    'v1.-1',
    'v1.30 ',
    'v1.9223372036854775808',
    'Latest',
  ]) {
    assert.equal(parseVersion(text), undefined, text);
  }
});

test('a version newer than every known one behaves as the newest', () => {
  assert.deepEqual(
    ['latest', 'v1.37', 'v1.38', 'v1.999', 'v1.36'].map((text) => toMinor(parseVersion(text) ?? 'v1.0')),
    [37, 37, 37, 37, 36],
  );
});

test('every version with a wording of its own is listed once, oldest first', () => {
  assert.equal(new Set(versions).size, 39);
  assert.deepEqual([versions[0], versions[9], versions[10], versions.at(-1)], ['v1.0', 'v1.9', 'v1.10', 'latest']);
});

test('a level is read with and without a version', () => {
  assert.deepEqual(parseLevelVersion('restricted'), {
    kind: 'value',
    value: { level: 'restricted', version: 'latest' },
  });
  assert.deepEqual(parseLevelVersion('baseline:v1.30'), {
    kind: 'value',
    value: { level: 'baseline', version: 'v1.30' },
  });
  assert.deepEqual(parseLevelVersion('strict'), {
    kind: 'defect',
    message: '"strict" is no Pod Security level: use privileged, baseline, restricted.',
  });
  assert.deepEqual(parseLevelVersion('baseline:1.30'), {
    kind: 'defect',
    message: '"1.30" is no Pod Security version: use "latest" or one like "v1.31".',
  });
  assert.equal(renderLevelVersion({ level: 'baseline', version: 'v1.3' }), 'baseline:v1.3');
  assert.ok(compareLevels('restricted', 'baseline') > 0);
});
