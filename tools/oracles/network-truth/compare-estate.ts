/** Test support: one estate's answers of the command line against the truth, verdict by verdict. */

import type { Random } from '../api-server/random.ts';
import { isInside, listBorders } from './addresses.ts';
import { askReach, askRows, createTable, isWithin, toText, type Row, type Table } from './ask-reach.ts';
import { hasUnknownPeer, isAllowed, listTypes, type Party } from './decide.ts';
import type { GeneratedEstate } from './generate-estate.ts';
import { protocolNames, type ClusterRule, type Manifest, type PolicySpec } from './manifest.ts';
import { readWorld, type TruePod, type World } from './read-world.ts';

export interface Tally {
  verdicts: number;
  allowed: number;
  readonly differences: string[];
}

export interface Compared {
  readonly name: string;
  readonly estate: GeneratedEstate;
  readonly random: Random;
}

export const compareEstate = async ({ name, estate, random }: Compared, tally: Tally): Promise<void> => {
  const before = tally.differences.length;
  const world = readWorld(estate.manifests, estate.refused);
  const text = toText(estate.manifests);
  const tell = (difference: string): void => {
    if (tally.differences.length < before + 12) tally.differences.push(`${name}: ${difference}`);
  };
  const byPod = await askReach(text, ['--pods']);
  const probes = listProbes(world, byPod.internet.except, random);
  const verdicts = decideAll(world, probes);
  const isPartial = estate.refused.size > 0 || text.includes('"identities"');
  if (byPod.complete === isPartial) tell(`complete is ${byPod.complete}: ${JSON.stringify(byPod.partial)}`);
  const wordless = new Set([...world.pods, ...world.nodes].map(({ place }) => place));
  for (const place of new Set(byPod.connections.flatMap(({ from, to }) => [from, to]))) {
    if (!/^(?:cidr|internet|domain)\//.test(place) && !wordless.has(place)) tell(`${place} does not exist`);
  }
  comparePods(verdicts, createTable(byPod.connections, byPod.internet.except, placeOf), tally, tell);
  const byWorkload = await askReach(text);
  compareWorkloads(verdicts, createTable(byWorkload.connections, byWorkload.internet.except, workloadOf), tally, tell);
  for (const [words, rows] of [
    [['--pods'], byPod.connections],
    [[], byWorkload.connections],
  ] as const) {
    const streamed = await askRows(text, words);
    if (toSet(streamed) !== toSet(rows)) tell(`--expand ${words.join(' ')} says something else than -o json`);
  }
  await compareListening(world, text, byPod.connections, tally, tell);
  const questions = [...random.sample(verdicts, 5), ...drawQuestions(world, probes, random)];
  await compareQuestions(text, questions, tally, tell);
};

type Tell = (difference: string) => void;

export const toSet = (rows: readonly Row[]): string =>
  rows
    .map(({ from, to, protocol, ports }) => `${from} ${to} ${protocol} ${JSON.stringify(ports)}`)
    .toSorted()
    .join('\n');

export const placeOf = (party: Party): string => {
  if (party.kind === 'domain') return `domain//${party.name}`;
  if (party.kind === 'internet') return 'internet//';
  return party.kind === 'address' ? party.address : party.place;
};

export const workloadOf = (party: Party): string => (party.kind === 'pod' ? party.workload : placeOf(party));

export interface Probes {
  readonly parties: readonly Party[];
  readonly ports: readonly number[];
  /** Addresses of the internet, which is one place for both families: each is a question of its own. */
  readonly single: readonly Party[];
}

/** Every pod and node, addresses at the borders of all prefixes that are named, and ports at the borders of all ranges. */
export const listProbes = (world: World, except: readonly string[], random: Random): Probes => {
  const text = JSON.stringify(world, leaveOutUnread);
  const listed = (pattern: RegExp): readonly string[] => [
    ...new Set([...text.matchAll(pattern)].map(([, one = '']) => one)),
  ];
  const named = listed(/"([0-9a-f.:]+\/[1-9]\d*)"/g);
  const inside = [...world.pods, ...world.nodes].flatMap(({ addresses }) => addresses);
  const borders = ['8.8.8.8', '1.1.1.1', '2606:4700::1111', ...named.flatMap(listBorders)];
  const addresses = [...new Set(borders)].filter((address) => !inside.some((own) => isInside(own, address)));
  const isNamed = (address: string): boolean => except.some((prefix) => isInside(address, prefix));
  // Where nothing is of IPv6, the internet is that of IPv4.
  const family = /"[0-9a-f]*:[0-9a-f]*:[0-9a-f:]*(?:\/\d+)?"/.test(text) ? 'any' : 4;
  const numbers = listed(/"(?:port|endPort|number|start|end|containerPort)":(\d+)/g).map(Number);
  const ports = [...new Set([1, 65_535, ...numbers.flatMap((port) => [port - 1, port, port + 1])])].filter(
    (port) => port >= 1 && port <= 65_535,
  );
  return {
    parties: [
      ...world.pods,
      ...world.nodes,
      ...random.sample(addresses.filter(isNamed), 6).map(toParty),
      { kind: 'internet', family },
      ...listed(/"((?:\*\.|api\.)?example\.(?:com|org))"/g).map((name): Party => ({ kind: 'domain', name, family })),
    ],
    ports: random.sample(ports, 9),
    single: addresses.filter((address) => !isNamed(address)).map(toParty),
  };
};

/** Rules of a direction that a NetworkPolicy is not about are as if they were not there, and peers beside one that nobody knows. */
const leaveOutUnread = (key: string, value: unknown): unknown => {
  const rule = value as ClusterRule | null;
  if (typeof rule === 'object' && rule?.action !== undefined && hasUnknownPeer(rule)) return {};
  const policy = value as Manifest | null;
  if (policy?.kind !== 'NetworkPolicy' || key === 'metadata') return value;
  const { ingress, egress, ...rest } = policy.spec as PolicySpec;
  const types = listTypes(policy);
  return {
    spec: { ...rest, ...(types.has('ingress') ? { ingress } : {}), ...(types.has('egress') ? { egress } : {}) },
  };
};

const toParty = (address: string): Party => ({ kind: 'address', address });

export interface Verdict {
  readonly from: Party;
  readonly to: Party;
  readonly protocol: Row['protocol'];
  readonly port: number;
  readonly allowed: boolean;
}

/** Between what is outside of all pods nothing is asked: no policy is about it. */
export const decideAll = (world: World, { parties, ports }: Probes): readonly Verdict[] =>
  parties.flatMap((from) =>
    parties.flatMap((to) =>
      (from.kind !== 'pod' && to.kind !== 'pod') || from.kind === 'domain'
        ? []
        : protocolNames.flatMap((protocol) =>
            ports.map((port) => ({
              from,
              to,
              protocol,
              port,
              allowed: isAllowed(world, { from, to, protocol, port }),
            })),
          ),
    ),
  );

const comparePods = (verdicts: readonly Verdict[], table: Table, tally: Tally, tell: Tell): void => {
  for (const { from, to, protocol, port, allowed } of verdicts) {
    tally.verdicts += 1;
    if (allowed) tally.allowed += 1;
    const said = isWithin(table.ports(from, to, protocol), port);
    if (said !== allowed)
      tell(
        `${placeOf(from)} to ${placeOf(to)} ${protocol} ${port}: ${allowed ? 'allowed' : 'closed'}, and Vauban says otherwise`,
      );
  }
};

const compareWorkloads = (verdicts: readonly Verdict[], table: Table, tally: Tally, tell: Tell): void =>
  comparePods([...joinWorkloads(verdicts).values()], table, tally, (difference) => tell(`of workloads: ${difference}`));

/** Of workloads the answer is what any pod of the one may at any pod of the other. */
export const joinWorkloads = (verdicts: readonly Verdict[]): ReadonlyMap<string, Verdict> => {
  const union = new Map<string, Verdict>();
  for (const verdict of verdicts) {
    const key = `${workloadOf(verdict.from)} ${workloadOf(verdict.to)} ${verdict.protocol} ${verdict.port}`;
    if (verdict.allowed || !union.has(key)) union.set(key, verdict);
  }
  return union;
};

/** What containers declare, and nothing else, of every connection that is allowed. */
const compareListening = async (
  world: World,
  text: string,
  rows: readonly Row[],
  tally: Tally,
  tell: Tell,
): Promise<void> => {
  const { connections } = await askReach(text, ['--pods', '--listening']);
  const pods = new Map(world.pods.map((pod): [string, TruePod] => [pod.place, pod]));
  const said = new Map(connections.map((row) => [`${row.from} ${row.to} ${row.protocol}`, row.ports]));
  for (const { from, to, protocol, ports } of rows) {
    const pod = pods.get(to);
    const listening = said.get(`${from} ${to} ${protocol}`) ?? [];
    const isRight =
      pod === undefined
        ? JSON.stringify(listening) === JSON.stringify(ports)
        : JSON.stringify(spread(listening)) ===
          JSON.stringify(
            [
              ...new Set(
                pod.ports
                  .filter((own) => own.protocol === protocol && isWithin(ports, own.port))
                  .map(({ port }) => port),
              ),
            ].toSorted((a, b) => a - b),
          );
    tally.verdicts += 1;
    if (!isRight) tell(`--listening: ${from} to ${to} ${protocol}: ${JSON.stringify(listening)}`);
  }
  if (
    connections.some(
      ({ from, to, protocol }) => !rows.some((row) => row.from === from && row.to === to && row.protocol === protocol),
    )
  ) {
    tell('--listening says more than what is allowed');
  }
};

const spread = (ports: Row['ports']): readonly number[] =>
  ports.flatMap(([first, last]) =>
    Array.from({ length: Math.min(last - first + 1, 1000) }, (_, index) => first + index),
  );

/** Between a pod and an address of the internet, in either direction. */
const drawQuestions = (world: World, { single, ports }: Probes, random: Random): readonly Verdict[] => {
  if (world.pods.length === 0) return [];
  return random.sample(single, 4).map((address) => {
    const pod = random.pick(world.pods);
    const ends = random.chance(0.5) ? { from: pod, to: address } : { from: address, to: pod };
    const asked = { ...ends, protocol: random.pick(protocolNames), port: random.pick(ports) };
    return { ...asked, allowed: isAllowed(world, asked) };
  });
};

/** Some of the verdicts once more, each as a question of its own. */
const compareQuestions = async (
  text: string,
  verdicts: readonly Verdict[],
  tally: Tally,
  tell: Tell,
): Promise<void> => {
  for (const { from, to, protocol, port, allowed } of verdicts) {
    const words = [
      '--pods',
      '--from',
      placeOf(from),
      '--to',
      placeOf(to),
      '--port',
      `${protocol.toLowerCase()}/${port}`,
    ];
    const { connections } = await askReach(text, words);
    tally.verdicts += 1;
    if (connections.some(({ ports }) => JSON.stringify(ports) !== JSON.stringify([[port, port]])))
      tell(`${words.join(' ')}: other ports`);
    if (connections.length > 0 !== allowed)
      tell(`${words.join(' ')}: ${allowed ? 'allowed' : 'closed'}, and Vauban says otherwise`);
  }
};
