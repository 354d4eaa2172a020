/** Test support: `vauban network reach` asked through the command line, and its documented JSON as a table of verdicts. */

import assert from 'node:assert/strict';
import { runCli } from '../../../src/hosts/cli/test-context.ts';
import { isInside } from './addresses.ts';
import type { Party } from './decide.ts';
import type { Manifest, ProtocolName } from './manifest.ts';

export interface Row {
  readonly from: string;
  readonly to: string;
  readonly protocol: ProtocolName;
  readonly ports: readonly (readonly [first: number, last: number])[];
}

export interface ReachJson {
  readonly complete: boolean;
  readonly connections: readonly Row[];
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  /** Beside groups: what places reach of themselves, where the rows of the groups do not say it. */
  readonly itself?: readonly Row[];
  readonly partial: readonly { readonly why: string }[];
  readonly problems: readonly { readonly message: string }[];
  readonly internet: { readonly except: readonly string[] };
}

export const toText = (manifests: readonly Manifest[]): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests });

export const askReach = async (text: string, words: readonly string[] = []): Promise<ReachJson> =>
  JSON.parse(await ask(text, [...words, '-o', 'json'])) as ReachJson;

export const askRows = async (text: string, words: readonly string[] = []): Promise<readonly Row[]> =>
  (await ask(text, [...words, '--expand', '-o', 'ndjson']))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);

const ask = async (text: string, words: readonly string[]): Promise<string> => {
  const { code, output, error } = await runCli(['network', 'reach', '-', ...words], { standardInput: text });
  assert.ok(code === 0 || code === 1, error);
  return output;
};

export interface Table {
  /** The ports of one protocol from there to there, of all rows that are about both. */
  ports(from: Party, to: Party, protocol: ProtocolName): Row['ports'];
}

/** `nameOf` says what a pod is called in this answer: itself, or its workload. */
export const createTable = (
  rows: readonly Row[],
  except: readonly string[],
  nameOf: (party: Party) => string,
): Table => {
  const byEnds = new Map<string, Row['ports']>();
  const places = new Set<string>();
  for (const { from, to, protocol, ports } of rows) {
    const key = `${from} ${to} ${protocol}`;
    assert.ok(!byEnds.has(key), `${key} twice`);
    byEnds.set(key, ports);
    places.add(from).add(to);
  }
  const known = new Map<string, readonly string[]>();
  const namesOf = (party: Party): readonly string[] => {
    if (party.kind !== 'address') return [nameOf(party)];
    const before = known.get(party.address);
    if (before !== undefined) return before;
    const cidrs = [...places].filter((place) => place.startsWith('cidr//') && isInside(party.address, place.slice(6)));
    const isNamed = except.some((prefix) => isInside(party.address, prefix));
    const names = isNamed ? cidrs : ['internet//'];
    known.set(party.address, names);
    return names;
  };
  return {
    ports: (from, to, protocol) =>
      namesOf(from).flatMap((source) =>
        namesOf(to).flatMap((target) => byEnds.get(`${source} ${target} ${protocol}`) ?? []),
      ),
  };
};

export const isWithin = (ports: Row['ports'], port: number): boolean =>
  ports.some(([first, last]) => first <= port && port <= last);
