/** The facts of Kubernetes' networks that are usually got wrong, one case each. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createReachability } from './create-reachability.ts';
import { admin, block, everyone, from, node, on, pod, pods, policy, rule, usual } from './evaluate/example-network.ts';
import type { NetworkTier } from './network-policy.ts';
import { renderPlace } from './place.ts';
import type { End, PortSet, Reachability } from './reachability.ts';
import type { Side } from './side.ts';

interface Case {
  readonly name: string;
  readonly sides: readonly Side[];
  readonly tiers: readonly NetworkTier[];
  /** From, to, ports; every end of the place is asked, and the answers are put together. */
  readonly expected: readonly (readonly [from: string, to: string, ports: string])[];
}

const web = pod('web');
const db = pod('db', { ports: [{ name: 'sql', protocol: 'TCP', port: 5432 }] });
const host = pod('host', { hostNetwork: true, pods: [on('node-1', '172.16.0.1')] });

const cases: readonly Case[] = [
  {
    name: 'a pod that no policy selects is open in that direction, and so is one whose policy is about the other',
    sides: [web, db],
    tiers: [usual(policy(pods('web'), { ingress: [] }))],
    expected: [
      ['workload/shop/web', 'workload/shop/db', 'all'],
      ['workload/shop/db', 'workload/shop/web', ''],
      ['workload/shop/web', 'internet//', 'all'],
    ],
  },
  {
    name: 'what any of several policies allows is allowed',
    sides: [web, db],
    tiers: [
      usual(
        policy(pods('db'), { ingress: [] }),
        policy(pods('db'), { ingress: [rule(from('web'), 80)] }),
        policy(pods('db'), { ingress: [rule(from('web'), 443), rule(from('web'), 81)] }),
      ),
    ],
    expected: [['workload/shop/web', 'workload/shop/db', 'TCP 80-81, TCP 443']],
  },
  {
    name: 'both directions must allow: the ports are those of both',
    sides: [web, db],
    tiers: [
      usual(
        policy(pods('web'), {
          egress: [{ ...rule(from('db')), ports: [{ kind: 'range', protocol: null, first: 1, last: 100 }] }],
        }),
        policy(pods('db'), {
          ingress: [{ ...rule(from('web')), ports: [{ kind: 'range', protocol: 'UDP', first: 53, last: 200 }] }],
        }),
      ),
    ],
    expected: [['workload/shop/web', 'workload/shop/db', 'UDP 53-100']],
  },
  {
    name: 'a named port of an egress rule is the port of that name at the destination, not at the sender',
    sides: [pod('web', { ports: [{ name: 'sql', protocol: 'TCP', port: 1 }] }), db, pod('other')],
    tiers: [usual(policy(pods('web'), { egress: [rule(everyone, 'sql')] }))],
    expected: [
      ['workload/shop/web', 'workload/shop/db', 'TCP 5432'],
      ['workload/shop/web', 'workload/shop/other', ''],
      ['workload/shop/web', 'internet//', ''],
    ],
  },
  {
    name: 'a port of the name with another protocol is not meant',
    sides: [web, pod('db', { ports: [{ name: 'sql', protocol: 'UDP', port: 5432 }] })],
    tiers: [usual(policy(pods('db'), { ingress: [rule(everyone, 'sql')] }))],
    expected: [['workload/shop/web', 'workload/shop/db', '']],
  },
  {
    name: 'a pod reaches itself, whatever the policies say',
    sides: [web, db],
    tiers: [usual(policy(pods(), { ingress: [], egress: [] }))],
    expected: [
      ['workload/shop/web', 'workload/shop/web', 'all'],
      ['workload/shop/web', 'workload/shop/db', ''],
    ],
  },
  {
    name: 'a pod with the network of its host is selected by no policy, and is no peer as a pod',
    sides: [host, web],
    tiers: [usual(policy(pods(), { ingress: [rule(from())], egress: [] }))],
    expected: [
      ['workload/shop/host', 'workload/shop/web', ''],
      ['internet//', 'workload/shop/host', 'all'],
      ['workload/shop/host', 'internet//', 'all'],
    ],
  },
  {
    name: 'a pod with the network of its host is its address, where it is known',
    sides: [host, web],
    tiers: [usual(policy(pods('web'), { ingress: [rule(block('172.16.0.0/12'), 80)] }))],
    expected: [['workload/shop/host', 'workload/shop/web', 'TCP 80']],
  },
  {
    name: 'a node, and what shares its network, always reach the pods on it and not those on others',
    sides: [node('node-1'), node('node-2'), host, pod('web', { pods: [on('node-1', '10.0.0.1')] })],
    tiers: [usual(policy(pods('web'), { ingress: [] }))],
    expected: [
      ['node//node-1', 'workload/shop/web', 'all'],
      ['node//node-2', 'workload/shop/web', ''],
      ['workload/shop/host', 'workload/shop/web', 'all'],
    ],
  },
  {
    name: 'a DaemonSet that runs everywhere with the network of the host reaches every pod from its own node',
    sides: [pod('agent', { hostNetwork: true, everywhere: true }), pod('proxy', { hostNetwork: true }), web],
    tiers: [usual(policy(pods('web'), { ingress: [] }))],
    expected: [
      ['workload/shop/agent', 'workload/shop/web', 'all'],
      ['workload/shop/proxy', 'workload/shop/web', ''],
    ],
  },
  {
    name: 'a block of addresses is a pod whose address lies in it, and never one whose address nobody knows',
    sides: [
      pod('web', { pods: [on('a', '10.0.0.7')] }),
      pod('new'),
      pod('v6', { pods: [on('a', '10.9.0.1', 'fd00::7')] }),
      db,
    ],
    tiers: [
      usual(
        policy(pods('db'), { ingress: [rule(block('10.0.0.0/24', '10.0.0.8/30'), 80), rule(block('fd00::/64'), 6)] }),
      ),
    ],
    expected: [
      ['workload/shop/web', 'workload/shop/db', 'TCP 80'],
      ['workload/shop/new', 'workload/shop/db', ''],
      ['workload/shop/v6', 'workload/shop/db', 'TCP 6'],
      ['cidr//10.0.0.0/29', 'workload/shop/db', 'TCP 80'],
      ['cidr//10.0.0.8/30', 'workload/shop/db', ''],
      ['cidr//fd00::/64', 'workload/shop/db', 'TCP 6'],
      ['internet//', 'workload/shop/db', ''],
    ],
  },
  {
    name: 'what is left out of a block is left out, and another rule may still let it in',
    sides: [db],
    tiers: [
      usual(
        policy(pods('db'), { ingress: [rule(block('0.0.0.0/0', '10.0.0.0/8'), 80), rule(block('10.1.0.0/16'), 81)] }),
      ),
    ],
    expected: [
      ['cidr//10.0.0.0/16', 'workload/shop/db', ''],
      ['cidr//10.1.0.0/16', 'workload/shop/db', 'TCP 81'],
      ['internet//', 'workload/shop/db', 'TCP 80'],
    ],
  },
  {
    name: 'the first rule of an administrator that fits decides, before every NetworkPolicy',
    sides: [web, db],
    tiers: [
      admin(
        policy(pods('db', null), { ingress: [rule(from('web'), 80, 'allow')] }),
        policy(pods('db', null), { ingress: [rule(from('web'), 80, 'deny'), rule(from('web'), 443, 'deny')] }),
      ),
      usual(policy(pods('db'), { ingress: [rule(from('web'), 443), rule(from('web'), 22)] })),
    ],
    expected: [['workload/shop/web', 'workload/shop/db', 'TCP 22, TCP 80']],
  },
  {
    name: 'Pass leaves the rest of the tier out, and the next one decides',
    sides: [web, db],
    tiers: [
      admin(policy(pods('db'), { ingress: [rule(from('web'), 80, 'pass'), rule(everyone, null, 'deny')] })),
      usual(policy(pods('db'), { ingress: [rule(from('web'), 80), rule(from('web'), 81)] })),
    ],
    expected: [['workload/shop/web', 'workload/shop/db', 'TCP 80']],
  },
  {
    name: 'the baseline is asked where no NetworkPolicy selects the pod, and not where one does',
    sides: [web, db, pod('open')],
    tiers: [
      usual(policy(pods('db'), { ingress: [rule(from('web'), 80)] })),
      admin(policy(pods(), { ingress: [rule(everyone, 80, 'deny')] })),
    ],
    expected: [
      ['workload/shop/web', 'workload/shop/db', 'TCP 80'],
      ['workload/shop/web', 'workload/shop/open', 'all but TCP 80'],
    ],
  },
  {
    name: 'a peer that nobody understands opens nothing, and keeps a denial from nobody',
    sides: [web, db, pod('open')],
    tiers: [
      admin(
        policy(pods('db'), {
          ingress: [rule({ kind: 'unknown', why: '' }, 80, 'allow'), rule({ kind: 'unknown', why: '' }, 81, 'deny')],
        }),
      ),
      usual(policy(pods('db'), { ingress: [rule(from('web'), 81), rule(from('web'), 82)] })),
    ],
    expected: [['workload/shop/web', 'workload/shop/db', 'TCP 82']],
  },
  {
    name: 'a domain is an end of its own, reached by its name, by a pattern, and by all addresses',
    sides: [web, db],
    tiers: [
      usual(
        policy(pods('web'), {
          egress: [
            rule({ kind: 'domains', names: ['*.example.com'] }, 443),
            rule({ kind: 'domains', names: ['a.example.com'] }, 80),
          ],
        }),
        policy(pods('db'), { egress: [rule(block('0.0.0.0/0'), 25), rule(block('10.0.0.0/8'), 26)] }),
      ),
    ],
    expected: [
      ['workload/shop/web', 'domain//a.example.com', 'TCP 80, TCP 443'],
      ['workload/shop/web', 'domain//*.example.com', 'TCP 443'],
      ['workload/shop/db', 'domain//a.example.com', 'TCP 25'],
      ['workload/shop/web', 'internet//', ''],
    ],
  },
];

