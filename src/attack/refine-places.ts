/** The coarsest classes of places in which all have steps of the same labels into the same classes. */

import type { AttackGraph } from './graph.ts';
import { groupByNumber } from './group-by-number.ts';
import { createSignatures } from './sign-places.ts';

/**
 * The class of each place, given the classes they start in. By refinement: where a class is split, its largest part keeps
 * the name, and only the places with steps into the other parts are looked at again, so that each step is looked at a few
 * times and not once for every split. What two places are compared by is compared in full: no hash is trusted, since
 * objects are written by those who are to be kept out.
 */
export const refinePlaces = (graph: AttackGraph, labels: Int32Array, given: Int32Array): Int32Array => {
  const { places, from, intoStart, into } = graph;
  const size = places.length;
  const classOf = Int32Array.from(given);
  // The members of class `c` are `members[first[c] … past[c] − 1]`; those to look at again come first, up to `seen[c]`.
  const members = new Int32Array(size);
  const position = new Int32Array(size);
  const first = new Int32Array(size + 1);
  const past = new Int32Array(size + 1);
  const seen = new Int32Array(size + 1);
  let classes = layOut(classOf, members, position, first, past);
  for (let each = 0; each < classes; each += 1) seen[each] = past[each] ?? 0;
  const waiting: number[] = Array.from({ length: classes }, (_, each) => each);
  const signatures = createSignatures(graph, labels, classOf);

  const swap = (place: number, at: number): void => {
    const other = members[at] ?? 0;
    const was = position[place] ?? 0;
    members[at] = place;
    members[was] = other;
    position[place] = at;
    position[other] = was;
  };

  const lookAgain = (place: number): void => {
    const its = classOf[place] ?? 0;
    const start = seen[its] ?? 0;
    // Already among those, or alone: a class of one is never split.
    if ((position[place] ?? 0) < start || (past[its] ?? 0) - (first[its] ?? 0) === 1) return;
    if (start === first[its]) waiting.push(its);
    swap(place, start);
    seen[its] = start + 1;
  };

  /** `members[start … end − 1]` of one class become one of their own. */
  const splitOff = (start: number, end: number): number => {
    const made = classes;
    classes += 1;
    first[made] = start;
    past[made] = end;
    seen[made] = start;
    for (let at = start; at < end; at += 1) classOf[members[at] ?? 0] = made;
    return made;
  };

  // In turn, so that a class waits until all the splits of one round have been at it.
  for (let turn = 0; turn < waiting.length; turn += 1) {
    const its = waiting[turn] ?? 0;
    const start = first[its] ?? 0;
    const end = past[its] ?? 0;
    const middle = seen[its] ?? 0;
    seen[its] = start;
    if (end - start === 1) continue;
    const groups = signatures.group(members.subarray(start, middle));
    // The parts: each group, and those that were not looked at, whose steps lead where they did: into no new class.
    const parts: { readonly from: number; readonly to: number }[] = [];
    let at = start;
    for (const group of groups) {
      for (const [offset, place] of group.entries()) {
        members[at + offset] = place;
        position[place] = at + offset;
      }
      parts.push({ from: at, to: at + group.length });
      at += group.length;
    }
    if (middle < end) parts.push({ from: middle, to: end });
    if (parts.length < 2) continue;
    const largest = parts.reduce((a, b) => (b.to - b.from > a.to - a.from ? b : a));
    first[its] = largest.from;
    past[its] = largest.to;
    seen[its] = largest.from;
    const made = parts.filter((part) => part !== largest).map((part) => splitOff(part.from, part.to));
    for (const part of made) {
      const last = past[part] ?? 0;
      // What is looked at again is moved to the front of its class, which may be this one.
      const moved = members.slice(first[part], last);
      for (const place of moved) {
        const lastInto = intoStart[place + 1] ?? 0;
        for (let step = intoStart[place] ?? 0; step < lastInto; step += 1) lookAgain(from[into[step] ?? 0] ?? 0);
      }
    }
  }
  return classOf;
};

const layOut = (
  classOf: Int32Array,
  members: Int32Array,
  position: Int32Array,
  first: Int32Array,
  past: Int32Array,
): number => {
  const { start, members: grouped } = groupByNumber(
    classOf,
    1 + classOf.reduce((most, its) => Math.max(most, its), -1),
  );
  members.set(grouped);
  for (let at = 0; at < grouped.length; at += 1) position[grouped[at] ?? 0] = at;
  first.set(start.subarray(0, -1));
  past.set(start.subarray(1));
  return start.length - 1;
};
