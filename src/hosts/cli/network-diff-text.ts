/** The text of `vauban network diff`: what is opened and closed, destination by destination, and by which policy. */

import { countPairs, type ChangedConnections, type NetworkDiff } from '../assemble/network/diff-networks.ts';
import { createFolding, joinPhrases } from '../assemble/network/fold-places.ts';
import type { LoadedNetwork } from '../assemble/network/load-network.ts';
import { listPlaces, type PlaceEntry } from '../assemble/network/place-entry.ts';
import { renderPorts } from '../assemble/network/render-ports.ts';
import { nameOf, tellBecause } from '../assemble/network/tell-because.ts';
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
    ...renderChanges('Opened', diff.opened, after, options.width),
    ...renderChanges('Closed', diff.closed, before, options.width),
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

const renderChanges = (
  title: string,
  changes: readonly ChangedConnections[],
  network: LoadedNetwork,
  width: number,
): readonly string[] => {
  if (changes.length === 0) return [];
  const folding = createFolding(listPlaces(network.reachability, 'workloads'));
  const told = changes.slice(0, mostChanges).flatMap((change) => {
    const from = joinPhrases(folding.fold(change.from, change.to.length === 1 ? change.to : []));
    const to = joinPhrases(folding.fold(change.to, change.from.length === 1 ? change.from : []));
    const [first = '', ...rest] = wrap(`${from} to ${to} on ${renderPorts(change.ports)}`, Math.max(width - 4, 40));
    return [`  ${first}`, ...rest.map((line) => `    ${line}`), ...renderWhy(change, network)];
  });
  const left = changes.length - mostChanges;
  return [title, ...told, ...(left > 0 ? [`  and ${left} more kinds of them: ask for -o json`] : []), ''];
};

/** Of one pair among them: the others differ from it in names alone. */
const renderWhy = (
  { from, to, ports }: ChangedConnections,
  { reachability, locate }: LoadedNetwork,
): readonly string[] => {
  const pair = from.flatMap((source) => {
    const target = to.find(({ text }) => text !== source.text);
    return target === undefined ? [] : [{ source, target }];
  })[0];
  if (pair === undefined) return [];
  return tellBecause(reachability, pair.source, pair.target, locate)
    .filter((because) => isAbout(because, ports))
    .map((because) => `      ${because.direction.padEnd(7)}  ${because.text}${renderFile(because)}`);
};

const renderNames = (title: string, places: readonly PlaceEntry[]): readonly string[] =>
  places.length === 0
    ? []
    : [
        `${title}: ${joinPhrases([...places.slice(0, 12).map(nameOf), ...(places.length > 12 ? [`${places.length - 12} more`] : [])])}`,
        '',
      ];
