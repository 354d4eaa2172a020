/** Where the stations of a way stand: in rows that wind, so that a long way stays on the page and is read along its line. */

export interface Station {
  readonly x: number;
  readonly y: number;
}

export interface Leg {
  readonly path: string;
  readonly middle: Station;
  readonly isDown: boolean;
}

export interface Placed {
  readonly stations: readonly Station[];
  readonly legs: readonly Leg[];
  readonly stationWidth: number;
  readonly width: number;
  readonly height: number;
}

export const stationHeight = 86;
const leastWidth = 130;
const mostWidth = 176;
const gapX = 62;
const gapY = 58;
const margin = 4;

/** Rows from left to right and back again, as many as the room asks for and none much shorter than the others. */
export const placeStations = (count: number, room: number): Placed => {
  const fitting = Math.max(1, Math.floor((room - 2 * margin + gapX) / (leastWidth + gapX)));
  const rows = Math.max(1, Math.ceil(count / fitting));
  const columns = Math.max(1, Math.ceil(count / rows));
  const share = Math.floor((room - 2 * margin - (columns - 1) * gapX) / columns);
  const most = columns === 1 ? 2 * mostWidth : mostWidth;
  const stationWidth = Math.max(Math.min(share, most), Math.min(leastWidth, room - 2 * margin));
  const stations = Array.from({ length: count }, (_, index): Station => {
    const row = Math.floor(index / columns);
    const inRow = index % columns;
    const column = row % 2 === 0 ? inRow : columns - 1 - inRow;
    return { x: margin + column * (stationWidth + gapX), y: margin + row * (stationHeight + gapY) };
  });
  return {
    stations,
    legs: stations.slice(1).map((to, index) => joinStations(stations[index] ?? to, to, stationWidth)),
    stationWidth,
    width: margin * 2 + columns * stationWidth + (columns - 1) * gapX,
    height: margin * 2 + rows * (stationHeight + gapY) - gapY,
  };
};

const joinStations = (from: Station, to: Station, width: number): Leg => {
  if (from.y === to.y) {
    const isForward = to.x > from.x;
    const y = from.y + stationHeight / 2;
    const [a, b] = isForward ? [from.x + width, to.x] : [from.x, to.x + width];
    const tip = isForward ? b - 7 : b + 7;
    return {
      path: `M${a} ${y}L${b} ${y}M${tip} ${y - 5}L${b} ${y}L${tip} ${y + 5}`,
      middle: { x: (a + b) / 2, y },
      isDown: false,
    };
  }
  const x = from.x + width / 2;
  const [a, b] = [from.y + stationHeight, to.y];
  return {
    path: `M${x} ${a}L${x} ${b}M${x - 5} ${b - 7}L${x} ${b}L${x + 5} ${b - 7}`,
    middle: { x, y: (a + b) / 2 },
    isDown: true,
  };
};
