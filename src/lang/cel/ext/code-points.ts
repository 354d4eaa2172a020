/** Positions in a text counted in code points, as CEL counts them, where the engine counts UTF-16 units. */

const pairs = /[\uD800-\uDBFF][\uDC00-\uDFFF]/;

export const countCodePoints = (text: string): number => {
  if (!pairs.test(text)) return text.length;
  let count = 0;
  for (let at = 0; at < text.length; at += widthAt(text, at)) count++;
  return count;
};

/** The UTF-16 offset of a code point; `null` where the text has fewer. The end of the text counts as one. */
export const toOffset = (text: string, index: number): number | null => {
  if (!pairs.test(text)) return index >= 0 && index <= text.length ? index : null;
  if (index < 0) return null;
  let offset = 0;
  for (let left = index; left > 0; left--) {
    if (offset >= text.length) return null;
    offset += widthAt(text, offset);
  }
  return offset;
};

/** The code points before a UTF-16 offset. */
export const toIndex = (text: string, offset: number): number => countCodePoints(text.slice(0, offset));

/** How many UTF-16 units the code point at an offset takes. */
export const widthAt = (text: string, offset: number): number => {
  const code = text.codePointAt(offset);
  return code !== undefined && code > 0xffff ? 2 : 1;
};