const renderPorts = (set: PortSet): string => {
  if (set.isAll) return 'all';
  const [first, second] = set.ranges.TCP;
  if (!set.ranges.UDP.every(([from]) => from > 1) || set.ranges.SCTP[0]?.[0] === 1) {
    return `all but TCP ${(first?.[1] ?? 0) + 1}${(first?.[1] ?? 0) + 2 === second?.[0] ? '' : ' and more'}`;
  }
  return (['TCP', 'UDP', 'SCTP'] as const)
    .flatMap((protocol) => set.ranges[protocol].map(([a, b]) => `${protocol} ${a}${a === b ? '' : `-${b}`}`))
    .join(', ');
};

const endsAt = ({ ends }: Reachability, place: string): readonly End[] => {
  const found = ends.filter((end) => renderPlace(end.place) === place);
  assert.ok(found.length > 0, `there is no ${place} among ${ends.map((end) => renderPlace(end.place)).join(' ')}`);
  return found;
};

for (const { name, sides, tiers, expected } of cases) {
  test(name, () => {
    const reachability = createReachability({ sides, tiers });
    for (const [source, target, ports] of expected) {
      const answers = endsAt(reachability, source).flatMap((a) =>
        endsAt(reachability, target).map((b) => renderPorts(reachability.ports(a, b))),
      );
      const open = answers.filter((answer) => answer !== '');
      assert.equal([...new Set(open)].join(' or '), ports, `${source} → ${target}`);
    }
  });
}

