/** The command `npm run oracle -- network [--seed N] [--count N]`: generated estates, asked of Cyclonus and of Vauban. */

import { parseArgs } from 'node:util';
import { createRandom } from '../api-server/random.ts';
import { findCyclonus, oracleName, startCyclonus } from './ask-cyclonus.ts';
import { compareNetwork, type Comparison } from './compare-network.ts';
import { generateNetwork } from './generate-network.ts';
import { toAsked, type NetworkCase } from './network-case.ts';
import { shrinkNetwork } from './shrink-network.ts';

export const main = async (words: readonly string[]): Promise<number> => {
  const { values } = parseArgs({ args: [...words], options: { seed: { type: 'string' }, count: { type: 'string' } } });
  const binary = findCyclonus(process.env);
  if (binary === null) {
    process.stdout.write(
      `network: skipped: it needs ${oracleName} on PATH, which tools/oracles/network/README.md makes\n`,
    );
    return 0;
  }
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
  const count = Number(values.count ?? 1000);
  const cyclonus = startCyclonus(binary);
  const random = createRandom(seed);
  const total = { estates: 0, pairs: 0, open: 0, verdicts: 0, refused: 0, differ: 0 };
  const compare = async (tested: NetworkCase): Promise<Comparison> => {
    const asked = toAsked(tested);
    return compareNetwork(tested, asked, await cyclonus.ask(asked));
  };
  try {
    for (let index = 0; index < count; index += 1) {
      const tested = generateNetwork(random, `s${seed}-${index}`);
      const { pairs, open, verdicts, differences, refused } = await compare(tested);
      total.pairs += pairs;
      total.open += open;
      total.verdicts += verdicts;
      if (refused === null) total.estates += 1;
      else {
        total.refused += 1;
        process.stdout.write(`--- ${tested.name}: not compared: ${refused}\n`);
      }
      if (differences.length === 0) continue;
      total.differ += 1;
      if (total.differ <= mostShrunk) {
        const small = await shrinkNetwork(tested, async (one) => (await compare(one)).differences.length > 0);
        process.stdout.write(`--- ${tested.name}: ${(await compare(small)).differences.join('\n')}\n`);
        for (const object of small.objects) process.stdout.write(`${JSON.stringify(object)}\n`);
      }
    }
  } finally {
    await cyclonus.stop();
  }
  process.stdout.write(
    `seed ${seed}: ${total.estates} estates, ${total.pairs} pairs compared (${total.open} may connect), ${total.verdicts} ports asked, ${total.refused} estates not compared; ${total.estates - total.differ} estates agreed, ${total.differ} differ\n`,
  );
  // An estate that one of them refuses is a mistake of the generator, or of whoever refuses it.
  return total.estates === 0 || total.refused > 0 || total.differ > 0 ? 1 : 0;
};

const mostShrunk = 8;
