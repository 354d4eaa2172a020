/** What a stream can show: columns, colour, a line that is drawn over. */

import type { TextSink } from './cli-context.ts';

export type Terminal = Pick<TextSink, 'isTerminal' | 'width' | 'colour'>;

export const toTerminal = (
  { isTTY, columns }: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>,
  { TERM: term, NO_COLOR: off, FORCE_COLOR: on }: Readonly<Record<string, string | undefined>>,
): Terminal => {
  // A dumb terminal shows escapes as they are, and cannot clear a line.
  const isTerminal = isTTY && term !== 'dumb';
  return {
    isTerminal,
    width: isTTY ? columns : 0,
    // https://no-color.org: set and not empty means no colour.
    colour: off !== undefined && off !== '' ? false : on !== undefined && on !== '0' ? true : isTerminal,
  };
};
