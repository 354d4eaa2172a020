/** Test support: what `network diff` calls opened and closed against two truths, verdict by verdict. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../../src/hosts/cli/test-context.ts';
import type { Random } from '../api-server/random.ts';
import { askReach, createTable, isWithin, toText, type Row } from './ask-reach.ts';
import { decideAll, joinWorkloads, listProbes, placeOf, workloadOf, type Tally } from './compare-estate.ts';
import { generatePolicies } from './generate-policies.ts';
import type { GeneratedEstate } from './generate-estate.ts';
import { readWorld } from './read-world.ts';

export interface ComparedChange {
  readonly name: string;
  readonly estate: GeneratedEstate;
  readonly random: Random;
}

/** The same pods under the policies they have, and under others. */
export const compareDiff = async ({ name, estate, random }: ComparedChange, tally: Tally): Promise<void> => {
  const hasSix = toText(estate.manifests).includes('::');
  const { policies, refused } = generatePolicies(random, hasSix);
  const kept = estate.manifests.filter(
    ({ kind, metadata }) => !kind.endsWith('NetworkPolicy') || metadata.name === 'np1',
  );
  const others = policies.filter(({ metadata }) => metadata.name !== 'np1');
  const now: GeneratedEstate = {
    manifests: [...kept, ...others],
    refused: new Set([...refused].filter((one) => one !== 'np1')),
  };
  if (estate.refused.has('np1')) return;
  const texts = [estate.manifests, now.manifests].map(toText);
  const diff = await askDiff(texts);
  const except = (await Promise.all(texts.map((text) => askReach(text)))).flatMap(({ internet }) => internet.except);
  const worlds = [readWorld(estate.manifests, estate.refused), readWorld(now.manifests, now.refused)] as const;
  const all = { ...worlds[0], policies: [...worlds[0].policies, ...worlds[1].policies] };
  const probes = listProbes(all, except, random);
  const [before, after] = [joinWorkloads(decideAll(worlds[0], probes)), joinWorkloads(decideAll(worlds[1], probes))];
  const tables = {
    opened: createTable(diff.opened, except, workloadOf),
    closed: createTable(diff.closed, except, workloadOf),
  };
  let told = 0;
  for (const [key, old] of before) {
    const { from, to, protocol, port } = old;
    // A name stands for a place only where policies name it: with it, its connections come and go.
    if (workloadOf(from) === workloadOf(to) || to.kind === 'domain') continue;
    const isOpen = after.get(key)?.allowed === true;
    for (const [word, isSo] of [
      ['opened', isOpen && !old.allowed],
      ['closed', !isOpen && old.allowed],
    ] as const) {
      tally.verdicts += 1;
      if (isSo) tally.allowed += 1;
      if (isWithin(tables[word].ports(from, to, protocol), port) === isSo || (told += 1) > 12) continue;
      tally.differences.push(
        `${name}: diff: ${workloadOf(from)} to ${placeOf(to)} ${protocol} ${port} is ${isSo ? '' : 'not '}${word}, and Vauban says otherwise`,
      );
    }
  }
};

const askDiff = async (
  texts: readonly string[],
): Promise<{ readonly opened: readonly Row[]; readonly closed: readonly Row[] }> => {
  const folder = await mkdtemp(join(tmpdir(), 'vauban-truth-'));
  try {
    const files = await Promise.all(
      texts.map(async (text, index) => {
        const file = join(folder, `${index}.json`);
        await writeFile(file, text);
        return file;
      }),
    );
    return JSON.parse((await runCli(['network', 'diff', ...files, '-o', 'json'])).output) as {
      opened: Row[];
      closed: Row[];
    };
  } finally {
    await rm(folder, { recursive: true });
  }
};
