/** Runs the cases of the CEL specification that need no protobuf messages: `node conformance/cel-spec.ts [-v]`. */

import {
  getConformanceSuite,
  type IncrementalTest,
  type IncrementalTestSuite,
} from '@bufbuild/cel-spec/testdata/tests.js';
import { compileExpression } from '../src/lang/cel/compile-expression.ts';
import { createEnvironment, type Variable } from '../src/lang/cel/environment.ts';
import { encodersLibrary } from '../src/lang/cel/ext/encoders.ts';
import { listsLibrary } from '../src/lang/cel/ext/lists.ts';
import { mathLibrary } from '../src/lang/cel/ext/math.ts';
import { regexLibrary } from '../src/lang/cel/ext/regex.ts';
import { setsLibrary } from '../src/lang/cel/ext/sets.ts';
import { stringsLibrary } from '../src/lang/cel/ext/strings.ts';
import type { Library } from '../src/lang/cel/overload.ts';
import { renderValue } from '../src/lang/cel/render-value.ts';
import { standardLibrary } from '../src/lang/cel/standard-library.ts';
import { bindMacros, twoVariableMacros } from '../src/lang/cel/standard-macros.ts';
import { optionalLibrary } from '../src/lang/cel/standard/optional-table.ts';
import { dynType, renderType } from '../src/lang/cel/type.ts';
import { EvaluationFault, type Value } from '../src/lang/cel/value.ts';
import { gaps, needsMessages } from './cel/spec-gaps.ts';
import { toType, toValue } from './cel/spec-values.ts';

const macrosOnly: Library = {
  id: 'macros',
  overloads: [],
  macros: [...twoVariableMacros, ...bindMacros],
  constants: [],
  literalChecks: [],
};

const libraries: readonly Library[] = [
  standardLibrary,
  optionalLibrary,
  macrosOnly,
  stringsLibrary(4),
  mathLibrary(2),
  listsLibrary(3),
  setsLibrary,
  encodersLibrary,
  regexLibrary,
];

interface Case {
  readonly name: string;
  readonly test: IncrementalTest;
}

const main = (isVerbose: boolean): number => {
  const tally = { agreed: 0, disagreed: 0, notRun: 0 };
  const found = new Map<string, number>();
  for (const one of listCases(getConformanceSuite(), [])) {
    const outcome = runCase(one);
    const reason = gaps.find(({ names }) => names.some((name) => matchesName(one.name, name)))?.reason;
    if (outcome.kind === 'not-run') tally.notRun += 1;
    else if (outcome.kind === 'agreed' && reason === undefined) tally.agreed += 1;
    else if (outcome.kind === 'disagreed' && reason !== undefined) found.set(reason, (found.get(reason) ?? 0) + 1);
    else {
      tally.disagreed += 1;
      const why = outcome.kind === 'agreed' ? `agrees, take it from the gaps (${reason})` : outcome.why;
      print(`disagreed  ${one.name}: ${one.test.original.expr.replace(/\s+/g, ' ').slice(0, 160)}: ${why}`);
    }
    if (isVerbose && outcome.kind === 'not-run') print(`not run    ${one.name}: ${outcome.why}`);
  }
  for (const [reason, count] of found) print(`gap        ${count} cases: ${reason}`);
  const gapCount = [...found.values()].reduce((sum, count) => sum + count, 0);
  print(
    `cel-spec: ${tally.agreed} agreed, ${tally.disagreed} disagreed, ${tally.notRun} not run because they need protobuf messages, ${gapCount} known gaps`,
  );
  return tally.disagreed > 0 || tally.agreed === 0 ? 1 : 0;
};

