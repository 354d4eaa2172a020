/** A place that answers are about: what it is called, and the ends of connections that stand for it. */

import { isIdle } from '../../../kube/network/evaluate/create-ends.ts';
import { renderPlace } from '../../../kube/network/place.ts';
import type { DeclaredPort } from '../../../kube/network/side.ts';
import type { End, Reachability } from '../../../kube/network/reachability.ts';

export interface PlaceEntry {
  /** As the contract writes it: `workload/shop/web`. */
  readonly text: string;
  /** `null` for what is in no namespace. */
  readonly namespace: string | null;
  /** More than one where pods of one workload differ: what any of them may do counts. */
  readonly ends: readonly End[];
  /** One pod of its end, by its index among the side's; `null` for all of them. */
  readonly pod: number | null;
  /** Of what is outside, the part of its end's addresses that is meant; absent for all of them. */
  readonly part?: string;
}

/** Every place, sorted by its text: workloads, nodes and what is outside; with `pods`, each pod that was read by itself. */
export const listPlaces = ({ ends }: Reachability, level: 'workloads' | 'pods'): readonly PlaceEntry[] => {
  const entries: PlaceEntry[] = [];
  const merged = new Map<string, { readonly entry: Omit<PlaceEntry, 'ends'>; readonly ends: End[] }>();
  for (const end of ends) {
    if (isIdle(end)) continue;
    if (level === 'pods' && end.side?.kind === 'pods' && end.pods.length > 0) {
      entries.push(...listPods(end));
      continue;
    }
    const text = renderPlace(end.place);
    const known = merged.get(text);
    if (known !== undefined) known.ends.push(end);
    else merged.set(text, { entry: { text, namespace: namespaceOf(end), pod: null }, ends: [end] });
  }
  for (const { entry, ends: parts } of merged.values()) entries.push({ ...entry, ends: parts });
  return entries.toSorted(compareText);
};

/** What is no place of its own, and yet there for whoever asks for an address of it. */
export const listIdlePlaces = ({ ends }: Pick<Reachability, 'ends'>): readonly PlaceEntry[] =>
  ends.filter(isIdle).map((end) => ({ text: renderPlace(end.place), namespace: null, ends: [end], pod: null }));

export const listPods = (end: End): readonly PlaceEntry[] => {
  const { side } = end;
  if (side?.kind !== 'pods') return [];
  const { namespace } = side;
  return end.pods.flatMap((pod) => {
    const name = side.pods[pod]?.name;
    if (name === undefined) return [];
    return [{ text: renderPlace({ kind: 'pod', namespace, name }), namespace, ends: [end], pod }];
  });
};

export const isOutside = ({ ends }: PlaceEntry): boolean => ends.every(({ side }) => side === null);

/** Ports that containers of the end declare; none of what is outside, where nobody knows. */
export const declaredPorts = ({ side }: End): readonly DeclaredPort[] => (side?.kind === 'pods' ? side.ports : []);

const namespaceOf = ({ side }: End): string | null => (side?.kind === 'pods' ? side.namespace : null);

/** By code units: the same on every machine. */
const compareText = (a: PlaceEntry, b: PlaceEntry): number => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0);
