/** Applies a JSON patch (RFC 6902), as expressions make them. */

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

const defect = (message: string): Step => ({ kind: 'defect', message: `JSON Patch: ${message}` });

const applyOne = (object: Json, { op, path, from, value }: PatchOperation): Step => {
  const tokens = toTokens(path);
  if (tokens === undefined) return defect(`${op} operation does not apply: ${JSON.stringify(path)} is no JSON pointer`);
  switch (op) {
    case 'add':
      return put(object, tokens, value ?? null, path);
    case 'remove':
      return change(object, tokens, null, path, 'remove');
    case 'replace':
      return change(object, tokens, { value: value ?? null }, path, 'replace');
    case 'test':
      return isEqual(valueAt(object, tokens) ?? null, value ?? null)
        ? { kind: 'value', value: object }
        : { kind: 'untested' };
    case 'copy':
    case 'move': {
      const source = toTokens(from);
      const moved = source === undefined ? undefined : valueAt(object, source);
      if (source === undefined || moved === undefined)
        return defect(`${op} operation does not apply: there is nothing at ${JSON.stringify(from)}`);
      const rest =
        op === 'copy' ? ({ kind: 'value', value: object } as const) : change(object, source, null, from, 'remove');
      return rest.kind === 'value' ? put(rest.value, tokens, moved, path) : rest;
    }
    default:
      return defect(`unexpected kind: ${op}`);
  }
};

const toTokens = (pointer: string): readonly string[] | undefined => {
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) return undefined;
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
};

const valueAt = (root: Json, tokens: readonly string[]): Json | undefined => {
  let value: Json | undefined = root;
  for (const token of tokens) {
    if (isJsonArray(value)) value = value[toIndex(token, value.length - 1) ?? -1];
    else value = isJsonObject(value) && Object.hasOwn(value, token) ? value[token] : undefined;
    if (value === undefined) return undefined;
  }
  return value;
};

/** An index of at most `last`; negative ones count from the end, as the server's library has them. */
const toIndex = (token: string, last: number): number | undefined => {
  if (!/^-?(0|[1-9]\d*)$/.test(token)) return undefined;
  const index = Number(token) < 0 ? last + 1 + Number(token) : Number(token);
  return index >= 0 && index <= last ? index : undefined;
};

const put = (node: Json, [token, ...rest]: readonly string[], value: Json, path: string): Step => {
  if (token === undefined) return { kind: 'value', value };
  if (rest.length > 0) return descend(node, token, path, 'add', (child) => put(child, rest, value, path));
  if (isJsonArray(node)) {
    const at = token === '-' ? node.length : toIndex(token, node.length);
    if (at === undefined) return missing('add', path);
    return { kind: 'value', value: [...node.slice(0, at), value, ...node.slice(at)] };
  }
  return isJsonObject(node) ? { kind: 'value', value: withField(node, token, { value }) } : missing('add', path);
};

/** `null` takes away. */
const change = (
  node: Json,
  [token, ...rest]: readonly string[],
  to: { readonly value: Json } | null,
  path: string,
  op: string,
): Step => {
  if (token === undefined) return to === null ? missing(op, path) : { kind: 'value', value: to.value };
  if (rest.length > 0) return descend(node, token, path, op, (child) => change(child, rest, to, path, op));
  if (isJsonArray(node)) {
    const at = toIndex(token, node.length - 1);
    if (at === undefined) return missing(op, path);
    return { kind: 'value', value: [...node.slice(0, at), ...(to === null ? [] : [to.value]), ...node.slice(at + 1)] };
  }
  if (!isJsonObject(node) || !Object.hasOwn(node, token)) return missing(op, path);
  return { kind: 'value', value: withField(node, token, to) };
};

const missing = (op: string, path: string): Step =>
  defect(`${op} operation does not apply: doc is missing path: ${JSON.stringify(path)}: missing value`);

const descend = (node: Json, token: string, path: string, op: string, next: (child: Json) => Step): Step => {
  const child = valueAt(node, [token]);
  if (child === undefined) return missing(op, path);
  const done = next(child);
  if (done.kind !== 'value') return done;
  if (isJsonArray(node)) {
    const at = toIndex(token, node.length - 1) ?? 0;
    return { kind: 'value', value: [...node.slice(0, at), done.value, ...node.slice(at + 1)] };
  }
  return { kind: 'value', value: isJsonObject(node) ? withField(node, token, { value: done.value }) : node };
};

/** `fromEntries` defines properties; assignment would lose a field named `__proto__`. */
const withField = (object: JsonObject, name: string, to: { readonly value: Json } | null): JsonObject => {
  const entries = new Map(Object.entries(object));
  if (to === null) entries.delete(name);
  else entries.set(name, to.value);
  return Object.fromEntries(entries);
};

export const isEqual = (a: Json, b: Json): boolean => {
  if (a === b) return true;
  if (isJsonArray(a))
    return isJsonArray(b) && a.length === b.length && a.every((item, index) => isEqual(item, b[index] ?? null));
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && isEqual(a[name] ?? null, b[name] ?? null))
  );
};
