/** Pages of findings, by a cursor that names the last one shown: nothing is skipped or shown twice while looks go on. */

import type { FindingsPage, FindingsQuery } from '../findings-query.ts';
import { orderBuckets, resolvedBit, toBucket } from './columns.ts';
import { parseCursor, renderCursor, type Cursor } from './cursor.ts';
import type { MatchFinder, Matches } from './find-matches.ts';
import type { EstateState } from './read-state.ts';
import { isMatch } from './match-findings.ts';
import type { FindingReader } from './read-finding.ts';
import { toMark, toTerm } from './text-index.ts';

export const emptyPage: FindingsPage = { findings: [], next: null, total: 0, atLeast: false };

export const createFindingsLister =
  (finder: MatchFinder, reader: FindingReader) =>
  (state: EstateState, query: FindingsQuery): FindingsPage => {
    const most = Math.min(1000, Math.max(1, Math.floor(query.most)));
    const after = query.after === null ? null : parseCursor(query.after, query);
    const matches = finder.find(state, query.filter);
    // One more than is shown says whether there is another page.
    const { positions, stopped } = select(finder, state, matches, query.order, after, most + 1);
    const shown = positions.slice(0, most);
    const last = shown.at(-1);
    const end = positions.length > most && last !== undefined ? toCursor(state, last) : stopped;
    return {
      findings: shown.map((position) => reader.read(state, position)),
      next: end === null ? null : renderCursor(end, query),
      ...toTotal(matches),
    };
  };

const toTotal = (matches: Matches): Pick<FindingsPage, 'total' | 'atLeast'> => {
  switch (matches.kind) {
    case 'all':
      return { total: matches.total, atLeast: false };
    case 'some':
      return { total: matches.positions.length, atLeast: false };
    case 'many':
      return { total: matches.atLeast, atLeast: true };
  }
};

interface Selected {
  readonly positions: readonly number[];
  /** Where looking stopped before the page was full and the list at its end. */
  readonly stopped: Cursor | null;
}

const toCursor = (state: EstateState, position: number): Cursor => ({
  bucket: toBucket(state.columns.flags[position] ?? 0),
  position,
});

const select = (
  finder: MatchFinder,
  state: EstateState,
  matches: Matches,
  order: FindingsQuery['order'],
  after: Cursor | null,
  most: number,
): Selected => {
  switch (matches.kind) {
    case 'all':
      return {
        positions:
          order === 'worst' ? takeWorst(matches.buckets, after, most) : takeNewest(matches.buckets, after, most),
        stopped: null,
      };
    case 'some':
      return { positions: takeSome(state, matches.positions, order, after, most), stopped: null };
    case 'many':
      return walkMany(finder, state, matches, order, after, most);
  }
};

const takeWorst = (buckets: Uint8Array, after: Cursor | null, most: number): readonly number[] => {
  const taken: number[] = [];
  for (let bucket = after?.bucket ?? 0; bucket < orderBuckets; bucket++) {
    let from = after?.bucket === bucket ? after.position + 1 : 0;
    while (taken.length < most) {
      const position = buckets.indexOf(bucket + 1, from);
      if (position < 0) break;
      taken.push(position);
      from = position + 1;
    }
  }
  return taken;
};

const takeNewest = (buckets: Uint8Array, after: Cursor | null, most: number): readonly number[] => {
  const taken: number[] = [];
  const from = Math.min(after === null ? buckets.length : after.position, buckets.length);
  for (let position = from - 1; position >= 0 && taken.length < most; position--)
    if (buckets[position] !== 0) taken.push(position);
  return taken;
};

const takeSome = (
  state: EstateState,
  positions: readonly number[],
  order: FindingsQuery['order'],
  after: Cursor | null,
  most: number,
): readonly number[] => {
  if (order === 'newest') {
    const newest = positions.toReversed();
    return (after === null ? newest : newest.filter((position) => position < after.position)).slice(0, most);
  }
  const places = positions
    .map((position) => toCursor(state, position))
    .sort((a, b) => a.bucket - b.bucket || a.position - b.position);
  const rest =
    after === null
      ? places
      : places.filter(
          ({ bucket, position }) => bucket > after.bucket || (bucket === after.bucket && position > after.position),
        );
  return rest.slice(0, most).map(({ position }) => position);
};

/** What one page may look at: where most of what holds the words is left out by the rest of a filter, it comes back short. */
const mostWalked = 10_000;

const walkMany = (
  { search }: MatchFinder,
  state: EstateState,
  { question, matcher, from: start }: Extract<Matches, { kind: 'many' }>,
  order: FindingsQuery['order'],
  after: Cursor | null,
  most: number,
): Selected => {
  const taken: number[] = [];
  const step = Math.max(most, 200);
  let left = mostWalked;
  if (order === 'newest') {
    // Windows of positions, the newest first, each read upwards; wider where few in it fit.
    let window = 2048;
    for (let to = after === null ? state.positions : after.position - 1; to >= start && taken.length < most;) {
      if (left <= 0) return { positions: taken, stopped: { bucket: 0, position: to + 1 } };
      const from = Math.max(start, to - window + 1);
      const found = search.positions(state, question, { from, to, most: window });
      for (const position of found.toReversed())
        if (taken.length < most && isMatch(state, matcher, position)) taken.push(position);
      left -= found.length + 50;
      if (found.length < step) window *= 2;
      to = from - 1;
    }
    return { positions: taken, stopped: null };
  }
  const possible = new Set(
    matcher.buckets.filter((bucket, each) => bucket > 0 && (state.classes.counts[each] ?? 0) > 0),
  );
  for (let bucket = after?.bucket ?? 0; bucket < orderBuckets && taken.length < most; bucket++) {
    if (!possible.has(bucket + 1)) continue;
    // Marks say how it would be ordered were it open.
    const asked = `${question} AND ${toTerm(toMark('bucket', bucket % (orderBuckets / 2)))}`;
    let from = after?.bucket === bucket ? after.position + 1 : start;
    while (taken.length < most) {
      if (left <= 0) return { positions: taken, stopped: { bucket, position: from - 1 } };
      const found = search.positions(state, asked, { from, most: step });
      left -= found.length + 1;
      for (const position of found) {
        const isResolved = ((state.columns.flags[position] ?? 0) & resolvedBit) !== 0;
        if (isResolved === bucket >= orderBuckets / 2 && taken.length < most && isMatch(state, matcher, position))
          taken.push(position);
      }
      const last = found.at(-1);
      if (last === undefined || found.length < step) break;
      from = last + 1;
    }
  }
  return { positions: taken, stopped: null };
};