test('an answer says which rule let which ports through, and what was never asked', () => {
  const ingress = [rule(from('web'), 80), rule(from('web'), 81)];
  const reachability = createReachability({
    sides: [web, db],
    tiers: [
      admin(policy(pods('db'), { ingress: [rule(everyone, 81, 'deny')] })),
      usual(policy(pods('db'), { ingress })),
    ],
  });
  const [a, b] = [endsAt(reachability, 'workload/shop/web')[0], endsAt(reachability, 'workload/shop/db')[0]];
  assert.ok(a !== undefined && b !== undefined);
  const because = reachability.explain(a, b);
  assert.deepEqual(
    because.map(({ direction, ports, reason }) => [direction, renderPorts(ports), reason.kind]),
    [
      ['egress', 'TCP 80', 'not-selected'],
      ['ingress', 'TCP 80', 'rule'],
    ],
  );
  const [, allowed] = because;
  assert.equal(allowed?.reason.kind === 'rule' && allowed.reason.rule, ingress[0]);
  assert.deepEqual(
    reachability.explain(b, b).map(({ direction, reason }) => [direction, reason.kind]),
    [['always', 'itself']],
  );
});

test('two evaluations share nothing, and their port sets can be told to be equal', () => {
  const made = () =>
    createReachability({ sides: [web, db], tiers: [usual(policy(pods('db'), { ingress: [rule(everyone, 80)] }))] });
  const [one, other] = [made(), made()];
  const ask = (reachability: Reachability): PortSet => {
    const [a, b] = reachability.ends;
    assert.ok(a !== undefined && b !== undefined);
    return reachability.ports(a, b);
  };
  assert.notEqual(ask(one), ask(other));
  assert.deepEqual(ask(one).ranges, ask(other).ranges);
});
