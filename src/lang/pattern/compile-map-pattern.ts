/** Patterns that are objects: conditions first, then what must match, with the wildcards in names of labels. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { isSkip, joinSkips, renderPatternPath, type Mismatch } from './mismatch.ts';
import { parseAnchor, type AnchorKind } from './parse-anchor.ts';
import type { CompileNode, PatternPlace, PatternRun, PatternTest } from './pattern-test.ts';

/** `compileNode` compiles what stands under a key. */
export const compileMapPattern = (pattern: JsonObject, place: PatternPlace, compileNode: CompileNode): PatternTest => {
  const test = compileFields(pattern, (key, value) => compileNode(value, toPlace(place, key)));
  const tracked = Object.keys(pattern).flatMap((key): readonly Tracked[] => {
    const anchor = parseAnchor(key);
    return anchor !== null && isTracked(anchor.kind) ? [{ written: key, key: anchor.key }] : [];
  });
  return (value, run) => {
    if (!isJsonObject(value)) return toWrongStructure(value, run);
    if (run.tracked !== null) for (const item of tracked) track(item, value, run.tracked);
    return test(value, run);
  };
};

/** Where what stands under a key of the pattern is. */
const toPlace = (place: PatternPlace, key: string): PatternPlace => {
  if (key === 'metadata') return 'metadata';
  return place === 'metadata' && (key === 'labels' || key === 'annotations') ? 'names' : 'anywhere';
};

interface Tracked {
  readonly written: string;
  readonly key: string;
}

const isTracked = (kind: AnchorKind): boolean => kind === 'condition' || kind === 'existence' || kind === 'negation';

const track = ({ written, key }: Tracked, object: JsonObject, tracked: Map<string, boolean>): void => {
  if (tracked.get(written) !== true) tracked.set(written, read(object, key) !== undefined);
};

const toWrongStructure = (value: Json | undefined, { path }: PatternRun): Mismatch => {
  const at = [...path];
  const found = value === undefined || value === null ? 'nothing' : isJsonArray(value) ? 'a list' : `a ${typeof value}`;
  return {
    kind: 'fail',
    path: at,
    describe: () =>
      `pattern and resource have different structures. Path: ${renderPatternPath(at)}. Expected an object, found ${found}`,
  };
};

type MapTest = (object: JsonObject, run: PatternRun) => Mismatch | null;

/** Compiles what stands under a key, whose anchor has been taken off. */
type CompileUnder = (key: string, pattern: Json) => PatternTest;

const compileFields = (pattern: JsonObject, compileUnder: CompileUnder): MapTest => {
  const keys = Object.keys(pattern).sort();
  const conditions: MapTest[] = [];
  const demands: MapTest[] = [];
  for (const key of keys) {
    const anchor = parseAnchor(key);
    const value = pattern[key] ?? null;
    const test = compileField(key, value, compileUnder);
    const kind = anchor?.kind ?? 'addition';
    if (kind !== 'global' && kind !== 'addition') conditions.push(test);
    // What may stop the match comes first, last key first.
    else if (kind === 'global' || hasAnchors(value)) demands.unshift(test);
    else demands.push(test);
  }
  return (object, run) => {
    const stopped = conditions.length === 0 ? null : testConditions(conditions, object, run);
    if (stopped !== null) return stopped;
    for (const test of demands) {
      const mismatch = test(object, run);
      if (mismatch !== null) return mismatch;
    }
    return null;
  };
};

/** One condition that does not hold is enough to skip the object; one that holds is enough where the rest only skipped inside. */
const testConditions = (tests: readonly MapTest[], object: JsonObject, run: PatternRun): Mismatch | null => {
  let skips: Mismatch[] | null = null;
  let applied = 0;
  let isStopped = false;
  for (const test of tests) {
    const mismatch = test(object, run);
    if (mismatch === null) applied++;
    else if (isSkip(mismatch)) {
      (skips ??= []).push(mismatch);
      isStopped ||= mismatch.kind === 'anchor';
    } else if (!isStopped) return mismatch;
  }
  return skips !== null && (applied === 0 || isStopped) ? joinSkips([...run.path], skips) : null;
};

const hasAnchors = (pattern: Json): boolean => {
  if (isJsonArray(pattern)) return pattern.some(hasAnchors);
  if (!isJsonObject(pattern)) return false;
  return Object.keys(pattern).some((key) => {
    const anchor = parseAnchor(key);
    return (anchor !== null && anchor.kind !== 'addition') || hasAnchors(pattern[key] ?? null);
  });
};

