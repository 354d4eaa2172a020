/** The simple ways from one place to another, one after the other: by cost, by length, by the ids on them. */

import { byIds, type Hop, type MoveLister } from './list-moves.ts';
import { searchBack } from './search-back.ts';
import type { Terrain } from './terrain.ts';
import type { Work } from './work.ts';

export interface FoundWay {
  readonly hops: readonly Hop[];
  readonly weight: number;
}

export interface WaySource {
  /** `null` where there is none left, or no work. */
  next(): FoundWay | null;
}

interface Search {
  readonly terrain: Terrain;
  readonly lister: MoveLister;
  readonly entry: number;
  readonly target: number;
  /** Places no way may lead through. */
  readonly isBlocked: (place: number) => boolean;
  readonly work: Work;
}

/** All ways that begin with the first `spur` hops and go on by none of `excluded`; the ways found so far split them all up. */
interface Branch {
  readonly hops: readonly Hop[];
  readonly spur: number;
  readonly excluded: readonly Hop[];
  /** The least of them is no less; it is this one where it is known. */
  weight: number;
  least: readonly Hop[] | null;
  /** No way on avoids the places before by what is known of the whole graph. */
  winding: boolean;
}

/**
 * Lawler's refinement of Yen's algorithm, over the moves between shown places. What is left of a way is first sought
 * among the shortest on from there, whatever lies before; only where all of those come back to a place that is on the
 * way already, distances are computed anew without those places.
 */
export const createWaySource = (search: Search): WaySource => {
  const { terrain, lister, entry, target, isBlocked, work } = search;
  const rest = searchBack(terrain, { target, isBlocked, work });
  const branches: Branch[] = [];
  const add = (hops: readonly Hop[], spur: number, excluded: readonly Hop[], weight: number): void => {
    branches.push({ hops, spur, excluded, weight, least: null, winding: false });
  };
  if (rest[entry] !== Infinity && entry !== target) add([], 0, [], rest[entry] as number);

  /** Finds the least way of a branch, or learns that it is farther than it seemed, and puts it back. */
  const explore = (branch: Branch): void => {
    const before = branch.hops.slice(0, branch.spur);
    const spur = before.at(-1)?.to ?? entry;
    const onWay = new Set([entry, ...before.map(({ to }) => to)]);
    work.left -= before.length;
    const hops = lister
      .list(spur, rest)
      .filter(({ to, kind }) => !onWay.has(to) && !branch.excluded.some((hop) => hop.to === to && hop.kind === kind));
    const ahead = branch.winding ? searchAround(onWay, hops) : rest;
    let least = Infinity;
    for (const { to, weight } of hops) least = Math.min(least, weight + (ahead[to] as number));
    if (least === Infinity) return;
    const done = before.reduce((sum, { weight }) => sum + weight, 0);
    branches.push(branch);
    if (done + least > branch.weight) {
      branch.weight = done + least;
      return;
    }
    const first = hops.filter(({ to, weight }) => weight + (ahead[to] as number) === least).sort(byIds);
    for (const hop of first) {
      const tail = complete(hop.to, ahead, onWay);
      if (tail === null) continue;
      branch.least = [...before, hop, ...tail];
      return;
    }
    branch.winding = true;
    branch.weight = Math.max(branch.weight, done + least + 1);
  };

  const searchAround = (onWay: ReadonlySet<number>, hops: readonly Hop[]): Float64Array => {
    const first = new Map<number, number>();
    for (const { to, weight } of hops) first.set(to, Math.min(weight, first.get(to) ?? Infinity));
    let least = Infinity;
    return searchBack(terrain, {
      target,
      isBlocked: (place) => rest[place] === Infinity || onWay.has(place),
      work,
      settle(place, weight) {
        least = Math.min(least, weight + (first.get(place) ?? Infinity));
        return least;
      },
    });
  };

  /** The first by ids of the shortest ways on that avoid what is on the way; a place that led nowhere is not tried again. */
  const complete = (start: number, ahead: Float64Array, onWay: ReadonlySet<number>): readonly Hop[] | null => {
    if (start === target) return [];
    const tried = new Set([start]);
    const path: Hop[] = [];
    const stack = [{ hops: lister.listTight(start, ahead), next: 0 }];
    for (let top = stack.at(-1); top !== undefined && work.left >= 0; top = stack.at(-1)) {
      const hop = top.hops[top.next++];
      if (hop === undefined) {
        stack.pop();
        path.pop();
      } else if (hop.to === target) {
        return [...path, hop];
      } else if (!tried.has(hop.to) && !onWay.has(hop.to)) {
        tried.add(hop.to);
        path.push(hop);
        stack.push({ hops: lister.listTight(hop.to, ahead), next: 0 });
      }
    }
    return null;
  };

  /** What the ways found do not hold: those that leave this one at each of its places from where it was sought. */
  const split = ({ spur, excluded, weight }: Branch, hops: readonly Hop[]): void => {
    for (let at = spur; at < hops.length; at++) {
      const hop = hops[at];
      if (hop !== undefined) add(hops, at, at === spur ? [...excluded, hop] : [hop], weight);
    }
  };

  return {
    next() {
      while (branches.length > 0) {
        work.left -= branches.length;
        if (work.left < 0) return null;
        const at = findLeast(branches);
        const [branch] = branches.splice(at, 1);
        if (branch === undefined) return null;
        if (branch.least !== null) {
          split(branch, branch.least);
          return { hops: branch.least, weight: branch.weight };
        }
        explore(branch);
      }
      return null;
    },
  };
};

/** Of equal weight what is not explored yet, then by ids. */
const findLeast = (branches: readonly Branch[]): number => {
  let least = 0;
  for (const [at, branch] of branches.entries()) {
    const known = branches[least];
    if (known !== undefined && compareBranches(branch, known) < 0) least = at;
  }
  return least;
};

const compareBranches = (a: Branch, b: Branch): number => {
  if (a.weight !== b.weight) return a.weight - b.weight;
  if (a.least === null || b.least === null) return (a.least === null ? 0 : 1) - (b.least === null ? 0 : 1);
  return compareHops(a.least, b.least);
};

export const compareHops = (a: readonly Hop[], b: readonly Hop[]): number => {
  for (const [at, hop] of a.entries()) {
    const other = b[at];
    const difference = other === undefined ? 1 : byIds(hop, other);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
};
