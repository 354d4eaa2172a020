/**
 * What each kind of source may reach, as a row over the shapes of targets. Kinds are ends that no rule can tell apart; targets of
 * one shape differ only in the node they stand on, which matters to what stands on it and to nobody else.
 */

import type { PlacedEnd } from './create-ends.ts';
import type { PortIds } from './create-port-ids.ts';
import type { View, Views } from './create-views.ts';

export interface Rows {
  /** For each end, its kind as a source and as a target; `noKind` for what is never one. */
  readonly sourceOf: Uint32Array;
  readonly targetOf: Uint32Array;
  readonly sourceCount: number;
  /** For each kind of target, its shape. */
  readonly shapeOf: Uint32Array;
  readonly shapeCount: number;
  /** Writes ids of port sets over all shapes, as the policies say. */
  fill(source: number, row: Uint32Array): void;
  /** Kinds of targets that the source always reaches at every port, whatever its row says: they stand on its node. */
  ownTargets(source: number): readonly number[];
  at(source: number, target: number): number;
}

export const noKind = 0xffff_ffff;

export const createRows = (ends: readonly PlacedEnd[], ingress: Views, egress: Views, ids: PortIds): Rows => {
  const bySource = listExceptions(ingress);
  const byTarget = listExceptions(egress);
  const sources = createKinds<SourceKind>();
  const shapes = createKinds<TargetShape>();
  const targets = createKinds<TargetKind>();
  const sourceOf = new Uint32Array(ends.length);
  const targetOf = new Uint32Array(ends.length);

  for (const [index, placed] of ends.entries()) {
    const isOutside = placed.side < 0;
    const asPeer = ingress.classOf[index] ?? 0;
    const own = toOwnNode(placed);
    sourceOf[index] =
      placed.end.place.kind === 'domain'
        ? noKind
        : sources.intern(
            `${egress.viewOf[index]} ${bySource.number[asPeer]} ${isOutside ? 'outside' : own.key}`,
            () => ({
              view: egress.viewOf[index] ?? 0,
              peer: asPeer,
              otherwise: bySource.lists[asPeer] ?? [],
              isOutside,
              own,
            }),
          );
    const asTarget = egress.classOf[index] ?? 0;
    const shape = shapes.intern(`${ingress.viewOf[index]} ${byTarget.number[asTarget]} ${isOutside}`, () => ({
      view: ingress.viewOf[index] ?? 0,
      peer: asTarget,
      isOutside,
    }));
    const node = placed.end.side?.kind === 'pods' ? placed.node : ({ kind: 'any' } as const);
    const nodeKey = node.kind === 'known' ? `=${node.name}` : node.kind;
    targetOf[index] = targets.intern(`${shape} ${nodeKey}`, () => ({ shape, node }));
  }

  const exceptions = listShapes(egress, shapes.all);
  const ownTargets = indexNodes(targets.all);
  const outside = shapes.all.flatMap(({ isOutside }, shape) => (isOutside ? [shape] : []));
  const viewOf = Uint32Array.from(shapes.all, ({ view }) => view);
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
      for (let shape = 0; shape < viewOf.length; shape += 1) {
        row[shape] = ids.intersect(values[viewOf[shape] ?? 0] ?? 0, view.usual);
      }
    }
    const list = exceptions[source.view] ?? [];
    for (let at = 0; at < list.length; at += 2) {
      const shape = list[at] ?? 0;
      row[shape] = ids.intersect(values[viewOf[shape] ?? 0] ?? 0, list[at + 1] ?? 0);
    }
    if (source.isOutside) for (const shape of outside) row[shape] = 0;
  };

  return {
    sourceOf,
    targetOf,
    sourceCount: sources.all.length,
    shapeOf: Uint32Array.from(targets.all, ({ shape }) => shape),
    shapeCount: shapes.all.length,
    fill,
    ownTargets: (source) => ownTargets(sources.all[source]?.own ?? noNode),
    at: (from, to) => {
      const source = sources.all[from];
      const target = targets.all[to];
      const shape = target === undefined ? undefined : shapes.all[target.shape];
      if (source === undefined || target === undefined || shape === undefined) return 0;
      if (source.isOutside && shape.isOutside) return 0;
      if (isOwnNode(source.own, target.node)) return 1;
      const sent = egress.views[source.view] ?? nothing;
      const taken = ingress.views[shape.view] ?? nothing;
      return ids.intersect(
        sent.otherwise.get(shape.peer) ?? sent.usual,
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
  readonly own: OwnNode;
}

interface TargetShape {
  /** Of ingress. */
  readonly view: number;
  /** The class as a peer of egress. */
  readonly peer: number;
  readonly isOutside: boolean;
}

interface TargetKind {
  readonly shape: number;
  readonly node: PlacedEnd['node'];
}

/** Where the pods stand that a host, or a pod with its network, always reaches. */
interface OwnNode {
  readonly key: string;
  readonly isHost: boolean;
  /** `null` for a node that nobody knows. */
  readonly name: string | null;
  /** One of its pods stands on whichever node a pod turns out to be on. */
  readonly everywhere: boolean;
}

const noNode: OwnNode = { key: '', isHost: false, name: null, everywhere: false };

const toOwnNode = ({ end: { side }, isHost, node }: PlacedEnd): OwnNode => {
  if (!isHost || side === null) return noNode;
  const name = node.kind === 'known' ? node.name : null;
  const everywhere = side.kind === 'pods' && side.everywhere;
  return { key: `${everywhere ? 'every ' : ''}${name === null ? 'host' : `=${name}`}`, isHost, name, everywhere };
};

export const isOwnNode = (own: Omit<OwnNode, 'key'>, node: PlacedEnd['node']): boolean => {
  if (!own.isHost) return false;
  if (own.everywhere && (own.name === null || node.kind === 'unknown')) return node.kind !== 'any';
  return own.name !== null && node.kind === 'known' && node.name === own.name;
};

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

/** For each view of egress: shape, value, shape, value. */
const listShapes = ({ views }: Views, shapes: readonly TargetShape[]): readonly (readonly number[])[] => {
  const byPeer = new Map<number, number[]>();
  for (const [shape, { peer }] of shapes.entries()) {
    const same = byPeer.get(peer);
    if (same === undefined) byPeer.set(peer, [shape]);
    else same.push(shape);
  }
  return views.map(({ otherwise }) => {
    const list: number[] = [];
    for (const [peer, value] of otherwise) for (const shape of byPeer.get(peer) ?? []) list.push(shape, value);
    return list;
  });
};

const indexNodes = (targets: readonly TargetKind[]): ((own: OwnNode) => readonly number[]) => {
  const known = new Map<string, number[]>();
  const unknown: number[] = [];
  const wherever: number[] = [];
  for (const [number, { node }] of targets.entries()) {
    if (node.kind === 'unknown') {
      unknown.push(number);
      wherever.push(number);
    }
    if (node.kind !== 'known') continue;
    const same = known.get(node.name);
    if (same === undefined) known.set(node.name, [number]);
    else same.push(number);
  }
  for (const one of known.values()) for (const number of one) wherever.push(number);
  return (own) => {
    if (!own.isHost) return [];
    if (own.name === null) return own.everywhere ? wherever : [];
    const here = known.get(own.name) ?? [];
    return own.everywhere ? [...here, ...unknown] : here;
  };
};
