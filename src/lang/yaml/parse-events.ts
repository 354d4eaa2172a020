/** The events of the YAML parser, with what Kubernetes' own parser allows beyond it: quotes and brackets that ignore indentation. */

import { parseEvents, YAMLException, type Event } from 'js-yaml';
import { toDefect, explainDefect, type Defect } from './explain-defect.ts';

/**
 * How far lists and objects may nest. The deepest built-in object (a CustomResourceDefinition holding pod templates)
 * stays under 70; the API server's own JSON reader stops at 10,000, where a recursive walk in JavaScript would
 * already overflow its stack. A walker of a value read here may recurse.
 */
export const deepestNesting = 200;

export const tooDeep = `lists and objects nest more than ${deepestNesting} deep`;

export interface EventText {
  readonly kind: 'events';
  /** The text the events' offsets refer to: the one given, or a copy whose quoted and bracketed lines are indented. */
  readonly text: string;
  readonly events: readonly Event[];
  /** The offset in the text given, of an offset in the events' text. */
  readonly toGiven: (offset: number) => number;
}

export const readEvents = (given: string): EventText | Defect => {
  const insertions: Insertion[] = [];
  let text = given;
  for (;;) {
    try {
      return {
        kind: 'events',
        text,
        events: parseEvents(text, { maxDepth: deepestNesting }),
        toGiven: mapBack(insertions),
      };
    } catch (error) {
      if (!(error instanceof YAMLException)) throw error;
      const offset = error.mark?.position ?? 0;
      const indented = insertions.length * text.length < mostWork ? indentAt(text, offset, error.reason) : undefined;
      if (indented === undefined) {
        const at = mapBack(insertions)(offset);
        return error.reason.includes('maxDepth')
          ? toDefect(given, at, tooDeep)
          : explainDefect(given, at, error.reason);
      }
      insertions.push(indented);
      text = text.slice(0, indented.at) + ' '.repeat(indented.spaces) + text.slice(indented.at);
    }
  }
};

/** Each line mended costs a parse: documents of usual size may have thousands, the largest a handful, in a second or two. */
const mostWork = 20_000_000;

interface Insertion {
  readonly at: number;
  readonly spaces: number;
}

/**
 * YAML wants the lines of a quoted text or of brackets indented deeper than the field they belong to; Kubernetes'
 * parser does not mind, and leading spaces there mean nothing. So the line the parser stops at is indented.
 */
const indentAt = (text: string, offset: number, reason: string): Insertion | undefined => {
  if (!reason.includes('deficient indentation')) return undefined;
  const at = text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1;
  const column = offset - at;
  return column >= deepestNesting * 2 ? undefined : { at, spaces: deepestNesting * 2 };
};

/** Insertions are at line starts, in the coordinates of the text they were made in, which grew with each. */
const mapBack =
  (insertions: readonly Insertion[]) =>
  (offset: number): number => {
    let given = offset;
    for (const { at, spaces } of insertions.toReversed()) if (given > at) given = Math.max(at, given - spaces);
    return given;
  };
