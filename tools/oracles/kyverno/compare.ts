/** Where two engines differ about a batch. */

import { bigAsText, type Json } from '../../../src/model/json.ts';
import { sortKeys } from './sort-keys.ts';
import type { Answers, Verdict } from './batch.ts';

export interface Difference {
  readonly kind: 'status' | 'object' | 'message' | 'refusal' | 'silence';
  /** The policy, and the rest of what it is about. */
  readonly policy: string;
  readonly about: string;
  readonly kyverno: string;
  readonly vauban: string;
}

export interface Comparison {
  readonly compared: number;
  readonly differences: readonly Difference[];
}

export const compare = (kyverno: Answers, vauban: Answers): Comparison => {
  const differences: Difference[] = [];
  const tell = (kind: Difference['kind'], key: string, theirs: string, ours: string): void => {
    const at = key.indexOf(' ');
    const [policy, about] = at < 0 ? [key, ''] : [key.slice(0, at), key.slice(at + 1)];
    differences.push({ kind, policy, about, kyverno: theirs, vauban: ours });
  };
  const runs = new Set([...kyverno.verdicts.keys()].map(toPolicy));
  for (const name of union(kyverno.refused, vauban.refused)) {
    const [theirs, ours] = [kyverno.refused.get(name), vauban.refused.get(name)];
    // What it cannot read at all it drops without a word.
    const isDropped = theirs === undefined && !runs.has(name);
    if ((theirs === undefined) !== (ours === undefined) && !isDropped)
      tell('refusal', name, theirs ?? '(runs)', ours ?? '(runs)');
  }
  const isRefused = (key: string): boolean => {
    const policy = toPolicy(key);
    return kyverno.refused.has(policy) || vauban.refused.has(policy);
  };
  const silent = toSilentObjects(kyverno, vauban);
  for (const [object, key] of silent) tell('silence', key, '(nothing at all)', `speaks of ${object}`);
  const keys = union(kyverno.verdicts, vauban.verdicts).filter((key) => !isRefused(key) && !silent.has(toObject(key)));
  // What is left of an object that a rule could not change is empty: no later rule of Kyverno's matches it.
  const failed = new Set(
    [...kyverno.verdicts].filter(([, verdicts]) => isFailed(verdicts)).map(([key]) => toPolicyAndObject(key)),
  );
  for (const key of keys) {
    const [theirs, ours] = [kyverno.verdicts.get(key) ?? [], vauban.verdicts.get(key) ?? []];
    if (theirs.length === 0 && failed.has(toPolicyAndObject(key))) continue;
    if (isUnreadable(theirs) || isAboutSubresource(theirs, ours)) continue;
    if (statuses(theirs) !== statuses(ours)) tell('status', key, render(theirs), render(ours));
    else if (render(theirs) !== render(ours)) tell('message', key, render(theirs), render(ours));
  }
  for (const key of union(kyverno.objects, vauban.objects).filter((each) => !isRefused(each))) {
    const [theirs, ours] = [renderObjects(kyverno.objects.get(key)), renderObjects(vauban.objects.get(key))];
    // Where a policy could not change the object, Kyverno leaves none.
    if (theirs !== ours && theirs !== '[{}]') tell('object', key, theirs, ours);
  }
  return { compared: keys.length, differences };
};

/** Kyverno gives up on an object where one policy cannot be asked about it at all. */
const toSilentObjects = (kyverno: Answers, vauban: Answers): ReadonlyMap<string, string> => {
  const spoken = new Set([...kyverno.verdicts.keys()].map(toObject));
  const silent = new Map<string, string>();
  for (const key of vauban.verdicts.keys())
    if (!spoken.has(toObject(key)) && !kyverno.refused.has(toPolicy(key))) silent.set(toObject(key), key);
  return silent;
};

const toPolicy = (key: string): string => key.split(' ')[0] ?? '';

const isFailed = (verdicts: readonly Verdict[]): boolean => verdicts.some(({ status }) => status === 'error');

const toPolicyAndObject = (key: string): string => `${toPolicy(key)} ${toObject(key)}`;

const toObject = (key: string): string => key.split(' ').slice(2).join(' ');

const union = (a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): readonly string[] => [
  ...new Set([...a.keys(), ...b.keys()]),
];

/** An object that is no Pod in Go's types, which no cluster holds: for podSecurity Vauban reads of it what it can. */
const isUnreadable = (verdicts: readonly Verdict[]): boolean =>
  verdicts.some(({ message }) => message.startsWith('Error while getting new resource'));

/** Of these Kyverno says nothing, and Vauban that it did not look. */
const isAboutSubresource = (theirs: readonly Verdict[], ours: readonly Verdict[]): boolean =>
  theirs.length === 0 && ours.every(({ message }) => message.startsWith('The rule is about a subresource'));

const statuses = (verdicts: readonly Verdict[]): string => verdicts.map(({ status }) => status).join(' ');

const render = (verdicts: readonly Verdict[]): string =>
  verdicts.length === 0
    ? '(nothing)'
    : verdicts.map(({ status, message }) => `${status}: ${toPlain(message)}`).join(' | ');

/** What Kyverno says in no order of its own, and what Vauban says in words that are not Go's. */
const toPlain = (message: string): string => {
  const [before = '', ...reasons] = message.split('(Forbidden reason: ');
  return [before, ...reasons.sort()]
    .join('(Forbidden reason: ')
    .replaceAll(/Expected .*?, found .*?(?=$| rule )/g, 'Expected')
    .replaceAll(/resource value '.*?' does/g, 'resource value does')
    .replace(/exceptions ?(?=\S)/, 'exceptions ');
};

const renderObjects = (objects: readonly Json[] | undefined): string =>
  JSON.stringify((objects ?? []).map(sortKeys), bigAsText);
