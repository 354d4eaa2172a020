/** Durations as Go reads and prints them: `90s` is `1m30s`. */

/** `undefined` for what Go refuses. */
export const toCanonicalDuration = (text: string): string | undefined => {
  const nanos = parseDuration(text);
  return nanos === undefined ? undefined : renderDuration(nanos);
};

const units: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

const parseDuration = (text: string): bigint | undefined => {
  const isNegative = text.startsWith('-');
  const body = /^[+-]/.test(text) ? text.slice(1) : text;
  if (body === '0') return 0n;
  if (!/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(body)) return undefined;
  let nanos = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of body.matchAll(/(\d*)\.?(\d*)(ns|us|µs|μs|ms|s|m|h)/g)) {
    const size = units[unit] ?? 0n;
    nanos += BigInt(whole === '' ? '0' : whole) * size;
    if (fraction !== '') nanos += (BigInt(fraction.slice(0, 18)) * size) / 10n ** BigInt(Math.min(fraction.length, 18));
  }
  if (nanos > 2n ** 63n - (isNegative ? 0n : 1n)) return undefined;
  return isNegative ? -nanos : nanos;
};

const renderDuration = (nanos: bigint): string => {
  if (nanos === 0n) return '0s';
  const sign = nanos < 0n ? '-' : '';
  const amount = nanos < 0n ? -nanos : nanos;
  if (amount < 1000n) return `${sign}${amount}ns`;
  if (amount < 1_000_000n) return `${sign}${renderDecimal(amount, 3)}µs`;
  if (amount < 1_000_000_000n) return `${sign}${renderDecimal(amount, 6)}ms`;
  const minutes = amount / 60_000_000_000n;
  const seconds = `${renderDecimal(amount % 60_000_000_000n, 9)}s`;
  if (minutes === 0n) return `${sign}${seconds}`;
  return minutes < 60n ? `${sign}${minutes}m${seconds}` : `${sign}${minutes / 60n}h${minutes % 60n}m${seconds}`;
};

const renderDecimal = (amount: bigint, decimals: number): string => {
  const size = 10n ** BigInt(decimals);
  const fraction = (amount % size).toString().padStart(decimals, '0').replace(/0+$/, '');
  return fraction === '' ? `${amount / size}` : `${amount / size}.${fraction}`;
};
