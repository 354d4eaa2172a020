/** Applies a JSON patch (RFC 6902) without changing what it is applied to; with the leniency of options Kyverno sets. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { isEqualJson, measure } from './json-value.ts';
import type { PatchOperation } from './parse-json-patch.ts';

export interface JsonPatchOptions {
  /** `add` makes the objects and lists on the way; lists are filled with nulls up to the index. */
  readonly ensurePath: boolean;
  /** `remove` of what is not there is no fault. */
  readonly allowMissing: boolean;
}

export const strict: JsonPatchOptions = { ensurePath: false, allowMissing: false };

export type PatchResult =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'fault'; readonly message: string };

/** All operations or none. Negative indices count from the end. */
export const applyJsonPatch = (
  document: Json,
  operations: readonly PatchOperation[],
  options: JsonPatchOptions,
): PatchResult => {
  let current = document;
  const budget = { bytes: mostCopiedBytes };
  for (const operation of operations) {
    const changed = applyOne(current, operation, options, budget);
    if (changed.kind === 'fault') return changed;
    current = changed.value;
  }
  return { kind: 'value', value: current };
};

/** What `copy` and `move` may put elsewhere in all, and how deep a path may lead: a policy could double an object with each operation. */
const mostCopiedBytes = 3 * 1024 * 1024;
const deepestPath = 200;
const deepestValue = 500;
/** How long a list may get by filling it up. */
const mostItems = 10_000;

const done = (value: Json): PatchResult => ({ kind: 'value', value });

const fault = (message: string): PatchResult => ({ kind: 'fault', message });

const applyOne = (
  root: Json,
  operation: PatchOperation,
  options: JsonPatchOptions,
  budget: { bytes: number },
): PatchResult => {
  const { path } = operation;
  const steps = toSteps(path);
  if (steps.length > deepestPath) return fault(`the path of an operation has more than ${deepestPath} steps`);
  switch (operation.op) {
    case 'add': {
      if (path === '') return done(operation.value);
      const ready = options.ensurePath ? ensurePath(root, steps) : done(root);
      return ready.kind === 'fault' ? ready : add(ready.value, path, operation.value, 'add');
    }
    case 'remove': {
      const removed = editAt(root, steps, (container, key) => removeField(container, key, options));
      if (removed === undefined) {
        return options.allowMissing
          ? done(root)
          : fault(`remove operation does not apply: doc is missing path: "${path}": missing value`);
      }
      return within(removed, `error in remove for path: '${path}'`);
    }
    case 'replace': {
      if (path === '') return done(operation.value);
      const replaced = editAt(root, steps, (container, key) => {
        const found = get(container, key);
        if (found.kind === 'fault') {
          return fault(`replace operation does not apply: doc is missing key: ${path}: missing value`);
        }
        return done(set(container, key, operation.value));
      });
      return replaced ?? fault(`replace operation does not apply: doc is missing path: ${path}: missing value`);
    }
    case 'test':
      return test(root, steps, operation);
    case 'move':
    case 'copy':
      return transfer(root, operation, options, budget);
  }
};

/** The steps of a pointer; none for the root, and for what is no pointer. */
const toSteps = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

const within = (result: PatchResult, what: string): PatchResult =>
  result.kind === 'fault' ? fault(`${what}: ${result.message}`) : result;

const add = (root: Json, path: string, value: Json, what: string): PatchResult => {
  const where = what === 'add' ? `path: "${path}"` : `destination path: ${path}`;
  const added = editAt(root, toSteps(path), (container, key) => addField(container, key, value));
  if (added === undefined) return fault(`${what} operation does not apply: doc is missing ${where}: missing value`);
  return within(
    added,
    what === 'copy' ? 'error while adding value during copy' : `error in ${what} for path: '${path}'`,
  );
};

