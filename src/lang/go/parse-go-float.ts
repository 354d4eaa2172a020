/** Reads a number as Go's strconv.ParseFloat does: signs, exponents, `inf`, `nan`, and hexadecimal ones. */

/** `null` where Go gives an error: also for a number beyond what a double holds. */
export const parseGoFloat = (text: string): number | null => {
  const bare = text.includes('_') ? withoutSeparators(text) : text;
  if (decimal.test(bare)) {
    const value = Number(bare);
    return Number.isFinite(value) ? value : null;
  }
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (special !== null) {
    if (special[2]?.toLowerCase() === 'nan') return special[1] === '' ? NaN : null;
    return special[1] === '-' ? -Infinity : Infinity;
  }
  return parseHexadecimal(text);
};

/** Underscores may stand between digits. */
const withoutSeparators = (text: string): string => text.replace(/(?<=[0-9])_(?=[0-9])/g, '');

const decimal = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;

/** The exponent of two must be there; underscores may stand between digits. Sixteen digits are exact enough. */
const hexadecimal =
  /^([+-]?)0[xX]((?:_?[0-9a-fA-F])*)(?:\.((?:[0-9a-fA-F](?:_?[0-9a-fA-F])*)?))?[pP]([+-]?[0-9]{1,6})$/;

const parseHexadecimal = (text: string): number | null => {
  const [, sign, whole = '', fraction = '', exponent = '0'] = hexadecimal.exec(text) ?? [];
  if (sign === undefined) return null;
  const digits = `${whole}${fraction}`.replaceAll('_', '');
  if (digits === '' || digits.length > 64) return null;
  const scale = Number(exponent) - 4 * fraction.replaceAll('_', '').length;
  const value = Number(BigInt(`0x${digits}`)) * 2 ** Math.max(scale, -1000) * 2 ** Math.min(scale + 1000, 0);
  if (!Number.isFinite(value)) return null;
  return sign === '-' ? -value : value;
};
