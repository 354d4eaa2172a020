/**
 * `npm run bench -- attack`: how many walls stand, and what to build next, in estates of 1,000 to 100,000 pods, as manifests and as
 * a cluster: seconds of each phase, memory, and growth. Each size runs in a process of its own. Raw numbers go to
 * `bench/results/attack.json`. `node bench/attack.ts quick` shows that it works; `node bench/attack.ts measure '{"pods":10000,"as":"cluster"}'`
 * measures one size once.
 */

import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { keepForAttacks } from '../src/analysers/keep-for-attacks.ts';
import { charts } from '../src/analysers/registry.ts';
import { compileGraph } from '../src/attack/compile-graph.ts';
import { mergePlaces } from '../src/attack/merge-places.ts';
import { summariseWalls } from '../src/attack/summarise-walls.ts';
import { weighControls } from '../src/attack/weigh-controls.ts';
import { createSnapshotBuilder } from '../src/kube/snapshot/build-snapshot.ts';
import type { Snapshot } from '../src/model/snapshot.ts';
import { generateAttack, type AttackSize } from './generate-attack.ts';
import { describeGrowth } from './growth.ts';
import { median } from './measure-run.ts';

const isQuick = process.argv[2] === 'quick';
const repetitions = isQuick ? 1 : 3;
const pods = isQuick ? [200, 400, 800] : [1_000, 10_000, 75_000, 100_000];
const sizes: readonly AttackSize[] = (['manifests', 'cluster'] as const).flatMap((as) =>
  pods.map((each) => ({ pods: each, as })),
);

/** The issue's, in milliseconds: the graph, depths and what to build next. */
const allowed: ReadonlyMap<number, number> = new Map([
  [10_000, 5_000],
  [75_000, 40_000],
]);

interface Measured {
  /** Milliseconds of each phase, by its name. Merging is told beside them: the commands do not need it. */
  readonly phases: Readonly<Record<string, number>>;
  readonly merge: number;
  /** Milliseconds of processor time of all phases, the collector's threads too: what a busy machine's wall time is held against. */
  readonly cpu: number;
  readonly places: number;
  readonly steps: number;
  readonly controls: number;
  readonly assets: number;
  /** How many of the assets a way leads to from the internet. */
  readonly reached: number;
  readonly mergedPlaces: number;
  readonly mergedSteps: number;
  readonly proposed: number;
  /** MiB of the whole process at its highest, merging aside; and before anything was drawn: the made-up objects. */
  readonly peak: number;
  readonly before: number;
}

const toSnapshot = (size: AttackSize): Snapshot => {
  const builder = createSnapshotBuilder(size.as);
  for (const resource of generateAttack(size)) {
    const kept = keepForAttacks(resource);
    if (kept !== null) builder.add(kept);
  }
  return builder.build({ evidence: [], unread: [] });
};

const measure = (size: AttackSize): Measured => {
  const snapshot = toSnapshot(size);
  const before = readPeak();
  const phases: Record<string, number> = {};
  const used = process.cpuUsage();
  const time = <T>(phase: string, act: () => T): T => {
    const start = performance.now();
    const made = act();
    phases[phase] = performance.now() - start;
    return made;
  };
  const parts = charts.map((chart) => time(chart.id, () => chart.draw(snapshot)));
  const graph = time('compile', () => compileGraph(parts));
  const entry = graph.numberOf('internet') ?? 0;
  const walls = time('walls', () => summariseWalls(graph, entry));
  const proposed = time('next', () => weighControls(graph, entry));
  const { user, system } = process.cpuUsage(used);
  const peak = readPeak();
  const start = performance.now();
  const { graph: merged } = mergePlaces(graph, [entry]);
  return {
    phases,
    cpu: (user + system) / 1000,
    merge: performance.now() - start,
    places: graph.places.length,
    steps: graph.steps.length,
    controls: graph.controls.length,
    assets: walls.length,
    reached: walls.filter(({ depth }) => depth !== null).length,
    mergedPlaces: merged.places.length,
    mergedSteps: merged.steps.length,
    proposed: proposed.length,
    peak,
    before,
  };
};

const readPeak = (): number => process.resourceUsage().maxRSS / 1024;

const measureApart = (size: AttackSize): Measured => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [fileURLToPath(import.meta.url), 'measure', JSON.stringify(size)],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`${size.pods} pods: ${stderr}`);
  return JSON.parse(stdout) as Measured;
};

const totalOf = ({ phases }: Measured): number => Object.values(phases).reduce((sum, each) => sum + each, 0);

const render = (size: AttackSize, run: Measured): string => {
  const limit = allowed.get(size.pods);
  const told = Object.entries(run.phases).map(([phase, wall]) => `${phase} ${(wall / 1000).toFixed(2)}`);
  return (
    `${`${size.pods.toLocaleString('en')} pods, ${size.as}`.padEnd(24)} ${(totalOf(run) / 1000).toFixed(2).padStart(6)} s ` +
    `(${told.join(', ')}; ${(run.cpu / 1000).toFixed(2)} of the processors)${limit === undefined ? '' : totalOf(run) <= limit ? ', as allowed' : ', TOO SLOW'}  ` +
    `peak ${run.peak.toFixed(0)} MiB, ${run.before.toFixed(0)} of it the objects  ` +
    `${run.places} places, ${run.steps} steps, ${run.controls} controls; ${run.reached} of ${run.assets} assets reached; ` +
    `${run.proposed} controls proposed; merged in ${(run.merge / 1000).toFixed(2)} s to ${run.mergedPlaces} places, ${run.mergedSteps} steps\n`
  );
};

const measureAll = (): void => {
  const rows = sizes.map((size) => {
    const runs = Array.from({ length: repetitions }, () => measureApart(size));
    const wall = median(runs.map(totalOf));
    const run = runs.find((one) => totalOf(one) === wall) ?? runs[0];
    if (run === undefined) throw new Error('a size is measured at least once');
    process.stdout.write(render(size, run));
    return { ...size, wall, runs };
  });
  for (const as of ['manifests', 'cluster'] as const) {
    const growth = rows.filter((row) => row.as === as && row.pods !== 75_000);
    process.stdout.write(`${as}: ${describeGrowth(growth.map(({ pods, wall }) => ({ objects: pods, wall })))}\n`);
  }
  if (isQuick) return;
  const results = fileURLToPath(new URL('./results/', import.meta.url));
  mkdirSync(results, { recursive: true });
  // A machine that does other work measures that, too.
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    node: process.versions.node,
    load: loadavg()[0],
  };
  writeFileSync(`${results}attack.json`, `${JSON.stringify({ machine, rows }, null, 2)}\n`);
};

const [what, text] = process.argv.slice(2);
if (what === 'measure' && text !== undefined) {
  process.stdout.write(JSON.stringify(measure(JSON.parse(text) as AttackSize)));
} else measureAll();
