/** Durations as Go's time.Duration: an int64 of nanoseconds that wraps around, and its text. */

export const second = 1_000_000_000n;

/** What Go's conversion of a double to int64 gives where the double is beyond it. */
const leastInt64 = -(2n ** 63n);

export const wrapInt64 = (value: bigint): bigint => BigInt.asIntN(64, value);

export const capInt64 = (value: bigint): bigint =>
  value < leastInt64 ? leastInt64 : value >= 2n ** 63n ? 2n ** 63n - 1n : value;

export const floatToInt64 = (value: number): bigint =>
  Number.isNaN(value) || value >= 2 ** 63 || value < -(2 ** 63) ? leastInt64 : BigInt(Math.trunc(value));

export const toSeconds = (nanos: bigint): number => Number(nanos / second) + Number(nanos % second) / 1e9;

/** `1h30m0s`, `1.5s`, `20ms`. */
export const renderGoDuration = (nanos: bigint): string => {
  if (nanos === 0n) return '0s';
  const sign = nanos < 0n ? '-' : '';
  const size = nanos < 0n ? -nanos : nanos;
  if (size < second) return `${sign}${renderSmall(size)}`;
  const whole = size / second;
  const hours = whole / 3600n;
  const minutes = (whole / 60n) % 60n;
  const seconds = `${whole % 60n}${renderFraction(size % second, 9)}s`;
  if (hours > 0n) return `${sign}${hours}h${minutes}m${seconds}`;
  return minutes > 0n ? `${sign}${minutes}m${seconds}` : `${sign}${seconds}`;
};

const renderSmall = (size: bigint): string => {
  if (size < 1000n) return `${size}ns`;
  if (size < 1_000_000n) return `${size / 1000n}${renderFraction(size % 1000n, 3)}µs`;
  return `${size / 1_000_000n}${renderFraction(size % 1_000_000n, 6)}ms`;
};

const renderFraction = (rest: bigint, digits: number): string =>
  rest === 0n ? '' : `.${String(rest).padStart(digits, '0').replace(/0+$/, '')}`;
