/** Turns needed flows into policies: at the source and at the destination, one policy a workload, DNS and one default-deny a namespace. */

import type { JsonObject } from '../../../model/json.ts';
import type { DnsAllow } from './find-dns-flows.ts';
import type { GeneratedNamespace, GeneratedPolicy, GeneratedRule } from './generated-policy.ts';
import {
  renderFlowEnd,
  toWorkloadKey,
  type FlowEnd,
  type FlowPort,
  type NeededFlow,
  type Workload,
} from './needed-flow.ts';
import { anyAddress } from './outside.ts';
import { uniquePorts } from './service-index.ts';

export interface PolicyRequest {
  /** The namespaces that get policies, each with its workloads that a policy can select. */
  readonly namespaces: ReadonlyMap<string, readonly Workload[]>;
  readonly flows: readonly NeededFlow[];
  readonly dns: DnsAllow;
  /** Names of policies that exist beside, by namespace: none of them is taken. */
  readonly taken: (namespace: string) => ReadonlySet<string>;
  /** A policy of the namespace lets all its pods ask DNS. */
  readonly hasDns: (namespace: string) => boolean;
  /** Namespaces that have a default-deny of the same shape already. */
  readonly denied: ReadonlySet<string>;
}

export const toPolicies = (request: PolicyRequest): readonly GeneratedNamespace[] => {
  const outgoing = groupBySelector(request.flows, ({ from }) => from);
  const incoming = groupBySelector(request.flows, ({ to }) => to);
  return [...request.namespaces].map(([namespace, workloads]) => {
    const isNamespaceWritten = workloads.some((workload) => workload.isNamespaceWritten);
    const names = createNames(request.taken(namespace));
    const allows = workloads.flatMap((workload): readonly GeneratedPolicy[] => {
      const key = toWorkloadKey(workload);
      const policy = toAllow(workload, incoming.get(key) ?? [], outgoing.get(key) ?? []);
      return policy === null ? [] : [{ ...policy, name: names(`allow-${workload.name}`, workload.kind) }];
    });
    const dns = request.hasDns(namespace)
      ? []
      : [{ ...toDnsAllow(request.dns, namespace), name: names('allow-dns', '') }];
    const deny = request.denied.has(namespace) ? [] : [{ ...defaultDeny, name: names('default-deny', '') }];
    return { namespace, isNamespaceWritten, policies: [...allows, ...dns, ...deny] };
  });
};

const groupBySelector = (
  flows: readonly NeededFlow[],
  endOf: (flow: NeededFlow) => FlowEnd,
): ReadonlyMap<string, readonly NeededFlow[]> => {
  const groups = new Map<string, NeededFlow[]>();
  for (const flow of flows) {
    const end = endOf(flow);
    if (end.kind !== 'workload' || end.workload.hostNetwork) continue;
    const key = toWorkloadKey(end.workload);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [flow]);
    else known.push(flow);
  }
  return groups;
};

/** A name is at most 253 characters (RFC 1123), and no two policies of a namespace have one. */
const createNames = (taken: ReadonlySet<string>): ((wanted: string, kind: string) => string) => {
  const given = new Set(taken);
  return (wanted, kind) => {
    // A name that the API server would refuse is a mistake of its own; no rule is lost for it.
    const stem = wanted
      .toLowerCase()
      .replaceAll(/[^a-z0-9.-]/g, '-')
      .replaceAll(/\.(?=[.-])|(?<=-)\./g, '-')
      .slice(0, 230)
      .replace(/[.-]{1,230}$/, '');
    let name = given.has(stem) && kind !== '' ? `${stem}-${kind.toLowerCase()}` : stem;
    for (let number = 2; given.has(name); number += 1) name = `${stem}-${number}`;
    given.add(name);
    return name;
  };
};

type Nameless = Omit<GeneratedPolicy, 'name'>;

const toAllow = (
  workload: Workload,
  incoming: readonly NeededFlow[],
  outgoing: readonly NeededFlow[],
): Nameless | null => {
  const ingress = toRules(incoming, 'from', workload.namespace);
  const egress = toRules(outgoing, 'to', workload.namespace);
  if (ingress.length === 0 && egress.length === 0) return null;
  const others = workload.alsoSelected;
  const shared =
    others.length === 0
      ? []
      : Object.keys(workload.selector).length === 0
        ? [`Its pods have no label that lasts: this selects every pod of the namespace. Label them and generate again.`]
        : [
            `The same labels select ${others.slice(0, 5).join(', ')}${others.length > 5 ? ' and others' : ''}: they are allowed the same.`,
          ];
  return {
    about: [`What ${workload.kind} ${workload.name} needs.`, ...shared],
    podSelector: toSelector(workload.selector),
    ingress,
    egress,
    isDefaultDeny: false,
  };
};

