/** What each kind of source may reach, as the policies say: a row over the kinds of targets. Kinds are ends that no rule can tell apart. */

import type { PlacedEnd } from './create-ends.ts';
import type { PortIds } from './create-port-ids.ts';
import type { View, Views } from './create-views.ts';

export interface Rows {
  /** For each end, its kind as a source and as a target; `noKind` for what is never one. */
  readonly sourceOf: Uint32Array;
  readonly targetOf: Uint32Array;
  readonly sourceCount: number;
  readonly targetCount: number;
  /** Writes ids of port sets over all targets. */
  fill(source: number, row: Uint32Array): void;
  at(source: number, target: number): number;
}

export const noKind = 0xffff_ffff;

export const createRows = (ends: readonly PlacedEnd[], ingress: Views, egress: Views, ids: PortIds): Rows => {
  const bySource = listExceptions(ingress);
  const byTarget = listExceptions(egress);
  const sources = createKinds<SourceKind>();
  const targets = createKinds<TargetKind>();
  const sourceOf = new Uint32Array(ends.length);
  const targetOf = new Uint32Array(ends.length);

  for (const [index, placed] of ends.entries()) {
    const isOutside = placed.side < 0;
    const asPeer = ingress.classOf[index] ?? 0;
    sourceOf[index] =
      placed.end.place.kind === 'domain'
        ? noKind
        : sources.intern(`${egress.viewOf[index]} ${bySource.number[asPeer]} ${isOutside}`, () => ({
            view: egress.viewOf[index] ?? 0,
            peer: asPeer,
            otherwise: bySource.lists[asPeer] ?? [],
            isOutside,
          }));
    const asTarget = egress.classOf[index] ?? 0;
    targetOf[index] = targets.intern(`${ingress.viewOf[index]} ${byTarget.number[asTarget]} ${isOutside}`, () => ({
      view: ingress.viewOf[index] ?? 0,
      peer: asTarget,
      isOutside,
    }));
  }

  const exceptions = listTargets(egress, targets.all);
  const outside = targets.all.flatMap(({ isOutside }, target) => (isOutside ? [target] : []));
  const viewOf = Uint32Array.from(targets.all, ({ view }) => view);
  const usual = Uint32Array.from(ingress.views, (view) => view.usual);
  const values = new Uint32Array(ingress.views.length);

  const fill = (number: number, row: Uint32Array): void => {
    const source = sources.all[number];
    if (source === undefined) return;
    const view = egress.views[source.view] ?? nothing;
    values.set(usual);
    for (let at = 0; at < source.otherwise.length; at += 2) {
      values[source.otherwise[at] ?? 0] = source.otherwise[at + 1] ?? 0;
    }
    if (view.usual === 0) row.fill(0);
    else {
      for (let target = 0; target < viewOf.length; target += 1) {
        row[target] = ids.intersect(values[viewOf[target] ?? 0] ?? 0, view.usual);
      }
    }
    const list = exceptions[source.view] ?? [];
    for (let at = 0; at < list.length; at += 2) {
      const target = list[at] ?? 0;
      row[target] = ids.intersect(values[viewOf[target] ?? 0] ?? 0, list[at + 1] ?? 0);
    }
    if (source.isOutside) for (const target of outside) row[target] = 0;
  };

  return {
    sourceOf,
    targetOf,
    sourceCount: sources.all.length,
    targetCount: targets.all.length,
    fill,
    at: (from, to) => {
      const source = sources.all[from];
      const target = targets.all[to];
      if (source === undefined || target === undefined) return 0;
      if (source.isOutside && target.isOutside) return 0;
      const sent = egress.views[source.view] ?? nothing;
      const taken = ingress.views[target.view] ?? nothing;
      return ids.intersect(
        sent.otherwise.get(target.peer) ?? sent.usual,
        taken.otherwise.get(source.peer) ?? taken.usual,
      );
    },
  };
};

const nothing: View = { usual: 0, otherwise: new Map() };

interface SourceKind {
  /** Of egress. */
  readonly view: number;
  /** The class as a peer of ingress, and what views of ingress make of it where that is not the usual: view, value, view, value. */
  readonly peer: number;
  readonly otherwise: readonly number[];
  readonly isOutside: boolean;
}

interface TargetKind {
  /** Of ingress. */
  readonly view: number;
  /** The class as a peer of egress. */
  readonly peer: number;
  readonly isOutside: boolean;
}

const createKinds = <Kind>() => {
  const numbers = new Map<string, number>();
  const all: Kind[] = [];
  return {
    all: all as readonly Kind[],
    intern: (key: string, make: () => Kind): number => {
      const found = numbers.get(key);
      if (found !== undefined) return found;
      numbers.set(key, all.length);
      all.push(make());
      return all.length - 1;
    },
  };
};

interface Exceptions {
  /** For each class of peers: view, value, view, value; equal lists have one number. */
  readonly lists: readonly (readonly number[])[];
  readonly number: readonly number[];
}

const listExceptions = ({ views, classCount }: Views): Exceptions => {
  const lists = Array.from({ length: classCount }, (): number[] => []);
  for (const [number, { otherwise }] of views.entries()) {
    for (const [peer, value] of otherwise) lists[peer]?.push(number, value);
  }
  const numbers = new Map<string, number>();
  const number = lists.map((list) => {
    const key = list.join();
    const found = numbers.get(key) ?? numbers.size;
    numbers.set(key, found);
    return found;
  });
  return { lists, number };
};

/** For each view of egress: target, value, target, value. */
const listTargets = ({ views }: Views, targets: readonly TargetKind[]): readonly (readonly number[])[] => {
  const byPeer = new Map<number, number[]>();
  for (const [target, { peer }] of targets.entries()) {
    const same = byPeer.get(peer);
    if (same === undefined) byPeer.set(peer, [target]);
    else same.push(target);
  }
  return views.map(({ otherwise }) => {
    const list: number[] = [];
    for (const [peer, value] of otherwise) for (const target of byPeer.get(peer) ?? []) list.push(target, value);
    return list;
  });
};