/** `suite/section/*` stands for all of a section. */
const matchesName = (name: string, pattern: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

function* listCases({ tests, suites }: IncrementalTestSuite, path: readonly string[]): Generator<Case> {
  for (const test of tests) yield { name: [...path, test.name].join('/'), test };
  for (const suite of suites) yield* listCases(suite, [...path, suite.name]);
}

type Outcome =
  | { readonly kind: 'agreed' }
  | { readonly kind: 'disagreed'; readonly why: string }
  | { readonly kind: 'not-run'; readonly why: string };

const notRun: Outcome = { kind: 'not-run', why: 'needs protobuf messages' };

const runCase = ({ name, test: { original: test } }: Case): Outcome => {
  if (needsMessages(name, test.expr, test.container)) return notRun;
  const given = readBindings(test);
  const expected = readExpected(test.resultMatcher);
  if (given === undefined || expected === undefined) return notRun;
  const environment = createEnvironment({
    libraries,
    variables: given.map(({ variable }) => variable),
    types: [],
    homogeneousLiterals: false,
    container: test.container,
  });
  const compiled = compileExpression(test.expr, environment);
  if (compiled.kind === 'defects') {
    const why = compiled.defects.map(({ message }) => message).join('; ');
    return expected.kind === 'fault' ? { kind: 'agreed' } : { kind: 'disagreed', why };
  }
  if (expected.kind === 'value' && expected.type !== null) {
    const type = renderType(compiled.program.type);
    if (type !== expected.type) return { kind: 'disagreed', why: `type ${type}, expected ${expected.type}` };
  }
  if (test.checkOnly || (expected.kind === 'value' && expected.value === undefined)) return { kind: 'agreed' };
  const result = compiled.program.evaluate(
    given.map(({ value }) => value),
    { spent: 0, limit: Infinity },
  );
  if (result instanceof EvaluationFault) {
    return expected.kind === 'fault' ? { kind: 'agreed' } : { kind: 'disagreed', why: `fault ${result.message}` };
  }
  const got = renderValue(result);
  if (expected.kind === 'fault') return { kind: 'disagreed', why: `${got}, expected a fault` };
  const wanted = renderValue(expected.value as Value);
  return got === wanted ? { kind: 'agreed' } : { kind: 'disagreed', why: `${got}, expected ${wanted}` };
};

interface Binding {
  readonly variable: Variable;
  readonly value: Value | undefined;
}

/** What is bound without a declaration is dyn. `undefined` where a message is among them. */
const readBindings = ({ typeEnv, bindings }: IncrementalTest['original']): readonly Binding[] | undefined => {
  const read: Binding[] = [];
  for (const { name, declKind } of typeEnv) {
    const declared = declKind.case === 'ident' && declKind.value.type ? toType(declKind.value.type) : undefined;
    if (declared === undefined) return undefined;
    read.push({ variable: { name, type: declared }, value: undefined });
  }
  for (const [name, { kind }] of Object.entries(bindings)) {
    const value = kind.case === 'value' ? toValue(kind.value) : undefined;
    if (value === undefined) return undefined;
    const at = read.findIndex(({ variable }) => variable.name === name);
    const variable = read[at]?.variable ?? { name, type: dynType };
    if (at === -1) read.push({ variable, value });
    else read[at] = { variable, value };
  }
  return read;
};

type Expected =
  | { readonly kind: 'value'; readonly value: Value | undefined; readonly type: string | null }
  | { readonly kind: 'fault' };

const readExpected = (matcher: IncrementalTest['original']['resultMatcher']): Expected | undefined => {
  switch (matcher.case) {
    case undefined:
      return { kind: 'value', value: true, type: null };
    case 'value': {
      const value = toValue(matcher.value);
      return value === undefined ? undefined : { kind: 'value', value, type: null };
    }
    case 'typedResult': {
      const { result, deducedType } = matcher.value;
      const type = deducedType && toType(deducedType);
      const value = result && toValue(result);
      if ((deducedType && type === undefined) || (result && value === undefined)) return undefined;
      return { kind: 'value', value, type: type === undefined ? null : renderType(type) };
    }
    case 'evalError':
    case 'anyEvalErrors':
      return { kind: 'fault' };
    default:
      return undefined;
  }
};

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

process.exitCode = main(process.argv.includes('-v'));
