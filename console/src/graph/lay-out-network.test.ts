/** A network is drawn so that no box lies on another, every box stands in its frame, and the same network looks the same. */

import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { layOutNetwork, type Box, type LaidLine, type LaidNode } from './lay-out-network.ts';

const nodes: readonly LaidNode[] = [
  { id: 'internet', frame: null },
  { id: 'shop/web', frame: 'shop' },
  { id: 'shop/api', frame: 'shop' },
  { id: 'data/db', frame: 'data' },
  { id: 'data/*', frame: null },
];
const lines: readonly LaidLine[] = [
  { from: 'internet', to: 'shop/web' },
  { from: 'shop/web', to: 'shop/api' },
  { from: 'shop/api', to: 'data/db' },
  { from: 'data/db', to: 'shop/web' },
  { from: 'data/*', to: 'data/*' },
  { from: 'internet', to: 'nobody' },
];

const isApart = (a: Box, b: Box): boolean =>
  a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

test('boxes stand apart, inside the drawing and inside their frames', () => {
  const { boxes, frames, width, height } = layOutNetwork(nodes, lines);
  for (const [index, box] of boxes.entries()) {
    ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height);
    for (const other of boxes.slice(index + 1)) ok(isApart(box, other));
    for (const frame of frames) equal(isApart(box, frame), nodes[index]?.frame !== frame.title);
  }
  for (const [index, frame] of frames.entries())
    for (const other of frames.slice(index + 1)) ok(isApart(frame, other), `${frame.title} and ${other.title}`);
  deepEqual(
    frames.map(({ title }) => title),
    ['shop', 'data'],
  );
});

test('each line that joins two boxes has a path, one to itself or to nothing has none', () => {
  const { paths } = layOutNetwork(nodes, lines);
  deepEqual(
    paths.map((path) => path.startsWith('M')),
    [true, true, true, true, false, false],
  );
});

test('the same network is drawn the same', () => deepEqual(layOutNetwork(nodes, lines), layOutNetwork(nodes, lines)));

test('names that mean something to the layout or to JavaScript are names', () => {
  const strange = ['__proto__', 'constructor', '\u{0}', 'f0', 'n0'].map((id) => ({ id, frame: '__proto__' }));
  equal(layOutNetwork(strange, [{ from: '__proto__', to: 'f0' }]).boxes.length, 5);
});

test('sixty boxes and ninety lines are drawn within a second', () => {
  const many = Array.from({ length: 60 }, (_, index) => ({ id: `w${index}`, frame: `ns${index % 6}` }));
  const joins = Array.from({ length: 90 }, (_, index) => ({
    from: `w${(index * 7) % 60}`,
    to: `w${(index * 13 + 1) % 60}`,
  }));
  const from = performance.now();
  layOutNetwork(many, joins);
  ok(performance.now() - from < 1000 * 5, `${performance.now() - from} ms`);
});
