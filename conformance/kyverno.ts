/**
 * Runs the tests of Kyverno's own policies and of its command line: `node conformance/kyverno.ts [FOLDER]`, where FOLDER
 * holds kyverno-policies/ and kyverno-cli/. Without one it is `VAUBAN_CONFORMANCE`, else the folder beside this repository.
 * Every row of a test says how one rule judges one object; a suite agrees where all its rows are as expected, and those
 * that name a failure agree where the failure is found.
 */

import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createNodeDisk } from '../src/hosts/assemble/node-disk.ts';
import {
  findKyvernoTests,
  runKyvernoTestFile,
  usualFileName,
} from '../src/hosts/assemble/kyverno-tests/find-kyverno-tests.ts';
import type { KyvernoTestResult } from '../src/hosts/assemble/kyverno-tests/run-kyverno-test.ts';
import { everyTest } from '../src/hosts/assemble/kyverno-tests/test-filter.ts';
import type { Row } from '../src/hosts/assemble/kyverno-tests/check-expectations.ts';
import { gaps, needRegistry } from './kyverno/gaps.ts';

const suites = ['kyverno-policies', 'kyverno-cli'] as const;

interface Count {
  agreed: number;
  disagreed: number;
  notRun: number;
}

const main = async (root: string, isNamed: boolean): Promise<number> => {
  const found = suites.filter((suite) => existsSync(join(root, suite)));
  if (found.length === 0) {
    print(`kyverno: not run: there is no ${suites.join(' or ')} below ${root}; give the folder of the upstream suites`);
    return isNamed ? 1 : 0;
  }
  let code = 0;
  for (const suite of found) if (!(await runSuite(root, suite))) code = 1;
  return code;
};

const runSuite = async (root: string, suite: string): Promise<boolean> => {
  const disk = createNodeDisk();
  const byKind = new Map<string, Count>();
  const files: Count = { agreed: 0, disagreed: 0, notRun: 0 };
  let known = 0;
  let wrong = 0;
  for (const file of await findKyvernoTests(join(root, suite), usualFileName, disk)) {
    const name = relative(root, file);
    const excluded = needRegistry.find((prefix) => name.startsWith(prefix));
    const results: KyvernoTestResult[] = [];
    const crash = excluded === undefined ? await runInto(file, results) : null;
    const rows = results.flatMap((result) => result.rows);
    for (const row of rows) count(byKind, kindOf(results, row), row.outcome === 'fail' ? 'disagreed' : 'agreed');
    const why = crash ?? explain(results);
    if (excluded !== undefined) {
      files.notRun += 1;
      print(`not run    ${name}: it needs a live registry, or lacks a file, for the reference too`);
      continue;
    }
    if (why === null) files.agreed += 1;
    else files.disagreed += 1;
    const gap = gaps.get(name);
    if (gap !== undefined && why !== null) {
      known += 1;
      print(`gap        ${name}: ${gap}`);
    } else if (why !== null) {
      wrong += 1;
      print(`disagreed  ${name}: ${why}`);
    } else if (gap !== undefined) {
      wrong += 1;
      print(`disagreed  ${name}: it agrees, take it from the gaps (${gap})`);
    }
  }
  const all = total(byKind.values());
  for (const [kind, each] of [...byKind].sort(([a], [b]) => (a < b ? -1 : 1)))
    print(`${suite}: ${kind}: ${render(each)}`);
  print(`${suite}: verdicts: ${render(all)}, ${share(all)}`);
  print(`${suite}: test files: ${render(files)}, ${share(files)}, ${known} known gaps`);
  return wrong === 0 && files.agreed > 0;
};

/** Why it could not be run at all, which is a bug; `null` where it was. */
const runInto = async (file: string, results: KyvernoTestResult[]): Promise<string | null> => {
  try {
    for await (const result of runKyvernoTestFile(file, everyTest, host)) results.push(result);
    return null;
  } catch (error) {
    return `it could not be run: ${error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 3).join(' ') : String(error)}`;
  }
};

const host = {
  disk: createNodeDisk(),
  now: () => new Date().toISOString(),
  random: (bytes: number) => '5'.repeat(2 * bytes),
};

const explain = (results: readonly KyvernoTestResult[]): string | null => {
  const problem = results.flatMap(({ problems }) => problems).find(({ severity }) => severity === 'error');
  const rows = results.flatMap((result) => result.rows);
  const failed = rows.filter(({ outcome }) => outcome === 'fail');
  const [first] = failed;
  if (first === undefined) return problem === undefined ? null : `${problem.span?.line ?? ''} ${problem.message}`;
  const { policy, rule, resource, reason, message } = first;
  const more = `${failed.length} of ${rows.length}`;
  const said = problem === undefined ? '' : ` [${problem.message}]`;
  return `${more}: ${policy} ${rule} ${resource}: ${reason}: ${message.replaceAll('\n', ' ').slice(0, 300)}${said}`;
};

const kindOf = (results: readonly KyvernoTestResult[], { policy }: Row): string => {
  const name = policy.split('/').at(-1) ?? policy;
  for (const { kinds } of results) {
    const kind = kinds.get(name);
    if (kind !== undefined) return kind;
  }
  return 'unknown';
};

const count = (counts: Map<string, Count>, kind: string, outcome: 'agreed' | 'disagreed'): void => {
  const each = counts.get(kind) ?? { agreed: 0, disagreed: 0, notRun: 0 };
  each[outcome] += 1;
  counts.set(kind, each);
};

const total = (counts: Iterable<Count>): Count => {
  const sum: Count = { agreed: 0, disagreed: 0, notRun: 0 };
  for (const each of counts) {
    sum.agreed += each.agreed;
    sum.disagreed += each.disagreed;
    sum.notRun += each.notRun;
  }
  return sum;
};

const render = ({ agreed, disagreed, notRun }: Count): string =>
  `${agreed} agreed, ${disagreed} disagreed, ${notRun} not run`;

const share = ({ agreed, disagreed }: Count): string =>
  `${((100 * agreed) / Math.max(1, agreed + disagreed)).toFixed(1)} %`;

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const named = process.argv[2] ?? process.env.VAUBAN_CONFORMANCE;
process.exitCode = await main(
  named ?? join(import.meta.dirname, '..', '..', 'shared', 'conformance'),
  named !== undefined,
);
