/** Chooses the findings a person sees first: the same share for every group, the worst of each. */

import { layerGroups, type LayerGroup } from '../../model/layer.ts';
import { compareSeverity } from '../../model/severity.ts';
import type { MergedFinding } from '../../engine/merge/merge-findings.ts';
import { isKnown, toGroup } from '../overview.ts';
import type { Report } from '../report.ts';

export interface SelectedGroup {
  readonly group: LayerGroup;
  readonly entries: readonly MergedFinding[];
}

/**
 * Within a group new before known, then the worst, then the report's order. The groups take turns until `most` are
 * chosen, so that one noisy group does not hide the others.
 */
export const selectFindings = (
  entries: readonly MergedFinding[],
  report: Report,
  most: number,
): readonly SelectedGroup[] => {
  const groups = new Map<LayerGroup, MergedFinding[]>(layerGroups.map((group) => [group, []]));
  for (const entry of entries) groups.get(toGroup(report.rules, entry.finding))?.push(entry);
  const queues = [...groups].map(([group, queue]) => ({ group, entries: toSorted(queue, report) }));
  const shares = toShares(
    queues.map((queue) => queue.entries.length),
    most,
  );
  return queues.map(({ group, entries }, index) => ({ group, entries: entries.slice(0, shares[index]) }));
};

const toSorted = (entries: readonly MergedFinding[], report: Report): readonly MergedFinding[] =>
  entries.toSorted(
    (a, b) =>
      Number(isKnown(a, report)) - Number(isKnown(b, report)) ||
      compareSeverity(a.finding.severity, b.finding.severity),
  );

/** As equal as the lengths allow; what one group does not need goes to the others, in turn. */
const toShares = (lengths: readonly number[], most: number): readonly number[] => {
  const shares = lengths.map(() => 0);
  let left = Math.min(
    most,
    lengths.reduce((sum, length) => sum + length, 0),
  );
  while (left > 0) {
    for (const [index, length] of lengths.entries()) {
      const share = shares[index] ?? 0;
      if (left === 0 || share === length) continue;
      shares[index] = share + 1;
      left -= 1;
    }
  }
  return shares;
};
