/** Answers what rules ask about namespaces, from the Namespace objects that were read. */

import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import type { Problem } from '../../model/problem.ts';
import type { Answer } from '../../model/request.ts';
import type { Origin, Resource } from '../../model/resource.ts';

export interface Namespaces {
  note(namespace: Resource): void;
  /** `undefined` while a better answer may still be read. */
  answer(name: string, asker: Origin, hasEnded: boolean): Answer | undefined;
  /** Namespaces that are declared differently in places equally near to what lives in them. */
  readonly problems: readonly Problem[];
}

interface Declared {
  readonly origin: Origin;
  readonly value: JsonObject;
}

export const createNamespaces = (): Namespaces => {
  const byName = new Map<string, Declared[]>();
  const ambiguous = new Map<string, Problem>();
  return {
    note({ ref, object, origin }) {
      const declared = { origin, value: toValue(object) };
      const known = byName.get(ref.name);
      if (known === undefined) byName.set(ref.name, [declared]);
      else known.push(declared);
    },
    answer(name, asker, hasEnded) {
      const declared = byName.get(name) ?? [];
      // A cluster has one Namespace of a name and lists it first; files may hold several, and the nearest may come last.
      if (asker.kind !== 'cluster' && !hasEnded) return undefined;
      const nearest = toNearest(declared, asker);
      const [first] = nearest;
      if (first === undefined) return hasEnded ? { kind: 'absent' } : undefined;
      if (nearest.every(({ value }) => isDeepStrictEqual(value, first.value)))
        return { kind: 'value', value: first.value };
      // Nobody can say which of them will be applied: no labels means the strictest judgement.
      ambiguous.set(name, toProblem(name, first.origin, nearest.length));
      return { kind: 'value', value: { labels: {}, annotations: {} } };
    },
    get problems() {
      return [...ambiguous.values()];
    },
  };
};

const toValue = ({ metadata }: JsonObject): JsonObject => ({
  labels: isJsonObject(metadata) && isJsonObject(metadata['labels']) ? metadata['labels'] : {},
  annotations: isJsonObject(metadata) && isJsonObject(metadata['annotations']) ? metadata['annotations'] : {},
});

/** Overlays keep a Namespace each: those that share most leading folders with the asker are the ones meant. */
const toNearest = (declared: readonly Declared[], asker: Origin): readonly Declared[] => {
  if (declared.length < 2) return declared;
  const folder = toFolder(asker);
  const shared = declared.map(({ origin }) => countShared(toFolder(origin), folder));
  const most = shared.reduce((a, c) => Math.max(a, c), 0);
  return declared.filter((_, index) => shared[index] === most);
};

const toFolder = (origin: Origin): readonly string[] => {
  switch (origin.kind) {
    case 'file':
      return origin.file.split(/[\\/]/).slice(0, -1);
    case 'rendered':
      return origin.folder.split(/[\\/]/);
    case 'cluster':
      return [origin.cluster];
    case 'built-in':
      return [];
  }
};

const countShared = (a: readonly string[], b: readonly string[]): number => {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count += 1;
  return count;
};

const toProblem = (name: string, origin: Origin, times: number): Problem => ({
  severity: 'warning',
  message: `namespace ${name} is declared ${times} times with different labels; what lives in it is judged as if it had none: scan one of them at a time`,
  span: origin.kind === 'file' ? { file: origin.file, line: null, column: null } : null,
  policy: null,
});
