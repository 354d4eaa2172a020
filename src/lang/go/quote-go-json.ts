/** A text as Go's encoding/json writes it: HTML's three letters and the line separators escaped, no half surrogate pairs. */

export const quoteGoJson = (text: string): string => {
  const quoted = JSON.stringify(text.isWellFormed() ? text : text.toWellFormed());
  return needsEscape.test(quoted) ? quoted.replace(escaped, toEscape) : quoted;
};

const needsEscape = /[<>&\u2028\u2029]/;
const escaped = /[<>&\u2028\u2029]/g;
const toEscape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
