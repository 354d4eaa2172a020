/** Finds the steps a control's selectors fit, looking at the fewest steps that could. */

import type { Control, StepSelector } from '../model/control.ts';
import type { Step } from '../model/step.ts';
import { groupByNumber, type Groups } from './group-by-number.ts';

export interface StepSelection {
  /** Numbers of the steps that fit any of its selectors, in order, each once. */
  select(control: Control): Int32Array;
}

export interface Selectable {
  readonly steps: readonly Step[];
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** All that will be asked about: what grants steps is only looked up where a selector names it. */
  readonly controls: readonly Control[];
  readonly numbers: ReadonlyMap<string, number>;
}

/** A selector looks through the steps of one object that grants, out of one place or into one, whichever are fewest. */
export const createStepSelection = ({ steps, from, to, controls, numbers }: Selectable): StepSelection => {
  const out = groupByNumber(from, numbers.size);
  const into = groupByNumber(to, numbers.size);
  const granting = numberGranting(controls);
  const by = new Int32Array(steps.length).fill(-1);
  if (granting.size > 0) {
    for (const [number, step] of steps.entries()) if (step.by !== null) by[number] = granting.get(step.by) ?? -1;
  }
  const granted = groupByNumber(by, granting.size);
  const seen = new Int32Array(steps.length).fill(-1);
  let round = -1;

  const listCandidates = (selector: StepSelector, id: string): Int32Array => {
    const lists = [
      ...(selector.by === null ? [] : [membersOf(granted, granting.get(selector.by))]),
      ...(selector.from === null ? [] : [membersOf(out, numbers.get(selector.from))]),
      ...(selector.to === null ? [] : [membersOf(into, numbers.get(selector.to))]),
    ];
    const [first, ...others] = lists;
    if (first === undefined)
      throw new Error(`a selector of the control ${id} names neither a place nor what grants a step`);
    return others.reduce((fewest, list) => (list.length < fewest.length ? list : fewest), first);
  };

  return {
    select(control) {
      round += 1;
      const found: number[] = [];
      for (const selector of control.steps) {
        for (const number of listCandidates(selector, control.id)) {
          const step = steps[number];
          if (seen[number] === round || step === undefined || !isSelected(step, selector)) continue;
          seen[number] = round;
          found.push(number);
        }
      }
      return Int32Array.from(found).sort();
    },
  };
};

const numberGranting = (controls: readonly Control[]): ReadonlyMap<string, number> => {
  const granting = new Map<string, number>();
  for (const { steps } of controls)
    for (const { by } of steps) if (by !== null && !granting.has(by)) granting.set(by, granting.size);
  return granting;
};

const nothing = new Int32Array(0);

const membersOf = ({ start, members }: Groups, group: number | undefined): Int32Array =>
  group === undefined ? nothing : members.subarray(start[group], start[group + 1]);

const isSelected = ({ type, from, to, by }: Step, selector: StepSelector): boolean =>
  (selector.types === null || selector.types.includes(type)) &&
  (selector.from === null || selector.from === from) &&
  (selector.to === null || selector.to === to) &&
  (selector.by === null || selector.by === by);
