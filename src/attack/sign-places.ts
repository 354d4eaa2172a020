/** Groups places by the labels of their steps and the classes these lead into. */

import type { AttackGraph } from './graph.ts';

export interface Signatures {
  /** In the order of their first members, each in the order given. */
  group(places: Int32Array): readonly (readonly number[])[];
}

interface Group {
  readonly signature: Float64Array;
  readonly places: number[];
}

/** `classOf` is read anew for every group that is asked for. */
export const createSignatures = (
  { places, steps, outStart, out, to }: AttackGraph,
  labels: Int32Array,
  classOf: Int32Array,
): Signatures => {
  const scratch = new Float64Array(steps.length);
  const size = places.length;

  /** Label and class in one number, exact: both are below 2³², and their product below 2⁵³ for all that fits into memory. */
  const sign = (place: number): Float64Array => {
    const last = outStart[place + 1] ?? 0;
    let count = 0;
    for (let at = outStart[place] ?? 0; at < last; at += 1) {
      const step = out[at] ?? 0;
      scratch[count] = (labels[step] ?? 0) * size + (classOf[to[step] ?? 0] ?? 0);
      count += 1;
    }
    return dropRepeated(scratch.subarray(0, count));
  };

  return {
    group(places) {
      const byHash = new Map<number, Group[]>();
      const groups: Group[] = [];
      for (const place of places) {
        const signature = sign(place);
        const hash = hashOf(signature);
        const alike = byHash.get(hash) ?? [];
        const group = alike.find((one) => isSame(one.signature, signature));
        if (group !== undefined) {
          group.places.push(place);
          continue;
        }
        const made = { signature: signature.slice(), places: [place] };
        groups.push(made);
        alike.push(made);
        byHash.set(hash, alike);
      }
      return groups.map((group) => group.places);
    },
  };
};

/** In order, each once; most places have few steps, for which a sort by hand is the fastest. */
const dropRepeated = (values: Float64Array): Float64Array => {
  if (values.length > 16) values.sort();
  else
    for (let at = 1; at < values.length; at += 1) {
      const value = values[at] ?? 0;
      let place = at - 1;
      for (; place >= 0 && (values[place] ?? 0) > value; place -= 1) values[place + 1] = values[place] ?? 0;
      values[place + 1] = value;
    }
  let count = 0;
  for (let at = 0; at < values.length; at += 1) {
    if (at > 0 && values[at] === values[at - 1]) continue;
    values[count] = values[at] ?? 0;
    count += 1;
  }
  return values.subarray(0, count);
};

const hashOf = (values: Float64Array): number => {
  let hash = values.length;
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? 0;
    hash = Math.imul(hash ^ (value % 0x1_0000_0000), 0x9e37_79b1) ^ (value / 0x1_0000_0000);
    hash ^= hash >>> 15;
  }
  return hash;
};

const isSame = (a: Float64Array, b: Float64Array): boolean => {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false;
  return true;
};
