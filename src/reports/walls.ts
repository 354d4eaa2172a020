/** The walls before what matters, as every text report says them: rows of things of one kind, and one sentence of it all. */

import type { AssetWalls } from '../attack/summarise-walls.ts';
import type { WallsAnswer } from '../attack/walls-answer.ts';
import type { Layer } from '../model/layer.ts';
import type { Asset } from '../model/place.ts';
import { count } from './plain-text.ts';

/** Assets of one kind and type by what the worst of them has. */
export interface WallsRow {
  /** `the administrator of the cluster`, `Secrets of type kubernetes.io/tls`. */
  readonly what: string;
  readonly kind: Asset['kind'];
  readonly total: number;
  readonly open: number;
  /** Of the worst; `null` where no way is known to any. */
  readonly depth: number | null;
  readonly proven: number | null;
  readonly layers: readonly Layer[];
  readonly worst: AssetWalls;
}

interface KindWords {
  readonly one: string;
  readonly many: string;
}

/** In the order of rows that stand equally badly, and of the sentence. */
const kinds: Readonly<Record<Asset['kind'], KindWords>> = {
  'cluster-admin': { one: 'cluster-admin', many: 'administrators of the cluster' },
  marked: { one: 'marked', many: 'what you marked' },
  node: { one: 'nodes', many: 'nodes' },
  cloud: { one: 'cloud', many: 'cloud identities' },
  secret: { one: 'Secrets', many: 'Secrets' },
  data: { one: 'data', many: 'volumes of data' },
};

const order = Object.keys(kinds);

/** Worst first; what somebody marked stands alone, each. */
export const toWallsRows = ({ assets }: WallsAnswer): readonly WallsRow[] =>
  [
    ...Map.groupBy(assets, ({ asset, place }) =>
      JSON.stringify([asset.kind, toType(asset), asset.kind === 'marked' ? place.id : '']),
    ),
  ]
    .map(([, group]) => toRow(group))
    .sort(
      (a, b) =>
        (a.depth ?? unreachable) - (b.depth ?? unreachable) ||
        order.indexOf(a.kind) - order.indexOf(b.kind) ||
        (a.what < b.what ? -1 : Number(a.what > b.what)),
    );

const unreachable = Number.MAX_SAFE_INTEGER;

const toRow = (group: readonly AssetWalls[]): WallsRow => {
  const worst = group.reduce((worst, each) =>
    (each.depth ?? unreachable) < (worst.depth ?? unreachable) ? each : worst,
  );
  const { kind } = worst.asset;
  const type = toType(worst.asset);
  return {
    what: group.length === 1 ? worst.place.title : `${kinds[kind].many}${type === '' ? '' : ` of type ${type}`}`,
    kind,
    total: group.length,
    open: group.filter(({ depth }) => depth === 0).length,
    depth: worst.depth,
    proven: group.reduce<number | null>(
      (least, { proven }) => (proven === null ? least : Math.min(least ?? proven, proven)),
      null,
    ),
    layers: worst.layers,
    worst,
  };
};

/** A Secret that says nothing of its type is opaque, which is no type to tell it by. */
const toType = ({ type }: Asset): string => (type === 'Opaque' ? '' : type);

/** `open`, `2 walls`, `2 walls, 1 proved`, `no known path`. */
export const renderWallsDepth = ({ depth, proven }: Pick<WallsRow, 'depth' | 'proven'>): string => {
  if (depth === null) return 'no known path';
  if (depth === 0) return 'open';
  return `${count(depth, 'wall')}, ${proven === 0 || proven === null ? 'none' : proven} proved`;
};

/** `5 of 9 open`; the empty text where there is one, or none is open. */
export const renderOpen = ({ total, open }: WallsRow): string =>
  total === 1 || open === 0 ? (total === 1 ? '' : `the worst of ${total}`) : `${open} of ${total} open`;

/** `Walls before what matters, from the internet`. */
export const renderWallsHeading = ({ from }: WallsAnswer): string => `Walls before what matters, from ${from.title}`;

/** `cluster-admin 0, Secrets 0 (5 of 9 open), data 1, cloud none known`: the least of each kind. */
export const renderWallsBriefly = (walls: WallsAnswer): string => {
  const byKind = Map.groupBy(walls.assets, ({ asset }) => asset.kind);
  const told = order.flatMap((kind) => {
    const group = [...byKind].find(([each]) => each === kind)?.[1];
    if (group === undefined) return [];
    const { depth, open, total, kind: of } = toRow(group);
    const some = open > 0 && total > 1 ? ` (${open} of ${total} open)` : '';
    return [`${kinds[of].one} ${depth === null ? 'no known path' : depth}${some}`];
  });
  return `Walls before what matters (from ${walls.from.title}${walls.complete ? '' : ', partial'}): ${told.join(', ')}`;
};

/** Why there may be fewer walls than are told; `null` where nothing is missing. */
export const renderWallsDoubt = ({ complete, unknowns }: WallsAnswer): string | null => {
  if (complete) return null;
  const [first, ...more] = unknowns;
  const told = first === undefined ? '' : `: ${first}`;
  return `There may be fewer${told}${more.length === 0 ? '' : `; and ${count(more.length, 'more reason')}`}`;
};

/** The assets before which no wall stands. */
export const listOpen = ({ assets }: WallsAnswer): readonly AssetWalls[] => assets.filter(({ depth }) => depth === 0);
