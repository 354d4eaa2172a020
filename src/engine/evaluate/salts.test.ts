/** What tells equal subjects apart, and what does not. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FindingSubject } from '../../model/finding.ts';
import { createSalts } from './salts.ts';

const web = (file: string, apiVersion = 'apps/v1'): FindingSubject => ({
  apiVersion,
  kind: 'Deployment',
  namespace: 'shop',
  name: 'web',
  origin: { kind: 'file', file, document: 0, item: null, start: 0, end: 1 },
});

const saltsOf = (...subjects: readonly FindingSubject[]): readonly string[] => {
  const salts = createSalts();
  subjects.forEach((subject) => salts.note(subject));
  return subjects.map((subject) => salts.saltOf(subject));
};

const cases: readonly (readonly [string, readonly FindingSubject[], readonly string[]])[] = [
  ['a subject in one place has no salt', [web('overlays/prod/web.yaml')], ['']],
  ['two files of one folder are one place', [web('a/web.yaml'), web('a/copy.yaml')], ['', '']],
  ['two folders are told apart by where they part', [web('o/prod/web.yaml'), web('o/test/web.yaml')], ['prod', 'test']],
  [
    'an absolute path gives the same',
    [web('/home/me/o/prod/web.yaml'), web('/home/me/o/test/web.yaml')],
    ['prod', 'test'],
  ],
  ['a path from within gives the same', [web('./prod/web.yaml'), web('test/web.yaml')], ['prod', 'test']],
  [
    'a third folder beside them changes nothing',
    [web('o/prod/w.yaml'), web('o/test/w.yaml'), web('o/dev/w.yaml')],
    ['prod', 'test', 'dev'],
  ],
  ['a base above its overlay has none', [web('web.yaml'), web('prod/web.yaml')], ['', 'prod']],
  [
    'another version of the API is the same subject',
    [web('a/web.yaml', 'apps/v1beta1'), web('b/web.yaml')],
    ['a', 'b'],
  ],
];

for (const [name, subjects, salts] of cases) {
  test(name, () => assert.deepEqual(saltsOf(...subjects), salts));
}
