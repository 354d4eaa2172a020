/** A number in a text as Go's strconv.ParseFloat reads it: decimal, hexadecimal with an exponent, infinities, NaN. */

/** `null` where the text is no number, or one too large for a double. */
export const parseFloat64 = (text: string): number | null => {
  if (text.length > mostLength) return null;
  const bare = text.includes('_') ? withoutUnderscores(text) : text;
  if (!decimal.test(bare)) return parseUnusual(bare);
  const number = Number(bare);
  return Number.isFinite(number) ? number : null;
};

/** Longer texts are no number anybody meant, and matching them would take its time. */
const mostLength = 1_000;

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Underscores may separate digits, but only those of a hexadecimal number. */
const withoutUnderscores = (text: string): string =>
  /^[+-]?0[xX]/.test(text) ? text.replace(/(?<=[0-9a-fA-FxX])_(?=[0-9a-fA-F])/g, '') : text;

const parseUnusual = (text: string): number | null => {
  const sign = text.startsWith('-') ? -1 : 1;
  const body = text.replace(/^[+-]/, '').toLowerCase();
  if (body === 'inf' || body === 'infinity') return sign * Infinity;
  if (body === 'nan') return text.length === body.length ? Number.NaN : null;
  const [, whole = '', fraction = '', exponent = ''] = /^0x([0-9a-f]*)(?:\.([0-9a-f]*))?p([+-]?\d+)$/.exec(body) ?? [];
  if (exponent === '' || whole + fraction === '') return null;
  const magnitude = Number(`0x${whole}${fraction}`) * 2 ** (Number(exponent) - 4 * fraction.length);
  return Number.isFinite(magnitude) ? sign * magnitude : null;
};
