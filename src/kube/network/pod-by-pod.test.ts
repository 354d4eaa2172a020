/** The evaluator against a slow one that asks pod by pod and port by port, over generated policies of every kind. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Resource } from '../../model/resource.ts';
import { compileRequirements } from '../selector/label-selector.ts';
import { createReachability } from './create-reachability.ts';
import { isOpen, isWithin, type Concrete, type World } from './evaluate/pod-by-pod.ts';
import { protocols, type NetworkPolicy, type NetworkTier, type Protocol } from './network-policy.ts';
import { createPortSets } from './port-set.ts';
import type { End, PortSet, Reachability } from './reachability.ts';
import type { NodeSide, PodSide, Side } from './side.ts';

test('every connection of every generated estate is as the pod-by-pod evaluator says', () => {
  let verdicts = 0;
  let open = 0;
  fc.assert(
    fc.property(estates, ({ sides, tiers }) => {
      const reachability = createReachability({ sides, tiers });
      const world = { tiers, nodes: sides.filter((side) => side.kind === 'node') };
      const grouped = readConnections(reachability);
      const concretes = listConcretes(sides, reachability.ends);
      for (const [from, fromEnd] of concretes) {
        for (const [to, toEnd] of concretes) {
          const isSelf = from === to;
          const answer = reachability.ports(fromEnd, toEnd);
          for (const protocol of protocols) {
            for (const port of samplePorts) {
              const expected = isOpen(world, from, to, protocol, port);
              verdicts += 1;
              open += expected ? 1 : 0;
              const name = `${describe(from)} → ${describe(to)} ${protocol} ${port}`;
              if (fromEnd !== toEnd || isSelf || expected) assert.equal(has(answer, protocol, port), expected, name);
              if (isSelf) continue;
              if (fromEnd === toEnd)
                assert.equal(has(reachability.portsAmong(fromEnd), protocol, port), expected, name);
              assert.equal(has(grouped(fromEnd, toEnd), protocol, port), expected, `${name}, by groups`);
            }
          }
        }
      }
      checkExplanations(reachability, world);
      checkGroups(reachability);
    }),
    { numRuns: 300, seed: 6 },
  );
  assert.ok(verdicts > 100_000, `${verdicts} verdicts`);
  assert.ok(open > verdicts / 10 && open < (verdicts * 9) / 10, `${open} of ${verdicts} open: neither answer is rare`);
});

const samplePorts: readonly number[] = [1, 79, 80, 81, 443, 8080, 65_535];

const has = (set: PortSet, protocol: Protocol, port: number): boolean =>
  set.ranges[protocol].some(([first, last]) => first <= port && port <= last);

const describe = (one: Concrete): string => {
  switch (one.kind) {
    case 'pod':
      return `${one.side.namespace}/${one.side.place.name}[${one.index}]`;
    case 'node':
      return one.side.name;
    case 'address':
      return one.address;
    case 'domain':
      return one.name;
  }
};

/** Every pod, node, domain and some addresses, each with the one end that stands for it. */
const listConcretes = (sides: readonly Side[], ends: readonly End[]): readonly (readonly [Concrete, End])[] => {
  const only = (what: string, found: readonly End[]): End => {
    const [end] = found;
    assert.ok(end !== undefined && found.length === 1, `${what} is ${found.length} ends`);
    return end;
  };
  const inside = sides.flatMap((side): readonly (readonly [Concrete, End])[] => {
    const own = ends.filter((end) => end.side === side);
    if (side.kind === 'node') return [[{ kind: 'node', side }, only(side.name, own)]];
    if (side.pods.length === 0) {
      const pod = { name: '', addresses: [], node: null };
      return [[{ kind: 'pod', side, pod, index: 0 }, only(side.place.name, own)]];
    }
    return side.pods.map((pod, index) => [
      { kind: 'pod', side, pod, index },
      only(
        pod.name,
        own.filter((end) => end.pods.includes(index)),
      ),
    ]);
  });
  const outside = sampleAddresses.map((address): readonly [Concrete, End] => [
    { kind: 'address', address },
    only(
      address,
      ends.filter((end) => end.prefixes.some((prefix) => isWithin(address, prefix))),
    ),
  ]);
  const domains = ends.flatMap((end): readonly (readonly [Concrete, End])[] =>
    end.place.kind === 'domain' ? [[{ kind: 'domain', name: end.place.name }, end]] : [],
  );
  return [...inside, ...outside, ...domains];
};

