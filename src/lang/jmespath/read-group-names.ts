/** The names of a regular expression's groups, with their numbers. */

/** Of an expression that compiles. The first group of a name counts. */
export const readGroupNames = (source: string): ReadonlyMap<string, number> => {
  const names = new Map<string, number>();
  let group = 0;
  let isInClass = false;
  for (let at = 0; at < source.length; at++) {
    const character = source.charAt(at);
    if (character === '\\') {
      if (source.charAt(at + 1) === 'Q') at = endOfQuote(source, at);
      else at++;
    } else if (isInClass) {
      if (character === '[' && source.charAt(at + 1) === ':') at = Math.max(at, source.indexOf(':]', at));
      else if (character === ']') isInClass = false;
    } else if (character === '[') {
      isInClass = true;
      // A bracket that comes first in a class is a character.
      if (source.startsWith('^]', at + 1)) at += 2;
      else if (source.charAt(at + 1) === ']') at += 1;
    } else if (character === '(') {
      const name = /^\(\?P?<([^=!>][^>]*)>/.exec(source.slice(at, at + 1100))?.[1];
      if (name === undefined && source.charAt(at + 1) === '?') continue;
      group += 1;
      if (name !== undefined && !names.has(name)) names.set(name, group);
    }
  }
  return names;
};

const endOfQuote = (source: string, at: number): number => {
  const end = source.indexOf('\\E', at);
  return end < 0 ? source.length : end + 1;
};
