/** Which findings fit a filter: for each position the bucket it is ordered in, kept for the pages that follow. */

import type { DatabaseSync } from 'node:sqlite';
import type { FindingsFilter } from '../findings-query.ts';
import { createMatcher, isMatch, toFilterKey, type Matcher } from './match-findings.ts';
import type { EstateState } from './read-state.ts';
import { createTextSearch, type TextSearch } from './search-text.ts';
import { toAskedWords } from './text-index.ts';

/** All that fit, or where more hold the words than are looked at, the means to walk them in their order. */
export type Matches =
  | {
      readonly kind: 'all';
      /** By position: 0 where it does not fit, else its bucket plus 1. */
      readonly buckets: Uint8Array;
      readonly total: number;
    }
  | { readonly kind: 'some'; readonly positions: readonly number[] }
  | {
      readonly kind: 'many';
      readonly question: string;
      readonly matcher: Matcher;
      /** No position before it fits. */
      readonly from: number;
      readonly atLeast: number;
    };

/** What a filter is judged among: the positions from one on, or some. */
export interface Asked {
  readonly matcher: Matcher;
  readonly from: number;
  readonly positions: readonly number[] | null;
}

/** Of what holds the words of a question so many findings are looked at: some milliseconds. */
export const mostLookedAt = 5000;

export interface MatchFinder {
  find(state: EstateState, filter: FindingsFilter): Matches;
  /** What is to be judged where a facet's own choice does not narrow: words, subject and time do. */
  ask(state: EstateState, filter: FindingsFilter): Asked;
  readonly search: TextSearch;
}

export const createMatchFinder = (database: DatabaseSync): MatchFinder => {
  const search = createTextSearch(database);
  const subject = database.prepare('select number from word where estate = ? and list = 5 and text = ?');
  const momentOf = database.prepare('select at from moment where look = ?');
  const held = new Map<string, { readonly version: number; readonly matches: Matches }>();

  /** The first position that was first seen at or after a moment: positions are given out in the order of looks. */
  const firstSince = ({ columns, positions }: EstateState, since: string): number => {
    const time = Date.parse(since);
    let [low, high] = [0, positions];
    while (low < high) {
      const middle = (low + high) >>> 1;
      // One that was forgotten tells nothing: the next one that is there does.
      let known = middle;
      while (known < high && columns.first[known] === 0) known++;
      const row = known === high ? undefined : (momentOf.get(columns.first[known] ?? 0) as { at: string } | undefined);
      if (known === high || (row !== undefined && Date.parse(row.at) >= time)) high = middle;
      else low = known + 1;
    }
    return low;
  };

  const listAbout = (state: EstateState, about: string, from: number): readonly number[] => {
    const row = subject.get(state.number, about) as { number: number } | undefined;
    if (row === undefined) return [];
    const { subject: subjects, owner } = state.columns;
    const found: number[] = [];
    for (let position = from; position < state.positions; position++)
      if (subjects[position] === row.number || owner[position] === row.number) found.push(position);
    return found;
  };

  const isTextAsked = ({ text }: FindingsFilter): boolean => toAskedWords(text).length > 0;

  const findAnew = (state: EstateState, filter: FindingsFilter): Matches => {
    const matcher = createMatcher(state, filter);
    // Two common marks that no finding has together cost the index most of all: no class has them, which is known here.
    if (!matcher.buckets.some((bucket, each) => bucket !== 0 && (state.classes.counts[each] ?? 0) > 0))
      return { kind: 'some', positions: [] };
    const from = filter.since === null ? 0 : firstSince(state, filter.since);
    if (isTextAsked(filter) || filter.about !== null) {
      const question = isTextAsked(filter) ? search.toQuestion(state, filter, true) : '';
      if (question === null) return { kind: 'some', positions: [] };
      const about = filter.about === null ? null : listAbout(state, filter.about, from);
      const found = question === '' ? (about ?? []) : findWords(state, question, from, about);
      const positions = found.filter((position) => isMatch(state, matcher, position));
      return about === null && found.length > mostLookedAt
        ? { kind: 'many', question, matcher, from, atLeast: positions.length }
        : { kind: 'some', positions };
    }
    return { kind: 'all', ...markAll(state, matcher, from) };
  };

  /** Of few findings about one thing those that hold the words; where there is no such thing, all that do. */
  const findWords = (
    state: EstateState,
    question: string,
    from: number,
    about: readonly number[] | null,
  ): readonly number[] => {
    const most = mostLookedAt + 1;
    if (about === null) return search.positions(state, question, { from, most });
    const [first] = about;
    const last = about.at(-1);
    if (first === undefined || last === undefined) return [];
    const wanted = new Set(about);
    const found: number[] = [];
    for (let next = first; next <= last;) {
      const some = search.positions(state, question, { from: next, to: last, most });
      for (const position of some) if (wanted.has(position)) found.push(position);
      if (some.length < most) break;
      next = (some.at(-1) ?? last) + 1;
    }
    return found;
  };

  return {
    search,
    find: (state, filter) => {
      const key = `${state.number} ${toFilterKey(filter)}`;
      const known = held.get(key);
      const matches = known?.version === state.version ? known.matches : findAnew(state, filter);
      held.delete(key);
      held.set(key, { version: state.version, matches });
      for (const oldest of held.keys()) {
        if (held.size <= mostHeld) break;
        held.delete(oldest);
      }
      return matches;
    },
    ask: (state, filter) => {
      const matcher = createMatcher(state, filter);
      const from = filter.since === null ? 0 : firstSince(state, filter.since);
      const about = filter.about === null ? null : listAbout(state, filter.about, from);
      if (!isTextAsked(filter)) return { matcher, from, positions: about };
      const question = search.toQuestion(state, filter, false);
      return { matcher, from, positions: question === null ? [] : findWords(state, question, from, about) };
    },
  };
};

/** Pages of a few questions at a time; each takes a byte a finding. */
const mostHeld = 6;

const markAll = (
  { classes, columns, positions }: EstateState,
  matcher: Matcher,
  from: number,
): { readonly buckets: Uint8Array; readonly total: number } => {
  const buckets = new Uint8Array(positions);
  const { of } = classes;
  const { buckets: byClass, namespaces } = matcher;
  const { namespace } = columns;
  let total = 0;
  if (namespaces === null) {
    for (let position = from; position < positions; position++) {
      const bucket = byClass[of[position] ?? 0] ?? 0;
      buckets[position] = bucket;
      if (bucket !== 0) total += 1;
    }
    return { buckets, total };
  }
  for (let position = from; position < positions; position++) {
    if (namespaces[namespace[position] ?? 0] !== 0) continue;
    const bucket = byClass[of[position] ?? 0] ?? 0;
    buckets[position] = bucket;
    if (bucket !== 0) total += 1;
  }
  return { buckets, total };
};
