/** Everybody whom a binding names, numbered in the order in which they are told. */

import type { AbleSubject, IndexedBinding, Via } from './access.ts';
import { mastersGroup, nodesGroup } from './built-in-access.ts';
import { toSubjectKey } from './role-binding.ts';
import { renderSubject, type AccessSubject } from './subject.ts';

/** Answers of thousands are gathered and put in order by number. */
export interface BoundSubjects {
  readonly subjects: readonly AccessSubject[];
  readonly masters: number;
  readonly nodes: number;
  numbersOf(binding: IndexedBinding): readonly number[];
  bindingsOf(subject: AccessSubject): readonly IndexedBinding[];
}

export const numberSubjects = (bindings: readonly IndexedBinding[]): BoundSubjects => {
  const found = new Map<string, Found>();
  const note = (subject: AccessSubject): Found => {
    const key = toSubjectKey(subject);
    const known = found.get(key);
    if (known !== undefined) return known;
    const made: Found = { subject, text: renderSubject(subject), bindings: [], number: 0 };
    found.set(key, made);
    return made;
  };
  const named = bindings.map((binding) => {
    const all = binding.subjects.map(note);
    for (const each of all) each.bindings.push(binding);
    return all;
  });
  const masters = note({ kind: 'group', name: mastersGroup });
  const nodes = note({ kind: 'group', name: nodesGroup });
  const sorted = [...found.values()].toSorted((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  sorted.forEach((each, index) => {
    each.number = index;
  });
  const numbers = new Map(
    bindings.map((binding, index) => [binding, (named[index] ?? []).map(({ number }) => number)]),
  );
  return {
    subjects: sorted.map(({ subject }) => subject),
    masters: masters.number,
    nodes: nodes.number,
    numbersOf: (binding) => numbers.get(binding) ?? [],
    bindingsOf: (subject) => found.get(toSubjectKey(subject))?.bindings ?? [],
  };
};

interface Found {
  readonly subject: AccessSubject;
  readonly text: string;
  readonly bindings: IndexedBinding[];
  number: number;
}

export interface Able {
  add(number: number, via: Via): void;
  list(): readonly AbleSubject[];
}

export const createAble = ({ subjects }: BoundSubjects): Able => {
  const found = new Map<number, Via[]>();
  return {
    add(number, via) {
      const known = found.get(number);
      if (known === undefined) found.set(number, [via]);
      else known.push(via);
    },
    list: () =>
      [...Int32Array.from(found.keys()).toSorted()].flatMap((number) => {
        const subject = subjects[number];
        return subject === undefined ? [] : [{ subject, via: found.get(number) ?? [] }];
      }),
  };
};
