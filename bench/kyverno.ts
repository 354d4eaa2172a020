/**
 * `npm run bench -- kyverno`: Kyverno's policies by Vauban, and by kubectl-kyverno where it is on PATH: what each further
 * Pod costs by the Pod Security policies, and how long the public policy suite takes. `node bench/kyverno.ts quick` shows
 * that it works. The policies are those of the public suites: without them nothing is measured.
 */

import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateWorkloads } from './generate-deployments.ts';
import { median } from './measure-run.ts';

const results = fileURLToPath(new URL('./results/', import.meta.url));
const bin = fileURLToPath(new URL('../bin/vauban.mjs', import.meta.url));
const suites = process.env.VAUBAN_CONFORMANCE ?? join(import.meta.dirname, '..', '..', 'shared', 'conformance');
const isQuick = process.argv[2] === 'quick';
const repeats = isQuick ? 1 : 3;

interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly runs: readonly number[];
}

/** Pods of the smaller and the larger run: a peer that takes a fifth of a second for each is shown fewer. */
type Sizes = readonly [number, number];

interface Comparison {
  readonly name: string;
  /** Below the suites. */
  readonly folder: string;
  readonly kind: string;
  readonly sizes: { readonly vauban: Sizes; readonly kyverno: Sizes };
}

const comparisons: readonly Comparison[] = [
  {
    name: 'Pod Security as ClusterPolicies',
    folder: 'kyverno-policies/pod-security',
    kind: 'ClusterPolicy',
    sizes: isQuick ? { vauban: [200, 1000], kyverno: [20, 60] } : { vauban: [2000, 20_000], kyverno: [200, 1200] },
  },
  {
    name: 'Pod Security as ValidatingPolicies',
    folder: 'kyverno-policies/pod-security-vpol',
    kind: 'ValidatingPolicy',
    sizes: isQuick ? { vauban: [200, 1000], kyverno: [2, 6] } : { vauban: [2000, 20_000], kyverno: [10, 60] },
  },
];

const figures: Figure[] = [];

const note = (name: string, unit: string, runs: readonly number[]): number => {
  const value = median(runs);
  figures.push({ name, value, unit, runs });
  print(`${name.padEnd(72)} ${value < 100 ? value.toFixed(4) : Math.round(value).toLocaleString('en')} ${unit}`);
  return value;
};

const measureComparison = ({ name, folder, kind, sizes }: Comparison, work: string): void => {
  const policies = join(work, basename(folder));
  const count = gatherPolicies(join(suites, folder), kind, policies);
  if (count === 0) {
    print(`${name}: not measured: there is no ${kind} below ${join(suites, folder)}`);
    return;
  }
  const report = join(work, 'report.json');
  const vauban = measureMarginal(`vauban: ${name} (${count})`, sizes.vauban, work, (file) => [
    process.execPath,
    [
      bin,
      'scan',
      file,
      '--policy',
      policies,
      '--only',
      'kyverno/*',
      '--library',
      'none',
      '--fail-on',
      'none',
      '-o',
      `json=${report}`,
    ],
  ]);
  if (!hasPeer) return;
  const kyverno = measureMarginal(`kyverno: ${name} (${count})`, sizes.kyverno, work, (file) => [
    'kubectl-kyverno',
    ['apply', policies, '--resource', file],
  ]);
  note(`${name}: how many times less each further Pod costs`, 'times', [kyverno / vauban]);
};

/** The policies alone, without the tests beside them: both programs read the same folder. */
const gatherPolicies = (folder: string, kind: string, into: string): number => {
  mkdirSync(into, { recursive: true });
  if (!existsSync(folder)) return 0;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.ya?ml$/.test(file) && !/(?:^|\/)\.|artifacthub|kustomization/.test(file),
  );
  const chosen = files.filter((file) =>
    new RegExp(`^kind: ${kind}$`, 'm').test(readFileSync(join(folder, file), 'utf8')),
  );
  for (const file of chosen) copyFileSync(join(folder, file), join(into, basename(file)));
  return chosen.length;
};

type Command = readonly [string, readonly string[]];

/**
 * Milliseconds that each Pod beyond the smaller run costs. The two sizes take turns, so that what else the machine does
 * falls on both, and each turn gives one difference.
 */
const measureMarginal = (name: string, sizes: Sizes, work: string, toCommand: (file: string) => Command): number => {
  const [few, many] = sizes;
  const command = { few: toCommand(writePods(work, few)), many: toCommand(writePods(work, many)) };
  if (!isQuick) timeOf(command.few);
  const turns = Array.from({ length: repeats }, () => ({ few: timeOf(command.few), many: timeOf(command.many) }));
  note(
    `${name}, ${few} Pods, whole run`,
    'ms',
    turns.map((turn) => turn.few),
  );
  note(
    `${name}, ${many} Pods, whole run`,
    'ms',
    turns.map((turn) => turn.many),
  );
  return note(
    `${name}, each further Pod`,
    'ms',
    turns.map((turn) => (turn.many - turn.few) / (many - few)),
  );
};

const writePods = (work: string, count: number): string => {
  const folder = join(work, `pods-${count}`);
  const file = join(work, `pods-${count}.yaml`);
  if (existsSync(file)) return file;
  generateWorkloads(folder, 'Pod', count);
  const parts = readdirSync(folder).map((part) => readFileSync(join(folder, part), 'utf8'));
  writeFileSync(file, parts.join('---\n'));
  return file;
};

const measureSuite = (): void => {
  const suite = join(suites, 'kyverno-policies');
  if (!existsSync(suite)) {
    print(`the public policy suite: not measured: there is no ${suite}`);
    return;
  }
  const measure = (program: string, command: Command): number =>
    note(
      `${program}: test of the public policy suite, whole run`,
      'ms',
      Array.from({ length: repeats }, () => timeOf(command)),
    );
  const vauban = measure('vauban', [process.execPath, [bin, 'test', suite]]);
  if (!hasPeer) return;
  const kyverno = measure('kyverno', ['kubectl-kyverno', ['test', suite]]);
  note('the public policy suite: how many times faster', 'times', [kyverno / vauban]);
};

const timeOf = ([program, words]: Command): number => {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(program, words, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  // It exits 1 where something fails, which is what it was asked.
  if (status !== 0 && status !== 1) throw new Error(`${program} ${words.join(' ')}: ${stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
};

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const hasPeer = spawnSync('kubectl-kyverno', ['version'], { stdio: 'ignore' }).error === undefined;
if (!hasPeer) print('kubectl-kyverno is not on PATH: not compared');
const work = mkdtempSync(join(tmpdir(), 'vauban-kyverno-'));
try {
  for (const comparison of comparisons) measureComparison(comparison, work);
  measureSuite();
  mkdirSync(results, { recursive: true });
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    node: process.versions.node,
    // A machine that does other work measures that, too.
    load: loadavg()[0],
  };
  if (!isQuick) writeFileSync(join(results, 'kyverno.json'), `${JSON.stringify({ machine, figures }, null, 2)}\n`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
