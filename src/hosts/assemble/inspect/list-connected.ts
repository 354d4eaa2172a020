/** The connections of workloads and the outside, by classes of places that no rule tells apart; from the internet only where a way leads. */

import type { PortSet } from '../../../kube/network/reachability.ts';
import { isOfPods, type ReachAnswer } from '../network/ask-reach.ts';
import type { PlaceClass } from '../network/connect-places.ts';
import { listExposed } from './list-exposed.ts';
import { isOutside, type PlaceEntry } from '../network/place-entry.ts';

/** All places of a class may reach all of another: what no rule tells apart is one connection. */
export interface Connected {
  readonly from: readonly PlaceEntry[];
  readonly to: readonly PlaceEntry[];
  readonly ports: PortSet;
  /** Places that are in both: what one reaches of itself is not told. */
  readonly common: number;
}

export const listConnected = (answer: ReachAnswer): readonly Connected[] => {
  const { connections } = answer;
  const { direct } = listExposed(answer);
  const targetOf = new Map(connections.to.flatMap((group) => group.places.map(({ text }) => [text, group] as const)));
  return connections.from.flatMap((source): readonly Connected[] => {
    const from = source.places.filter((place) => isOfPods(place) || isOutside(place));
    const internet = from.filter(isInternet);
    const others = internet.length === 0 ? from : from.filter((place) => !isInternet(place));
    if (from.length === 0) return [];
    const common = new Map<PlaceClass, number>();
    for (const { text } of from) {
      const group = targetOf.get(text);
      if (group !== undefined) common.set(group, (common.get(group) ?? 0) + 1);
    }
    return connections.reached(source).flatMap(({ to, ports }): readonly Connected[] => {
      const [first] = to.places;
      if (first === undefined || !(isOfPods(first) || isOutside(first))) return [];
      const led = internet.length === 0 ? [] : to.places.filter(({ text }) => direct.has(text));
      return [
        ...(others.length === 0 ? [] : [{ from: others, to: to.places, ports, common: common.get(to) ?? 0 }]),
        ...(led.length === 0 ? [] : [{ from: internet, to: led, ports, common: 0 }]),
      ];
    });
  });
};

export const isInternet = ({ text }: PlaceEntry): boolean => text === 'internet//';

export const countPairs = ({ from, to, common }: Connected): number => from.length * to.length - common;
