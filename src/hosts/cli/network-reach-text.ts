/** The text of `vauban network reach`: an answer where two places were named, else who reaches what, in few words. */

import type { Direction, Obstacle, Refusal } from '../assemble/network/find-refusal.ts';
import { findRefusal } from '../assemble/network/find-refusal.ts';
import { createFolding, joinPhrases, type Folding } from '../assemble/network/fold-places.ts';
import { isOfPods, type ReachAnswer } from '../assemble/network/ask-reach.ts';
import type { PlaceClass } from '../assemble/network/connect-places.ts';
import type { FileLine } from '../assemble/network/locate.ts';
import { isOutside, type PlaceEntry } from '../assemble/network/place-entry.ts';
import { renderPorts } from '../assemble/network/render-ports.ts';
import { summariseIsolation } from '../assemble/network/summarise-isolation.ts';
import { nameOf, tellBecause, type ToldBecause } from '../assemble/network/tell-because.ts';
import { tellExposures, type ToldExposure } from '../assemble/network/tell-exposures.ts';
import type { PortSet } from '../../kube/network/reachability.ts';
import { renderRef } from '../../reports/place.ts';
import { count, pad, toPlainText, widthOf, wrap } from '../../reports/plain-text.ts';

export interface ReachText {
  readonly width: number;
  /** Say which policy and rule lets each connection through. */
  readonly why: boolean;
}

export function* renderReachText(answer: ReachAnswer, options: ReachText): Generator<string> {
  for (const block of listBlocks(answer, options)) {
    if (block.length > 0) yield `${block.map((line) => toPlainText(line).trimEnd()).join('\n')}\n\n`;
  }
  yield `${renderEnding(answer)}\n`;
}

function* listBlocks(answer: ReachAnswer, options: ReachText): Generator<readonly string[]> {
  const { question } = answer;
  if (question.from !== null && question.to !== null) yield* listAnswers(answer, options);
  else if (options.why) yield* listChains(answer);
  else yield* listDestinations(answer, options);
  const ways = question.from !== null && answer.from.some(isOutside) ? tellExposures(answer) : [];
  if (ways.length > 0) yield renderWays(ways);
}

/** One sentence for each pair that was asked about, with what stands in the way where nothing passes. */
function* listAnswers(answer: ReachAnswer, { why }: ReachText): Generator<readonly string[]> {
  for (const from of answer.from) {
    for (const to of answer.to) {
      const ports = answer.connections.portsBetween(from, to);
      if (!ports.isEmpty) {
        const lines = [`${nameOf(from)} can reach ${nameOf(to)} on ${renderPorts(ports)}.`];
        yield why ? [...lines, ...renderChain(answer, from, to, ports)] : lines;
        continue;
      }
      const asked = answer.question.port === null ? '' : ` on ${answer.question.port}`;
      yield [`${nameOf(from)} cannot reach ${nameOf(to)}${asked}.`, ...renderRefusal(answer, from, to)];
    }
  }
}

const renderChain = (
  { network: { reachability, locate } }: ReachAnswer,
  from: PlaceEntry,
  to: PlaceEntry,
  ports: PortSet,
): readonly string[] => {
  const all = tellBecause(reachability, from, to, locate);
  const told = all.filter((because) => isAbout(because, ports));
  return told.map(
    (because) =>
      `  ${because.direction.padEnd(7)}  ${because.text}${renderFile(because)}${renderShare(because, ports)}`,
  );
};

export const isAbout = ({ ports }: ToldBecause, asked: PortSet): boolean =>
  (['TCP', 'UDP', 'SCTP'] as const).some((protocol) =>
    ports.ranges[protocol].some(([first, last]) =>
      asked.ranges[protocol].some((range) => first <= range[1] && range[0] <= last),
    ),
  );

/** Which ports it is about, where that is less than everything it lets through. */
const renderShare = ({ ports, policy }: ToldBecause, asked: PortSet): string =>
  policy === null || renderPorts(ports) === renderPorts(asked) ? '' : `, on ${renderPorts(ports)}`;

export const renderFile = ({ file, line }: FileLine): string =>
  file === null ? '' : ` (${file === '-' ? 'standard input' : file}${line === null ? '' : `:${line}`})`;

const renderRefusal = (answer: ReachAnswer, from: PlaceEntry, to: PlaceEntry): readonly string[] => {
  const { network } = answer;
  const [source] = from.ends;
  const [target] = to.ends;
  if (source === undefined || target === undefined) return [];
  if (answer.question.listening && !network.reachability.ports(source, target).isEmpty) {
    return ['  The policies let it through, and nothing listens: its containers declare no such port.'];
  }
  const limit = answer.limit(target);
  const refusals = findRefusal(
    network.estate,
    source,
    target,
    (ports) => !network.portSets.intersect(ports, limit).isEmpty,
  );
  return refusals.flatMap((refusal) => renderOne(answer, refusal, from, to));
};

