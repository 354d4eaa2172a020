/** Connections of workloads in one form for both sides of the comparison, and as np-guard's analyser prints them. */

import { parseIpAddress } from '../../src/lang/go/ip-address.ts';
import { protocols, type Protocol } from '../../src/kube/network/network-policy.ts';
import { createPortSets, toRanges, type PortRange } from '../../src/kube/network/port-set.ts';
import type { PortSet } from '../../src/kube/network/reachability.ts';

/** What is allowed, by who talks to whom; of what is outside, by ranges of IPv4 addresses in order. Equal texts mean the same. */
export type Connections = ReadonlyMap<string, string>;

export const portSets = createPortSets();

export interface Gathering {
  add(from: Party, to: Party, ports: PortSet): void;
  take(): Connections;
}

export type Party =
  | { readonly kind: 'workload'; readonly name: string }
  /** IPv4 alone: the analyser knows no other. Both ends included. */
  | { readonly kind: 'addresses'; readonly first: bigint; readonly last: bigint };

/** Joins what is said in several rows; address ranges are cut and joined again, so that only what they mean is compared. */
export const createGathering = (): Gathering => {
  const inside = new Map<string, PortSet>();
  const outside = new Map<string, { first: bigint; last: bigint; ports: PortSet }[]>();
  return {
    add(from, to, ports) {
      if (ports.isEmpty) return;
      if (from.kind === 'workload' && to.kind === 'workload') {
        const key = `${from.name} => ${to.name}`;
        inside.set(key, portSets.union(inside.get(key) ?? portSets.none, ports));
        return;
      }
      const addresses = from.kind === 'addresses' ? from : to.kind === 'addresses' ? to : null;
      const workload = from.kind === 'workload' ? from : to.kind === 'workload' ? to : null;
      if (addresses === null || workload === null) return;
      const key = from.kind === 'workload' ? `${workload.name} => outside` : `outside => ${workload.name}`;
      const known = outside.get(key) ?? [];
      outside.set(key, known);
      known.push({ first: addresses.first, last: addresses.last, ports });
    },
    take() {
      const all = [...inside].map(([key, ports]): [string, string] => [key, renderPorts(ports)]);
      for (const [key, parts] of outside) all.push([key, renderAddresses(parts)]);
      return new Map(all.toSorted(([a], [b]) => (a < b ? -1 : 1)));
    },
  };
};

const renderAddresses = (
  parts: readonly { readonly first: bigint; readonly last: bigint; readonly ports: PortSet }[],
): string => {
  const cuts = [...new Set(parts.flatMap(({ first, last }) => [first, last + 1n]))].toSorted((a, b) =>
    a < b ? -1 : 1,
  );
  const pieces: { first: bigint; last: bigint; ports: string }[] = [];
  for (const [index, first] of cuts.slice(0, -1).entries()) {
    const last = (cuts[index + 1] ?? 0n) - 1n;
    const ports = renderPorts(
      parts
        .filter((part) => part.first <= first && last <= part.last)
        .reduce((union, part) => portSets.union(union, part.ports), portSets.none),
    );
    if (ports === '') continue;
    const before = pieces.at(-1);
    if (before?.ports === ports && before.last + 1n === first) before.last = last;
    else pieces.push({ first, last, ports });
  }
  return pieces.map(({ first, last, ports }) => `${toIpv4(first)}-${toIpv4(last)} ${ports}`).join('; ');
};

const toIpv4 = (bits: bigint): string => [24n, 16n, 8n, 0n].map((shift) => String((bits >> shift) & 0xffn)).join('.');

const renderPorts = (ports: PortSet): string =>
  ports.isAll
    ? 'all'
    : toRanges(ports)
        .map(({ protocol, first, last }) => `${protocol ?? ''} ${first}-${last}`)
        .join(', ');

/** A text of np-guard's `connlist`; networks beside the pod network (user-defined, secondary) keep their names in the rows. */
export const parseConnlist = (text: string): Connections => {
  const gathering = createGathering();
  let network = '';
  for (const line of text.split('\n')) {
    const section = /^Permitted connectivity analyzed in (.*):$/.exec(line)?.[1];
    if (section !== undefined) network = section === 'Pod network' ? '' : ` in ${section}`;
    const row = /^(.*) => (.*) : (.*)$/.exec(line);
    if (row === null) continue;
    const [, from = '', to = '', ports = ''] = row;
    gathering.add(toParty(from, network), toParty(to, network), toPorts(ports));
  }
  return gathering.take();
};

const toParty = (text: string, network: string): Party => {
  const external = /^([0-9.]+)-([0-9.]+)\[External\]$/.exec(text);
  return external === null
    ? { kind: 'workload', name: text + network }
    : { kind: 'addresses', first: toBits(external[1] ?? ''), last: toBits(external[2] ?? '') };
};

export const toBits = (text: string): bigint => {
  const parsed = parseIpAddress(text);
  if (parsed.kind === 'defect') throw new Error(`${text} is no address: ${parsed.message}`);
  return parsed.value.bits;
};

/** `All Connections`, or `SCTP 1-65535,TCP 80,8080-8090`: a protocol stands before its first range alone. */
const toPorts = (text: string): PortSet => {
  if (text === 'All Connections') return portSets.all;
  const ranges: PortRange[] = [];
  let protocol: Protocol | undefined;
  for (const word of text.split(/[ ,]/)) {
    const named = protocols.find((name) => name === word);
    if (named !== undefined) protocol = named;
    else {
      const [, first = '', last = first] = /^(\d+)(?:-(\d+))?$/.exec(word) ?? [];
      if (first === '' || protocol === undefined) throw new Error(`${text} is no list of ports`);
      ranges.push({ protocol, first: Number(first), last: Number(last) });
    }
  }
  return portSets.of(ranges);
};
