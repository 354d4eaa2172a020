/** Finds the places a person names: by the contract's text, by a short form of it, or by an address. */

import type { End, Reachability } from '../../../kube/network/reachability.ts';
import { closest } from '../../../lang/pattern/closest.ts';
import {
  containsPrefix,
  maskPrefix,
  parseIpAddress,
  parseIpPrefix,
  renderIpAddress,
  renderIpPrefix,
  widthOf,
  type IpAddress,
  type IpPrefix,
} from '../../../lang/go/ip-address.ts';
import { isOutside, listIdlePlaces, listPods, type PlaceEntry } from './place-entry.ts';

export type FoundPlaces =
  | { readonly kind: 'found'; readonly places: readonly PlaceEntry[] }
  /** In one line: what there is instead. */
  | { readonly kind: 'unknown'; readonly message: string };

export interface PlaceFinder {
  find(text: string): FoundPlaces;
}

/** `entries` are all places, of workloads or of pods; `namespaces` those that a bare name is looked for in first. */
export const createPlaceFinder = (
  { ends }: Reachability,
  entries: readonly PlaceEntry[],
  namespaces: readonly string[],
): PlaceFinder => {
  const outside = entries.filter(isOutside);
  const idle = listIdlePlaces({ ends });
  const inside = entries.filter((entry) => !isOutside(entry));
  let names: NameIndex | null = null;
  return {
    find: (text) => {
      const exact = entries.find((entry) => entry.text === text);
      if (exact !== undefined) return { kind: 'found', places: [exact] };
      const prefix = toPrefix(text);
      if (prefix !== null) return findAddresses(prefix, ends, [...outside, ...idle]);
      names ??= indexNames(inside, outside, ends);
      return findName(text, names, namespaces);
    },
  };
};

/** `10.0.0.0/8`, `cidr//10.0.0.0/8`, `8.8.8.8`. */
const toPrefix = (text: string): IpPrefix | null => {
  const bare = text.startsWith('cidr//') ? text.slice('cidr//'.length) : text;
  const prefix = parseIpPrefix(bare);
  if (prefix.kind === 'parsed') return maskPrefix(prefix.value);
  const address = parseIpAddress(bare);
  if (address.kind === 'defect') return null;
  return { address: { ...address.value, zone: '' }, length: widthOf(address.value) };
};

/** An address of a pod or a node is that pod or node; else what is outside, each part as far as the prefix and it overlap. */
const findAddresses = (prefix: IpPrefix, ends: readonly End[], outside: readonly PlaceEntry[]): FoundPlaces => {
  if (prefix.length === widthOf(prefix.address)) {
    const owners = findOwners(prefix.address, ends);
    if (owners.length > 0) return { kind: 'found', places: owners };
  }
  const places = outside.flatMap((entry) =>
    entry.ends.flatMap((end) =>
      end.prefixes.flatMap((text): readonly PlaceEntry[] => {
        const common = overlap(prefix, text);
        if (common === null) return [];
        const part = renderIpPrefix(common);
        return [{ ...entry, text: `cidr//${part}`, ends: [end], part }];
      }),
    ),
  );
  return { kind: 'found', places: places.toSorted((a, b) => (a.text < b.text ? -1 : 1)) };
};

const findOwners = (address: IpAddress, ends: readonly End[]): readonly PlaceEntry[] => {
  const text = renderIpAddress(address);
  const isIt = (other: string): boolean => {
    const parsed = parseIpAddress(other);
    return parsed.kind === 'parsed' && renderIpAddress(parsed.value) === text;
  };
  // Pods with the host's network share the address of their node: they are meant too.
  return ends.flatMap((end): readonly PlaceEntry[] => {
    const { side } = end;
    if (side?.kind === 'node') {
      return side.addresses.some(isIt) ? [{ text: `node//${side.name}`, namespace: null, ends: [end], pod: null }] : [];
    }
    return listPods(end).filter(({ pod }) => pod !== null && (side?.pods[pod]?.addresses.some(isIt) ?? false));
  });
};

/** Two prefixes overlap where one holds the other. */
const overlap = (asked: IpPrefix, text: string): IpPrefix | null => {
  const parsed = parseIpPrefix(text);
  if (parsed.kind === 'defect') return null;
  if (containsPrefix(parsed.value, asked)) return asked;
  return containsPrefix(asked, parsed.value) ? parsed.value : null;
};

/** What a person may write for a place, without the kind in front, and the places it may mean. */
interface NameIndex {
  readonly byName: ReadonlyMap<string, readonly PlaceEntry[]>;
  readonly byText: ReadonlyMap<string, PlaceEntry>;
}

const indexNames = (inside: readonly PlaceEntry[], outside: readonly PlaceEntry[], ends: readonly End[]): NameIndex => {
  const byName = new Map<string, PlaceEntry[]>();
  const byText = new Map<string, PlaceEntry>();
  const add = (name: string, entry: PlaceEntry): void => {
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [entry]);
    else if (!known.some(({ text }) => text === entry.text)) known.push(entry);
  };
  const addAll = (entry: PlaceEntry): void => {
    byText.set(entry.text, entry);
    const [, first = '', second = ''] = /^[a-z]+\/([^/]*)\/(.*)$/.exec(entry.text) ?? [];
    for (const name of new Set([second, second.replace(/\[[^\]]*\]$/, '')])) {
      add(name, entry);
      if (first !== '') add(`${first}/${name}`, entry);
    }
  };
  for (const entry of inside) addAll(entry);
  for (const end of ends) for (const pod of listPods(end)) if (!byText.has(pod.text)) addAll(pod);
  for (const entry of outside) {
    byText.set(entry.text, entry);
    if (entry.text.startsWith('domain//')) add(entry.text.slice('domain//'.length), entry);
    if (entry.text === 'internet//') for (const name of ['internet', 'internet/']) add(name, entry);
  }
  return { byName, byText };
};

const findName = (text: string, { byName, byText }: NameIndex, namespaces: readonly string[]): FoundPlaces => {
  const exact = byText.get(text);
  if (exact !== undefined) return { kind: 'found', places: [exact] };
  const bare = text.replace(/^(?:workload|pod|node|domain)\/+/, '');
  const kind = text === bare ? null : text.slice(0, text.indexOf('/'));
  const ofKind = (name: string): readonly PlaceEntry[] =>
    (byName.get(name) ?? []).filter((entry) => kind === null || entry.text.startsWith(`${kind}/`));
  const near = bare.includes('/') ? [] : namespaces.flatMap((namespace) => ofKind(`${namespace}/${bare}`));
  const all = near.length > 0 ? near : ofKind(bare);
  // A pod that is a workload of its own has two names; and what is a workload is not asked of a pod of the same name.
  const workloads = all.filter((entry) => !entry.text.startsWith('pod/'));
  const found = workloads.length > 0 ? workloads : all;
  if (found.length === 1) return { kind: 'found', places: found };
  if (found.length > 1) {
    const texts = found.map((entry) => entry.text);
    return {
      kind: 'unknown',
      message: `${text} may be ${texts.slice(0, 5).join(', ')}${texts.length > 5 ? ` and ${texts.length - 5} more` : ''}: say which`,
    };
  }
  const candidates = kind === null ? [...byName.keys()] : [...byText.keys()];
  const meant = closest(text, candidates);
  return {
    kind: 'unknown',
    message: `there is no place ${text}; ${meant === undefined ? 'say NAMESPACE/WORKLOAD, pod/NAMESPACE/NAME, node//NAME, internet or an address' : `did you mean ${meant}?`}`,
  };
};
