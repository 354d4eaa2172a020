/** A number for each step, equal where two have one type and the same controls, and so the same cost whatever comes to stand. */

import type { AttackGraph } from './graph.ts';

/** From 0, without gaps. */
export const labelSteps = ({ steps, controls, guardedStart, guarded }: AttackGraph): Int32Array => {
  const labels = new Int32Array(steps.length);
  const types = new Map<string, number>();
  for (const [number, { type }] of steps.entries()) {
    const label = types.get(type) ?? types.size;
    types.set(type, label);
    labels[number] = label;
  }
  // Control by control, each label falls in two: the steps that have it and those that do not.
  let count = types.size;
  for (let control = 0; control < controls.length; control += 1) {
    const labelNow = new Map<number, number>();
    for (let at = guardedStart[control] ?? 0; at < (guardedStart[control + 1] ?? 0); at += 1) {
      const step = guarded[at] ?? 0;
      const old = labels[step] ?? 0;
      let label = labelNow.get(old);
      if (label === undefined) {
        label = count;
        count += 1;
        labelNow.set(old, label);
      }
      labels[step] = label;
    }
  }
  return closeGaps(labels, count);
};

/** Labels that all their steps have left are used by none. */
const closeGaps = (labels: Int32Array, count: number): Int32Array => {
  const labelNow = new Int32Array(count).fill(-1);
  let used = 0;
  for (let step = 0; step < labels.length; step += 1) {
    const old = labels[step] ?? 0;
    if ((labelNow[old] ?? -1) < 0) {
      labelNow[old] = used;
      used += 1;
    }
    labels[step] = labelNow[old] ?? 0;
  }
  return labels;
};
