/** Numbers as Go prints them: `%v`, JSON, and the shortest text of a 32-bit float. */

/** `%v` and `%g`: the shortest digits, with an exponent below -4 or from 6 on. */
export const renderGoFloat = (value: number): string => {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
};

/** As encoding/json prints it, which is as JavaScript does but for the negative zero. */
export const renderJsonFloat = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

/** Without an exponent, however large or small. */
const renderPlainFloat = (value: number): string => {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const digits = mantissa.replace('-', '').replace('.', '');
  const point = Number(exponent) + 1;
  if (point <= 0) return digits === '0' ? `${sign}0` : `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return `${sign}${digits}${'0'.repeat(point - digits.length)}`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
};

/** The shortest text that reads back as the same 32-bit float: how Kyverno turns a number into a text. */
export const renderFloat32 = (value: number): string => {
  const rounded = Math.fround(value);
  if (!Number.isFinite(rounded) || rounded === 0) return renderPlainFloat(rounded);
  for (let digits = 1; digits < 9; digits++) {
    const candidate = Number(rounded.toPrecision(digits));
    if (Math.fround(candidate) === rounded) return renderPlainFloat(candidate);
  }
  return renderPlainFloat(Number(rounded.toPrecision(9)));
};
