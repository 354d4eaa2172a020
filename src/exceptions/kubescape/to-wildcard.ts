/** Regular expressions as people write them in Kubescape's exceptions, as wildcards. */

/**
 * The wildcard that means the same as the whole expression, anchored at both ends; `undefined` where there is none.
 * A dot between letters is meant as a dot in names such as `web.v1`, yet it is any character: `?` says so.
 */
export const toWildcard = (expression: string): string | undefined => {
  let wildcard = '';
  const body = expression.replace(/^\^/, '').replace(/(?<!\\)\$$/, '');
  for (let index = 0; index < body.length; index++) {
    const character = body[index] ?? '';
    const next = body[index + 1];
    if (character === '.') {
      if (next === '*') {
        wildcard += '*';
        index++;
      } else if (next === '+') {
        wildcard += '?*';
        index++;
      } else wildcard += '?';
    } else if (character === '\\' && next !== undefined && /[^A-Za-z0-9*?]/.test(next)) {
      wildcard += next;
      index++;
    } else if (/[\\*+?()[\]{}|^$]/.test(character)) return undefined;
    else wildcard += character;
    // What repeats a character or a dot further cannot be said.
    if (/[+*?{]/.test(body[index + 1] ?? '')) return undefined;
  }
  return wildcard;
};
