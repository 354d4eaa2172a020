/** Cuts the source of an expression into tokens, one at a time; nothing is copied but names. */

export const token = {
  end: 0,
  unknown: 1,
  identifier: 2,
  escapedIdentifier: 3,
  int: 4,
  uint: 5,
  double: 6,
  string: 7,
  bytes: 8,
  true: 9,
  false: 10,
  null: 11,
  in: 12,
  equals: 13,
  notEquals: 14,
  less: 15,
  lessEquals: 16,
  greaterEquals: 17,
  greater: 18,
  and: 19,
  or: 20,
  openBracket: 21,
  closeBracket: 22,
  openBrace: 23,
  closeBrace: 24,
  openParenthesis: 25,
  closeParenthesis: 26,
  dot: 27,
  comma: 28,
  minus: 29,
  not: 30,
  question: 31,
  colon: 32,
  plus: 33,
  star: 34,
  slash: 35,
  percent: 36,
} as const;

/** The token at hand is `kind` and `source.slice(start, end)`. */
export class Lexer {
  readonly source: string;
  kind: number = token.unknown;
  start = 0;
  end = 0;
  /** Why the token at hand is `unknown`. */
  problem = '';

  constructor(source: string) {
    this.source = source;
    this.advance();
  }

  text(): string {
    return this.source.slice(this.start, this.end);
  }

  advance(): void {
    const start = this.skipBlank(this.end);
    this.start = start;
    if (start >= this.source.length) {
      this.end = start;
      this.kind = token.end;
      return;
    }
    const code = this.source.charCodeAt(start);
    if (isLetter(code)) this.readWord(start, code);
    else if (isDigit(code) || (code === dot && isDigit(this.source.charCodeAt(start + 1)))) this.readNumber(start);
    else if (code === doubleQuote || code === singleQuote) this.readString(start, start, token.string, false);
    else if (code === backtick) this.readEscapedName(start);
    else this.readPunctuation(start, code);
  }

  private skipBlank(from: number): number {
    const { source } = this;
    let at = from;
    for (; at < source.length; at += 1) {
      const code = source.charCodeAt(at);
      if (code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d || code === 0x0c) continue;
      if (code !== slash || source.charCodeAt(at + 1) !== slash) return at;
      const lineEnd = source.indexOf('\n', at);
      if (lineEnd === -1) return source.length;
      at = lineEnd;
    }
    return at;
  }

  private readWord(start: number, code: number): void {
    const { source } = this;
    let at = start + 1;
    while (isWordPart(source.charCodeAt(at))) at += 1;
    const next = source.charCodeAt(at);
    if ((next === doubleQuote || next === singleQuote) && at - start <= 2) {
      const prefix = source.slice(start, at).toLowerCase();
      if (prefix === 'r') return this.readString(start, at, token.string, true);
      if (prefix === 'b') return this.readString(start, at, token.bytes, false);
      if (prefix === 'br') return this.readString(start, at, token.bytes, true);
    }
    this.end = at;
    this.kind = token.identifier;
    const length = at - start;
    if (length === 2 && code === 0x69 && source.charCodeAt(start + 1) === 0x6e) this.kind = token.in;
    else if (length === 4 && code === 0x74 && source.startsWith('true', start)) this.kind = token.true;
    else if (length === 4 && code === 0x6e && source.startsWith('null', start)) this.kind = token.null;
    else if (length === 5 && code === 0x66 && source.startsWith('false', start)) this.kind = token.false;
  }

  private readNumber(start: number): void {
    const { source } = this;
    if (source.charCodeAt(start) === 0x30 && source.charCodeAt(start + 1) === 0x78) {
      let at = start + 2;
      while (isHexDigit(source.charCodeAt(at))) at += 1;
      if (at > start + 2) return this.endInteger(at);
    }
    let at = this.skipDigits(start);
    let isDouble = false;
    if (source.charCodeAt(at) === dot && isDigit(source.charCodeAt(at + 1))) {
      isDouble = true;
      at = this.skipDigits(at + 1);
    }
    const letter = source.charCodeAt(at) | 0x20;
    if (letter === 0x65) {
      const sign = source.charCodeAt(at + 1);
      const digits = sign === 0x2b || sign === 0x2d ? at + 2 : at + 1;
      if (isDigit(source.charCodeAt(digits))) {
        isDouble = true;
        at = this.skipDigits(digits);
      }
    }
    if (!isDouble) return this.endInteger(at);
    this.end = at;
    this.kind = token.double;
  }

