/** Makes any text safe and measurable for a terminal: names and messages come from manifests that strangers wrote. */

/**
 * An object may be named `\x1b]0;…`: printed raw it would retitle, recolour or rewrite the reader's terminal, and a
 * bidirectional mark would make a line read as something else. Line breaks and tabs become one space, every other
 * control or invisible formatting character its own escape, visible: `\x1b`, `\u202e`.
 */
export const toPlainText = (text: string): string =>
  ordinary.test(text) ? text : text.replace(breaks, ' ').replace(unprintable, toVisible);

const ordinary = /^[\x20-\x7e]*$/;
const breaks = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
const unprintable =
  // eslint-disable-next-line no-control-regex -- these are the characters that are replaced
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\uffff]|\u034f|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\udb40[\udc00-\udfff]/g;

const toVisible = (match: string): string => {
  let visible = '';
  for (const character of match) {
    const code = character.codePointAt(0) ?? 0;
    visible += code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  }
  return visible;
};

/** Columns of plain text in a terminal: wide characters take two, combining marks none. */
export const widthOf = (text: string): number => {
  if (ordinary.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += widthOfCharacter(character);
  return width;
};

const combining = /\p{Mn}|\p{Me}/u;
/** East Asian wide and fullwidth blocks and the emoji planes, after Unicode's EastAsianWidth. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1faff}\u{20000}-\u{3fffd}]/u;

const widthOfCharacter = (character: string): number => {
  if (character <= '\x7e') return 1;
  if (combining.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
};

/** At most `width` columns, `…` where something was cut; `0` cuts nothing. */
export const truncate = (text: string, width: number): string => {
  if (width === 0 || widthOf(text) <= width) return text;
  let cut = '';
  let used = 0;
  for (const character of text) {
    used += widthOfCharacter(character);
    if (used > width - 1) break;
    cut += character;
  }
  return `${cut.trimEnd()}…`;
};

/** Pads with spaces to `width` columns. */
export const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** Lines of at most `width` columns, broken at spaces where there are any; `0` breaks nothing. Never empty. */
export const wrap = (text: string, width: number): readonly string[] => {
  if (width === 0 || widthOf(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((word) => breakWord(word, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && widthOf(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
};

/** A word longer than a line is cut hard. */
const breakWord = (word: string, width: number): readonly string[] => {
  if (widthOf(word) <= width) return [word];
  const parts: string[] = [];
  let part = '';
  let used = 0;
  for (const character of word) {
    const columns = widthOfCharacter(character);
    if (used + columns > width && part !== '') {
      parts.push(part);
      part = '';
      used = 0;
    }
    part += character;
    used += columns;
  }
  return [...parts, part];
};

/** `1 finding`, `2 findings`. */
export const count = (number: number, one: string, many = `${one}s`): string =>
  `${toGrouped(number)} ${number === 1 ? one : many}`;

/** `12,345`: the same on every machine, whatever its locale. */
export const toGrouped = (number: number): string => String(number).replace(/\B(?=(?:\d{3})+$)/g, ',');
