/** The door of the source `helm`: its code is loaded when something has to be read by it, which most scans of files never need. */

import type { Source } from '../source.ts';

export const helmSource = {
  id: 'helm',
  target: 'path',
  async *read(target, context) {
    const { readChart } = await import('./read-chart.ts');
    yield* readChart(target, context);
  },
} satisfies Source;