  private skipDigits(from: number): number {
    let at = from;
    while (isDigit(this.source.charCodeAt(at))) at += 1;
    return at;
  }

  private endInteger(at: number): void {
    const isUint = (this.source.charCodeAt(at) | 0x20) === 0x75;
    this.end = isUint ? at + 1 : at;
    this.kind = isUint ? token.uint : token.int;
  }

  /** A string of any form; `quote` is where its first quote stands. What escapes mean is read later. */
  private readString(start: number, quote: number, kind: number, isRaw: boolean): void {
    const { source } = this;
    const code = source.charCodeAt(quote);
    const isTriple = source.charCodeAt(quote + 1) === code && source.charCodeAt(quote + 2) === code;
    for (let at = isTriple ? quote + 3 : quote + 1; at < source.length; at += 1) {
      const here = source.charCodeAt(at);
      if (here === code) {
        if (isTriple && (source.charCodeAt(at + 1) !== code || source.charCodeAt(at + 2) !== code)) continue;
        this.end = isTriple ? at + 3 : at + 1;
        this.kind = kind;
        return;
      }
      if (!isTriple && (here === 0x0a || here === 0x0d)) break;
      if (here === backslash && !isRaw) at += 1;
    }
    this.refuse(start, source.length, 'a string is not closed');
  }

  private readEscapedName(start: number): void {
    const { source } = this;
    let at = start + 1;
    while (isEscapedPart(source.charCodeAt(at))) at += 1;
    if (source.charCodeAt(at) !== backtick || at === start + 1) {
      return this.refuse(start, at, 'a name in backticks is letters, digits, spaces and any of _ . - /');
    }
    this.end = at + 1;
    this.kind = token.escapedIdentifier;
  }

  private readPunctuation(start: number, code: number): void {
    const next = this.source.charCodeAt(start + 1);
    const pair = next === equalsSign ? pairsWithEquals[code] : next === code ? doubled[code] : undefined;
    if (pair !== undefined) {
      this.end = start + 2;
      this.kind = pair;
      return;
    }
    const single = singles[code];
    if (single === undefined) {
      const character = String.fromCodePoint(this.source.codePointAt(start) ?? code);
      return this.refuse(start, start + character.length, `'${character}' means nothing here`);
    }
    this.end = start + 1;
    this.kind = single;
  }

  private refuse(start: number, end: number, problem: string): void {
    this.start = start;
    this.end = end;
    this.kind = token.unknown;
    this.problem = problem;
  }
}

const isLetter = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isWordPart = (code: number): boolean => isLetter(code) || isDigit(code);
const isHexDigit = (code: number): boolean =>
  isDigit(code) || (code >= 0x61 && code <= 0x66) || (code >= 0x41 && code <= 0x46);
const isEscapedPart = (code: number): boolean =>
  isWordPart(code) || code === dot || code === 0x2d || code === slash || code === 0x20;

const dot = 0x2e;
const slash = 0x2f;
const backslash = 0x5c;
const backtick = 0x60;
const doubleQuote = 0x22;
const singleQuote = 0x27;
const equalsSign = 0x3d;

/** `==`, `!=`, `<=`, `>=`, by their first character. */
const pairsWithEquals: Readonly<Record<number, number>> = {
  0x3d: token.equals,
  0x21: token.notEquals,
  0x3c: token.lessEquals,
  0x3e: token.greaterEquals,
};

const doubled: Readonly<Record<number, number>> = { 0x26: token.and, 0x7c: token.or };

const singles: Readonly<Record<number, number>> = {
  0x3c: token.less,
  0x3e: token.greater,
  0x5b: token.openBracket,
  0x5d: token.closeBracket,
  0x7b: token.openBrace,
  0x7d: token.closeBrace,
  0x28: token.openParenthesis,
  0x29: token.closeParenthesis,
  0x2e: token.dot,
  0x2c: token.comma,
  0x2d: token.minus,
  0x21: token.not,
  0x3f: token.question,
  0x3a: token.colon,
  0x2b: token.plus,
  0x2a: token.star,
  0x2f: token.slash,
  0x25: token.percent,
};
