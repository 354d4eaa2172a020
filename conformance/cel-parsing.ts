/**
 * Parses the expressions of cel-go's own parser tests: where cel-go has a tree ours must print the same, where it has a
 * syntax error ours must refuse, at the same place. `node conformance/cel-parsing.ts`.
 */

import { tests } from '@bufbuild/cel-spec/testdata/parsing.js';
import { KindAdorner, toDebugString } from '@bufbuild/cel-spec/testdata/to-debug-string.js';
import { parseExpression } from '../src/lang/cel/parse-expression.ts';
import { existsOneMacros, optionalMacros, standardMacros } from '../src/lang/cel/standard-macros.ts';
import { unfoldMacros } from './unfold-macros.ts';

/** Cases known not to agree, each with the reason; a listed case that agrees fails the run, so that the list shrinks. */
const gaps: ReadonlyMap<string, string> = new Map();

/** Cases whose parser was given other options than the one of Kubernetes, by the error that shows it. */
const otherOptions: readonly (readonly [RegExp, string])[] = [
  [/unsupported syntax:? '/, 'its parser has optional syntax or names in backticks off'],
  [/recursion (limit|depth) exceeded/, 'its parser has a bound of 32, ours is the 250 of Kubernetes'],
];

const macros = [...standardMacros, ...existsOneMacros, ...optionalMacros];

const main = (): number => {
  const tally = { agreed: 0, disagreed: 0, notRun: 0, gaps: 0 };
  for (const { original, ast, error } of tests.tests ?? []) {
    const other = otherOptions.find(([pattern]) => pattern.test(error ?? ''));
    if (other !== undefined) {
      tally.notRun += 1;
      print(`not run    ${JSON.stringify(original.expr).slice(0, 60)}: ${other[1]}`);
      continue;
    }
    const why = compare(original.expr, ast, error);
    const gap = gaps.get(original.expr);
    if (why === null && gap === undefined) tally.agreed += 1;
    else if (why !== null && gap !== undefined) {
      tally.gaps += 1;
      print(`gap        ${JSON.stringify(original.expr)}: ${gap}`);
    } else {
      tally.disagreed += 1;
      print(`disagreed  ${JSON.stringify(original.expr)}: ${why ?? `agrees, take it from the gaps (${gap})`}`);
    }
  }
  const { agreed, disagreed, notRun } = tally;
  print(`cel-parsing: ${agreed} agreed, ${disagreed} disagreed, ${notRun} not run, ${tally.gaps} known gaps`);
  return disagreed > 0 || agreed === 0 ? 1 : 0;
};

/** Why ours differs, or `null`. */
const compare = (expression: string, ast: string | undefined, error: string | undefined): string | null => {
  const parsed = parseExpression(expression, macros);
  if (ast === undefined) {
    if (parsed.kind === 'expression') return `cel-go refuses it: ${error}`;
    const [place] = /:\d+:\d+(?=: )/.exec(error ?? '') ?? [];
    const [first] = parsed.defects;
    const ours = `:${first?.line}:${first?.column}`;
    return place === undefined || ours === place ? null : `ours at ${ours} (${first?.message}), theirs at ${place}`;
  }
  if (parsed.kind === 'defects') return `ours refuses it: ${parsed.defects[0]?.message}`;
  const ours = toDebugString(unfoldMacros(parsed.expression), KindAdorner.singleton);
  return ours === ast ? null : `ours ${ours}, theirs ${ast}`;
};

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

process.exitCode = main();
