/** Compiles a Kyverno pattern to a test that says whether an object matches, fails, or is none of its business. */

import type { FieldPath } from '../../model/field-path.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { compileLeafPattern, compileNumberPattern, isEmptyScalar, type LeafTest } from './compile-leaf-pattern.ts';
import { compileMapPattern } from './compile-map-pattern.ts';
import { isSkip, joinSkips, renderPatternPath, showValue, type Mismatch } from './mismatch.ts';
import { compileNamesPattern } from './compile-names-pattern.ts';
import { parseAnchor } from './parse-anchor.ts';
import type { CompileNode, PatternRun, PatternTest } from './pattern-test.ts';
import type { Pattern, PatternOutcome } from './pattern.ts';

export type PatternCompilation =
  | { readonly kind: 'pattern'; readonly pattern: Pattern }
  | {
      readonly kind: 'defects';
      readonly defects: readonly { readonly message: string; readonly path: FieldPath }[];
    };

/** Whoever writes a pattern must not be able to exhaust the stack; objects may nest as deep as they like. */
const deepestPattern = 200;

export const compilePattern = (written: Json): PatternCompilation => {
  const tooDeep = findTooDeep(written, []);
  if (tooDeep !== null) {
    const message = `The pattern nests more than ${deepestPattern} deep.`;
    return { kind: 'defects', defects: [{ message, path: tooDeep }] };
  }
  const test = compileNode(written, 'anywhere');
  const tracks = hasTrackedAnchor(written);
  return {
    kind: 'pattern',
    pattern: {
      match: (value) => {
        const run: PatternRun = { path: [], tracked: tracks ? new Map() : null };
        const mismatch = test(value, run);
        return mismatch === null ? passed : toOutcome(mismatch, run);
      },
    },
  };
};

const passed: PatternOutcome = { kind: 'pass' };

const toOutcome = (mismatch: Mismatch, run: PatternRun): PatternOutcome => {
  const message = mismatch.describe();
  if (isSkip(mismatch)) return { kind: 'skip', message, path: [] };
  if (mismatch.kind === 'forbidden') return { kind: 'fail', message, path: mismatch.path };
  if (mismatch.kind === 'placeless' || isAnyMissing(run)) return { kind: 'error', message, path: mismatch.path };
  return { kind: 'fail', message, path: mismatch.path };
};

/** What is negated ought to be missing. */
const isAnyMissing = ({ tracked }: PatternRun): boolean => {
  if (tracked === null) return false;
  for (const [key, isFound] of tracked) if (!isFound && parseAnchor(key)?.kind !== 'negation') return true;
  return false;
};

const findTooDeep = (pattern: Json, path: readonly (string | number)[]): FieldPath | null => {
  if (path.length > deepestPattern) return path;
  if (isJsonArray(pattern)) {
    for (const [index, item] of pattern.entries()) {
      const found = findTooDeep(item, [...path, index]);
      if (found !== null) return found;
    }
  } else if (isJsonObject(pattern)) {
    for (const key of Object.keys(pattern)) {
      const found = findTooDeep(pattern[key] ?? null, [...path, key]);
      if (found !== null) return found;
    }
  }
  return null;
};

/** Keys may become anchors by the labels they are expanded to, but only from anchors. */
const hasTrackedAnchor = (pattern: Json): boolean => {
  if (isJsonArray(pattern)) return pattern.some(hasTrackedAnchor);
  if (!isJsonObject(pattern)) return false;
  return Object.keys(pattern).some((key) => {
    const kind = parseAnchor(key)?.kind;
    return kind === 'condition' || kind === 'existence' || hasTrackedAnchor(pattern[key] ?? null);
  });
};

const compileNode: CompileNode = (pattern, place) => {
  if (isJsonArray(pattern)) return compileArray(pattern);
  if (isJsonObject(pattern)) {
    const compileMap = (map: JsonObject): PatternTest => compileMapPattern(map, place, compileNode);
    return place === 'names' ? compileNamesPattern(pattern, compileMap) : compileMap(pattern);
  }
  return compileScalar(pattern, compileLeaf(pattern));
};

const compileLeaf = (pattern: Exclude<Json, readonly Json[] | JsonObject>): LeafTest => {
  if (pattern === null) return isEmptyScalar;
  if (typeof pattern === 'boolean') return (value) => value === pattern;
  return typeof pattern === 'string' ? compileLeafPattern(pattern) : compileNumberPattern(pattern);
};

/** Where the object has a list, each of its items must match. */
const compileScalar =
  (pattern: Json, test: LeafTest): PatternTest =>
  (value, { path }) => {
    if (isJsonArray(value) ? value.every(test) : test(value)) return null;
    const at = [...path];
    return {
      kind: 'fail',
      path: at,
      describe: () =>
        `resource value '${showValue(value)}' does not match '${showValue(pattern)}' at path ${renderPatternPath(at)}`,
    };
  };

/** The first item says how a list is taken; where it is an object or a scalar, those after it count for nothing. */
const compileArray = (pattern: readonly Json[]): PatternTest => {
  const [first] = pattern;
  const test =
    first === undefined
      ? failEmpty
      : isJsonArray(first)
        ? compilePairs(pattern.map((item) => compileNode(item, 'anywhere')))
        : compileItems(first);
  return (value, run) => {
    if (isJsonArray(value)) return test(value, run);
    const path = [...run.path];
    return {
      kind: 'fail',
      path,
      describe: () =>
        `validation rule failed at path ${renderPatternPath(path)}, resource does not satisfy the expected overlay pattern`,
    };
  };
};

type ListTest = (list: readonly Json[], run: PatternRun) => Mismatch | null;

const failEmpty: ListTest = (_, { path }) => ({
  kind: 'fail',
  path: [...path],
  describe: () => 'pattern Array empty',
});

const compileItems = (pattern: Json): ListTest => {
  const test = compileNode(pattern, 'anywhere');
  if (!isJsonObject(pattern)) return test;
  const testAt = (): PatternTest => test;
  return (list, run) => testEach(list, run, testAt);
};

const compilePairs =
  (tests: readonly PatternTest[]): ListTest =>
  (list, run) => {
    if (list.length >= tests.length) return testEach(list.slice(0, tests.length), run, (index) => tests[index]);
    return {
      kind: 'placeless',
      path: [...run.path],
      describe: () =>
        `validate Array failed, array length mismatch, resource Array len is ${list.length} and pattern Array len is ${tests.length}`,
    };
  };

/** Items that are none of the pattern's business are left out; where all are, so is the list. */
const testEach = (
  list: readonly Json[],
  run: PatternRun,
  testAt: (index: number) => PatternTest | undefined,
): Mismatch | null => {
  let skips: Mismatch[] | null = null;
  let applied = 0;
  for (let index = 0; index < list.length; index++) {
    run.path.push(index);
    const mismatch = testAt(index)?.(list[index], run) ?? null;
    run.path.pop();
    if (mismatch === null) applied++;
    else if (isSkip(mismatch)) (skips ??= []).push(mismatch);
    else return mismatch;
  }
  return applied === 0 && skips !== null ? joinSkips([...run.path], skips) : null;
};