const test = (
  root: Json,
  steps: readonly string[],
  { path, value }: Extract<PatchOperation, { op: 'test' }>,
): PatchResult => {
  const failed = fault(`testing value ${path} failed: test failed`);
  if (path === '') return isEqualJson(root, value ?? null) ? done(root) : failed;
  const found = find(root, steps);
  if (found === undefined) return fault(`test operation does not apply: is missing path: ${path}: missing value`);
  if (found.kind === 'fault' && !found.isMissing) return fault(`error in test for path: '${path}': ${found.message}`);
  const actual = found.kind === 'fault' ? null : found.value;
  return isEqualJson(actual, value ?? null) ? done(root) : failed;
};

const transfer = (
  root: Json,
  { op, from, path }: Extract<PatchOperation, { op: 'move' | 'copy' }>,
  options: JsonPatchOptions,
  budget: { bytes: number },
): PatchResult => {
  if (from === '' && op === 'move')
    return fault('unable to move entire document to another path: invalid state detected');
  const steps = toSteps(from);
  if (steps.length > deepestPath) return fault(`the path of an operation has more than ${deepestPath} steps`);
  const key = steps.at(-1) ?? '';
  const found = from === '' ? { kind: 'got' as const, value: root } : find(root, steps);
  if (found === undefined) {
    return fault(
      `${op} operation does not apply: doc is missing from path: ${op === 'copy' ? `"${from}"` : from}: missing value`,
    );
  }
  if (found.kind === 'fault') {
    return fault(`error in ${op} for ${op === 'copy' ? `from: '${from}'` : `path: '${key}'`}: ${found.message}`);
  }
  const size = measure(found.value, budget.bytes, deepestValue);
  if (size === undefined) return fault(`${op} makes the object larger or deeper than what is allowed here`);
  budget.bytes -= size;
  if (op === 'copy') return add(root, path, found.value, op);
  const rest = editAt(root, steps, (container, last) => removeField(container, last, options));
  if (rest === undefined || rest.kind === 'fault') return rest ?? fault('missing value');
  return add(rest.value, path, found.value, op);
};

type Container = JsonObject | readonly Json[];

const isContainer = (value: Json | undefined): value is Container => isJsonArray(value) || isJsonObject(value);

type Found =
  | { readonly kind: 'got'; readonly value: Json }
  | { readonly kind: 'fault'; readonly message: string; readonly isMissing: boolean };

const get = (container: Container, key: string): Found => {
  if (isJsonArray(container)) {
    const index = toIndex(key, container.length, container.length - 1);
    return typeof index === 'number'
      ? { kind: 'got', value: container[index] ?? null }
      : { kind: 'fault', message: index.message, isMissing: false };
  }
  const value = Object.hasOwn(container, key) ? container[key] : undefined;
  return value === undefined
    ? { kind: 'fault', message: `unable to get nonexistent key: ${key}: missing value`, isMissing: true }
    : { kind: 'got', value };
};

/** What the pointer leads to; `undefined` where it leads nowhere before its last step. */
const find = (root: Json, steps: readonly string[]): Found | undefined => {
  let container: Json = root;
  for (const step of steps.slice(0, -1)) {
    const found: Found | undefined = isContainer(container) ? get(container, step) : undefined;
    if (found?.kind !== 'got') return undefined;
    container = found.value;
  }
  const last = steps.at(-1);
  return last === undefined || !isContainer(container) ? undefined : get(container, last);
};

/** The root with what holds the last step changed; `undefined` where the pointer leads nowhere before. */
const editAt = (
  node: Json,
  steps: readonly string[],
  change: (container: Container, key: string) => PatchResult,
  at = 0,
): PatchResult | undefined => {
  const step = steps[at];
  if (step === undefined || !isContainer(node)) return undefined;
  if (at === steps.length - 1) return change(node, step);
  const found = get(node, step);
  if (found.kind === 'fault') return undefined;
  const below = editAt(found.value, steps, change, at + 1);
  return below?.kind === 'value' ? done(set(node, step, below.value)) : below;
};

