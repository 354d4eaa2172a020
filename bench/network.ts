/**
 * `npm run bench -- network`: who can reach whom in estates of 1,000 to 100,000 pods, as manifests and as a cluster with nodes
 * and addresses: kinds, groups and connections, seconds and memory. Each size runs in a process of its own. Policies grow with
 * the estate, two a namespace, and half of them let in two thirds of all namespaces: the connections of groups, which are the
 * answer, grow with the square of the namespaces, so that the time for one of them is told beside the growth.
 */

import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { createReachability } from '../src/kube/network/create-reachability.ts';
import { keepForNetwork, readNetworkEstate } from '../src/kube/network/read-network-estate.ts';
import { createSnapshotBuilder } from '../src/kube/snapshot/build-snapshot.ts';
import { generateNetwork, type NetworkSize } from './generate-network.ts';
import { describeGrowth } from './growth.ts';
import { median } from './measure-run.ts';

const results = fileURLToPath(new URL('./results/', import.meta.url));

/** 75,000 pods are the issue's: 15,000 workloads in 1,000 namespaces with 2,000 policies. */
const sizes: readonly NetworkSize[] = [
  { pods: 1_000, as: 'manifests' },
  { pods: 10_000, as: 'manifests' },
  { pods: 75_000, as: 'manifests' },
  { pods: 100_000, as: 'manifests' },
  { pods: 1_000, as: 'cluster' },
  { pods: 10_000, as: 'cluster' },
  { pods: 75_000, as: 'cluster' },
  { pods: 100_000, as: 'cluster' },
];

const repetitions = 3;

interface Measured {
  readonly ends: number;
  readonly sources: number;
  readonly targets: number;
  readonly connections: number;
  /** Milliseconds: the snapshot as sides and tiers, their groups, and every connection of groups taken once. */
  readonly read: number;
  readonly group: number;
  readonly connect: number;
  /** MiB of the whole process at its highest; and before anything was read: the made-up objects. */
  readonly peak: number;
  readonly before: number;
}

const measure = (size: NetworkSize): Measured => {
  const builder = createSnapshotBuilder(size.as);
  for (const resource of generateNetwork(size)) {
    const kept = keepForNetwork(resource);
    if (kept !== null) builder.add(kept);
  }
  const snapshot = builder.build({ evidence: [], unread: [] });
  const before = process.resourceUsage().maxRSS / 1024;
  const start = performance.now();
  const estate = readNetworkEstate(snapshot);
  const read = performance.now();
  const reachability = createReachability(estate);
  const { ends, sources, targets } = reachability;
  const grouped = performance.now();
  let count = 0;
  for (const { ports } of reachability.connections()) count += ports.isEmpty ? 0 : 1;
  const end = performance.now();
  return {
    ends: ends.length,
    sources: sources.length,
    targets: targets.length,
    connections: count,
    read: read - start,
    group: grouped - read,
    connect: end - grouped,
    peak: process.resourceUsage().maxRSS / 1024,
    before,
  };
};

const measureApart = (size: NetworkSize): Measured => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [fileURLToPath(import.meta.url), 'measure', JSON.stringify(size)],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`${size.pods} pods: ${stderr}`);
  return JSON.parse(stdout) as Measured;
};

const totalOf = ({ read, group, connect }: Measured): number => read + group + connect;

const measureAll = (): void => {
  const rows = sizes.map((size) => {
    const runs = Array.from({ length: repetitions }, () => measureApart(size));
    const wall = median(runs.map(totalOf));
    const run = runs.find((one) => totalOf(one) === wall) ?? runs[0];
    if (run === undefined) throw new Error('a size is measured at least once');
    process.stdout.write(
      `${`${size.pods.toLocaleString('en')} pods, ${size.as}`.padEnd(24)} ${(wall / 1000).toFixed(2).padStart(6)} s ` +
        `(read ${(run.read / 1000).toFixed(2)}, group ${(run.group / 1000).toFixed(2)}, connect ${(run.connect / 1000).toFixed(2)})  ` +
        `peak ${run.peak.toFixed(0)} MiB, ${run.before.toFixed(0)} of it the objects  ` +
        `${run.ends} ends, ${run.sources} × ${run.targets} groups, ${run.connections} connections, ` +
        `${((wall * 1000) / run.connections).toFixed(1)} µs each\n`,
    );
    return { ...size, wall, runs };
  });
  for (const as of ['manifests', 'cluster'] as const) {
    const growth = rows.filter((row) => row.as === as && row.pods !== 75_000);
    process.stdout.write(`${as}: ${describeGrowth(growth.map(({ pods, wall }) => ({ objects: pods, wall })))}\n`);
  }
  mkdirSync(results, { recursive: true });
  const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.versions.node };
  writeFileSync(`${results}network.json`, `${JSON.stringify({ machine, rows }, null, 2)}\n`);
};

const [what, text] = process.argv.slice(2);
if (what === 'measure' && text !== undefined) {
  process.stdout.write(JSON.stringify(measure(JSON.parse(text) as NetworkSize)));
} else measureAll();
