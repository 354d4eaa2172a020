/** Applies a JSON patch (RFC 6902), as expressions make them. */

import { isEqualJson } from '../../../lang/patch/json-value.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';

export interface PatchOperation {
  readonly op: string;
  readonly path: string;
  readonly from: string;
  /** `undefined` where the expression gave none. */
  readonly value: Json | undefined;
}

export type Patched =
  | { readonly kind: 'patched'; readonly object: JsonObject }
  /** A `test` did not hold: nothing is changed, and that is no mistake. */
  | { readonly kind: 'untested' }
  | { readonly kind: 'defect'; readonly message: string };

export const applyJsonPatch = (object: JsonObject, operations: readonly PatchOperation[]): Patched => {
  let current: Json = object;
  for (const operation of operations) {
    const done = applyOne(current, operation);
    if (done.kind !== 'value') return done;
    current = done.value;
  }
  return isJsonObject(current)
    ? { kind: 'patched', object: current }
    : { kind: 'defect', message: 'JSON Patch: what is left is no object' };
};

type Step = { readonly kind: 'value'; readonly value: Json } | Exclude<Patched, { kind: 'patched' }>;

const done = (value: Json): Step => ({ kind: 'value', value });

const defect = (message: string): Step => ({ kind: 'defect', message: `JSON Patch: ${message}` });

const missing = (what: string): Step => defect(`${what}: missing value`);

/** The words and the leniency are those of the server's library: `replace` makes a field that is not there. */
const applyOne = (root: Json, { op, path, from, value }: PatchOperation): Step => {
  switch (op) {
    case 'add':
      return edit(
        root,
        path,
        () => missing(`add operation does not apply: doc is missing path: "${path}"`),
        (container, key) =>
          add(container, key, value ?? null, (why) => defect(`error in add for path: '${path}': ${why}`)),
      );
    case 'remove':
      return edit(
        root,
        path,
        () => missing(`remove operation does not apply: doc is missing path: "${path}"`),
        (container, key) => remove(container, key, (why) => defect(`error in remove for path: '${path}': ${why}`)),
      );
    case 'replace':
      if (path === '') return done(value ?? null);
      return edit(
        root,
        path,
        () => missing(`replace operation does not apply: doc is missing path: ${path}`),
        (container, key) => {
          const found = get(container, key);
          return found.kind === 'refused'
            ? missing(`replace operation does not apply: doc is missing key: ${path}`)
            : done(set(container, found.key, value ?? null));
        },
      );
    case 'test':
      return test(root, path, value);
    case 'move':
      return move(root, from, path);
    case 'copy':
      return copy(root, from, path);
    default:
      return defect(`Unexpected kind: ${op}`);
  }
};

/** A test without a value asks that nothing be there. */
const test = (root: Json, path: string, value: Json | undefined): Step => {
  const holds = (isSo: boolean): Step => (isSo ? done(root) : { kind: 'untested' });
  if (path === '') return holds(isEqualJson(root, value ?? null));
  const found = find(root, path);
  if (found === undefined) return missing(`test operation does not apply: is missing path: ${path}`);
  const got = get(found.container, found.key);
  if (got.kind === 'refused') return defect(`error in test for path: '${path}': ${got.why}`);
  return holds(got.value === undefined || value === undefined ? got.value === value : isEqualJson(got.value, value));
};

const move = (root: Json, from: string, path: string): Step => {
  if (from === '') return missing('move operation failed to decode from: operation, missing from field');
  const found = find(root, from);
  if (found === undefined) return missing(`move operation does not apply: doc is missing from path: ${from}`);
  const refuse = (why: string): Step => defect(`error in move for path: '${found.key}': ${why}`);
  const got = get(found.container, found.key);
  if (got.kind === 'refused') return refuse(got.why);
  const rest = edit(
    root,
    from,
    () => refuse('missing value'),
    (container, key) => remove(container, key, refuse),
  );
  if (rest.kind !== 'value') return rest;
  return edit(
    rest.value,
    path,
    () => missing(`move operation does not apply: doc is missing destination path: ${path}`),
    (container, key) =>
      add(container, key, got.value ?? null, (why) => defect(`error in move for path: '${path}': ${why}`)),
  );
};

const copy = (root: Json, from: string, path: string): Step => {
  if (from === '') return missing('copy operation failed to decode from: operation, missing from field');
  const found = find(root, from);
  if (found === undefined) return missing(`copy operation does not apply: doc is missing from path: ${from}`);
  const got = get(found.container, found.key);
  if (got.kind === 'refused') return defect(`error in copy for from: '${from}': ${got.why}`);
  return edit(
    root,
    path,
    () => missing(`copy operation does not apply: doc is missing destination path: ${path}`),
    (container, key) =>
      add(container, key, got.value ?? null, (why) => defect(`error while adding value during copy: ${why}`)),
  );
};

