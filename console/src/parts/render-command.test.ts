/** A command that is copied does what it says, whatever a stranger called his workload. */

import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { EstateState } from '../../../src/hosts/console/api/estate-state.ts';
import { renderCommand } from './render-command.ts';

const files = { kind: 'manifests', title: 'deploy charts' } as const;
const cases: readonly (readonly [
  name: string,
  words: readonly string[],
  estate: Pick<EstateState, 'kind' | 'title'>,
  command: string,
])[] = [
  ['paths stand at its end', ['walls'], files, 'vauban walls deploy charts'],
  ['a cluster is named by its context', ['walls'], { kind: 'cluster', title: 'prod' }, 'vauban walls --context prod'],
  [
    'the current context is no name',
    ['walls'],
    { kind: 'cluster', title: 'current context' },
    'vauban walls --cluster',
  ],
  [
    'plain names stay plain',
    ['rbac', 'what-can', 'serviceaccount:shop:api'],
    files,
    'vauban rbac what-can serviceaccount:shop:api deploy charts',
  ],
  [
    'a name that would run something is a word',
    ['x', "a';rm -rf ~;'"],
    files,
    String.raw`vauban x 'a'\'';rm -rf ~;'\''' deploy charts`,
  ],
  ['what would turn or end the line is left out', ['x', 'a\u{202e}b\nc'], files, 'vauban x abc deploy charts'],
  ['an empty word stays a word', ['x', ''], files, "vauban x '' deploy charts"],
];

for (const [name, words, estate, command] of cases) test(name, () => equal(renderCommand(words, estate), command));
