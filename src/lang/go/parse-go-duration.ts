/** Reads durations as Go writes them: `1h30m`, `-1.5s`, `0`. */

const least = -(2n ** 63n);
const most = 2n ** 63n - 1n;

/** In nanoseconds; `null` where the text is no duration, or one beyond int64 nanoseconds. */
export const parseGoDuration = (text: string): bigint | null => {
  const isNegative = text.startsWith('-');
  let rest = isNegative || text.startsWith('+') ? text.slice(1) : text;
  if (rest === '0') return 0n;
  if (rest === '') return null;
  let nanos = 0n;
  while (rest !== '') {
    const part = partLayout.exec(rest);
    if (part === null || (part[1] === '' && (part[2] ?? '') === '')) return null;
    const unit = units[part[3] as keyof typeof units];
    const digits = part[1]?.replace(/^0+/, '') ?? '';
    // More are beyond int64 in any unit, and reading a million of them would take its time.
    if (digits.length > 19) return null;
    nanos += BigInt(digits) * unit + fractionOf(part[2] ?? '', unit);
    // Go counts without a sign up to 2^63, which only the least of all durations reaches.
    if (nanos > -least) return null;
    rest = rest.slice(part[0].length);
  }
  if (isNegative) return -nanos;
  return nanos > most ? null : nanos;
};

const partLayout = /^(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/;

const units = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

/** Go reads as many digits as int64 holds, and scales them as a double. */
const fractionOf = (digits: string, unit: bigint): bigint => {
  const read = digits.slice(0, 18);
  if (read === '') return 0n;
  return BigInt(Math.trunc(Number(BigInt(read)) * (Number(unit) / 10 ** read.length)));
};
