/**
 * Runs the folders of np-guard's netpol-analyzer: `node conformance/netpol-analyzer.ts [FOLDER]`, where FOLDER holds tests/
 * and test_outputs/connlist/, itself or below netpol-analyzer. Without one it is `VAUBAN_CONFORMANCE`, else the folder
 * beside this repository. A folder agrees where every connection, its ports and its addresses are the same.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerFolder, type Content } from './netpol-analyzer/answer-folder.ts';
import { parseConnlist, type Connections } from './netpol-analyzer/connections.ts';
import { knownGaps, listGaps, type Gap } from './netpol-analyzer/gaps.ts';

/** A folder that somebody named and that is not there fails the run; without the usual one there is nothing to run. */
const main = async (root: string, isNamed: boolean): Promise<number> => {
  const folder = [join(root, 'netpol-analyzer'), root].find((one) => existsSync(join(one, 'test_outputs', 'connlist')));
  if (folder === undefined) {
    print(
      `netpol-analyzer: not run: there is no netpol-analyzer below ${root}; give the folder of the upstream suites`,
    );
    return isNamed ? 1 : 0;
  }
  const tally = { agreed: 0, disagreed: 0, notRun: 0, gaps: 0, rows: 0 };
  for (const name of readdirSync(join(folder, 'tests')).sort()) {
    const file = join(folder, 'test_outputs', 'connlist', `${name}_connlist_output.txt`);
    if (!existsSync(file)) {
      tally.notRun += 1;
      print(`not run    ${name}: there is no answer to compare with`);
      continue;
    }
    const expected = parseConnlist(readFileSync(file, 'utf8'));
    const { connections, told, content } = await answerFolder(join(folder, 'tests', name), []);
    const differences = compare(expected, connections);
    const gap = differences.length === 0 ? null : await findGap(join(folder, 'tests', name), expected, content);
    if (differences.length === 0 && !knownGaps.has(name)) {
      tally.agreed += 1;
      tally.rows += expected.size;
    } else if (gap !== null) {
      tally.gaps += 1;
      if (gap.without.length > 0) tally.rows += expected.size;
      print(`gap        ${name}: ${gap.why}`);
    } else {
      tally.disagreed += 1;
      print(`disagreed  ${name}${differences.length > 0 ? '' : ': agrees, take it from the gaps'}`);
      for (const line of [...differences.slice(0, mostShown), ...told.map((text) => `told: ${text}`)]) {
        print(`           ${line}`);
      }
    }
  }
  print(
    `netpol-analyzer: ${tally.agreed} agreed, ${tally.disagreed} disagreed, ${tally.notRun} not run, ${tally.gaps} known gaps; ${tally.rows} rows are the same`,
  );
  return tally.disagreed > 0 || tally.agreed === 0 ? 1 : 0;
};

/** Where the analyser is not of one mind with Kubernetes, the folder is asked again without what they disagree about. */
const findGap = async (folder: string, expected: Connections, content: Content): Promise<Gap | null> => {
  for (const gap of listGaps(content)) {
    if (gap.without.length === 0) return gap;
    const { connections } = await answerFolder(folder, gap.without);
    if (compare(expected, connections).length === 0) return gap;
  }
  return null;
};

const mostShown = 12;

const compare = (expected: Connections, got: Connections): readonly string[] =>
  [...new Set([...expected.keys(), ...got.keys()])]
    .toSorted()
    .filter((key) => expected.get(key) !== got.get(key))
    .map((key) => `${key}: expected ${expected.get(key) ?? 'nothing'}, got ${got.get(key) ?? 'nothing'}`);

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const named = process.argv[2] ?? process.env.VAUBAN_CONFORMANCE;
process.exitCode = await main(
  named ?? join(import.meta.dirname, '..', '..', 'shared', 'conformance'),
  named !== undefined,
);
