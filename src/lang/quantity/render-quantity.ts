/** The canonical text of a quantity, as Go's resource.Quantity String() gives it: no fraction, the largest suffix that fits. */

import { roundedUp } from './quantity.ts';
import type { Quantity } from './quantity.ts';

export const renderQuantity = (quantity: Quantity): string => {
  if (quantity.text !== null && quantity.text !== '') return quantity.text;
  if (quantity.unscaled === 0n) return '0';
  return isRenderedBinary(quantity) ? renderBinary(quantity) : renderDecimal(quantity);
};

/** A binary amount below 1024, or with a fraction, is shown as a decimal one: nothing is rounded. */
const isRenderedBinary = ({ unscaled, scale, format }: Quantity): boolean => {
  if (format !== 'binary') return false;
  if (scale < 0 && unscaled % 10n ** BigInt(-scale) !== 0n) return false;
  const whole = roundedUp(unscaled, scale, 0);
  return whole <= -1024n || whole >= 1024n;
};

const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

const renderBinary = (quantity: Quantity): string => {
  let amount = roundedUp(quantity.unscaled, quantity.scale, 0);
  let times = 0;
  // Go cannot negate the least int64 and leaves it whole.
  if (!quantity.isBig && amount === -(2n ** 63n)) return String(amount);
  while (amount % 1024n === 0n) {
    amount /= 1024n;
    times += 1;
  }
  return `${amount}${binarySuffixes[times] ?? ''}`;
};

const decimalSuffixes: ReadonlyMap<number, string> = new Map([
  [-9, 'n'],
  [-6, 'u'],
  [-3, 'm'],
  [0, ''],
  [3, 'k'],
  [6, 'M'],
  [9, 'G'],
  [12, 'T'],
  [15, 'P'],
  [18, 'E'],
]);

const renderDecimal = (quantity: Quantity): string => {
  const digits = String(quantity.unscaled);
  let end = digits.length;
  while (digits[end - 1] === '0') end -= 1;
  const stripped = digits.slice(0, end);
  let exponent = quantity.scale + digits.length - stripped.length;
  let padding = '';
  while (exponent % 3 !== 0) {
    padding += '0';
    exponent -= 1;
  }
  return `${stripped}${padding}${decimalSuffix(quantity, exponent)}`;
};

/** Go has no decimal suffix beyond `E` and drops the exponent there: `10000E` reads `10`. So do policies that see it. */
const decimalSuffix = (quantity: Quantity, exponent: number): string => {
  if (quantity.format !== 'exponent') return decimalSuffixes.get(exponent) ?? '';
  return exponent === 0 ? '' : `e${exponent}`;
};
