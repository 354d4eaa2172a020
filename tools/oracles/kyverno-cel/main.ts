/** The command `npm run oracle -- kyverno-cel [corpus | mutated] [--seed N] [--count N]`: Kyverno's policies with CEL against Vauban. */

import { accessSync, constants, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRandom, type Random } from '../api-server/random.ts';
import { askKyvernoCel } from './ask-kyverno-cel.ts';
import { askVaubanCel } from './ask-vauban-cel.ts';
import type { CelBatch } from './cel-batch.ts';
import { compareCel, type CelDifference } from './compare-cel.ts';
import { gatherCelCorpus } from './gather-cel-corpus.ts';
import { corpusCelBatches, mutatedCelBatch } from './make-cel-batches.ts';
import { writeCelBatch } from './write-cel-batch.ts';

const parts = ['corpus', 'mutated'];

/** The real Kyverno takes some 20 ms for one policy and one object. */
const size = { policyCount: 6, objectCount: 20 };

export const main = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { seed: { type: 'string' }, count: { type: 'string' }, keep: { type: 'string' } },
  });
  const binary = findBinary();
  const root = process.env['VAUBAN_CONFORMANCE'] ?? join(import.meta.dirname, '../../../../shared/conformance');
  if (binary === null || !existsSync(join(root, 'kyverno-policies'))) {
    process.stdout.write(
      'kyverno-cel: skipped: it needs kubectl-kyverno on PATH, and the public suites in VAUBAN_CONFORMANCE\n',
    );
    return 0;
  }
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
  const count = Number(values.count ?? 10);
  const wanted = new Set(positionals.length === 0 ? parts : positionals);
  const tally: Tally = { compared: 0, crashed: 0, seen: new Map() };
  for (const batch of makeBatches(wanted, root, createRandom(seed), count))
    await runBatch(binary, batch, tally, values.keep ?? null);
  const differing = [...tally.seen.values()].reduce((sum, times) => sum + times, 0);
  process.stdout.write(
    `seed ${seed}: ${tally.compared} verdicts compared, ${tally.crashed} batches without an answer, ${differing} differ in ${tally.seen.size} ways\n`,
  );
  return tally.compared === 0 || tally.seen.size > 0 ? 1 : 0;
};

interface Tally {
  compared: number;
  crashed: number;
  /** How often each kind of difference was seen: only the first is printed. */
  readonly seen: Map<string, number>;
}

function* makeBatches(wanted: ReadonlySet<string>, root: string, random: Random, count: number): Generator<CelBatch> {
  const corpus = gatherCelCorpus(root);
  if (wanted.has('corpus')) yield* corpusCelBatches(corpus, random);
  if (wanted.has('mutated')) for (let at = 0; at < count; at += 1) yield mutatedCelBatch(corpus, random, size);
}

const runBatch = async (binary: string, batch: CelBatch, tally: Tally, keep: string | null): Promise<void> => {
  const folder = await mkdtemp(join(keep ?? tmpdir(), 'kyverno-cel-oracle-'));
  try {
    await writeCelBatch(folder, batch);
    const theirs = await askKyvernoCel(binary, folder, batch);
    if (theirs.kind === 'crash') {
      await retryAlone(binary, batch, theirs.why, tally, keep);
      return;
    }
    const { compared, differences } = compareCel(theirs.answers, await askVaubanCel(folder));
    tally.compared += compared;
    for (const difference of differences) report(difference, folder, tally);
  } finally {
    if (keep === null) await rm(folder, { recursive: true, force: true });
  }
};

/** One policy that does not compile keeps Kyverno from answering about any. */
const retryAlone = async (
  binary: string,
  batch: CelBatch,
  why: string,
  tally: Tally,
  keep: string | null,
): Promise<void> => {
  if (batch.policies.length === 1) {
    tally.crashed += 1;
    if (keep !== null) process.stdout.write(`--- kyverno gave no answer: ${why.slice(0, 400)}\n`);
    return;
  }
  for (const policy of batch.policies) await runBatch(binary, { ...batch, policies: [policy] }, tally, keep);
};

const report = ({ kind, policy, about, kyverno, vauban }: CelDifference, folder: string, tally: Tally): void => {
  const key = [kind, policy.replace(/-\d+$/, ''), shorten(kyverno), shorten(vauban)].join(' ');
  const times = tally.seen.get(key) ?? 0;
  tally.seen.set(key, times + 1);
  if (times > 0) return;
  process.stdout.write(
    `--- ${kind} differs: ${policy} (${folder}): ${about}\nkyverno: ${kyverno.slice(0, 2000)}\nvauban:  ${vauban.slice(0, 2000)}\n`,
  );
};

/** What varies from object to object taken out. */
const shorten = (text: string): string => text.replaceAll(/[\d"'/]+/g, '').slice(0, 60);

const findBinary = (): string | null => {
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
