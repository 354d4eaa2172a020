/** `vauban network reach` where there is too much to list: groups of places, and what nodes reach of their own. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCli } from './test-context.ts';

const toWorkload = (namespace: string, name: string): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: {namespace: ${namespace}, name: ${name}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {containers: [{name: ${name}, image: ${name}, ports: [{containerPort: 80}]}]}
`;

const closed = `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {namespace: shop, name: closed}
spec: {podSelector: {}, policyTypes: [Ingress]}
`;

const reach = (words: readonly string[], standardInput: string) =>
  runCli(['network', 'reach', '-', ...words], { standardInput });

interface Row {
  readonly from: string;
  readonly to: string;
  readonly protocol: string;
  readonly ports: readonly (readonly [number, number])[];
}

interface Told {
  readonly connections: readonly Row[];
  readonly itself?: readonly Row[];
  readonly groups?: Readonly<Record<string, readonly string[]>>;
}

const readJson = async (standardInput: string): Promise<Told> =>
  JSON.parse((await reach(['-o', 'json'], standardInput)).output) as Told;

/** Each connection as a text; of groups, what they mean. Ports of one pair in several rows add up. */
const unfold = ({ groups = {}, connections, itself = [] }: Told): readonly string[] => {
  const found = new Map<string, [number, number][]>();
  const add = (from: string, to: string, protocol: string, ports: Row['ports']): void => {
    const key = `${from} ${to} ${protocol}`;
    found.set(key, [...(found.get(key) ?? []), ...ports.map(([first, last]): [number, number] => [first, last])]);
  };
  for (const { from, to, protocol, ports } of connections) {
    for (const source of groups[from] ?? []) {
      for (const target of groups[to] ?? []) if (source !== target) add(source, target, protocol, ports);
    }
  }
  for (const { from, to, protocol, ports } of itself) add(from, to, protocol, ports);
  return [...found].map(([key, ports]) => `${key} ${JSON.stringify(joinRanges(ports))}`).toSorted();
};

const joinRanges = (ranges: [number, number][]): readonly (readonly [number, number])[] => {
  const joined: [number, number][] = [];
  for (const [first, last] of ranges.toSorted(([a], [b]) => a - b)) {
    const before = joined.at(-1);
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else joined.push([first, last]);
  }
  return joined;
};

const readLines = async (text: string): Promise<readonly string[]> =>
  (await reach(['--expand'], text)).output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
    .map(({ from, to, protocol, ports }) => `${from} ${to} ${protocol} ${JSON.stringify(ports)}`);

test('above a hundred thousand connections the JSON tells groups, which mean the same as each connection by itself', async () => {
  const names = Array.from({ length: 200 }, (_, index) => `w${index}`);
  const many = `${names.map((name) => toWorkload('many', name)).join('')}${closed.replaceAll('shop', 'many').replace('podSelector: {}', 'podSelector: {matchLabels: {app: w7}}')}`;
  const answer = await readJson(many);
  assert.ok(answer.groups !== undefined);
  const lines = await readLines(many);
  assert.deepEqual(unfold(answer), lines.toSorted());
  // Each workload reaches itself, the others but w7, and everything outside: three protocols each.
  assert.equal(lines.length, 3 * (200 + 200 * 199 - 199 + 200 + 199));
});

const nodes = ['a', 'b'].map((name) => `---\napiVersion: v1\nkind: Node\nmetadata: {name: ${name}}\n`).join('');
const toPod = (name: string, app: string, more: string): string => `---
apiVersion: v1
kind: Pod
metadata: {namespace: shop, name: ${name}, labels: {app: ${app}}, ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: ${app}, controller: true}]}
spec: {${more}, containers: [{name: c, image: c}]}
`;

test('what stands on a node is one group for the node, whatever else is grouped', async () => {
  const names = Array.from({ length: 190 }, (_, index) => `w${index}`);
  const text = `${nodes}${closed.replace('podSelector: {}', 'podSelector: {matchExpressions: [{key: app, operator: In, values: [w0, w1, w2, w3]}]}')}${names
    .flatMap((name, index) => [
      toPod(`${name}-0`, name, `nodeName: ${index % 2 === 0 ? 'a' : 'b'}`),
      toPod(`${name}-1`, name, 'nodeName: b'),
    ])
    .join('')}${toPod('proxy-0', 'proxy', 'nodeName: a, hostNetwork: true')}`;
  const answer = await readJson(text);
  const { groups = {}, connections } = answer;
  assert.deepEqual(unfold(answer), (await readLines(text)).toSorted());
  const own = connections.filter(({ from, protocol }) => groups[from]?.join() === 'node//a' && protocol === 'TCP');
  assert.deepEqual(
    own.map(({ to }) => groups[to]?.filter((place) => /\/w[0-3]$/.test(place))),
    [['workload/shop/w0', 'workload/shop/w2']],
  );
});

test('in the picture of a cluster, what nodes reach of their own is said once, and for one destination exactly', async () => {
  const text = `${nodes}${closed}${toPod('db-0', 'db', 'nodeName: a')}${toPod('web-0', 'web', 'nodeName: b')}${toPod('proxy-0', 'proxy', 'nodeName: b, hostNetwork: true')}`;
  assert.match(
    (await reach([], text)).output,
    /\n\nBesides, whatever has the network of a node always reaches the pods on that node: shop\/proxy and every node\.\n\n/,
  );
  const { output } = await reach(['--to', 'shop/web'], text);
  assert.match(output, /^To shop\/web\n {2}every port {6}from shop\/proxy and node b\n\n/);
});