const renderOne = (
  { network: { locate } }: ReachAnswer,
  { direction, passing, obstacles }: Refusal,
  from: PlaceEntry,
  to: PlaceEntry,
): readonly string[] => {
  const who = nameOf(direction === 'egress' ? from : to);
  const other = nameOf(direction === 'egress' ? to : from);
  const what = direction === 'egress' ? `what leaves ${who} for ${other}` : `what comes to ${who} from ${other}`;
  const lead = passing.isEmpty ? `no policy allows ${what}` : `of ${what} policies allow ${renderPorts(passing)} alone`;
  return [
    `  ${direction.padEnd(7)}  ${lead}`,
    ...obstacles.map((obstacle) => `             ${renderObstacle(obstacle, direction, locate)}`),
  ];
};

const renderObstacle = (obstacle: Obstacle, direction: Direction, locate: ReachAnswer['network']['locate']): string => {
  const { resource } = obstacle.policy;
  const name = renderRef(resource.ref);
  if (obstacle.kind === 'denies') {
    return `${name} denies it: ${obstacle.rule.path}${renderFile(locate(resource, obstacle.rule.path))}`;
  }
  return `${name} isolates it for ${direction}${renderFile(locate(resource, 'spec'))}`;
};

/** Connections told one by one with why; more than this are counted. */
const mostChains = 100;

function* listChains(answer: ReachAnswer): Generator<readonly string[]> {
  let told = 0;
  for (const { from, to, ports } of answer.connections.pairs()) {
    told += 1;
    if (told > mostChains) {
      yield [`More than ${mostChains} connections: name places with --from and --to, or ask for -o json.`];
      return;
    }
    yield [
      `${nameOf(from)} can reach ${nameOf(to)} on ${renderPorts(ports)}.`,
      ...renderChain(answer, from, to, ports),
    ];
  }
}

/** Destinations that differ in nothing are told together; more kinds of them than this are counted. */
const mostDestinations = 60;

function* listDestinations(answer: ReachAnswer, { width }: ReachText): Generator<readonly string[]> {
  const folding = createFolding(answer.places);
  // Where sources were asked for, what they reach is the question; else who is reached by whom.
  const isForward = answer.question.from !== null;
  const heads = (isForward ? listForward(answer) : listBackward(answer)).filter(({ others }) => others.length > 0);
  const ordered = heads
    .map((head) => ({ ...head, key: toSortKey(head.places[0]) }))
    .toSorted((a, b) => compareText(a.key, b.key));
  for (const head of ordered.slice(0, mostDestinations)) {
    yield [renderTitle(head.places, folding, isForward), ...renderHead(head, folding, width, isForward)];
  }
  if (ordered.length > mostDestinations) {
    const word = isForward ? 'sources' : 'destinations';
    yield [
      `And ${ordered.length - mostDestinations} more kinds of ${word}: name one with ${isForward ? '--from' : '--to'}, or ask for -o json.`,
    ];
  }
  if (ordered.length === 0) yield ['Nothing is allowed of what was asked for.'];
  const hosts =
    isForward || answer.question.to !== null ? [] : answer.from.filter((place) => isReachingOwn(answer, place));
  if (hosts.length > 0) yield renderOwnNodes(hosts, folding, width);
}

/** Places with the same answer, and what connects them with others. */
interface Head {
  readonly places: readonly PlaceEntry[];
  readonly others: readonly { readonly places: readonly PlaceEntry[]; readonly ports: PortSet }[];
}

const listForward = ({ connections }: ReachAnswer): readonly Head[] =>
  connections.from.flatMap((source) => {
    const others = connections.reached(source).map(({ to, ports }) => ({ places: to.places, ports }));
    return splitHead(source.places, others, (place) => connections.ownNode(place));
  });

/** Without a question for one destination, what nodes reach of their own is told once, not for each. */
const listBackward = ({ connections, question, from }: ReachAnswer): readonly Head[] => {
  const reachedBy = new Map<PlaceClass, { places: readonly PlaceEntry[]; ports: PortSet }[]>();
  for (const source of connections.from) {
    for (const { to, ports } of connections.reached(source)) {
      const known = reachedBy.get(to) ?? [];
      reachedBy.set(to, known);
      known.push({ places: source.places, ports });
    }
  }
  const hosts = question.to === null ? [] : from.map((place) => [place, connections.ownNode(place)] as const);
  const ownOf = (place: PlaceEntry): ReadonlyMap<PlaceEntry, PortSet> =>
    new Map(
      hosts.flatMap(([host, reached]) => {
        const ports = reached.get(place);
        return ports === undefined ? [] : [[host, ports] as const];
      }),
    );
  return connections.to.flatMap((target) => splitHead(target.places, reachedBy.get(target) ?? [], ownOf));
};

/** Places with a connection of their own, for the node they stand on, have an answer of their own. */
const splitHead = (
  places: readonly PlaceEntry[],
  others: Head['others'],
  ownOf: (place: PlaceEntry) => ReadonlyMap<PlaceEntry, PortSet>,
): readonly Head[] => {
  const own = places.map((place) => [place, ownOf(place)] as const);
  const rest = own.filter(([, reached]) => reached.size === 0).map(([place]) => place);
  return [
    ...(rest.length === 0 ? [] : [{ places: rest, others: withoutItself(rest, others) }]),
    ...own.flatMap(([place, reached]) =>
      reached.size === 0 ? [] : [{ places: [place], others: withoutItself([place], addOwn(others, reached)) }],
    ),
  ];
};