const toSelector = (labels: Readonly<Record<string, string>>): JsonObject =>
  Object.keys(labels).length === 0 ? {} : { matchLabels: labels };

/** One rule a peer, with every port it needs and everything that shows it. */
const toRules = (flows: readonly NeededFlow[], other: 'from' | 'to', namespace: string): readonly GeneratedRule[] => {
  const byPeer = Map.groupBy(
    flows.map((flow) => ({ flow, peer: toPeer(flow[other], namespace, other) })),
    // One rule for each host outside, though nobody knows their addresses yet: each is narrowed by itself.
    ({ flow, peer }) => `${flow[other].kind === 'addresses' ? flow[other].name : ''}\n${JSON.stringify(peer.peers)}`,
  );
  return [...byPeer.values()].flatMap((same): readonly GeneratedRule[] => {
    const [first] = same;
    if (first === undefined) return [];
    const because = new Map(same.map(({ flow }) => [flow.because.text, flow.because]));
    return [
      {
        peers: first.peer.peers,
        ports: sortPorts(uniquePorts(same.flatMap(({ flow }) => flow.ports))).map(({ protocol, port }) => ({
          protocol,
          port,
        })),
        because: [...because.values()],
        notes: [...new Set(same.flatMap(({ peer }) => peer.notes))],
      },
    ];
  });
};

const sortPorts = (ports: readonly FlowPort[]): readonly FlowPort[] => ports.toSorted((a, b) => a.port - b.port);

interface WrittenPeer {
  readonly peers: readonly JsonObject[] | null;
  readonly notes: readonly string[];
}

const toPeer = (end: FlowEnd, namespace: string, other: 'from' | 'to'): WrittenPeer => {
  switch (end.kind) {
    case 'workload': {
      const { workload } = end;
      if (workload.hostNetwork) {
        const notes = [`${renderFlowEnd(end)} has its node's address: no selector means it.`];
        return other === 'from' ? { peers: null, notes } : { peers: toBlocks(anyAddress('', '')), notes };
      }
      return { peers: [toPods(workload.selector, workload.namespace, namespace)], notes: [] };
    }
    case 'pods':
      return { peers: [toPods(end.labels, end.namespace, namespace)], notes: [] };
    case 'everyone':
      return { peers: null, notes: [] };
    case 'addresses':
      return { peers: toBlocks(end), notes: end.note === '' ? [] : [end.note] };
  }
};

/** The server gives every namespace this label (since Kubernetes 1.21). */
const nameLabel = 'kubernetes.io/metadata.name';

const toPods = (labels: Readonly<Record<string, string>>, of: string | null, own: string): JsonObject => ({
  ...(of === own ? {} : { namespaceSelector: of === null ? {} : { matchLabels: { [nameLabel]: of } } }),
  ...(Object.keys(labels).length === 0
    ? of === own
      ? { podSelector: {} }
      : {}
    : { podSelector: { matchLabels: labels } }),
});

const toBlocks = (end: FlowEnd): readonly JsonObject[] =>
  end.kind !== 'addresses'
    ? []
    : [...new Set(end.prefixes)].map((cidr) => {
        const inside = end.except.filter((prefix) => prefix.includes(':') === cidr.includes(':'));
        return { ipBlock: inside.length === 0 ? { cidr } : { cidr, except: inside } };
      });

const toDnsAllow = ({ namespace, labels, ports, prefixes, because }: DnsAllow, own: string): Nameless => {
  const written = ports.map(({ protocol, port }) => ({ protocol, port }));
  return {
    about: ['Every pod may ask DNS: over UDP, and over TCP for long answers.'],
    podSelector: {},
    ingress: [],
    egress: [
      { peers: [toPods(labels, namespace, own)], ports: written, because: [because], notes: [] },
      {
        peers: prefixes.map((cidr) => ({ ipBlock: { cidr } })),
        ports: [
          { protocol: 'UDP', port: 53 },
          { protocol: 'TCP', port: 53 },
        ],
        because: [],
        notes: ['NodeLocal DNSCache, where there is one: it answers at addresses of its node.'],
      },
    ],
    isDefaultDeny: false,
  };
};

const defaultDeny: Nameless = {
  about: ['Everything that no policy of this namespace allows is closed, in both directions. Apply it last.'],
  podSelector: {},
  ingress: [],
  egress: [],
  isDefaultDeny: true,
};
