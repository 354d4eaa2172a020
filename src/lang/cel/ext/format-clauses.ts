/** A format text of `string.format` cut into plain pieces and clauses, with Go's words for what is wrong with it. */

export interface Clause {
  readonly kind: 'clause';
  readonly letter: 's' | 'd' | 'f' | 'e' | 'b' | 'x' | 'X' | 'o';
  readonly precision: bigint | null;
}

export type FormatPart =
  | { readonly kind: 'text'; readonly text: string }
  | Clause
  /** Where reading stopped; what stands before it still counts. */
  | { readonly kind: 'defect'; readonly message: string };

/** `mostDigits` bounds the precision; 0 for no bound. */
export const parseFormat = (format: string, mostDigits: number): readonly FormatPart[] => {
  const parts: FormatPart[] = [];
  let at = 0;
  while (at < format.length) {
    const found = format.indexOf('%', at);
    const end = found === -1 ? format.length : found;
    if (end > at) parts.push({ kind: 'text', text: format.slice(at, end) });
    if (found === -1) break;
    if (format[end + 1] === '%') {
      parts.push({ kind: 'text', text: '%' });
      at = end + 2;
      continue;
    }
    const clause = parseClause(format, end + 1, mostDigits);
    parts.push(clause.part);
    if (clause.part.kind === 'defect') break;
    at = clause.end;
  }
  return parts;
};

const parseClause = (
  format: string,
  start: number,
  mostDigits: number,
): { readonly part: FormatPart; readonly end: number } => {
  const defect = (message: string): { readonly part: FormatPart; readonly end: number } => ({
    part: { kind: 'defect', message },
    end: start,
  });
  const noPrecision = (message: string): ReturnType<typeof defect> =>
    defect(`could not parse formatting clause: error while parsing precision: ${message}`);
  if (start >= format.length) return defect('unexpected end of string');
  let at = start;
  let precision: bigint | null = null;
  if (format[at] === '.') {
    const digits = /[0-9]*/y;
    digits.lastIndex = at + 1;
    const [text] = digits.exec(format) ?? [''];
    at += 1 + text.length;
    if (at >= format.length) return noPrecision('could not find end of precision specifier');
    const wrong = (reason: string): ReturnType<typeof defect> =>
      noPrecision(`error while converting precision to integer: strconv.Atoi: parsing "${text}": ${reason}`);
    if (text === '') return wrong('invalid syntax');
    // Zeros may lead; twenty digits are more than any int.
    precision = BigInt(text.replace(/^0+(?=.)/, '').slice(0, 20));
    if (precision >= 2n ** 63n) return wrong('value out of range');
    if (mostDigits > 0 && precision > mostDigits) {
      return noPrecision(`precision ${precision} exceeds maximum allowed precision ${mostDigits}`);
    }
  }
  const letter = format.charAt(at);
  if (isLetter(letter)) return { part: { kind: 'clause', letter, precision }, end: at + 1 };
  // cel-go shows the first byte of a character outside ASCII as if it were a character.
  const [byte = 0] = new TextEncoder().encode(format.slice(at, at + 2));
  return defect(`could not parse formatting clause: unrecognized formatting clause "${String.fromCodePoint(byte)}"`);
};

const isLetter = (letter: string): letter is Clause['letter'] => /^[sdfebxXo]$/.test(letter);
