/** The command `npm run oracle -- rbac [--seed N] [--count N]`: SubjectAccessReviews of a real API server against Vauban. */

import { parseArgs } from 'node:util';
import { startControlPlane } from '../../control-plane/start-control-plane.ts';
import { createRandom } from '../api-server/random.ts';
import { compareAccess, type AccessTally } from './compare-access.ts';
import { generateAccess } from './generate-access.ts';
import { readRealAccess } from './real-access.ts';

export const main = async (words: readonly string[]): Promise<number> => {
  const { values } = parseArgs({ args: [...words], options: { seed: { type: 'string' }, count: { type: 'string' } } });
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
  const count = Number(values.count ?? 10);
  const plane = await startControlPlane({
    environment: process.env,
    controllerManager: true,
    audit: false,
    apiServerFlags: [],
    folder: null,
  });
  if (plane.kind === 'unavailable') {
    process.stderr.write(`${plane.why}\n`);
    return 2;
  }
  const tally: AccessTally = { compared: 0, allowed: 0, sets: 0, refused: 0, differences: [] };
  const random = createRandom(seed);
  try {
    for (const set of readRealAccess()) await compareAccess(plane, set, random, { verdicts: 1000, sets: 40 }, tally);
    for (let index = 0; index < count; index += 1) {
      const name = `s${seed}-${index}`;
      await compareAccess(plane, { name, ...generateAccess(random, name) }, random, { verdicts: 400, sets: 30 }, tally);
      process.stderr.write(`${name}: ${tally.compared} compared, ${tally.differences.length} differ\n`);
    }
  } finally {
    await plane.stop();
  }
  for (const difference of tally.differences) process.stdout.write(`--- ${difference}\n`);
  process.stdout.write(
    `seed ${seed}: ${tally.compared} answers compared (${tally.allowed} allowed), ${tally.sets} whole sets of subjects, ${tally.refused} objects refused by the API server, ${tally.differences.length} differences\n`,
  );
  return tally.compared === 0 || tally.differences.length > 0 ? 1 : 0;
};