const ensurePath = (root: Json, steps: readonly string[], at = 0): PatchResult => {
  const step = steps[at];
  const next = steps[at + 1];
  if (step === undefined || next === undefined || !isContainer(root)) return done(root);
  const found = get(root, step);
  if (found.kind === 'got' && found.value !== null) {
    if (!isContainer(found.value)) return fault('invalid state detected');
    const below = ensurePath(found.value, steps, at + 1);
    return below.kind === 'value' && below.value !== found.value
      ? done(set(root, step, below.value))
      : keep(root, below);
  }
  const made = makeContainer(next);
  if (made.kind === 'fault') return made;
  const below = ensurePath(made.value, steps, at + 1);
  if (below.kind === 'fault') return below;
  const room = fillUp(root, step);
  if (room.kind === 'fault' || !isContainer(room.value)) return room;
  const added = addField(room.value, step, below.value);
  return added.kind === 'fault' ? done(root) : added;
};

const keep = (root: Json, below: PatchResult): PatchResult => (below.kind === 'value' ? done(root) : below);

/** A list where the next step is an index or `-`, filled up to it; an object else. */
const makeContainer = (next: string): PatchResult => {
  if (next === '-') return done([]);
  if (!indexPattern.test(next)) return done({});
  const index = Number(next);
  if (index < -1) {
    return fault(`Unable to ensure path for negative index other than -1: ${index}: invalid index referenced`);
  }
  return index > mostItems ? tooLong : done(Array.from({ length: Math.max(index, 0) }, () => null));
};

const tooLong = fault(`an index beyond ${mostItems} is not filled up to`);

const fillUp = (container: Container, key: string): PatchResult => {
  if (!isJsonArray(container) || !indexPattern.test(key)) return done(container);
  const index = Number(key);
  if (index <= container.length) return done(container);
  if (index > mostItems) return tooLong;
  return done([...container, ...Array.from({ length: index - container.length }, () => null)]);
};

const indexPattern = /^[+-]?\d+$/;

const toIndex = (key: string, length: number, last: number): number | { readonly message: string } => {
  if (!indexPattern.test(key)) return { message: `strconv.Atoi: parsing ${JSON.stringify(key)}: invalid syntax` };
  const index = Number(key);
  if (index > last || index < -length) {
    return { message: `Unable to access invalid index: ${index}: invalid index referenced` };
  }
  return index < 0 ? index + length : index;
};

/** `fromEntries` and spread define properties: a field may be named `__proto__`. */
const set = (container: Container, key: string, value: Json): Container => {
  if (isJsonArray(container)) {
    const index = toIndex(key, container.length, container.length - 1);
    return typeof index === 'number' ? container.with(index, value) : container;
  }
  return { ...container, ...Object.fromEntries([[key, value]]) };
};

const addField = (container: Container, key: string, value: Json): PatchResult => {
  if (!isJsonArray(container)) return done(set(container, key, value));
  if (key === '-') return done([...container, value]);
  if (!indexPattern.test(key)) {
    return fault(
      `value was not a proper array index: '${key}': strconv.Atoi: parsing ${JSON.stringify(key)}: invalid syntax`,
    );
  }
  const index = toIndex(key, container.length + 1, container.length);
  return typeof index === 'number' ? done(container.toSpliced(index, 0, value)) : fault(index.message);
};

const removeField = (container: Container, key: string, { allowMissing }: JsonPatchOptions): PatchResult => {
  if (isJsonArray(container)) {
    const index = toIndex(key, container.length, container.length - 1);
    if (typeof index === 'number') return done(container.toSpliced(index, 1));
    return allowMissing && indexPattern.test(key) ? done(container) : fault(index.message);
  }
  if (!Object.hasOwn(container, key)) {
    return allowMissing ? done(container) : fault(`unable to remove nonexistent key: ${key}: missing value`);
  }
  return done(Object.fromEntries(Object.entries(container).filter(([name]) => name !== key)));
};
