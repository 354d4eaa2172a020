/** `npm run bench -- scan`: start-up, and the cost per object of a scan as the estate grows. Raw numbers go to `bench/results/`. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateEstate } from './generate-estate.ts';
import { describeGrowth, type Size } from './growth.ts';
import { measureRun, median, type Run } from './measure-run.ts';

const repetitions = 5;
const sizes = [1_000, 10_000, 100_000];

const results = fileURLToPath(new URL('./results/', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'vauban-estates-'));

const repeat = (words: readonly string[], times: number): readonly Run[] =>
  Array.from({ length: times }, () => measureRun(words));

function* startUp(): Generator<Row> {
  const { folder } = generateEstate(join(work, 'one'), 1, 7);
  const rows = [
    { name: 'vauban --version', words: ['--version'] },
    { name: 'scan of one file', words: ['scan', join(folder, 'part-00000.yaml'), '--fail-on', 'none'] },
    {
      name: 'scan of examples/estate/week-0',
      words: [
        'scan',
        fileURLToPath(new URL('../examples/estate/week-0', import.meta.url)),
        '--brief',
        '--fail-on',
        'none',
      ],
    },
  ];
  for (const { name, words } of rows) {
    measureRun(words);
    yield { name, objects: null, bytes: null, runs: repeat(words, repetitions) };
  }
}

interface Row {
  readonly name: string;
  readonly objects: number | null;
  readonly bytes: number | null;
  readonly runs: readonly Run[];
}

function* growth(): Generator<Row> {
  for (const objects of sizes) {
    const estate = generateEstate(join(work, `estate-${objects}`), objects, 42);
    const runs = repeat(
      ['scan', estate.folder, '-o', `json=${join(work, 'report.json')}`, '--fail-on', 'none'],
      objects > 50_000 ? 2 : 3,
    );
    rmSync(estate.folder, { recursive: true });
    yield { name: `scan of ${objects} objects, JSON report`, objects, bytes: estate.bytes, runs };
  }
}

const print = ({ name, objects, bytes, runs }: Row): void => {
  const wall = median(runs.map((run) => run.wall));
  const each =
    objects === null
      ? ''
      : `  ${((wall * 1000) / objects).toFixed(1)} µs an object  ${((bytes ?? 0) / wall / 1000).toFixed(1)} MB/s`;
  process.stdout.write(
    `${name.padEnd(42)} ${wall.toFixed(0).padStart(7)} ms  peak ${median(runs.map((run) => run.peak)).toFixed(0)} MiB${each}\n`,
  );
};

/** Each row when it is measured: a run of minutes that fails at its end has still said what it knew. */
function* measureAll(): Generator<Row> {
  yield* startUp();
  yield* growth();
}

const toSizes = (rows: readonly Row[]): readonly Size[] =>
  rows.flatMap(({ objects, runs }) =>
    objects === null ? [] : [{ objects, wall: median(runs.map((run) => run.wall)) }],
  );

try {
  const rows: Row[] = [];
  for (const row of measureAll()) {
    print(row);
    rows.push(row);
  }
  process.stdout.write(`${describeGrowth(toSizes(rows))}\n`);
  mkdirSync(results, { recursive: true });
  const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.versions.node };
  writeFileSync(join(results, 'scan.json'), `${JSON.stringify({ machine, rows }, null, 2)}\n`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
