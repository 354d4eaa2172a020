/** An assertion tree, compiled: what it finds wrong with a value. */

import { compileBoundQuery, type BoundQuery } from '../../../lang/jmespath/compile-query.ts';
import { QueryFault, type QueryCalls } from '../../../lang/jmespath/query.ts';
import { bigAsText, isJsonArray, isJsonObject, type Json } from '../../../model/json.ts';
import { RuleFault } from '../rule-context.ts';
import type { RuleDefect } from '../rule-response.ts';
import { matchValue } from './match-value.ts';
import { parseAssertText, type AssertText } from './parse-assert-text.ts';

export interface Surroundings {
  readonly calls: QueryCalls;
  /** The value of `$NAME`, or `undefined`. */
  readonly bindings: (name: string) => Json | undefined;
}

export interface Failure {
  readonly path: string;
  readonly message: string;
}

/** Throws `RuleFault` where the tree does not fit the value: that is an error, and no failure. */
export type Assertion = (value: Json, path: string, around: Surroundings) => readonly Failure[];

type At = readonly (string | number)[];

export const compileAssertion = (tree: Json, at: At, defects: RuleDefect[]): Assertion => {
  if (isJsonArray(tree)) return compileList(tree, at, defects);
  if (isJsonObject(tree)) return compileMap(tree, at, defects);
  return compileScalar(tree, at, defects);
};

const fail = (path: string, value: Json, detail: string): Failure => ({
  path,
  message: `${path}: Invalid value: ${render(value)}: ${detail}`,
});

const render = (value: Json): string => JSON.stringify(value, bigAsText).slice(0, longestShown);

/** A message is for a person. */
const longestShown = 1000;

const errorAt = (path: string, message: string): RuleFault =>
  new RuleFault('error', `failed to apply assertion: ${path}: Internal error: ${message}`);

const compileList = (tree: readonly Json[], at: At, defects: RuleDefect[]): Assertion => {
  const items = tree.map((item, index) => compileAssertion(item, [...at, index], defects));
  return (value, path, around) => {
    if (value === null) return [fail(path, value, 'value is null')];
    if (!isJsonArray(value)) throw wrongKind(path, value, 'expected a slice');
    if (value.length !== items.length) return [fail(path, value, "lengths of slices don't match")];
    return items.flatMap((item, index) => item(value[index] ?? null, `${path}[${index}]`, around));
  };
};

const wrongKind = (path: string, value: Json, detail: string): RuleFault =>
  new RuleFault('error', `failed to apply assertion: ${path}: Invalid value: ${render(value)}: ${detail}`);

/** Entries in the order they are written in, so that a binding holds for those below it. Kyverno's order is random. */
const compileMap = (tree: Readonly<Record<string, Json>>, at: At, defects: RuleDefect[]): Assertion => {
  const entries = Object.entries(tree).map(([key, below]) => compileEntry(key, below, [...at, key], defects));
  return (value, path, around) => {
    if (entries.length === 0) return value === null ? [fail(path, value, 'invalid value, must not be null')] : [];
    let inside = around;
    const failures: Failure[] = [];
    for (const entry of entries) inside = entry(value, path, inside, failures);
    return failures;
  };
};

/** Adds to the failures, and gives the surroundings of the entries behind it. */
type Entry = (value: Json, path: string, around: Surroundings, failures: Failure[]) => Surroundings;

const compileEntry = (key: string, below: Json, at: At, defects: RuleDefect[]): Entry => {
  const text = parseAssertText(key);
  const project = compileProjection(text, at, defects);
  const assertion = compileAssertion(below, at, defects);
  return (value, outer, around, failures) => {
    const path = outer === '' ? key : `${outer}.${key}`;
    const found = project(value, path, around);
    if (found === undefined) {
      failures.push({ path, message: `${path}: Required value: field not found in the input object` });
      return around;
    }
    const inside = text.binding === '' ? around : bind(around, text.binding, found);
    if (!text.isForeach) failures.push(...assertion(found, path, inside));
    else {
      for (const [index, item, place] of elementsOf(found, path)) {
        const each = text.foreachName === '' ? inside : bind(inside, text.foreachName, index);
        failures.push(...assertion(item, place, each));
      }
    }
    return inside;
  };
};

const bind = (around: Surroundings, name: string, value: Json): Surroundings => ({
  ...around,
  bindings: (asked) => (asked === name ? value : around.bindings(asked)),
});

const elementsOf = (value: Json, path: string): readonly (readonly [string | number, Json, string])[] => {
  if (isJsonArray(value)) return value.map((item, index) => [index, item, `${path}[${index}]`] as const);
  if (isJsonObject(value)) return Object.entries(value).map(([key, item]) => [key, item, `${path}[${key}]`] as const);
  throw wrongKind(path, value, 'expected a slice or a map');
};

type Projection = (value: Json, path: string, around: Surroundings) => Json | undefined;

const compileProjection = (text: AssertText, at: At, defects: RuleDefect[]): Projection => {
  if (text.language !== null) return compileExpression(text, at, defects);
  return (value, path) => {
    if (value === null) return undefined;
    if (!isJsonObject(value)) throw errorAt(path, 'projection not recognized');
    return Object.hasOwn(value, text.statement) ? value[text.statement] : undefined;
  };
};

const compileExpression = (text: AssertText, at: At, defects: RuleDefect[]): Projection => {
  const query = toQuery(text, at, defects);
  return (value, path, around) => {
    const result = query?.evaluate(value, around.calls, around.bindings) ?? null;
    if (!(result instanceof QueryFault)) return result;
    // The JMESPath of assertion trees is not Kyverno's own: what is missing is null.
    if (result.kind === 'not-found') return null;
    if (result.kind === 'over-budget') throw new RuleFault('over-budget', errorAt(path, result.message).message);
    throw errorAt(path, result.message);
  };
};

const toQuery = (text: AssertText, at: At, defects: RuleDefect[]): BoundQuery | null => {
  const refuse = (message: string): null => {
    defects.push({ severity: 'error', message, path: at });
    return null;
  };
  if (text.language !== 'jp') return refuse(`an assertion's expression is JMESPath; ${text.language} is not supported`);
  const compiled = compileBoundQuery(text.statement);
  return compiled.kind === 'query' ? compiled.query : refuse(`${compiled.message} (in ${text.statement})`);
};

const compileScalar = (expected: Json, at: At, defects: RuleDefect[]): Assertion => {
  if (typeof expected !== 'string') return assertSame(() => expected);
  const text = parseAssertText(expected);
  if (text.isForeach) defects.push({ severity: 'error', message: 'foreach is not supported on the RHS', path: at });
  if (text.binding !== '')
    defects.push({ severity: 'error', message: 'binding is not supported on the RHS', path: at });
  if (text.language === null) return assertSame(() => text.statement);
  const evaluate = compileExpression(text, at, defects);
  return assertSame((value, path, around) => evaluate(value, path, around) ?? null);
};

const assertSame =
  (expect: (value: Json, path: string, around: Surroundings) => Json): Assertion =>
  (value, path, around) => {
    const expected = expect(value, path, around);
    const matched = matchValue(expected, value);
    if (matched.kind === 'fault') throw errorAt(path, matched.message);
    return matched.isSame ? [] : [fail(path, value, `Expected value: ${render(expected)}`)];
  };