type Container = JsonObject | readonly Json[];

/** The parents and the last token of a pointer; `undefined` for what is none, and for the root. */
const toTokens = (pointer: string): { readonly parents: readonly string[]; readonly key: string } | undefined => {
  const [, ...tokens] = pointer.split('/').map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  const key = tokens.pop();
  return key === undefined ? undefined : { parents: tokens, key };
};

const find = (root: Json, pointer: string): { readonly container: Container; readonly key: string } | undefined => {
  const tokens = toTokens(pointer);
  if (tokens === undefined) return undefined;
  let container: Json | undefined = root;
  for (const token of tokens.parents) container = isContainer(container) ? valueIn(container, token) : undefined;
  return isContainer(container) ? { container, key: tokens.key } : undefined;
};

const isContainer = (value: Json | undefined): value is Container => isJsonArray(value) || isJsonObject(value);

const valueIn = (container: Container, key: string): Json | undefined => {
  const got = get(container, key);
  return got.kind === 'got' ? got.value : undefined;
};

/** The root with what holds the pointer's last token changed. */
const edit = (
  root: Json,
  pointer: string,
  nowhere: () => Step,
  change: (container: Container, key: string) => Step,
): Step => {
  const tokens = toTokens(pointer);
  return tokens === undefined ? nowhere() : editBelow(root, tokens.parents, tokens.key, nowhere, change);
};

const editBelow = (
  node: Json | undefined,
  [token, ...rest]: readonly string[],
  key: string,
  nowhere: () => Step,
  change: (container: Container, key: string) => Step,
): Step => {
  if (!isContainer(node)) return nowhere();
  if (token === undefined) return change(node, key);
  const got = get(node, token);
  if (got.kind === 'refused') return nowhere();
  const below = editBelow(got.value, rest, key, nowhere, change);
  return below.kind === 'value' ? done(set(node, got.key, below.value)) : below;
};

type Got =
  /** `key` is a list's index, from 0. `undefined` for a field that is not there. */
  | { readonly kind: 'got'; readonly key: string | number; readonly value: Json | undefined }
  | { readonly kind: 'refused'; readonly why: string };

const get = (container: Container, key: string): Got => {
  if (!isJsonArray(container))
    return { kind: 'got', key, value: Object.hasOwn(container, key) ? container[key] : undefined };
  const index = toIndex(key, container.length, container.length - 1);
  return typeof index === 'number' ? { kind: 'got', key: index, value: container[index] } : index;
};

/** Negative ones count from the end. */
const toIndex = (key: string, length: number, last: number): number | Extract<Got, { kind: 'refused' }> => {
  if (!/^[+-]?\d+$/.test(key))
    return { kind: 'refused', why: `strconv.Atoi: parsing ${JSON.stringify(key)}: invalid syntax` };
  const index = Number(key);
  return index > last || index < -length
    ? { kind: 'refused', why: `Unable to access invalid index: ${index}: invalid index referenced` }
    : index < 0
      ? index + length
      : index;
};

const add = (container: Container, key: string, value: Json, refuse: (why: string) => Step): Step => {
  if (!isJsonArray(container)) return done(withField(container, key, { value }));
  const after = container.length + 1;
  const at = key === '-' ? container.length : toIndex(key, after, after - 1);
  if (typeof at !== 'number')
    return refuse(at.why.startsWith('strconv') ? `value was not a proper array index: '${key}': ${at.why}` : at.why);
  return done([...container.slice(0, at), value, ...container.slice(at)]);
};

const remove = (container: Container, key: string, refuse: (why: string) => Step): Step => {
  const got = get(container, key);
  if (got.kind === 'refused') return refuse(got.why);
  if (isJsonArray(container)) return done(container.filter((_, index) => index !== got.key));
  if (got.value === undefined) return refuse(`Unable to remove nonexistent key: ${key}: missing value`);
  return done(withField(container, key, null));
};

const set = (container: Container, key: string | number, value: Json): Json =>
  isJsonArray(container)
    ? container.map((item, index) => (index === key ? value : item))
    : withField(container, String(key), { value });

/** `fromEntries` defines properties; assignment would lose a field named `__proto__`. */
const withField = (object: JsonObject, name: string, to: { readonly value: Json } | null): JsonObject => {
  const entries = new Map(Object.entries(object));
  if (to === null) entries.delete(name);
  else entries.set(name, to.value);
  return Object.fromEntries(entries);
};
