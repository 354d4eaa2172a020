/** A Kubernetes quantity (`500m`, `1.5Gi`, `12e6`), held exactly, and arithmetic on it as Go's resource.Quantity does it. */

/** The value is `unscaled` × 10^`scale`. */
export interface Quantity {
  readonly unscaled: bigint;
  readonly scale: number;
  /** Go holds it with arbitrary precision, not as a scaled int64: such a quantity is never "an integer" to it. */
  readonly isBig: boolean;
  readonly format: QuantityFormat;
  /** The text as written, where Go keeps it instead of rendering anew. */
  readonly text: string | null;
}

/** Which suffixes it is rendered with: `k M G`, `Ki Mi Gi`, `e3 e6`. */
export type QuantityFormat = 'decimal' | 'binary' | 'exponent';

/** Enough for any real sum. Without a bound, `1e2000000000` plus 1 would be written out digit by digit. */
const mostScaleDifference = 10_000;

const leastInt64 = -(2n ** 63n);
const mostInt64 = 2n ** 63n - 1n;

export const isInt64 = (value: bigint): boolean => value >= leastInt64 && value <= mostInt64;

export const toQuantity = (value: bigint, format: QuantityFormat): Quantity => ({
  unscaled: value,
  scale: 0,
  isBig: false,
  format,
  text: null,
});

/** -1, 0 or 1; exact at any size. */
export const compareQuantities = (a: Quantity, b: Quantity): -1 | 0 | 1 => {
  const sign = signOf(a.unscaled);
  if (sign !== signOf(b.unscaled)) return sign < signOf(b.unscaled) ? -1 : 1;
  if (a.scale === b.scale) return order(a.unscaled, b.unscaled);
  if (sign === 0) return 0;
  const difference = magnitude(a) - magnitude(b);
  // Of one magnitude, their scales differ by no more than their digits do.
  if (difference === 0) return order(rescaled(a, Math.min(a.scale, b.scale)), rescaled(b, Math.min(a.scale, b.scale)));
  return difference < 0 === sign > 0 ? -1 : 1;
};

/** The sum, or `null` where its digits could not be held. */
export const addQuantities = (a: Quantity, b: Quantity): Quantity | null => {
  const format = a.unscaled === 0n ? b.format : a.format;
  if (a.isBig || b.isBig) return addExactly(a, b, format);
  if (b.unscaled === 0n) return { ...a, format, text: null };
  if (a.unscaled === 0n) return { ...b, format, text: null };
  return addExactly(a, b, format);
};

/** The difference, or `null` where its digits could not be held. */
export const subtractQuantities = (a: Quantity, b: Quantity): Quantity | null => {
  if (!a.isBig && !b.isBig) {
    // Go adds the negated int64, and the least one is its own negative.
    const small = addQuantities(a, { ...b, unscaled: BigInt.asIntN(64, -b.unscaled) });
    if (small !== null && !small.isBig) return small;
  }
  return addExactly(a, { ...b, unscaled: -b.unscaled }, a.unscaled === 0n ? b.format : a.format);
};

/** The int64 it is, or `null`: Go tells that of scaled int64 amounts without a fraction alone. */
export const toInteger = (quantity: Quantity): bigint | null => {
  if (quantity.isBig || quantity.scale < 0) return null;
  if (quantity.scale === 0 || quantity.unscaled === 0n) return quantity.unscaled;
  if (quantity.scale > 18) return null;
  const value = quantity.unscaled * 10n ** BigInt(quantity.scale);
  return isInt64(value) ? value : null;
};

/** As Go's AsApproximateFloat64: the mantissa as a double times a power of ten as a double. */
export const toApproximateFloat = (quantity: Quantity): number => {
  const base = Number(quantity.unscaled);
  return quantity.scale === 0 ? base : base * powerOfTen(quantity.scale);
};

/** The same value with nothing finer than 10^`scale`, rounded away from zero: what defaulting does to a Pod's resources with -3. */
export const roundUpQuantity = (quantity: Quantity, scale: number): Quantity => {
  if (!quantity.isBig && quantity.scale >= scale) return quantity;
  const unscaled = roundedUp(quantity.unscaled, quantity.scale, scale);
  return { ...quantity, unscaled, scale: quantity.isBig ? scale : Math.max(scale, quantity.scale), text: null };
};

/** `unscaled` × 10^`from` in units of 10^`to`, rounded away from zero. */
export const roundedUp = (unscaled: bigint, from: number, to: number): bigint => {
  if (unscaled === 0n) return 0n;
  if (from >= to) return unscaled * 10n ** BigInt(from - to);
  const digits = String(unscaled).length;
  if (to - from > digits) return BigInt(signOf(unscaled));
  const divisor = 10n ** BigInt(to - from);
  const quotient = unscaled / divisor;
  return unscaled % divisor === 0n ? quotient : quotient + BigInt(signOf(unscaled));
};

const addExactly = (a: Quantity, b: Quantity, format: QuantityFormat): Quantity | null => {
  if (Math.abs(a.scale - b.scale) > mostScaleDifference) return null;
  const scale = Math.min(a.scale, b.scale);
  const left = rescaled(a, scale);
  const right = rescaled(b, scale);
  const isBig = a.isBig || b.isBig || !isInt64(left) || !isInt64(right) || !isInt64(left + right);
  return { unscaled: left + right, scale, isBig, format, text: null };
};

const rescaled = (quantity: Quantity, scale: number): bigint =>
  quantity.scale === scale ? quantity.unscaled : quantity.unscaled * 10n ** BigInt(quantity.scale - scale);

const magnitude = (quantity: Quantity): number =>
  String(quantity.unscaled < 0n ? -quantity.unscaled : quantity.unscaled).length + quantity.scale;

const signOf = (value: bigint): -1 | 0 | 1 => order(value, 0n);

const order = (a: bigint, b: bigint): -1 | 0 | 1 => (a < b ? -1 : a > b ? 1 : 0);

/** Go's math.Pow10: two table look-ups and one rounding, which is not always the nearest double. */
const powerOfTen = (exponent: number): number => {
  if (exponent > 308) return Infinity;
  if (exponent < -323) return 0;
  const size = Math.abs(exponent);
  const step = size - (size % 32);
  return exponent >= 0
    ? Number(`1e${step}`) * Number(`1e${size % 32}`)
    : Number(`1e-${step}`) / Number(`1e${size % 32}`);
};
