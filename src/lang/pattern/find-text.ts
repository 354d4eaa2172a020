/** Where a text stands in another, in time that is linear whatever the two are. */

/**
 * V8 looks for a long text in another by skipping, and in `ababab…` there is nothing to skip: half a megabyte in one
 * would take it minutes. Below this many comparisons the worst is a millisecond, and everything usual is far below.
 */
const mostNaive = 1_000_000;

/** As `indexOf`. */
export const findText = (text: string, wanted: string, from = 0): number => {
  if (wanted.length * Math.max(0, text.length - from) <= mostNaive) return text.indexOf(wanted, from);
  return findByBorders(text, wanted, from);
};

/** As `lastIndexOf`. */
export const findLastText = (text: string, wanted: string): number => {
  if (wanted.length * text.length <= mostNaive) return text.lastIndexOf(wanted);
  const found = findByBorders(reverse(text), reverse(wanted), 0);
  return found < 0 ? -1 : text.length - wanted.length - found;
};

/** By halves of characters: nobody sees what comes out. */
const reverse = (text: string): string => {
  const units = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at += 1) units[text.length - 1 - at] = text.charCodeAt(at);
  return Buffer.from(units.buffer).toString('utf16le');
};

/** Knuth, Morris and Pratt: what matched before a mismatch tells how far to go on, and no letter is read again. */
const findByBorders = (text: string, wanted: string, from: number): number => {
  const borders = bordersOf(wanted);
  let matched = 0;
  for (let at = from; at < text.length; at += 1) {
    const letter = text.charCodeAt(at);
    while (matched > 0 && wanted.charCodeAt(matched) !== letter) matched = borders[matched - 1] ?? 0;
    if (wanted.charCodeAt(matched) === letter) matched += 1;
    if (matched === wanted.length) return at - matched + 1;
  }
  return -1;
};

/** Of each beginning of the text: how long the longest is that it both begins and ends with. */
const bordersOf = (text: string): Uint32Array => {
  const borders = new Uint32Array(text.length);
  let length = 0;
  for (let at = 1; at < text.length; at += 1) {
    const letter = text.charCodeAt(at);
    while (length > 0 && text.charCodeAt(length) !== letter) length = borders[length - 1] ?? 0;
    if (text.charCodeAt(length) === letter) length += 1;
    borders[at] = length;
  }
  return borders;
};

/** Cut at each place where the separator stands, as `split` does; at most so many parts, the last with all the rest. */
export const splitText = (text: string, separator: string, most = Infinity): readonly string[] => {
  const parts: string[] = [];
  let from = 0;
  while (parts.length + 1 < most) {
    const at = findText(text, separator, from);
    if (at < 0) break;
    parts.push(text.slice(from, at));
    from = at + separator.length;
  }
  parts.push(text.slice(from));
  return parts;
};