/** What `connections()` and `ownNode` say of two ends. Fails where a pair of groups comes twice, or without anything open. */
const readConnections = (reachability: Reachability): ((from: End, to: End) => PortSet) => {
  const source = new Map(reachability.sources.flatMap((group) => group.ends.map((end) => [end, group] as const)));
  const target = new Map(reachability.targets.flatMap((group) => group.ends.map((end) => [end, group] as const)));
  const open = new Map([...source.values()].map((group) => [group, new Map<unknown, PortSet>()]));
  for (const { from, to, ports } of reachability.connections()) {
    assert.ok(!ports.isEmpty && open.get(from)?.has(to) === false);
    open.get(from)?.set(to, ports);
  }
  const { none, all } = createPortSets();
  return (from, to) => {
    if (reachability.ownNode(from).includes(to)) return all;
    const [sourceGroup, targetGroup] = [source.get(from), target.get(to)];
    return (sourceGroup && open.get(sourceGroup)?.get(targetGroup)) ?? none;
  };
};

const checkExplanations = (reachability: Reachability, world: World): void => {
  const { ends } = reachability;
  const sets = createPortSets();
  for (const from of ends) {
    for (const to of ends) {
      const answer = sets.adopt(reachability.ports(from, to));
      const because = reachability.explain(from, to);
      if (answer.isEmpty) {
        assert.deepEqual(because, []);
        continue;
      }
      const kinds = new Set(because.map(({ direction }) => direction));
      assert.deepEqual([...kinds].toSorted(), kinds.has('always') ? ['always'] : ['egress', 'ingress']);
      for (const kind of kinds) {
        const parts = because.filter(({ direction }) => direction === kind).map((one) => sets.adopt(one.ports));
        assert.equal(parts.reduce(sets.union, sets.none), answer);
        assert.ok(parts.every((part, at) => parts.slice(at + 1).every((other) => sets.intersect(part, other).isEmpty)));
      }
      for (const { reason } of because) {
        if (reason.kind !== 'rule') continue;
        assert.equal(reason.rule.action, 'allow');
        assert.ok(world.tiers.some(({ policies }) => policies.includes(reason.policy)));
      }
    }
  }
};

/** Groups divide the ends, and no two of them have the same answers. */
const checkGroups = (reachability: Reachability): void => {
  const { ends, sources, targets } = reachability;
  assert.equal(
    sources.flatMap((group) => group.ends).length,
    ends.filter(({ place }) => place.kind !== 'domain').length,
  );
  assert.deepEqual(new Set(targets.flatMap((group) => group.ends)), new Set(ends));
  const rows = new Map(sources.map((group) => [group, '']));
  const columns = new Map(targets.map((group) => [group, '']));
  for (const { from, to, ports } of reachability.connections()) {
    const text = JSON.stringify(ports.ranges);
    rows.set(from, `${rows.get(from)} ${targets.indexOf(to)}${text}`);
    columns.set(to, `${columns.get(to)} ${sources.indexOf(from)}${text}`);
  }
  assert.equal(new Set(rows.values()).size, rows.size, 'two groups of sources are alike');
  assert.equal(new Set(columns.values()).size, columns.size, 'two groups of targets are alike');
};

const sampleAddresses: readonly string[] = [
  '8.8.8.8',
  '10.0.0.1',
  '10.1.0.1',
  '10.1.2.3',
  '10.1.2.4',
  '192.168.0.7',
  'fd00::1',
  'fd00:1::1',
  '2001:db8::5',
];

