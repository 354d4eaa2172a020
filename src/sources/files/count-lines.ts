/** Counts the lines of a text up to an offset, remembering how far it came. */

export interface LineCounter {
  /** The line, from 1, on which the byte at `offset` stands. */
  lineAt(offset: number): number;
}

/** Large enough that a pass is few reads, small enough to hold. */
const stretch = 1024 * 1024;

/** Offsets that grow cost one pass together; a smaller one starts again at the last mark below it. */
export const createLineCounter = (readRange: (start: number, end: number) => Uint8Array): LineCounter => {
  const marks: { readonly offset: number; readonly line: number }[] = [{ offset: 0, line: 1 }];
  return {
    lineAt: (offset) => {
      let { offset: at, line } = marks.findLast((mark) => mark.offset <= offset) ?? { offset: 0, line: 1 };
      while (at < offset) {
        const bytes = readRange(at, Math.min(offset, at + stretch));
        if (bytes.length === 0) break;
        line += countLineFeeds(bytes);
        at += bytes.length;
        if (at >= (marks.at(-1)?.offset ?? 0) + stretch) marks.push({ offset: at, line });
      }
      if (at > (marks.at(-1)?.offset ?? 0)) marks.push({ offset: at, line });
      return line;
    },
  };
};

const countLineFeeds = (bytes: Uint8Array): number => {
  let count = 0;
  for (let index = 0; index < bytes.length; index += 1) if (bytes[index] === 10) count += 1;
  return count;
};
