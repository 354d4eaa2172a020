/**
 * `npm run bench -- store`: a million findings in one estate, then in four: how long looks take to record, and how long each kind of
 * question takes over thousands of random filters. Raw numbers go to `bench/results/store.json`. `node bench/store.ts quick` shows
 * that it works.
 */

import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { layerGroups } from '../src/model/layer.ts';
import { severities } from '../src/model/severity.ts';
import { everyFinding, type FindingsFilter } from '../src/stores/findings-query.ts';
import { openStore } from '../src/stores/registry.ts';
import type { Store } from '../src/stores/store.ts';
import { generateFinding, kinds, rules, toNamespace, type StoreSize } from './generate-findings.ts';

const isQuick = process.argv[2] === 'quick';
const questions = isQuick ? 40 : 2000;
const sizes: readonly StoreSize[] = isQuick
  ? [{ findings: 2000, estates: 2, namespaces: 20 }]
  : [
      { findings: 1_000_000, estates: 1, namespaces: 10_000 },
      { findings: 1_000_000, estates: 4, namespaces: 10_000 },
      { findings: 100_000, estates: 1, namespaces: 300 },
    ];

/** Milliseconds, of the issue. */
const allowed = 50;

const options = { now: () => '2026-11-24T00:00:00Z', keepDays: 400, patience: 1000 };
const estateOf = (number: number) => ({ id: `estate${number}`, title: `estate ${number}`, kind: 'cluster' }) as const;

const record = (
  store: Store,
  estate: number,
  day: string,
  { findings, estates, namespaces }: StoreSize,
  changed: number,
) =>
  store.looks.record({
    estate: estateOf(estate),
    at: `${day}T12:00:00Z`,
    policySet: 'set',
    version: '0',
    complete: true,
    missing: [],
    digest: day,
    objects: findings,
    rules: [],
    depths: [],
    views: {},
    findings: (function* () {
      const many = Math.floor(findings / estates);
      for (let number = 0; number < many; number++)
        yield generateFinding(number, namespaces, number < changed ? day : '');
    })(),
  });

/** The same numbers in every run, so that two runs ask the same. */
const createRandom = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

const toFilter = (random: (below: number) => number, size: StoreSize): FindingsFilter => {
  const one = <Value>(values: readonly Value[]): Value => values[random(values.length)] as Value;
  const maybe = <Value>(often: number, make: () => Value): readonly Value[] => (random(10) < often ? [make()] : []);
  const word = (): string =>
    one([
      'privileged',
      'cont',
      'must',
      `app${random(300)}`,
      'shop',
      'security',
      'nothing-like-it',
      `team-${random(size.namespaces)}`,
      'manif',
      'restricted root',
      `web-${random(1000)}`,
      'namespace',
    ]);
  return {
    ...everyFinding,
    severity: maybe(3, () => one(severities)),
    group: maybe(2, () => one(layerGroups)),
    status: maybe(2, () => one(['fail', 'accepted', 'error'] as const)),
    namespace: maybe(3, () => toNamespace(random(size.namespaces))),
    kind: maybe(2, () => one(kinds)),
    rule: maybe(2, () => one(rules).id),
    fix: maybe(1, () => `fix-${random(40)}`),
    about: random(20) === 0 ? `Deployment/${toNamespace(random(size.namespaces))}/app${random(300)}` : null,
    text: random(10) < 4 ? Array.from({ length: 1 + random(2) }, word).join(' ') : '',
    seen: one(['open', 'open', 'open', 'all', 'resolved'] as const),
    since: random(10) === 0 ? '2026-11-21T00:00:00Z' : null,
  };
};

interface Times {
  readonly what: string;
  readonly asked: number;
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
  /** Of processor time: what the same questions take where nothing else runs. */
  readonly cpu50: number;
  readonly cpu99: number;
}

interface Taken {
  readonly wall: number;
  readonly cpu: number;
}

