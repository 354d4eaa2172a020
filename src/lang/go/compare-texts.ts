/** The order in which Go sorts texts: by their UTF-8 bytes. */

export const sortedKeys = (object: object): readonly string[] => Object.keys(object).toSorted(compareTexts);

/** UTF-16 units order alike but for what lies beyond the surrogates. */
export const compareTexts = (a: string, b: string): -1 | 0 | 1 => {
  const shorter = Math.min(a.length, b.length);
  for (let index = 0; index < shorter; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return rank(left) < rank(right) ? -1 : 1;
  }
  return a.length === b.length ? 0 : a.length < b.length ? -1 : 1;
};

/** Surrogates come behind every other unit. */
const rank = (unit: number): number => (unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit);
