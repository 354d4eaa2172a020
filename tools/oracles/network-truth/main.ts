/** The command `npm run oracle -- network-truth [--seed N] [--count N]`: generated estates, the command line against a slow truth. */

import { parseArgs } from 'node:util';
import { createRandom } from '../api-server/random.ts';
import { compareDiff } from './compare-diff.ts';
import { compareEstate, type Tally } from './compare-estate.ts';
import { generateEstate } from './generate-estate.ts';

export const main = async (words: readonly string[]): Promise<number> => {
  const { values } = parseArgs({ args: [...words], options: { seed: { type: 'string' }, count: { type: 'string' } } });
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
  const count = Number(values.count ?? 60);
  const tally: Tally = { verdicts: 0, allowed: 0, differences: [] };
  for (let index = 0; index < count; index += 1) {
    // Each estate has a seed of its own, so that `--seed SEED --count 1` shows it alone.
    const random = createRandom(seed + index);
    const estate = generateEstate(random);
    await compareEstate({ name: `seed ${seed + index}`, estate, random }, tally);
    await compareDiff({ name: `seed ${seed + index}`, estate, random }, tally);
  }
  for (const difference of tally.differences) process.stdout.write(`${difference}\n`);
  process.stdout.write(
    `seed ${seed}: ${tally.verdicts} verdicts of ${count} estates compared (${tally.allowed} allowed), ${tally.differences.length} differences\n`,
  );
  return tally.verdicts === 0 || tally.differences.length > 0 ? 1 : 0;
};
