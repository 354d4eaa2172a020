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
  const heads = isForward ? answer.connections.from : answer.connections.to;
  const others = isForward ? answer.connections.to : answer.connections.from;
  const blocks = heads.flatMap((head) => {
    const lines = renderHead(answer, head, others, folding, width, isForward);
    const [first] = head.places;
    if (lines.length === 0 || first === undefined) return [];
    // Workloads first, then nodes, then what is outside.
    const key = `${isOfPods(first) ? 0 : isOutside(first) ? 2 : 1}${first.text}`;
    return [{ key, lines: [renderTitle(head, folding, isForward), ...lines] }];
  });
  const ordered = blocks.toSorted((a, b) => compareText(a.key, b.key));
  yield* ordered.slice(0, mostDestinations).map(({ lines }) => lines);
  if (ordered.length > mostDestinations) {
    yield [
      `And ${ordered.length - mostDestinations} more kinds of destinations: name one with --to, or ask for -o json.`,
    ];
  }
  if (blocks.length === 0) yield ['Nothing is allowed of what was asked for.'];
}

const renderTitle = ({ places }: PlaceClass, folding: Folding, isForward: boolean): string => {
  const word = isForward ? 'From' : 'To';
  if (places.every(isOutside)) return `${word} ${joinPhrases(folding.fold(places))}`;
  const names = places.slice(0, 8).map(nameOf);
  const rest = places.length > names.length ? ` and ${places.length - names.length} more like them` : '';
  return `${word} ${names.join(', ')}${rest}`;
};

const renderHead = (
  { connections }: ReachAnswer,
  head: PlaceClass,
  others: readonly PlaceClass[],
  folding: Folding,
  width: number,
  isForward: boolean,
): readonly string[] => {
  const byPorts = new Map<PortSet, PlaceEntry[]>();
  for (const other of others) {
    const ports = isForward ? connections.ports(head, other) : connections.ports(other, head);
    if (ports.isEmpty) continue;
    const known = byPorts.get(ports) ?? [];
    byPorts.set(ports, known);
    known.push(
      ...(head.places.length === 1 ? other.places.filter(({ text }) => text !== head.places[0]?.text) : other.places),
    );
  }
  const itself = head.places.length === 1 ? head.places : [];
  const rows = [...byPorts]
    .filter(([, places]) => places.length > 0)
    .map(([ports, places]) => ({
      left: renderPorts(ports),
      right: `${isForward ? 'to' : 'from'} ${joinPhrases(folding.fold(places, itself))}`,
    }))
    .toSorted((a, b) => compareText(a.left, b.left));
  return renderColumns(rows, width);
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
