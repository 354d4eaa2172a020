/** Where two engines differ about a batch. */

import { bigAsText, isJsonArray, isJsonObject, type Json } from '../../../src/model/json.ts';
import { sortKeys } from '../kyverno/sort-keys.ts';
import type { CelAnswers } from './cel-batch.ts';

export interface CelDifference {
  readonly kind: 'status' | 'object' | 'message' | 'refusal';
  /** The policy, and the rest of what it is about. */
  readonly policy: string;
  readonly about: string;
  readonly kyverno: string;
  readonly vauban: string;
}

export interface CelComparison {
  readonly compared: number;
  readonly differences: readonly CelDifference[];
}

export const compareCel = (kyverno: CelAnswers, vauban: CelAnswers): CelComparison => {
  const differences: CelDifference[] = [];
  const tell = (kind: CelDifference['kind'], key: string, theirs: string, ours: string): void => {
    const at = key.indexOf(' ');
    const [policy, about] = at < 0 ? [key, ''] : [key.slice(0, at), key.slice(at + 1)];
    differences.push({ kind, policy, about, kyverno: theirs, vauban: ours });
  };
  for (const name of union(kyverno.refused, vauban.refused)) {
    const [theirs, ours] = [kyverno.refused.get(name), vauban.refused.get(name)];
    if ((theirs === undefined) !== (ours === undefined)) tell('refusal', name, theirs ?? '(runs)', ours ?? '(runs)');
  }
  const isRefused = (key: string): boolean => {
    const policy = key.split(' ')[0] ?? '';
    return kyverno.refused.has(policy) || vauban.refused.has(policy);
  };
  const keys = union(kyverno.verdicts, vauban.verdicts).filter((key) => !isRefused(key));
  const isInvalid = (key: string): boolean => invalid.test(kyverno.verdicts.get(key)?.join(' ') ?? '');
  // Of an object that no mutation is about, it prints the object all the same.
  const isAnswered = (key: string): boolean =>
    !isRefused(key) && !isInvalid(key) && (kyverno.verdicts.has(key) || vauban.verdicts.has(key));
  for (const key of keys) {
    if (isInvalid(key)) continue;
    const [theirs, ours] = [render(kyverno.verdicts.get(key)), render(vauban.verdicts.get(key))];
    if (theirs === ours) continue;
    tell(
      statuses(kyverno.verdicts.get(key)) === statuses(vauban.verdicts.get(key)) ? 'message' : 'status',
      key,
      theirs,
      ours,
    );
  }
  for (const key of union(kyverno.objects, vauban.objects).filter((each) => isAnswered(each))) {
    const [theirs, ours] = [renderObjects(kyverno.objects.get(key)), renderObjects(vauban.objects.get(key))];
    if (theirs !== ours) tell('object', key, theirs, ours);
  }
  return { compared: keys.length, differences };
};

/** Of an object that the API server would not have let in, or of a kind whose schema Kyverno does not have. */
const invalid = /failed to convert (original|patch) object to typed object|type converter must not be nil/;

const union = (a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): readonly string[] => [
  ...new Set([...a.keys(), ...b.keys()]),
];

const statuses = (verdicts: readonly string[] = []): string =>
  verdicts
    .map((verdict) => verdict.slice(0, verdict.indexOf(':')))
    .sort()
    .join(' ');

const render = (verdicts: readonly string[] = []): string =>
  verdicts.length === 0 ? '(nothing)' : verdicts.toSorted().join(' | ');

const renderObjects = (objects: readonly Json[] = []): string =>
  objects
    .map((object) => JSON.stringify(sortKeys(tidy(object) ?? null), bigAsText))
    .sort()
    .join('\n');

/** What is empty is as good as left out. */
const tidy = (value: Json): Json | undefined => {
  if (value === null) return undefined;
  if (isJsonArray(value)) {
    const list = value.flatMap((item) => tidy(item) ?? []);
    return list.length === 0 ? undefined : list;
  }
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    const made = tidy(inner);
    return made === undefined ? [] : [[key, made] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
};
