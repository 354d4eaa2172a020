/** Which gaps of an action somebody decided to live with, until when, and what of that counts no more. */

import { compileWildcard, type TextTest } from '../lang/pattern/wildcard.ts';
import type { Item } from './item.ts';
import type { AcceptedGap, OwnRoadmap } from './own-roadmap.ts';
import { dayOf } from './plan-weeks.ts';
import type { AnsweredItem } from './roadmap-answer.ts';

export interface AcceptedItems {
  readonly items: readonly AnsweredItem[];
  /** What people decided and what does not hold, or holds for nothing: a sentence without a full stop each. */
  readonly told: readonly string[];
}

/** An item that an exception accepts already needs no gap. */
export interface AcceptableItem extends Item {
  readonly accepted?: AnsweredItem['accepted'];
}

/** The first gap that fits and has not ended on the day of `asOf` counts; what is met needs none. */
export const acceptItems = (
  items: readonly AcceptableItem[],
  action: string,
  own: OwnRoadmap | null,
  asOf: string,
): AcceptedItems => {
  const day = dayOf(asOf);
  const gaps = (own?.accepted ?? [])
    .filter((gap) => gap.action === action)
    .map((gap) => ({ gap, fits: toTest(gap), isOver: gap.until < day }));
  if (gaps.length === 0)
    return { items: items.map((item) => ({ ...item, accepted: item.accepted ?? null })), told: [] };
  const used = new Set<AcceptedGap>();
  const answered = items.map((item): AnsweredItem => {
    if (item.state === 'met') return { ...item, accepted: null };
    for (const { gap, fits } of gaps) if (fits(item.what)) used.add(gap);
    const found = gaps.find(({ fits, isOver }) => !isOver && fits(item.what))?.gap;
    if (found === undefined) return { ...item, accepted: item.accepted ?? null };
    return { ...item, accepted: { reason: found.reason, owner: found.owner, until: found.until } };
  });
  return {
    items: answered,
    told: gaps.flatMap(({ gap, isOver }): readonly string[] => {
      const what = gap.item ?? 'the whole action';
      if (!used.has(gap)) return [`what was accepted is not open, or is called otherwise: ${what} (${gap.reason})`];
      return isOver ? [`what was accepted until ${gap.until} counts no more: ${what} (${gap.reason})`] : [];
    }),
  };
};

const toTest = ({ item }: AcceptedGap): TextTest => {
  if (item === null) return () => true;
  const fits = compileWildcard(item);
  return (what) => what.length <= mostOfName && fits(what);
};

/** No object of a cluster is called by more; a file may hold a name that would make a pattern with `?` stall. */
const mostOfName = 10_000;
