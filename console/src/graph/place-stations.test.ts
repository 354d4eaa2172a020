/** A way is drawn so that no station lies on another, every leg joins two that follow each other, and all of it fits. */

import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { assert, integer, property } from 'fast-check';
import { placeStations, stationHeight } from './place-stations.ts';

const cases: readonly (readonly [name: string, count: number, room: number, rows: readonly number[]])[] = [
  ['a short way stands in one row', 3, 940, [3]],
  ['five stations still stand in one row beside the list', 5, 934, [5]],
  ['six are parted in two rows alike rather than in five and one', 6, 934, [3, 3]],
  ['on a phone two stand side by side and the way winds', 4, 334, [2, 2]],
  ['where there is no room for two, each has a row of its own', 3, 300, [1, 1, 1]],
  ['one place alone is drawn', 1, 336, [1]],
  ['nothing is drawn of nothing', 0, 900, []],
];

for (const [name, count, room, rows] of cases)
  test(name, () => {
    const { stations } = placeStations(count, room);
    const byRow = Map.groupBy(stations, ({ y }) => y);
    deepEqual(
      [...byRow.values()].map((row) => row.length),
      rows,
    );
  });

test('a row that goes back is entered below the station before it', () => {
  const { stations, legs } = placeStations(6, 934);
  equal(stations[3]?.x, stations[2]?.x);
  deepEqual(
    legs.map(({ isDown }) => isDown),
    [false, false, true, false, false],
  );
});

test('stations never overlap and never leave the drawing, however little room there is', () => {
  assert(
    property(integer({ min: 1, max: 40 }), integer({ min: 120, max: 3000 }), (count, room) => {
      const { stations, legs, stationWidth, width, height } = placeStations(count, room);
      equal(stations.length, count);
      equal(legs.length, count - 1);
      ok(width <= room, `${width} in ${room}`);
      for (const [index, { x, y }] of stations.entries()) {
        ok(x >= 0 && y >= 0 && x + stationWidth <= width && y + stationHeight <= height);
        for (const other of stations.slice(index + 1))
          ok(Math.abs(other.x - x) >= stationWidth || Math.abs(other.y - y) >= stationHeight);
      }
    }),
  );
});
