/** The JSON of `vauban network diff`, in pieces. */

import type { JsonObject } from '../../model/json.ts';
import { writeJson, writeJsonLines } from '../../reports/write-json.ts';
import { countPairs, type ChangedConnections, type NetworkDiff } from '../assemble/network/diff-networks.ts';
import type { LoadedNetwork } from '../assemble/network/load-network.ts';
import { createPlaceGroups } from '../assemble/network/place-groups.ts';
import { mostRows, toPortRows, toRowJson, toRows, type ReachRow } from '../assemble/network/reach-rows.ts';
import { isComplete, toNotes, writeList } from './network-reach-json.ts';

export function* renderDiffJson(
  diff: NetworkDiff,
  before: LoadedNetwork,
  after: LoadedNetwork,
  most = mostRows,
): Generator<string> {
  yield `{\n  "complete": ${isComplete(before) && isComplete(after)}`;
  const pairs = [...diff.opened, ...diff.closed].reduce((sum, one) => sum + countPairs(one), 0);
  if (pairs > most) yield* renderGroups(diff);
  else {
    yield ',\n  "opened": ';
    yield* writeJsonLines(listChanges(diff.opened, after), toJson);
    yield ',\n  "closed": ';
    yield* writeJsonLines(listChanges(diff.closed, before), toJson);
  }
  yield `,\n  "added": ${writeJson(diff.added.map(({ text }) => text))}`;
  yield `,\n  "removed": ${writeJson(diff.removed.map(({ text }) => text))}`;
  const notes = [before, after].map(toNotes);
  for (const [index, key] of ['partial', 'problems'].entries()) {
    yield `,\n  "${key}": ${writeList([
      ...(notes[0]?.[index]?.[1] ?? []).map((note) => ({ in: 'old', ...note })),
      ...(notes[1]?.[index]?.[1] ?? []).map((note) => ({ in: 'new', ...note })),
    ])}`;
  }
  yield '\n}\n';
}

const toJson = (row: ReachRow): JsonObject => toRowJson(row, { withBecause: true });

/** In the order of from, to and protocol; the side that has a connection says why. */
const listChanges = (changes: readonly ChangedConnections[], network: LoadedNetwork): readonly ReachRow[] =>
  changes
    .flatMap(({ from, to, ports }) =>
      from.flatMap((source) =>
        to.flatMap((target) =>
          source.text === target.text
            ? []
            : toRows({ from: source, to: target, ports }, network, { withBecause: true }),
        ),
      ),
    )
    .toSorted(
      (a, b) => compare(a.from.text, b.from.text) || compare(a.to.text, b.to.text) || compare(a.protocol, b.protocol),
    );

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function* renderGroups({ opened, closed }: NetworkDiff): Generator<string> {
  const groups = createPlaceGroups();
  const toGroupRows = (changes: readonly ChangedConnections[]): readonly JsonObject[] =>
    [...Map.groupBy(changes, ({ from }) => from)].flatMap(([from, some]) =>
      groups.inBlocks(some).flatMap(({ id, ports }) => [...toPortRows(groups.idOf([from]), id, ports)]),
    );
  const rows = { opened: toGroupRows(opened), closed: toGroupRows(closed) };
  yield ',\n  "groups": {';
  for (const [index, { id, places }] of groups.all.entries()) {
    yield `${index === 0 ? '' : ','}\n    ${writeJson(id)}: ${writeJson([...places])}`;
  }
  yield '\n  }';
  for (const [key, list] of Object.entries(rows)) {
    yield `,\n  "${key}": `;
    yield* writeJsonLines(list, (row) => row);
  }
}
