/** Which entries of a context a query names: these are loaded before it is evaluated. */

import type { CompiledEntry } from '../rule-context.ts';

export interface EntryIndex {
  /** Indexes of the entries, in the order they are written. */
  readonly namedIn: (query: string) => readonly number[];
  /** Those that say something of what only an inner scope knows, by themselves or by another entry. */
  readonly waitsForInner: readonly boolean[];
}

/** Once for each list: it is the same for all subjects. */
export const indexEntries = (entries: readonly CompiledEntry[]): EntryIndex => {
  const known = indexes.get(entries);
  if (known !== undefined) return known;
  const index = createIndex(entries);
  indexes.set(entries, index);
  return index;
};

const indexes = new WeakMap<readonly CompiledEntry[], EntryIndex>();

/** Queries that objects put together are not a policy's own: they must not pile up. */
const mostKept = 1000;

const createIndex = (entries: readonly CompiledEntry[]): EntryIndex => {
  const kept = new Map<string, readonly number[]>();
  const namedIn = (query: string): readonly number[] => {
    const known = kept.get(query);
    if (known !== undefined) return known;
    const named = entries.flatMap(({ entry }, index) => (isNamed(entry.name, query) ? [index] : []));
    if (kept.size >= mostKept) kept.clear();
    kept.set(query, named);
    return named;
  };
  return { namedIn, waitsForInner: findWaiting(entries) };
};

const findWaiting = (entries: readonly CompiledEntry[]): readonly boolean[] => {
  const waits: boolean[] = [];
  const names = [...innerNames];
  for (const { entry } of entries) {
    const text = JSON.stringify(entry, (_, value: unknown) => (typeof value === 'bigint' ? '' : value));
    const isWaiting = names.some((name) => isNamed(name, text));
    if (isWaiting) names.push(entry.name);
    waits.push(isWaiting);
  }
  return waits;
};

const innerNames = ['element', 'elementIndex', 'target', 'element0', 'element1', 'element2'];

/** As a word of its own that does not follow a dot: `x` is named in `x.y`, and not in `y.x`. */
export const isNamed = (name: string, query: string): boolean => {
  if (name === '') return false;
  for (let at = query.indexOf(name); at >= 0; at = query.indexOf(name, at + 1)) {
    const before = at === 0 ? '' : query.charAt(at - 1);
    if (before !== '' && /[.0-9A-Za-z]/.test(before)) continue;
    const last = name.charAt(name.length - 1);
    const after = query.charAt(at + name.length);
    if (isWord(last) !== isWord(after)) return true;
  }
  return false;
};

const isWord = (letter: string): boolean => /^[0-9A-Za-z_]$/.test(letter);
