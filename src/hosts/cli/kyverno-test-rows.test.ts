/** Tests of Kyverno's command line that were run by Kyverno 1.19.1 itself: the same rows, and the same end. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { folderOf } from './example-policies.ts';
import { runCli } from './test-context.ts';

interface Golden {
  readonly texts: readonly string[];
  readonly suites: readonly {
    readonly name: string;
    /** Numbers of texts. */
    readonly files: Readonly<Record<string, number>>;
    readonly filter?: string;
    readonly passes: boolean;
    /** `POLICY | RULE | NAME | RESULT | REASON`, sorted: Kyverno's own order changes from run to run. */
    readonly rows: readonly string[];
  }[];
}

const golden = JSON.parse(readFileSync(new URL('kyverno-test-rows.golden.json', import.meta.url), 'utf8')) as Golden;

interface Row {
  readonly policy: string;
  readonly rule: string;
  readonly resource: string;
  readonly outcome: 'pass' | 'fail' | 'skip';
  readonly reason: string;
}

/** A row that expects a skip and gets it has passed, in the words of Kyverno. */
const render = ({ policy, rule, resource, outcome, reason }: Row): string => {
  const result = outcome === 'fail' ? 'Fail' : reason === 'Invalid Policy' ? 'Skip' : 'Pass';
  return [policy, rule, resource.split('/').at(-1), result, reason].join(' | ');
};

for (const { name, files, filter, passes, rows } of golden.suites)
  test(name, async (context) => {
    const written = Object.entries(files).map(([file, number]) => [file, golden.texts[number] ?? ''] as const);
    const folder = folderOf(context, Object.fromEntries(written));
    const words = ['test', '.', '--output', 'json', ...(filter === undefined ? [] : ['--filter', filter])];
    const { code, output, error } = await runCli(words, { folder });
    const { tests = [] } = JSON.parse(output === '' ? '{}' : output) as {
      readonly tests?: readonly { readonly rows: readonly Row[] }[];
    };
    assert.deepEqual(tests.flatMap((each) => each.rows.map(render)).toSorted(), rows, error);
    assert.equal(code === 0, passes);
  });
