/** What a person wrote, in quotes, as messages repeat it. */

/** A hostile text is as long as its object; a message is a line. */
const longest = 80;

export const quote = (text: string): string =>
  JSON.stringify(text.length > longest ? `${text.slice(0, longest)}…` : text);