const prefixes: readonly string[] = [
  '0.0.0.0/0',
  '::/0',
  '10.0.0.0/8',
  '10.1.0.0/16',
  '10.1.2.0/24',
  '10.1.2.3/32',
  '192.168.0.0/16',
  'fd00::/8',
  'fd00:1::/32',
  '2001:db8::/32',
];

const resource = (kind: string, name: string): Resource => ({
  ref: { apiVersion: 'policy.networking.k8s.io/v1alpha2', kind, namespace: null, name },
  object: {},
  origin: { kind: 'cluster', cluster: 'test', uid: name },
});

const labelTests = fc
  .array(
    fc.oneof(
      fc.record({
        key: fc.constantFrom('app', 'env'),
        operator: fc.constant('In' as const),
        values: fc.subarray(['a', 'b', 'c'], { minLength: 1 }),
      }),
      fc.record({
        key: fc.constant('env'),
        operator: fc.constantFrom('Exists' as const, 'DoesNotExist' as const),
        values: fc.constant([]),
      }),
    ),
    { maxLength: 1 },
  )
  .map(compileRequirements);

const namespaceTests = fc.oneof(
  fc.constant({ kind: 'all' } as const),
  fc.constantFrom('one', 'two', 'three').map((name) => ({ kind: 'named', name }) as const),
  labelTests.map((labels) => ({ kind: 'labels', labels }) as const),
);

const selectors = fc
  .record({
    namespaces: namespaceTests,
    labels: labelTests,
    accounts: fc.option(
      fc.tuple(labelTests, fc.subarray(['default', 'robot'])).map(([labels, names]) => ({ ...labels, names })),
      { nil: undefined, freq: 6 },
    ),
    hostNetwork: fc.boolean().chain((once) => (once ? fc.boolean() : fc.constant(false))),
  })
  .map(({ accounts, ...rest }) => (accounts === undefined ? rest : { ...rest, accounts }));

const peers = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ kind: 'everyone' } as const) },
  { weight: 5, arbitrary: selectors.map((pods) => ({ kind: 'pods', pods }) as const) },
  {
    weight: 4,
    arbitrary: fc
      .record({
        prefixes: fc.subarray([...prefixes], { minLength: 1, maxLength: 2 }),
        except: fc.subarray([...prefixes], { maxLength: 2 }),
        inside: fc.boolean(),
      })
      .map((rest) => ({ kind: 'addresses', ...rest }) as const),
  },
  { weight: 1, arbitrary: labelTests.map((labels) => ({ kind: 'nodes', labels }) as const) },
  { weight: 1, arbitrary: fc.constant({ kind: 'any-node' } as const) },
  {
    weight: 1,
    arbitrary: fc
      .subarray(['example.com', 'api.example.com', '*.example.com', 'example.org'], { minLength: 1, maxLength: 2 })
      .map((names) => ({ kind: 'domains', names }) as const),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'unknown', why: 'a test' } as const) },
);

const someProtocol = fc.option(fc.constantFrom(...protocols), { freq: 3 });

const portMatches = fc.oneof(
  fc
    .tuple(someProtocol, fc.constantFrom(1, 79, 80, 443, 8080), fc.constantFrom(0, 1, 400, 65_000))
    .map(
      ([protocol, first, more]) => ({ kind: 'range', protocol, first, last: Math.min(first + more, 65_535) }) as const,
    ),
  fc
    .tuple(someProtocol, fc.constantFrom('http', 'metrics'))
    .map(([protocol, name]) => ({ kind: 'named', protocol, name }) as const),
);

const rules = (actions: readonly ('allow' | 'deny' | 'pass')[]) =>
  fc.record({
    action: fc.constantFrom(...actions),
    path: fc.constant('spec.rules[0]'),
    peers: fc.array(peers, { maxLength: 2 }),
    ports: fc.option(fc.array(portMatches, { maxLength: 2 }), { freq: 2 }),
  });

