/** Text in double quotes as Go's `%q` prints it. */

export const quoteGo = (text: string): string => {
  let quoted = '"';
  for (const character of text) quoted += quoteCharacter(character);
  return `${quoted}"`;
};

const escapes: ReadonlyMap<number, string> = new Map([
  [0x07, '\\a'],
  [0x08, '\\b'],
  [0x0c, '\\f'],
  [0x0a, '\\n'],
  [0x0d, '\\r'],
  [0x09, '\\t'],
  [0x0b, '\\v'],
  [0x5c, '\\\\'],
  [0x22, '\\"'],
]);

const isPrintable = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

const quoteCharacter = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  const escape = escapes.get(code);
  if (escape !== undefined) return escape;
  if (isPrintable.test(character)) return character;
  const digits = code.toString(16);
  if (code < 0x80) return `\\x${digits.padStart(2, '0')}`;
  return code > 0xffff ? `\\U${digits.padStart(8, '0')}` : `\\u${digits.padStart(4, '0')}`;
};
