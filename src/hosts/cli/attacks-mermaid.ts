/** The Mermaid flowchart of `vauban attacks`: places as boxes, moves as arrows; a place or move of several ways is drawn once. */

import type { AttackAnswer } from '../../attack/attack-answer.ts';
import type { Move } from '../../attack/way.ts';
import type { Place } from '../../model/place.ts';
import { stepTypes } from '../../model/step-type.ts';
import { count, toPlainText, truncate } from '../../reports/plain-text.ts';

export function* renderAttacksMermaid({ from, ways, notes, complete, left }: AttackAnswer): Generator<string> {
  const ids = new Map<string, string>();
  const name = (place: Place): string => {
    const known = ids.get(place.id);
    if (known !== undefined) return known;
    const id = `p${ids.size}`;
    ids.set(place.id, id);
    return id;
  };
  const ends = new Set(ways.map(({ to }) => to.id));
  const drawn = new Set<string>();
  yield 'flowchart LR\n';
  for (const note of complete ? notes : [...notes, 'This answer is partial.']) yield `  %% ${toComment(note)}\n`;
  if (left > 0) yield `  %% ${count(left, 'more way')} not drawn\n`;
  const draw = function* (place: Place): Generator<string> {
    if (ids.has(place.id)) return;
    const label = toLabel(place.title);
    yield `  ${name(place)}${ends.has(place.id) ? `[["${label}"]]` : place.kind === 'container' ? `["${label}"]` : `("${label}")`}\n`;
  };
  yield* draw(from);
  for (const { moves } of ways) {
    for (const move of moves) {
      yield* draw(move.from);
      yield* draw(move.to);
      const arrow = `  ${name(move.from)} ${move.cost === 0 ? '-->' : '-.->'}|"${toArrowLabel(move)}"| ${name(move.to)}\n`;
      if (drawn.has(arrow)) continue;
      drawn.add(arrow);
      yield arrow;
    }
  }
}

const toArrowLabel = ({ type, cost }: Move): string => {
  const does = type === 'MEMBER' ? 'is' : `${stepTypes[type].does.replace(/,$/, '')} (${type})`;
  return toLabel(cost === 0 ? does : `${does}: ${count(cost, 'wall')}`);
};

/** Longer labels make boxes nobody can lay out. */
const mostOfLabel = 120;

/**
 * Between quotes Mermaid still reads HTML, its own entities (`#…;`) and Markdown: so every character but letters,
 * digits and a few marks stands as an entity of its code.
 */
const toLabel = (text: string): string =>
  truncate(toPlainText(text), mostOfLabel).replaceAll(
    /[^\p{L}\p{N} .,:/()_…-]/gu,
    (character) => `#${character.codePointAt(0) ?? 0};`,
  );

/** A comment ends with its line; `%%{` would begin a directive. */
const toComment = (text: string): string => toPlainText(text).replaceAll(/[{}]/g, '');
