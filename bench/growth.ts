/** Whether the cost of one more object stays the same as an estate grows: start-up is in every total and must not hide it. */

export interface Size {
  readonly objects: number;
  /** Milliseconds of the whole run. */
  readonly wall: number;
}

/** What the machine's other work may add to the later step before it counts as growth. */
const noise = 1.25;

/** One line: the cost of each more object from size to size, and whether it is flat. Sizes smallest first, at least three. */
export const describeGrowth = (sizes: readonly Size[]): string => {
  const steps = sizes.slice(1).map(({ objects, wall }, index) => {
    const before = sizes[index] ?? { objects: 0, wall: 0 };
    return { from: before.objects, to: objects, each: ((wall - before.wall) * 1000) / (objects - before.objects) };
  });
  const costs = steps.map(({ from, to, each }) => `${each.toFixed(1)} µs from ${from} to ${to}`).join(', ');
  const ratio = (steps.at(-1)?.each ?? 0) / (steps[0]?.each ?? 1);
  return `each more object costs ${costs}: ${ratio <= noise ? 'flat' : 'it grows'} (${ratio.toFixed(2)} times)`;
};
