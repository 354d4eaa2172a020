/** Doubles in decimal digits, rounded half to even from their exact value as Go rounds them (the engine rounds half up). */

/** So many digits behind the point; without a sign where the double is no number or has none. */
export const printFixed = (double: number, digits: number): string => {
  // No double has more digits behind the point than this: what follows are zeros.
  const exact = Math.min(digits, 1074);
  const text = scale(Math.abs(double), exact)
    .toString()
    .padStart(exact + 1, '0');
  const whole = exact === 0 ? text : text.slice(0, -exact);
  const fraction = exact === 0 ? '' : text.slice(-exact);
  const sign = double < 0 || Object.is(double, -0) ? '-' : '';
  return sign + whole + (digits === 0 ? '' : `.${fraction.padEnd(digits, '0')}`);
};

/** A digit, a point, so many digits, and the exponent. */
export const printScientific = (
  double: number,
  digits: number,
): { readonly sign: string; readonly mantissa: string; readonly exponent: number } => {
  const sign = double < 0 || Object.is(double, -0) ? '-' : '';
  const exact = Math.min(digits, 1100);
  const toMantissa = (text: string): string =>
    digits === 0 ? text : `${text.slice(0, 1)}.${text.slice(1).padEnd(digits, '0')}`;
  if (double === 0) return { sign, mantissa: toMantissa('0'.repeat(exact + 1)), exponent: 0 };
  const absolute = Math.abs(double);
  let exponent = Number(absolute.toExponential().split('e')[1]);
  let text = scale(absolute, exact - exponent).toString();
  if (text.length > exact + 1) {
    exponent++;
    text = scale(absolute, exact - exponent).toString();
  }
  return { sign, mantissa: toMantissa(text), exponent };
};

/** The whole number nearest to `double · 10^power`, of two the even one. */
const scale = (double: number, power: number): bigint => {
  const [mantissa, exponent] = decompose(double);
  let top = mantissa;
  let bottom = 1n;
  if (exponent >= 0) top <<= BigInt(exponent);
  else bottom <<= BigInt(-exponent);
  if (power >= 0) top *= 10n ** BigInt(power);
  else bottom *= 10n ** BigInt(-power);
  const whole = top / bottom;
  const twice = (top % bottom) * 2n;
  return twice > bottom || (twice === bottom && whole % 2n === 1n) ? whole + 1n : whole;
};

/** A double is a whole number of 53 bits by a power of two. */
const decompose = (double: number): readonly [mantissa: bigint, exponent: number] => {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, double);
  const raw = bits.getBigUint64(0);
  const fraction = raw & ((1n << 52n) - 1n);
  const exponent = Number((raw >> 52n) & 0x7ffn);
  return exponent === 0 ? [fraction, -1074] : [fraction | (1n << 52n), exponent - 1075];
};
