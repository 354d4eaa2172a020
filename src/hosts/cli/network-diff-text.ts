/** The text of `vauban network diff`: what is opened and closed, destination by destination, and by which policy. */

import { countPairs, type ChangedConnections, type NetworkDiff } from '../assemble/network/diff-networks.ts';
import { createFolding, joinPhrases } from '../assemble/network/fold-places.ts';
import type { LoadedNetwork } from '../assemble/network/load-network.ts';
import type { PlaceEntry } from '../assemble/network/place-entry.ts';
import { renderPorts } from '../assemble/network/render-ports.ts';
import { nameOf, tellBecause, type ToldBecause } from '../assemble/network/tell-because.ts';
import { count, toPlainText, wrap } from '../../reports/plain-text.ts';
import { isAbout, renderFile } from './network-reach-text.ts';

export interface DiffText {
  readonly before: LoadedNetwork;
  readonly after: LoadedNetwork;
  readonly width: number;
  readonly isPartial: boolean;
}

export function* renderDiffText(diff: NetworkDiff, options: DiffText): Generator<string> {
  const { before, after, isPartial } = options;
  const lines = [
    ...renderChanges('Opened', diff.opened, after, diff.places.now, options.width),
    ...renderChanges('Closed', diff.closed, before, diff.places.old, options.width),
    ...renderNames('New, with the connections above', diff.added),
    ...renderNames('Gone, with the connections above', diff.removed),
  ];
  for (const line of lines) yield `${toPlainText(line)}\n`;
  const [opened, closed] = [diff.opened, diff.closed].map((changes) =>
    changes.reduce((sum, change) => sum + countPairs(change), 0),
  );
  const short = isPartial ? ' The answer is partial: standard error says why.' : '';
  yield `${count(opened ?? 0, 'connection')} opened, ${count(closed ?? 0, 'connection')} closed.${short}\n`;
}

/** More changes than this are counted; the JSON has all of them. */
const mostChanges = 60;

/** Changes of classes that are looked at for what is told. */
const mostJoined = 5000;

const renderChanges = (
  title: string,
  changes: readonly ChangedConnections[],
  network: LoadedNetwork,
  places: readonly PlaceEntry[],
  width: number,
): readonly string[] => {
  if (changes.length === 0) return [];
  const folding = createFolding(places);
  const joined = joinChanges(changes.slice(0, mostJoined), network);
  const told = joined.slice(0, mostChanges).flatMap((change) => {
    const { from, to, ports, why } = change;
    const sources = joinPhrases(folding.fold(from, to.length === 1 ? to : []));
    const targets = joinPhrases(folding.fold(to, from.length === 1 ? from : []));
    const [first = '', ...rest] = wrap(`${sources} to ${targets} on ${renderPorts(ports)}`, Math.max(width - 4, 40));
    return [`  ${first}`, ...rest.map((line) => `    ${line}`), ...why.map((one) => renderWhy(one, change))];
  });
  const left = joined.length - mostChanges;
  const more = changes.length > mostJoined ? 'and many more kinds of them' : `and ${left} more kinds of them`;
  return [title, ...told, ...(left > 0 ? [`  ${more}: ask for -o json`] : []), ''];
};

interface ToldChange extends ChangedConnections {
  /** Of one pair among them: the others differ from it in names alone. */
  readonly why: readonly ToldBecause[];
}

/** Destinations that the same sources reach for the same reasons are told together, and then sources with the same destinations. */
const joinChanges = (changes: readonly ChangedConnections[], network: LoadedNetwork): readonly ToldChange[] => {
  const told = changes.map((change) => ({ ...change, why: tellWhy(change, network) }));
  const keyOf = ({ ports, why }: ToldChange, places: readonly PlaceEntry[]): string =>
    [
      renderPorts(ports),
      ...why.map(({ direction, kind, policy, rule }) => `${direction} ${kind} ${policy} ${rule}`),
      ...places.map(({ text }) => text),
    ].join('\n');
  const byFrom = [...Map.groupBy(told, (one) => keyOf(one, one.from)).values()].flatMap((alike) => {
    const [first] = alike;
    return first === undefined ? [] : [{ ...first, to: alike.flatMap(({ to }) => to) }];
  });
  return [...Map.groupBy(byFrom, (one) => keyOf(one, one.to)).values()].flatMap((alike) => {
    const [first] = alike;
    return first === undefined ? [] : [{ ...first, from: alike.flatMap(({ from }) => from) }];
  });
};

const tellWhy = (
  { from, to, ports }: ChangedConnections,
  { reachability, locate }: LoadedNetwork,
): readonly ToldBecause[] => {
  const pair = from.flatMap((source) => {
    const target = to.find(({ text }) => text !== source.text);
    return target === undefined ? [] : [{ source, target }];
  })[0];
  if (pair === undefined) return [];
  return tellBecause(reachability, pair.source, pair.target, locate).filter((because) => isAbout(because, ports));
};

const renderWhy = (because: ToldBecause, { from, to }: ChangedConnections): string => {
  const isOfMany = (because.direction === 'egress' ? from : to).length > 1;
  const text =
    isOfMany && because.kind === 'not-selected' ? `no policy selects them for ${because.direction}` : because.text;
  return `      ${because.direction.padEnd(7)}  ${text}${renderFile(because)}`;
};

const renderNames = (title: string, places: readonly PlaceEntry[]): readonly string[] =>
  places.length === 0
    ? []
    : [
        `${title}: ${joinPhrases([...places.slice(0, 12).map(nameOf), ...(places.length > 12 ? [`${places.length - 12} more`] : [])])}`,
        '',
      ];
