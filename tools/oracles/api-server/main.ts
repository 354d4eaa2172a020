/** The command `npm run oracle [-- library | generated | mutation] [--seed N] [--count N]`: the real API server against Vauban. */

import { parseArgs } from 'node:util';
import { startControlPlane } from '../../control-plane/start-control-plane.ts';
import { runGenerated } from './generated-part.ts';
import { runLibrary } from './library-part.ts';
import { runMutations } from './mutation-part.ts';
import { openSession } from './session.ts';
import { renderTally, type Tally } from './tally.ts';

const parts = ['library', 'generated', 'mutation'];

const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seed: { type: 'string' }, count: { type: 'string' } },
  });
  const wrong = positionals.find((word) => !parts.includes(word));
  if (wrong !== undefined) {
    process.stderr.write(`${wrong} is none of ${parts.join(', ')}\n`);
    return 2;
  }
  const wanted = new Set(positionals.length === 0 ? parts : positionals);
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
  const count = Number(values.count ?? 300);
  const plane = await startControlPlane({
    environment: process.env,
    controllerManager: true,
    audit: true,
    apiServerFlags: [],
    folder: null,
  });
  if (plane.kind === 'unavailable') {
    process.stderr.write(`${plane.why}\n`);
    return 2;
  }
  const tallies: Tally[] = [];
  try {
    const report = (text: string): void => void process.stderr.write(`${text}\n`);
    if (wanted.has('library')) tallies.push(await runLibrary(plane));
    const session = await openSession(plane);
    if (wanted.has('generated')) tallies.push(await runGenerated(session, { seed, count, shrinks: true, report }));
    if (wanted.has('mutation')) tallies.push(await runMutations(session, { seed, count: Math.ceil(count / 3) }));
    session.close();
  } finally {
    await plane.stop();
  }
  process.stdout.write(`${tallies.map(renderTally).join('\n')}\n${renderSum(tallies)}\n`);
  return tallies.some(({ differences }) => differences.length > 0) ? 1 : 0;
};

const renderSum = (tallies: readonly Tally[]): string => {
  const sum = (count: (tally: Tally) => number): number => tallies.reduce((total, tally) => total + count(tally), 0);
  return `in all: ${sum(({ compared }) => compared)} compared, ${sum(({ agreed }) => agreed)} agreed, ${sum(({ differences }) => differences.length)} differed, ${sum(({ listed }) => listed.length)} listed by name`;
};

process.exitCode = await main();
// Sockets that are kept alive need not be waited for.
process.exit();