const tiers = fc
  .constantFrom<readonly ['continue' | 'deny', readonly ('allow' | 'deny' | 'pass')[]]>(
    ['deny', ['allow']],
    ['deny', ['allow', 'deny', 'pass']],
    ['continue', ['allow', 'deny', 'pass']],
    ['continue', ['allow', 'deny']],
  )
  .chain(([atEnd, actions]): fc.Arbitrary<NetworkTier> => {
    const some = fc.option(fc.array(rules(actions), { maxLength: 3 }), { freq: 2 });
    const policy: fc.Arbitrary<NetworkPolicy> = fc.record({
      resource: fc.constant(resource('ClusterNetworkPolicy', 'policy')),
      subject: selectors,
      ingress: some,
      egress: some,
    });
    return fc.array(policy, { maxLength: 4 }).map((policies) => ({ name: 'tier', atEnd, policies }));
  });

const nodeNames: readonly string[] = ['node-1', 'node-2', 'node-3'];

const instances = fc.array(
  fc.record({
    name: fc.constant('pod'),
    addresses: fc.subarray(['10.0.0.9', '10.1.2.3', '10.1.2.9', 'fd00:1::9'], { maxLength: 2 }),
    node: fc.option(fc.constantFrom(...nodeNames), { freq: 3 }),
  }),
  { maxLength: 3 },
);

const podSides = fc
  .record({
    namespace: fc.constantFrom('one', 'two', 'three'),
    labels: fc.dictionary(fc.constantFrom('app', 'env'), fc.constantFrom('a', 'b', 'c'), { maxKeys: 2 }),
    serviceAccount: fc.constantFrom('default', 'robot'),
    hostNetwork: fc.integer({ min: 0, max: 4 }).map((one) => one === 0),
    everywhere: fc.integer({ min: 0, max: 3 }).map((one) => one === 0),
    ports: fc.array(
      fc.record({
        name: fc.constantFrom('http', 'metrics', ''),
        protocol: fc.constantFrom('TCP' as const, 'TCP' as const, 'UDP' as const),
        port: fc.constantFrom(79, 80, 443, 8080),
      }),
      { maxLength: 2 },
    ),
    pods: instances,
  })
  .map((side) => ({
    ...side,
    kind: 'pods' as const,
    serviceAccountLabels: { app: side.serviceAccount === 'robot' ? 'a' : 'b' },
  }));

const nodeSides = fc.subarray([...nodeNames]).chain((names) =>
  fc.tuple(
    ...names.map((name) =>
      fc.record({
        kind: fc.constant('node' as const),
        name: fc.constant(name),
        labels: fc.dictionary(fc.constant('env'), fc.constantFrom('a', 'b'), { maxKeys: 1 }),
        addresses: fc.subarray(['10.1.0.5', '192.168.0.9']),
        resource: fc.constant(resource('Node', name)),
      }),
    ),
  ),
);

const estates: fc.Arbitrary<{ readonly sides: readonly Side[]; readonly tiers: readonly NetworkTier[] }> = fc.record({
  sides: fc
    .tuple(fc.array(podSides, { minLength: 1, maxLength: 5 }), nodeSides)
    .map(([pods, nodes]): readonly Side[] => [
      ...pods.map((side, index): PodSide => {
        const made = resource('Deployment', `workload-${index}`);
        return {
          ...side,
          pods: side.pods.map((pod, at) => ({ ...pod, name: `pod-${index}-${at}` })),
          namespaceLabels: { env: side.namespace === 'one' ? 'a' : 'b', app: side.namespace },
          workload: made.ref,
          place: { namespace: side.namespace, name: made.ref.name, type: null },
          resource: made,
        };
      }),
      ...(nodes satisfies readonly NodeSide[]),
    ]),
  tiers: fc.array(tiers, { maxLength: 3 }),
});
