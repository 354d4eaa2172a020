/** Reads the Prometheus text format as it streams in: only the wanted families, never the whole body. */

export interface Sample {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  /** As JavaScript has numbers: `+Inf` is Infinity. */
  readonly value: number;
}

export interface SampleOptions {
  /** The full names of the samples to give: a histogram's `x_count` and not `x`. */
  readonly wanted: ReadonlySet<string>;
  /** Bytes after which reading stops. */
  readonly most: number;
}

/** No sample worth reading is longer; without a bound a body without line ends would be held whole. */
const longestLine = 1 << 16;

/**
 * Calls `take` for each wanted sample, in order. A line that is no sample is passed over, as Prometheus itself would
 * refuse the whole body for it and nobody would learn more. Gives `cut` where the body was longer than `most`.
 */
export const readSamples = async (
  body: AsyncIterable<Uint8Array>,
  { wanted, most }: SampleOptions,
  take: (sample: Sample) => void,
): Promise<'whole' | 'cut'> => {
  const decoder = new TextDecoder();
  let size = 0;
  let rest = '';
  let isSkipping = false;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > most) return 'cut';
    const text = decoder.decode(chunk, { stream: true });
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      if (!isSkipping) readLine(rest + text.slice(start, end), wanted, take);
      rest = '';
      isSkipping = false;
      start = end + 1;
    }
    rest += text.slice(start);
    if (rest.length <= longestLine) continue;
    rest = '';
    isSkipping = true;
  }
  if (!isSkipping) readLine(rest + decoder.decode(), wanted, take);
  return 'whole';
};

const readLine = (line: string, wanted: ReadonlySet<string>, take: (sample: Sample) => void): void => {
  if (line.length > longestLine) return;
  const sample = wanted.has(line.slice(0, findNameEnd(line))) ? parseSample(line) : undefined;
  if (sample !== undefined) take(sample);
};

const findNameEnd = (line: string): number => {
  let end = 0;
  while (end < line.length && isNameCode(line.charCodeAt(end))) end += 1;
  return end;
};

/** `[a-zA-Z0-9_:]`, the alphabet of metric names. */
const isNameCode = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 58) || code === 95;

/** One line of the format: `name{label="value",…} value [timestamp]`; `undefined` where it is none. */
export const parseSample = (line: string): Sample | undefined => {
  const nameEnd = findNameEnd(line);
  if (nameEnd === 0) return undefined;
  const labels = new Map<string, string>();
  let at = skipBlanks(line, nameEnd);
  if (line[at] === '{') {
    const end = readLabels(line, at + 1, labels);
    if (end === undefined) return undefined;
    at = end;
  } else if (at === nameEnd) return undefined;
  const [text = ''] = line
    .slice(at)
    .trim()
    .split(/[ \t]+/, 1);
  const value = toNumber(text);
  return value === undefined ? undefined : { name: line.slice(0, nameEnd), labels, value };
};

/** Fills `labels`; gives the place behind the closing brace. */
const readLabels = (line: string, from: number, labels: Map<string, string>): number | undefined => {
  labelPattern.lastIndex = from;
  for (;;) {
    const start = labelPattern.lastIndex;
    const match = labelPattern.exec(line);
    if (match === null) {
      const end = skipBlanks(line, start);
      return line[end] === '}' ? end + 1 : undefined;
    }
    labels.set(
      match[1] ?? '',
      (match[2] ?? '').replaceAll(/\\(.)/g, (_, one: string) => (one === 'n' ? '\n' : one)),
    );
  }
};

/** A label with the comma that may follow it. The alternatives of the value exclude each other, so that it is linear. */
const labelPattern = /[ \t]*([a-zA-Z_][a-zA-Z0-9_]*)[ \t]*=[ \t]*"((?:[^"\\]|\\[^])*)"[ \t]*(?:,|(?=\}))/y;

const skipBlanks = (line: string, from: number): number => {
  let at = from;
  while (line[at] === ' ' || line[at] === '\t') at += 1;
  return at;
};

const toNumber = (text: string): number | undefined => {
  if (text === '+Inf' || text === 'Inf') return Infinity;
  if (text === '-Inf') return -Infinity;
  if (text === 'NaN') return NaN;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
};