const compileField = (written: string, pattern: Json, compileUnder: CompileUnder): MapTest => {
  const anchor = parseAnchor(written);
  const key = anchor?.key ?? written;
  switch (anchor?.kind) {
    case 'condition':
      return compileCondition(key, compileUnder(key, pattern));
    case 'global':
      return compileGlobal(key, compileUnder(key, pattern));
    case 'equality':
      return compileEquality(key, compileUnder(key, pattern));
    case 'negation':
      return compileNegation(key);
    case 'existence':
      return compileExistence(key, pattern, compileUnder);
    // `+(key)` means something in overlays alone; a pattern looks for a field of that very name.
    case 'addition':
    case undefined:
      return pattern === '*' ? compilePresence(written) : compileDemand(written, compileUnder(written, pattern));
  }
};

/** Tests what a key holds, with the key on the path. */
const testUnder = (key: string, value: Json | undefined, test: PatternTest, run: PatternRun): Mismatch | null => {
  run.path.push(key);
  const mismatch = test(value, run);
  run.path.pop();
  return mismatch;
};

const compileCondition =
  (key: string, test: PatternTest): MapTest =>
  (object, run) => {
    const value = read(object, key);
    if (value === undefined) return { kind: 'anchor', path: [...run.path, key], describe: () => missingCondition };
    const mismatch = testUnder(key, value, test, run);
    if (mismatch === null) return null;
    return toAnchorMismatch('conditional anchor mismatch', mismatch);
  };

const missingCondition = "conditional anchor mismatch: conditional anchor key doesn't exist in the resource";

const toAnchorMismatch = (what: string, { path, describe }: Mismatch): Mismatch => ({
  kind: 'anchor',
  path,
  describe: () => `${what}: ${describe()}`,
});

const compileGlobal =
  (key: string, test: PatternTest): MapTest =>
  (object, run) => {
    const value = read(object, key);
    if (value === undefined) return null;
    const mismatch = testUnder(key, value, test, run);
    return mismatch === null ? null : toAnchorMismatch('global anchor mismatch', mismatch);
  };

const compileEquality =
  (key: string, test: PatternTest): MapTest =>
  (object, run) => {
    const value = read(object, key);
    return value === undefined ? null : testUnder(key, value, test, run);
  };

const compileNegation =
  (key: string): MapTest =>
  (object, run) => {
    if (read(object, key) === undefined) return null;
    const path = [...run.path, key];
    const describe = () => `negation anchor matched in resource: ${renderPatternPath(path)} is not allowed`;
    return { kind: 'forbidden', path, describe };
  };

const compileDemand =
  (key: string, test: PatternTest): MapTest =>
  (object, run) =>
    testUnder(key, read(object, key), test, run);

/** The pattern `*` of a field asks for anything but null. */
const compilePresence =
  (key: string): MapTest =>
  (object, run) => {
    const value = read(object, key);
    if (value !== undefined && value !== null) return null;
    const path = [...run.path];
    return { kind: 'fail', path, describe: () => `${renderPatternPath(path)}${key} not found` };
  };

const compileExistence = (key: string, pattern: Json, compileUnder: CompileUnder): MapTest => {
  const items = isJsonArray(pattern)
    ? pattern.map((item) => (isJsonObject(item) ? compileUnder('', item) : toWrongPattern('an object')))
    : [];
  const wrong = isJsonArray(pattern) ? null : toWrongPattern('a list');
  return (object, run) => {
    const value = read(object, key);
    if (value === undefined) return null;
    return testUnder(key, value, (list, inner) => testExistence(list, inner, items, wrong), run);
  };
};

type ExistenceItem = PatternTest | { readonly expected: string };

const toWrongPattern = (expected: string): { readonly expected: string } => ({ expected });

const testExistence = (
  list: Json | undefined,
  run: PatternRun,
  items: readonly ExistenceItem[],
  wrong: { readonly expected: string } | null,
): Mismatch | null => {
  const path = [...run.path];
  if (!isJsonArray(list)) {
    const describe = () =>
      `an existence anchor ^() compares lists, and there is none at path ${renderPatternPath(path)}`;
    return { kind: 'fail', path, describe };
  }
  if (wrong !== null) return toExistencePatternMismatch(path, wrong.expected);
  for (const test of items) {
    if (typeof test !== 'function') return toExistencePatternMismatch(path, test.expected);
    if (list.some((item, index) => testItem(item, index, test, run) === null)) continue;
    const describe = () => `existence anchor validation failed at path ${renderPatternPath(path)}`;
    return { kind: 'fail', path, describe };
  }
  return null;
};

const testItem = (item: Json, index: number, test: PatternTest, run: PatternRun): Mismatch | null => {
  run.path.push(index);
  const mismatch = test(item, run);
  run.path.pop();
  return mismatch;
};

const toExistencePatternMismatch = (path: Mismatch['path'], expected: string): Mismatch => ({
  kind: 'fail',
  path,
  describe: () => `the pattern of an existence anchor ^() must be ${expected}, at path ${renderPatternPath(path)}`,
});

/** Own fields alone: an object has no `constructor` by being one. Most fields a pattern looks for are not there. */
const read = (object: JsonObject, key: string): Json | undefined => {
  const value = object[key];
  return value === undefined || Object.hasOwn(object, key) ? value : undefined;
};
