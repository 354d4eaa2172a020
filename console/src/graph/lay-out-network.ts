/** Places workloads and the lines between them by layers, each namespace in a frame of its own: pure, the same input gives the same drawing. */

import { Graph, layout } from '@dagrejs/dagre';

export interface LaidNode {
  readonly id: string;
  /** In whose frame it stands; `null` for none. */
  readonly frame: string | null;
}

export interface LaidLine {
  readonly from: string;
  readonly to: string;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface NetworkDrawing {
  /** In the order of the nodes given. */
  readonly boxes: readonly Box[];
  readonly frames: readonly (Box & { readonly title: string })[];
  /** In the order of the lines given; the empty text for a line to itself. */
  readonly paths: readonly string[];
  /** The head of each line. */
  readonly tips: readonly string[];
  readonly width: number;
  readonly height: number;
}

export const nodeWidth = 126;
export const nodeHeight = 34;
const frameHead = 18;

/** Bounded by who calls it: layering hundreds of lines takes seconds. */
export const layOutNetwork = (nodes: readonly LaidNode[], lines: readonly LaidLine[]): NetworkDrawing => {
  const graph = new Graph({ compound: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 22, ranksep: 44, edgesep: 10, marginx: 12, marginy: 12 });
  graph.setDefaultEdgeLabel(() => ({}));
  const keys = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const frames = [...new Set(nodes.flatMap(({ frame }) => frame ?? []))];
  for (const [index] of frames.entries()) graph.setNode(`f${index}`, { width: 0, height: 0 });
  for (const [index, { frame }] of nodes.entries()) {
    graph.setNode(`n${index}`, { width: nodeWidth, height: nodeHeight });
    if (frame !== null) graph.setParent(`n${index}`, `f${frames.indexOf(frame)}`);
  }
  const drawn = lines.filter(({ from, to }) => from !== to && keys.has(from) && keys.has(to));
  for (const { from, to } of drawn) graph.setEdge(keys.get(from) ?? '', keys.get(to) ?? '');
  layout(graph);
  const courses = lines.map(({ from, to }): readonly Point[] => {
    const line = graph.edge(keys.get(from) ?? '', keys.get(to) ?? '') as { points?: readonly Point[] } | undefined;
    return from === to ? [] : (line?.points ?? []).map(({ x, y }) => ({ x: round(x), y: round(y + frameHead) }));
  });
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    boxes: nodes.map((_, index) => toBox(graph.node(`n${index}`) as Middle)),
    frames: frames.map((title, index) => {
      const { x, y, width: across, height: down } = toBox(graph.node(`f${index}`) as Middle);
      return { title, x, y: y - frameHead, width: across, height: down + frameHead };
    }),
    paths: courses.map(toCurve),
    tips: courses.map(toTip),
    width: width + 4,
    height: height + frameHead,
  };
};

interface Middle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const toBox = ({ x, y, width, height }: Middle): Box => ({
  x: round(x - width / 2),
  y: round(y - height / 2 + frameHead),
  width: round(width),
  height: round(height),
});

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Bends at the middles between the points it is given. */
const toCurve = (points: readonly Point[]): string => {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  const parts = [`M${first.x} ${first.y}`];
  for (const [index, point] of rest.entries()) {
    const next = rest[index + 1];
    parts.push(
      next === undefined
        ? `L${point.x} ${point.y}`
        : `Q${point.x} ${point.y} ${round((point.x + next.x) / 2)} ${round((point.y + next.y) / 2)}`,
    );
  }
  return parts.join('');
};

const toTip = (points: readonly Point[]): string => {
  const [before, end] = points.slice(-2);
  if (before === undefined || end === undefined) return '';
  const angle = Math.atan2(end.y - before.y, end.x - before.x);
  const barb = (turn: number): string =>
    `${round(end.x - 8 * Math.cos(angle + turn))} ${round(end.y - 8 * Math.sin(angle + turn))}`;
  return `M${barb(0.42)}L${end.x} ${end.y}L${barb(-0.42)}z`;
};

const round = (value: number): number => Math.round(value * 10) / 10;
