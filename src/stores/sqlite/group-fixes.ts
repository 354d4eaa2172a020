/** Groups findings by what would mend them, with how many subjects each is about. */

import type { DatabaseSync } from 'node:sqlite';
import { severities } from '../../model/severity.ts';
import type { FindingsFilter, FixGroup } from '../findings-query.ts';
import { toSeverityRank, type Columns } from './columns.ts';
import type { MatchFinder } from './find-matches.ts';
import { isMatch } from './match-findings.ts';
import type { EstateState } from './read-state.ts';

export const createFixGrouper = (database: DatabaseSync, finder: MatchFinder) => {
  const title = database.prepare('select title from word where estate = ? and list = 4 and number = ?');
  const orders = new WeakMap<EstateState, { readonly version: number; readonly positions: Uint32Array }>();

  /** Positions by their subject, so that a subject is counted once for each fix without remembering pairs. */
  const bySubject = (state: EstateState): Uint32Array => {
    const held = orders.get(state);
    if (held?.version === state.version) return held.positions;
    const positions = sortBySubject(state.columns, state.positions);
    orders.set(state, { version: state.version, positions });
    return positions;
  };

  return (state: EstateState, filter: FindingsFilter, most: number): readonly FixGroup[] => {
    const { flags, fix, subject } = state.columns;
    const length = state.words.fix.texts.length;
    const findings = new Uint32Array(length);
    const subjects = new Uint32Array(length);
    const lastSubject = new Uint32Array(length);
    const worst = new Uint8Array(length).fill(severities.length);
    const count = (position: number): void => {
      const key = fix[position] ?? 0;
      findings[key] = (findings[key] ?? 0) + 1;
      const about = subject[position] ?? 0;
      if (lastSubject[key] !== about) {
        lastSubject[key] = about;
        subjects[key] = (subjects[key] ?? 0) + 1;
      }
      worst[key] = Math.min(worst[key] ?? 0, toSeverityRank(flags[position] ?? 0));
    };
    const matches = finder.find(state, filter);
    if (matches.kind === 'all') {
      for (const position of bySubject(state)) if (matches.buckets[position] !== 0) count(position);
    } else {
      const positions = matches.kind === 'some' ? matches.positions : listLookedAt(finder, state, filter);
      for (const position of positions.toSorted((a, b) => (subject[a] ?? 0) - (subject[b] ?? 0))) count(position);
    }
    return Array.from(findings.keys())
      .filter((number) => number > 0 && (findings[number] ?? 0) > 0)
      .sort((a, b) => (findings[b] ?? 0) - (findings[a] ?? 0) || a - b)
      .slice(0, Math.max(0, most))
      .map((number) => ({
        key: state.words.fix.texts[number] ?? '',
        title: (title.get(state.number, number) as { title: string | null } | undefined)?.title ?? '',
        findings: findings[number] ?? 0,
        subjects: subjects[number] ?? 0,
        worst: severities[worst[number] ?? 0] ?? 'info',
      }));
  };
};

const listLookedAt = (finder: MatchFinder, state: EstateState, filter: FindingsFilter): readonly number[] => {
  const { matcher, positions } = finder.ask(state, filter);
  return (positions ?? []).filter((position) => isMatch(state, matcher, position));
};

/** Two passes, as numbers are sorted by their counts. */
const sortBySubject = ({ subject }: Columns, positions: number): Uint32Array => {
  let highest = 0;
  for (let position = 0; position < positions; position++) highest = Math.max(highest, subject[position] ?? 0);
  const starts = new Uint32Array(highest + 2);
  for (let position = 0; position < positions; position++) {
    const at = (subject[position] ?? 0) + 1;
    starts[at] = (starts[at] ?? 0) + 1;
  }
  for (let at = 1; at < starts.length; at++) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0);
  const sorted = new Uint32Array(positions);
  for (let position = 0; position < positions; position++) {
    const at = subject[position] ?? 0;
    const to = starts[at] ?? 0;
    starts[at] = to + 1;
    sorted[to] = position;
  }
  return sorted;
};
