/** Wildcards in the names of labels and annotations, in a pattern's `metadata`: each stands for a name the object has. */

import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { parseAnchor, renderAnchor } from './parse-anchor.ts';
import type { PatternTest } from './pattern-test.ts';
import { compileWildcard, isWildcard } from './wildcard.ts';

/**
 * Demands that are not texts fall away as soon as the object has labels at all, as they do in Kyverno. `compileMap`
 * compiles the pattern without regard to wildcards.
 */
export const compileNamesPattern = (
  pattern: JsonObject,
  compileMap: (pattern: JsonObject) => PatternTest,
): PatternTest => {
  const written = compileMap(pattern);
  const all = Object.entries(pattern);
  const entries = all.flatMap(([name, value]) => (typeof value === 'string' ? [compileEntry(name, value)] : []));
  if (entries.length === all.length && entries.every(({ isFixed }) => isFixed)) return written;
  const known = new Map<string, PatternTest>();
  return (value, run) => {
    if (!isJsonObject(value)) return written(value, run);
    const names = toTextNames(value);
    const keys = entries.map(({ expand }) => expand(names));
    const identity = JSON.stringify(keys);
    let test = known.get(identity);
    if (test === undefined) {
      test = compileMap(toObject(keys.map((key, index) => [key, entries[index]?.value ?? null])));
      if (known.size >= mostKnown) known.clear();
      known.set(identity, test);
    }
    return test(value, run);
  };
};

/** Objects of one estate have few different names for one wildcard; a hostile one must not fill the memory. */
const mostKnown = 64;

interface NameEntry {
  readonly value: string;
  readonly isFixed: boolean;
  readonly expand: (names: readonly string[]) => string;
}

const compileEntry = (name: string, value: string): NameEntry => {
  if (!isWildcard(name)) return { value, isFixed: true, expand: () => name };
  const anchor = parseAnchor(name);
  const test = compileWildcard(anchor?.key ?? name);
  const expand = (names: readonly string[]): string => {
    const found = names.find(test);
    if (anchor === null) return found ?? name;
    return renderAnchor(found === undefined ? anchor : { kind: anchor.kind, key: found });
  };
  return { value, isFixed: false, expand };
};

/** In order: where several fit, the first is taken, whatever order they were written in. */
const toTextNames = (labels: JsonObject): readonly string[] =>
  Object.keys(labels)
    .filter((name) => typeof labels[name] === 'string')
    .sort();

/** Later entries win. Without a prototype, so that a label called `__proto__` is a label. */
const toObject = (entries: readonly (readonly [string, Json])[]): JsonObject => {
  const object: Record<string, Json> = Object.create(null) as Record<string, Json>;
  for (const [key, value] of entries) object[key] = value;
  return object;
};
