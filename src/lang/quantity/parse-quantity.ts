/** Reads a quantity as Go's resource.ParseQuantity does, with what it takes (`-` is zero) and what it refuses. */

import { isInt64, roundedUp } from './quantity.ts';
import type { Quantity, QuantityFormat } from './quantity.ts';

export type ParsedQuantity =
  | { readonly kind: 'quantity'; readonly quantity: Quantity }
  | { readonly kind: 'defect'; readonly message: string };

export const parseQuantity = (text: string): ParsedQuantity => {
  if (text === '') return wrongFormat;
  if (text === '0') return { kind: 'quantity', quantity: { ...zero, text } };
  const parts = pattern.exec(text);
  if (parts === null) return wrongFormat;
  const [, sign = '', leading = '', whole = '', point = '', fraction = '', suffix = ''] = parts;
  const isNegative = sign === '-';
  // Go's scanner ends where the leading zeros do, before it looks for anything else.
  const isBare = whole + point + suffix === '';
  const unit = isBare ? decimalUnit : readSuffix(suffix);
  if (unit === null) return { kind: 'defect', message: "unable to parse quantity's suffix" };
  const numerator = whole === '' ? '0' : whole;
  const small = toSmall(numerator, fraction, unit, isNegative, text);
  if (small !== null) return { kind: 'quantity', quantity: small };
  if (leading + whole + fraction === '' || whole.length + fraction.length > mostDigits) return notNumeric;
  return toBig(numerator, fraction, unit, isNegative);
};

/** The canonical text of a quantity in JSON: a text or a number's own text, with space around it taken off. `null` where it is none. */
export const parseJsonQuantity = (value: string | number | bigint): Quantity | null => {
  const parsed = parseQuantity(typeof value === 'string' ? value.trim() : String(value));
  return parsed.kind === 'quantity' ? parsed.quantity : null;
};

/**
 * Sign, leading zeros, whole part, point, fraction, suffix: the suffix is judged later. Digits stand in look-aheads,
 * which give nothing back: else a run of zeros could be divided in so many ways that a text of a kilobyte took minutes.
 */
const pattern = /^([+-]?)(?=(0*))\2(?=([0-9]*))\3(?:(\.)(?=([0-9]*))\5)?([eEinumkKMGTP]*[-+]?[0-9]*)$/;

const wrongFormat: ParsedQuantity = {
  kind: 'defect',
  message: "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
};
const notNumeric: ParsedQuantity = { kind: 'defect', message: 'unable to parse numeric part of quantity' };

const zero: Quantity = { unscaled: 0n, scale: 0, isBig: false, format: 'decimal', text: null };

interface Unit {
  readonly format: QuantityFormat;
  /** Of ten, or of two where the format is binary. */
  readonly exponent: number;
}

const decimalUnit: Unit = { format: 'decimal', exponent: 0 };

const units: ReadonlyMap<string, Unit> = new Map<string, Unit>([
  ['n', { format: 'decimal', exponent: -9 }],
  ['u', { format: 'decimal', exponent: -6 }],
  ['m', { format: 'decimal', exponent: -3 }],
  ['', decimalUnit],
  ['k', { format: 'decimal', exponent: 3 }],
  ['M', { format: 'decimal', exponent: 6 }],
  ['G', { format: 'decimal', exponent: 9 }],
  ['T', { format: 'decimal', exponent: 12 }],
  ['P', { format: 'decimal', exponent: 15 }],
  ['E', { format: 'decimal', exponent: 18 }],
  ['Ki', { format: 'binary', exponent: 10 }],
  ['Mi', { format: 'binary', exponent: 20 }],
  ['Gi', { format: 'binary', exponent: 30 }],
  ['Ti', { format: 'binary', exponent: 40 }],
  ['Pi', { format: 'binary', exponent: 50 }],
  ['Ei', { format: 'binary', exponent: 60 }],
]);

const readSuffix = (suffix: string): Unit | null => {
  const unit = units.get(suffix);
  if (unit !== undefined) return unit;
  // Zeros may lead; twenty digits are more than any int64.
  const [, sign, digits] = /^[eE]([-+]?)0*([0-9]{1,20})$/.exec(suffix) ?? [];
  if (digits === undefined) return null;
  const exponent = BigInt(sign === '-' ? `-${digits}` : digits);
  // Go reads an int64 and keeps 32 bits of it.
  return isInt64(exponent) ? { format: 'exponent', exponent: Number(BigInt.asIntN(32, exponent)) } : null;
};

/** Go's fast path, which decides how the value is held and whether its text is kept; `null` where it does not apply. */
const toSmall = (whole: string, fraction: string, unit: Unit, isNegative: boolean, text: string): Quantity | null => {
  const { format, exponent } = unit;
  const isBinary = format === 'binary';
  if (isBinary && fraction !== '') return null;
  const precision = isBinary
    ? 15 - whole.length - Math.trunc((exponent * 3) / 10) - 1
    : 18 - whole.length - fraction.length;
  const scale = isBinary ? 0 : exponent - fraction.length;
  if (precision < 0 || scale < -9) return null;
  const digits = whole + fraction;
  const value = BigInt(digits);
  const product = isBinary ? value << BigInt(exponent) : value;
  if (!isInt64(product)) return null;
  const isKept = isBinary ? (value & 7n) !== 0n : scale % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0');
  return { unscaled: isNegative ? -product : product, scale, isBig: false, format, text: isKept ? text : null };
};

/** No quantity has more, and arithmetic on hostile ones would outlast any budget. Kubernetes has no bound. */
const mostDigits = 200;

/** The largest exponent written out. Kubernetes has no bound and would fill its memory. */
const mostExponent = 10_000;

const toBig = (whole: string, fraction: string, unit: Unit, isNegative: boolean): ParsedQuantity => {
  const digits = BigInt(whole + fraction);
  const scale = (unit.format === 'binary' ? 0 : unit.exponent) - fraction.length;
  if (scale > mostExponent && digits !== 0n) return notNumeric;
  const unscaled = unit.format === 'binary' ? digits << BigInt(unit.exponent) : digits;
  const amount = unscaled === 0n ? { unscaled, scale } : { unscaled: roundedUp(unscaled, scale, -9), scale: -9 };
  const { format, ...kept } = fitBinary(amount.unscaled, amount.scale, unit.format);
  return {
    kind: 'quantity',
    quantity: {
      unscaled: isNegative ? -kept.unscaled : kept.unscaled,
      scale: kept.scale,
      isBig: true,
      format,
      text: null,
    },
  };
};

/** Binary amounts are capped at the largest int64, and those below one are shown as decimal ones. */
const fitBinary = (
  unscaled: bigint,
  scale: number,
  format: QuantityFormat,
): { readonly unscaled: bigint; readonly scale: number; readonly format: QuantityFormat } => {
  if (format !== 'binary' || unscaled === 0n) return { unscaled, scale, format };
  const one = 10n ** 9n;
  if (unscaled > (2n ** 63n - 1n) * one) return { unscaled: 2n ** 63n - 1n, scale: 0, format };
  return { unscaled, scale, format: unscaled < one ? 'decimal' : format };
};