const withoutItself = (places: readonly PlaceEntry[], others: Head['others']): Head['others'] =>
  places.length > 1
    ? others
    : others
        .map((other) => ({ ...other, places: other.places.filter(({ text }) => text !== places[0]?.text) }))
        .filter((other) => other.places.length > 0);

/** Where what stands on the same node reaches every port, what policies say of it adds nothing. */
const addOwn = (others: Head['others'], own: ReadonlyMap<PlaceEntry, PortSet>): Head['others'] =>
  own.size === 0
    ? others
    : [
        ...others.map((other) => ({
          ...other,
          places: other.places.filter((place) => own.get(place)?.isAll !== true),
        })),
        ...[...Map.groupBy(own, ([, ports]) => ports)].map(([ports, reached]) => ({
          ports,
          places: reached.map(([place]) => place),
        })),
      ].filter(({ places }) => places.length > 0);

const isReachingOwn = ({ connections }: ReachAnswer, place: PlaceEntry): boolean => connections.ownNode(place).size > 0;

const renderOwnNodes = (hosts: readonly PlaceEntry[], folding: Folding, width: number): readonly string[] =>
  wrap(
    toPlainText(
      `Besides, whatever has the network of a node always reaches the pods on that node: ${joinPhrases(folding.fold(hosts))}.`,
    ),
    width,
  );

/** Workloads first, then nodes, then what is outside. */
const toSortKey = (place: PlaceEntry | undefined): string =>
  place === undefined ? '' : `${isOfPods(place) ? 0 : isOutside(place) ? 2 : 1}${place.text}`;

const renderTitle = (places: readonly PlaceEntry[], folding: Folding, isForward: boolean): string => {
  const word = isForward ? 'From' : 'To';
  if (places.every(isOutside)) return `${word} ${joinPhrases(folding.fold(places))}`;
  const names = places.slice(0, 8).map(nameOf);
  const rest = places.length > names.length ? ` and ${places.length - names.length} more like them` : '';
  return `${word} ${names.join(', ')}${rest}`;
};

const renderHead = (
  { places, others }: Head,
  folding: Folding,
  width: number,
  isForward: boolean,
): readonly string[] => {
  const byPorts = new Map<string, PlaceEntry[]>();
  for (const other of others) {
    const text = renderPorts(other.ports);
    const known = byPorts.get(text) ?? [];
    byPorts.set(text, known);
    known.push(...other.places);
  }
  const itself = places.length === 1 ? places : [];
  const rows = [...byPorts].map(([left, found]) => ({
    left,
    right: `${isForward ? 'to' : 'from'} ${joinPhrases(folding.fold(found, itself))}`,
  }));
  return renderColumns(
    rows.toSorted((a, b) => compareText(a.left, b.left)),
    width,
  );
};

/** Ports wider than this push their line alone to the right. */
const mostPortsWidth = 34;

const renderColumns = (
  rows: readonly { readonly left: string; readonly right: string }[],
  width: number,
): readonly string[] => {
  const widths = rows.map(({ left }) => widthOf(left)).filter((columns) => columns <= mostPortsWidth);
  const column = Math.max(14, ...widths);
  return rows.flatMap(({ left, right }) => {
    const indent = 2 + Math.max(column, widthOf(left)) + 2;
    const [first = '', ...rest] = wrap(toPlainText(right), Math.max(width - indent, 40));
    return [`  ${pad(left, column)}  ${first}`, ...rest.map((line) => ' '.repeat(indent) + line)];
  });
};

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const renderWays = (ways: readonly ToldExposure[]): readonly string[] => [
  'Ways in from outside',
  ...ways.map(({ to, by, how, protocol, port, from, blocked }) => {
    const origin =
      typeof from === 'string'
        ? from === 'inside'
          ? ', from inside the network'
          : ''
        : `, from ${from.prefixes.join(', ')}`;
    const state = blocked ? 'closed by policies' : 'open';
    return `  ${pad(state, 18)}  ${nameOf(to)} on ${port === null ? `${protocol}, every port` : `${protocol} ${port}`} by ${by} (${how}${origin})`;
  }),
];

const renderEnding = ({ network: { estate, partial }, places }: ReachAnswer): string => {
  const { workloads, ingress, egress } = summariseIsolation(estate);
  const namespaces = new Set(places.flatMap(({ namespace }) => (namespace === null ? [] : [namespace])));
  const policies = estate.tiers.reduce((sum, tier) => sum + tier.policies.length, 0);
  return (
    `Of ${count(workloads, 'workload')} in ${count(namespaces.size, 'namespace')}, ${ingress} isolated for ingress and ` +
    `${egress} for egress, by ${count(policies, 'policy', 'policies')}.` +
    (partial.length === 0 ? '' : ' The answer is partial: standard error says why.')
  );
};
