/** What somebody can do by what a chart drew, a line a move, for tests: hubs between are passed through. */

import type { AttackParts } from '../../../model/attack-parts.ts';
import type { Step } from '../../../model/step.ts';

/** `POD_EXEC hub/containers/shop`, sorted; `from` is a place, and what it is told of its groups is among it. */
export const movesOf = ({ steps }: Pick<AttackParts, 'steps'>, from: string): readonly string[] => {
  const out = Map.groupBy(steps, (step) => step.from);
  const seen = new Set([from]);
  const waiting = [from];
  const moves = new Set<string>();
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop())
    for (const { type, to } of out.get(place) ?? []) {
      if (type !== 'MEMBER') moves.add(`${type} ${to}`);
      else if (!seen.has(to)) {
        seen.add(to);
        waiting.push(to);
      }
    }
  return [...moves].toSorted();
};

/** Without those a control selects. */
export const withoutSelected = (
  steps: readonly Step[],
  selectors: AttackParts['controls'][number]['steps'],
): readonly Step[] =>
  steps.filter(
    (step) =>
      !selectors.some(
        ({ types, from, to, by }) =>
          (types === null || types.includes(step.type)) &&
          (from === null || from === step.from) &&
          (to === null || to === step.to) &&
          (by === null || by === step.by),
      ),
  );