const toTimes = (what: string, times: readonly Taken[]): Times => {
  const sort = (name: keyof Taken) => times.map((each) => each[name]).sort((a, b) => a - b);
  const [wall, cpu] = [sort('wall'), sort('cpu')];
  const at = (sorted: readonly number[], share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return {
    what,
    asked: wall.length,
    p50: at(wall, 0.5),
    p99: at(wall, 0.99),
    most: wall.at(-1) ?? 0,
    cpu50: at(cpu, 0.5),
    cpu99: at(cpu, 0.99),
  };
};

const time = <Value>(times: Taken[], act: () => Value): Value => {
  const start = performance.now();
  const before = process.cpuUsage();
  const made = act();
  const { user, system } = process.cpuUsage(before);
  times.push({ wall: performance.now() - start, cpu: (user + system) / 1000 });
  return made;
};

const ask = (store: Store, size: StoreSize): readonly Times[] => {
  const random = createRandom(8);
  const times = {
    list: [],
    'next page': [],
    facets: [],
    fixes: [],
    'list by text': [],
    'facets by text': [],
    'fixes by text': [],
  } as Record<string, Taken[]>;
  for (let number = 0; number < questions; number++) {
    const filter = toFilter(random, size);
    const estate = estateOf(random(size.estates)).id;
    const order = random(3) === 0 ? 'newest' : 'worst';
    const suffix = filter.text === '' ? '' : ' by text';
    const query = { estate, filter, order, after: null, most: 100 } as const;
    const timesOf = (what: string): Taken[] => (times[what] ??= []);
    const page = time(timesOf(`list${suffix}`), () => store.findings.list(query));
    if (page.next !== null) time(timesOf('next page'), () => store.findings.list({ ...query, after: page.next }));
    time(timesOf(`facets${suffix}`), () => store.findings.facets(estate, filter));
    time(timesOf(`fixes${suffix}`), () => store.findings.fixes(estate, filter, 100));
  }
  return Object.entries(times).map(([what, each]) => toTimes(what, each));
};

const measure = (size: StoreSize) => {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-bench-store-'));
  const file = join(folder, 'history.db');
  try {
    const writing = openStore(file, options);
    const records: Record<string, number> = {};
    const note = (what: string, act: () => void): void => {
      const start = performance.now();
      act();
      records[what] = performance.now() - start;
    };
    const each = (day: string, changed: number) => () => {
      for (let estate = 0; estate < size.estates; estate++) record(writing, estate, day, size, changed);
    };
    note('first look', each('2026-11-20', 0));
    note('look without a change', each('2026-11-21', 0));
    note('look with 100 changes an estate', each('2026-11-22', 100));
    writing.close();
    const bytes = statSync(file).size;
    // What the reader alone takes: the collector has had its turn at what the writer left.
    globalThis.gc?.();
    const before = process.memoryUsage().rss;
    const start = performance.now();
    const store = openStore(file, options);
    const opened = performance.now() - start;
    store.findings.list({ estate: 'estate0', filter: everyFinding, order: 'worst', after: null, most: 100 });
    const first = performance.now() - start;
    const asked = ask(store, size);
    globalThis.gc?.();
    const memory = (process.memoryUsage().rss - before) / 2 ** 20;
    store.close();
    return { size, records, megabytes: bytes / 1e6, opened, first, memory, asked };
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const rows = sizes.map((size) => {
  const row = measure(size);
  const { findings, estates } = size;
  process.stdout.write(
    `${findings.toLocaleString('en')} findings in ${estates === 1 ? '1 estate' : `${estates} estates`}: ${row.megabytes.toFixed(0)} MB, opened in ${row.opened.toFixed(0)} ms, ` +
      `first page after ${row.first.toFixed(0)} ms, ${row.memory.toFixed(0)} MiB more memory\n` +
      Object.entries(row.records)
        .map(([what, wall]) => `  ${what.padEnd(34)} ${(wall / 1000).toFixed(2).padStart(7)} s\n`)
        .join('') +
      row.asked
        .map(
          ({ what, asked, p50, p99, most, cpu50, cpu99 }) =>
            `  ${what.padEnd(16)} ${String(asked).padStart(5)} asked  p50 ${p50.toFixed(1).padStart(6)} ms  p99 ${p99.toFixed(1).padStart(6)} ms  most ${most.toFixed(1).padStart(6)} ms  (of the processors ${cpu50.toFixed(1)}, ${cpu99.toFixed(1)})${p99 <= allowed ? '' : '  TOO SLOW'}\n`,
        )
        .join(''),
  );
  return row;
});
if (!isQuick) {
  const results = fileURLToPath(new URL('./results/', import.meta.url));
  mkdirSync(results, { recursive: true });
  // A machine that does other work measures that, too.
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    node: process.versions.node,
    load: loadavg()[0],
  };
  writeFileSync(`${results}store.json`, `${JSON.stringify({ machine, rows }, null, 2)}\n`);
}
