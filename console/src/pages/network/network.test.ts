/** Networks are narrowed by what is asked, and folded so that no connection is lost and none looks better than it is. */

import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { Network, NetworkEdge, NetworkNode } from '../../../../src/hosts/console/api/network.ts';
import { decideFolding, mostNodes } from './decide-folding.ts';
import { foldNetwork } from './fold-network.ts';
import { narrowNetwork } from './narrow-network.ts';
import { shortenPorts } from './shorten-ports.ts';

const node = (id: string, guarded = false): NetworkNode => ({
  id,
  title: id,
  kind: id.includes('/') ? 'workload' : 'outside',
  namespace: id.includes('/') ? id.slice(0, id.indexOf('/')) : null,
  guarded: { ingress: guarded, egress: guarded },
});

const edge = (from: string, to: string, because: NetworkEdge['because'], needed = false, ports = 'TCP 80') =>
  ({ from, to, ports, because, needed, why: [] }) satisfies NetworkEdge;

const network: Network = {
  complete: true,
  doubts: [],
  left: 0,
  nodes: [node('shop/web', true), node('internet'), node('shop/api'), node('data/db', true), node('shop-two/web')],
  edges: [
    edge('internet', 'shop/web', 'allowed', true),
    edge('shop/web', 'shop/api', 'no-policy', true),
    edge('shop/web', 'data/db', 'allowed', true, 'TCP 5432'),
    edge('shop/api', 'data/db', 'no-policy', false, 'TCP 5432'),
    edge('internet', 'shop-two/web', 'no-policy'),
  ],
};

const all = { only: '', namespace: '', text: '' };

const narrowed: readonly (readonly [name: string, asked: Partial<typeof all>, edges: readonly string[]])[] = [
  ['by no policy', { only: 'no-policy' }, ['shop/web shop/api', 'shop/api data/db', 'internet shop-two/web']],
  ['allowed and not needed', { only: 'not-needed' }, ['shop/api data/db', 'internet shop-two/web']],
  ['a namespace, and not another whose name begins alike', { namespace: 'shop-two' }, ['internet shop-two/web']],
  ['every word in either end', { text: 'DB api' }, ['shop/api data/db']],
  ['a filter nobody knows narrows nothing', { only: 'x', namespace: 'data', text: 'web' }, ['shop/web data/db']],
];

for (const [name, asked, edges] of narrowed)
  test(`narrows to ${name}`, () => {
    const { nodes, edges: left } = narrowNetwork(network, { ...all, ...asked });
    deepEqual(
      left.map(({ from, to }) => `${from} ${to}`),
      edges,
    );
    deepEqual(nodes.map(({ id }) => id).toSorted(), [...new Set(edges.join(' ').split(' '))].toSorted());
  });

test('a folded namespace is as open as the most open of its workloads, and keeps what goes on inside', () => {
  const { nodes, edges } = foldNetwork(network, (namespace) => namespace === 'shop');
  deepEqual(
    nodes.map(({ id, members, guarded }) => [id, members, guarded.ingress]),
    [
      ['internet', 1, false],
      ['data/db', 1, true],
      ['shop/*', 2, false],
      ['shop-two/web', 1, false],
    ],
  );
  deepEqual(
    edges.map(({ from, to, because, needed, edges: same }) => [from, to, because, needed, same.length]),
    [
      ['internet', 'shop/*', 'allowed', 'all', 1],
      ['shop/*', 'shop/*', 'no-policy', 'all', 1],
      ['shop/*', 'data/db', 'no-policy', 'some', 2],
      ['internet', 'shop-two/web', 'no-policy', 'none', 1],
    ],
  );
});

test('folding loses no connection, whatever is folded', () => {
  for (const folded of ['', 'shop', 'data'])
    equal(foldNetwork(network, (name) => name === folded).edges.flatMap(({ edges }) => edges).length, 5);
});

const many = { nodes: Array.from({ length: mostNodes + 1 }, (_, index) => node(`n${index}/w`)), edges: [] };
const asked = { isGraph: false, namespace: '', fold: [], unfold: [] };

test('many workloads are folded but for the namespaces asked for', () => {
  const { byDefault, isFolded } = decideFolding(many, { ...asked, namespace: 'n2', unfold: ['n1'] });
  deepEqual([byDefault, ...['n0', 'n1', 'n2'].map(isFolded)], [true, true, false, false]);
});

test('few workloads are told one by one but for the namespaces asked for', () => {
  const { byDefault, isFolded } = decideFolding(network, { ...asked, fold: ['shop'] });
  deepEqual([byDefault, isFolded('shop'), isFolded('data')], [false, true, false]);
});

const ports: readonly (readonly [long: string, short: string])[] = [
  ['TCP 5432', '5432'],
  ['TCP 80, 443', '80 +1'],
  ['TCP 8000-8100', '8000…'],
  ['UDP 53; TCP 53', '53 +1'],
  ['every port', 'all'],
  ['something else', '•'],
];

for (const [long, short] of ports) test(`${long} is ${short} in a cell`, () => equal(shortenPorts(long), short));
