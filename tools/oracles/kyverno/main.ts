/** The command `npm run oracle -- kyverno [corpus | mutated | written] [--seed N] [--count N]`: the real Kyverno against Vauban. */

import { mkdtemp, rm } from 'node:fs/promises';
import { accessSync, constants, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRandom, type Random } from '../api-server/random.ts';
import { askKyverno } from './ask-kyverno.ts';
import { askVauban } from './ask-vauban.ts';
import type { Batch } from './batch.ts';
import { compare, type Difference } from './compare.ts';
import { gatherCorpus } from './gather-corpus.ts';
import { corpusBatches, mutatedBatch, writtenBatch } from './make-batches.ts';
import { writeBatch } from './write-batch.ts';

const parts = ['corpus', 'mutated', 'written'];

export const main = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      seed: { type: 'string' },
      count: { type: 'string' },
      all: { type: 'boolean' },
      quiet: { type: 'boolean' },
      keep: { type: 'string' },
    },
  });
  const binary = findBinary();
  const root = process.env['VAUBAN_CONFORMANCE'] ?? join(import.meta.dirname, '../../../../shared/conformance');
  if (binary === null || !existsSync(join(root, 'kyverno-policies'))) {
    process.stdout.write(
      'kyverno: skipped: it needs kubectl-kyverno on PATH, and the public suites in VAUBAN_CONFORMANCE\n',
    );
    return 0;
  }
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
  const count = Number(values.count ?? 10);
  const wanted = new Set(positionals.length === 0 ? parts : positionals);
  const tally: Tally = {
    compared: 0,
    crashed: 0,
    seen: new Map(),
    all: values.all === true,
    quiet: values.quiet === true,
  };
  const random = createRandom(seed);
  for (const batch of makeBatches(wanted, root, random, count))
    await runBatch(binary, batch, tally, values.keep ?? null);
  process.stdout.write(
    `seed ${seed}: ${tally.compared} verdicts compared, ${tally.crashed} batches without an answer\n`,
  );
  for (const kind of ['status', 'object', 'refusal', 'silence', 'message']) {
    const of = [...tally.seen].filter(([key]) => key.startsWith(`${kind} `)).map(([, times]) => times);
    process.stdout.write(`${kind}: ${of.reduce((a, b) => a + b, 0)} differ, ${of.length} of a kind\n`);
  }
  if (tally.compared === 0) return 1;
  // Words are Vauban's own where they say more; what they are about is not.
  return [...tally.seen.keys()].every((key) => key.startsWith('message ')) ? 0 : 1;
};

interface Tally {
  compared: number;
  crashed: number;
  /** How often each kind of difference was seen: only the first is printed. */
  readonly seen: Map<string, number>;
  readonly all: boolean;
  readonly quiet: boolean;
}

function* makeBatches(wanted: ReadonlySet<string>, root: string, random: Random, count: number): Generator<Batch> {
  const corpus = gatherCorpus(root);
  if (wanted.has('corpus')) yield* corpusBatches(corpus);
  for (let at = 0; at < count; at += 1) {
    if (wanted.has('mutated')) yield mutatedBatch(corpus, random);
    if (wanted.has('written')) yield writtenBatch(random);
  }
}

const runBatch = async (binary: string, batch: Batch, tally: Tally, keep: string | null): Promise<void> => {
  const folder = await mkdtemp(join(keep ?? tmpdir(), 'kyverno-oracle-'));
  try {
    const files = await writeBatch(folder, batch);
    const theirs = await askKyverno(binary, files);
    if (theirs.kind === 'crash') {
      process.stdout.write(`--- kyverno gave no answer: ${theirs.why}\n`);
      tally.crashed += 1;
      return;
    }
    const { compared, differences } = compare(theirs.answers, await askVauban(files));
    tally.compared += compared;
    for (const difference of differences) report(difference, batch, folder, tally);
  } finally {
    if (keep === null) await rm(folder, { recursive: true, force: true });
  }
};

const report = (difference: Difference, batch: Batch, folder: string, tally: Tally): void => {
  const { kind, policy, about, kyverno, vauban } = difference;
  const key = `${kind} ${policy.replace(/-p\d+$/, '')} ${shorten(kyverno)} ${shorten(vauban)}`;
  const times = tally.seen.get(key) ?? 0;
  tally.seen.set(key, times + 1);
  if ((times > 0 && !tally.all) || (tally.quiet && kind === 'message')) return;
  const index = batch.policies.findIndex((one) => (one['metadata'] as { name?: string }).name === policy);
  process.stdout.write(
    `--- ${kind} differs: ${policy} (${folder}/policies/${String(index).padStart(5, '0')}.yaml): ${about}\nkyverno: ${kyverno.slice(0, 3000)}\nvauban:  ${vauban.slice(0, 3000)}\n`,
  );
};

/** What varies from object to object taken out. */
const shorten = (text: string): string => text.replaceAll(/[\d"'/]+/g, '').slice(0, 60);

export const findBinary = (): string | null => {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, 'kubectl-kyverno');
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // The next folder may have it.
    }
  }
  return null;
};
