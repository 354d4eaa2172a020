/** The macros that go over a list or a map. Each charges what cel-go's unfolding of it would. */

import type { ComprehensionExpression } from '../expression.ts';
import { noSuchOverload } from '../standard/operator-fault.ts';
import { renderKey } from '../standard/render-key.ts';
import { isPlainMap } from '../value-type.ts';
import { EvaluationFault, MapValue, toMapKey, type MapKey, type Value } from '../value.ts';
import { absorb } from './compile-logic.ts';
import type { Frame } from './frame.ts';
import { openItems, openKeys } from './range.ts';
import { step, type Context, type Part, type Run } from './part.ts';

export const compileComprehension = (context: Context, node: ComprehensionExpression): Part => {
  const range = context.compile(node.range).run;
  const names = node.second === null ? [node.first] : [node.first, node.second];
  return context.withLocals(
    names.map((name) => ({ name, lazy: null })),
    ([first, second]) => {
      const body = context.compile(node.body);
      const loop: Loop = {
        range,
        first: first as number,
        second: second ?? null,
        filter: node.filter === null ? null : context.compile(node.filter).run,
        body: body.run,
        // A list of a literal is one too in cel-go, and costs nothing to make.
        appendCost: body.constant?.isLiteral === true ? 2 : 12,
      };
      return step(forms[node.form](loop));
    },
  );
};

interface Loop {
  readonly range: Run;
  readonly first: number;
  /** The slot of the value, where the first is the index or key. */
  readonly second: number | null;
  readonly filter: Run | null;
  readonly body: Run;
  /** Of adding the body's value: the accumulator, a list of one, joining the two. */
  readonly appendCost: number;
}

type Keys = readonly Value[] | null;

/** Sets the variables for one item of the range. */
const enter = (frame: Frame, { first, second }: Loop, items: readonly Value[], keys: Keys, at: number): void => {
  if (second === null) frame.locals[first] = items[at] as Value;
  else {
    frame.locals[first] = keys === null ? at : (keys[at] as Value);
    frame.locals[second] = items[at] as Value;
  }
};

/**
 * `all` where false is decisive, `exists` where true is. Of cel-go's unfolding each round costs reading the
 * accumulator, testing it (of `exists` also negating it) and reading it again for the step; a round that finds the
 * matter settled costs the test; the result is read once.
 */
const quantify =
  (loop: Loop, decisive: boolean): Run =>
  (frame) => {
    const testCost = decisive ? 3 : 2;
    const range = loop.range(frame);
    const items = openItems(frame, range, loop.second !== null);
    const keys = loop.second === null ? null : openKeys(range);
    const { body } = loop;
    const { length } = items;
    let fault: EvaluationFault | null = null;
    for (let at = 0; at < length; at++) {
      try {
        for (; at < length; at++) {
          frame.charge(testCost + 1);
          enter(frame, loop, items, keys, at);
          const value = body(frame);
          if (value === decisive) {
            frame.charge(at + 1 < length ? testCost + 1 : 1);
            return decisive;
          }
          if (typeof value !== 'boolean') fault ??= noSuchOverload();
        }
      } catch (error) {
        const absorbed = absorb(frame, error);
        fault ??= absorbed;
      }
    }
    frame.charge(1);
    if (fault !== null) throw fault;
    return !decisive;
  };

/**
 * Adding one costs 2 where the predicate holds, the result 2. A fault is not absorbed. A round whose predicate costs
 * nothing is free in cel-go, here and in the loops below: without toil some of them in each other would go on for years.
 */
const countOne =
  (loop: Loop): Run =>
  (frame) => {
    const range = loop.range(frame);
    const items = openItems(frame, range, loop.second !== null);
    const keys = loop.second === null ? null : openKeys(range);
    let count = 0;
    frame.toil(items.length);
    for (let at = 0; at < items.length; at++) {
      enter(frame, loop, items, keys, at);
      if (!holds(loop.body(frame))) continue;
      count += 1;
      frame.charge(2);
    }
    frame.charge(2);
    return count === 1;
  };

/** Adding an item costs what adding any value does, and reading the variable. */
const keepCost = 13;

const filterItems =
  (loop: Loop): Run =>
  (frame) => {
    const range = loop.range(frame);
    const items = openItems(frame, range, false);
    const kept: Value[] = [];
    frame.toil(items.length);
    for (let at = 0; at < items.length; at++) {
      frame.locals[loop.first] = items[at] as Value;
      if (!holds(loop.body(frame))) continue;
      kept.push(items[at] as Value);
      frame.charge(keepCost);
    }
    frame.charge(1);
    return kept;
  };

const mapItems =
  (loop: Loop): Run =>
  (frame) => {
    const range = loop.range(frame);
    const items = openItems(frame, range, loop.second !== null);
    const keys = loop.second === null ? null : openKeys(range);
    const mapped: Value[] = [];
    frame.toil(items.length);
    for (let at = 0; at < items.length; at++) {
      enter(frame, loop, items, keys, at);
      if (loop.filter !== null && !holds(loop.filter(frame))) continue;
      mapped.push(loop.body(frame));
      frame.charge(loop.appendCost);
    }
    frame.charge(1);
    return mapped;
  };

/** Inserting costs the accumulator and the call; the key of `transformMap` is one look-up more. */
const mapEntries =
  (loop: Loop, hasOwnKeys: boolean): Run =>
  (frame) => {
    const range = loop.range(frame);
    const items = openItems(frame, range, true);
    const keys = openKeys(range);
    const entries = new Map<MapKey, readonly [Value, Value]>();
    for (let at = 0; at < items.length; at++) {
      enter(frame, loop, items, keys, at);
      if (loop.filter !== null && !holds(loop.filter(frame))) continue;
      const value = loop.body(frame);
      if (hasOwnKeys) for (const [key, own] of entriesOf(value)) insert(entries, key, own);
      else insert(entries, frame.locals[loop.first] as Value, value);
      frame.charge(hasOwnKeys ? 2 : 3);
    }
    frame.charge(1);
    return new MapValue(entries);
  };

const insert = (entries: Map<MapKey, readonly [Value, Value]>, key: Value, value: Value): void => {
  const mapKey = toMapKey(key);
  if (entries.has(mapKey)) throw new EvaluationFault(`insert failed: key ${renderKey(key)} already exists`);
  entries.set(mapKey, [key, value]);
};

const entriesOf = (value: Value): Iterable<readonly [Value, Value]> => {
  if (value instanceof MapValue) return value.entries.values();
  if (isPlainMap(value)) return Object.entries(value);
  throw noSuchOverload();
};

const holds = (value: Value): boolean => {
  if (typeof value !== 'boolean') throw noSuchOverload();
  return value;
};

const forms: Readonly<Record<ComprehensionExpression['form'], (loop: Loop) => Run>> = {
  all: (loop) => quantify(loop, false),
  exists: (loop) => quantify(loop, true),
  'exists-one': countOne,
  filter: filterItems,
  map: mapItems,
  'transform-list': mapItems,
  'transform-map': (loop) => mapEntries(loop, false),
  'transform-map-entry': (loop) => mapEntries(loop, true),
};
