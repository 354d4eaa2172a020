/** Tells which variables of its policy an expression names, before it is parsed. */

/**
 * The names behind `variables.`, told by the text alone: perhaps too many, never too few. `undefined` where the word
 * stands in another way (`variables.?a`, `variables['a']`, a field of that name), since nobody reads on to see how.
 */
export const findVariables = (source: string): readonly string[] | undefined => {
  if (!source.includes('variables')) return [];
  const names = new Set<string>();
  let others = source.split('variables').length - 1;
  for (const [, name = ''] of source.matchAll(/\bvariables\.([A-Za-z_]\w*)/g)) {
    names.add(name);
    others -= 1;
  }
  return others === 0 ? [...names].sort() : undefined;
};
