/** Cuts a JMESPath expression into tokens, as Kyverno's lexer does, with what it takes and what it refuses. */

import { parseGoJson } from './parse-go-json.ts';

export interface Token {
  readonly kind: TokenKind;
  /** A name, a number's digits, an operator, a literal's JSON. */
  readonly text: string;
  /** In UTF-16 units. */
  readonly at: number;
}

/** Named as Kyverno's messages name them. */
export type TokenKind =
  | 'tUnknown'
  | 'tStar'
  | 'tDot'
  | 'tFilter'
  | 'tFlatten'
  | 'tLparen'
  | 'tRparen'
  | 'tLbracket'
  | 'tRbracket'
  | 'tLbrace'
  | 'tRbrace'
  | 'tOr'
  | 'tPipe'
  | 'tNumber'
  | 'tUnquotedIdentifier'
  /** `$name`, where variables may stand. */
  | 'tVariable'
  | 'tQuotedIdentifier'
  | 'tComma'
  | 'tColon'
  | 'tLT'
  | 'tLTE'
  | 'tGT'
  | 'tGTE'
  | 'tEQ'
  | 'tNE'
  | 'tJSONLiteral'
  | 'tStringLiteral'
  | 'tCurrent'
  | 'tExpref'
  | 'tAnd'
  | 'tNot'
  | 'tEOF';

export interface QueryDefect {
  readonly kind: 'defect';
  readonly message: string;
  readonly offset: number;
}

export type TokenReading = { readonly kind: 'tokens'; readonly tokens: readonly Token[] } | QueryDefect;

export interface QuerySyntax {
  /** `$name` reads a value that is bound when the expression is evaluated: the JMESPath of assertion trees. */
  readonly withVariables: boolean;
}

export const readTokens = (source: string, syntax: QuerySyntax): TokenReading => {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const read = syntax.withVariables && source.charAt(at) === '$' ? readVariable(source, at) : readToken(source, at);
    if (read.kind === 'defect') return read;
    if (read.kind === 'token') tokens.push(read.token);
    at = read.end;
  }
  tokens.push({ kind: 'tEOF', text: '', at: source.length });
  return { kind: 'tokens', tokens };
};

type Reading =
  | { readonly kind: 'token'; readonly token: Token; readonly end: number }
  | { readonly kind: 'space'; readonly end: number }
  | QueryDefect;

const readToken = (source: string, at: number): Reading => {
  const character = source.charAt(at);
  if (/[A-Za-z_]/.test(character)) return readName(source, at);
  const single = singles.get(character);
  if (single !== undefined) return toToken(single, character, at, at + 1);
  if (character === '-' || /[0-9]/.test(character)) return readNumber(source, at);
  switch (character) {
    case '[':
      return readBracket(source, at);
    case '"':
      return readQuotedName(source, at);
    case "'":
      return readRawText(source, at);
    case '`':
      return readLiteral(source, at);
    case ' ':
    case '\t':
    case '\n':
    case '\r':
      return { kind: 'space', end: at + 1 };
  }
  const pair = pairs.get(character);
  if (pair === undefined) return refuse(`Unknown char: ${quoteCharacter(source, at)}`, at);
  const [second, both, alone] = pair;
  return source.charAt(at + 1) === second
    ? toToken(both, character + second, at, at + 2)
    : toToken(alone, character, at, at + 1);
};

const singles: ReadonlyMap<string, TokenKind> = new Map<string, TokenKind>([
  ['.', 'tDot'],
  ['*', 'tStar'],
  [',', 'tComma'],
  [':', 'tColon'],
  ['{', 'tLbrace'],
  ['}', 'tRbrace'],
  [']', 'tRbracket'],
  ['(', 'tLparen'],
  [')', 'tRparen'],
  ['@', 'tCurrent'],
]);

/** What follows, what it is with it, and what without. */
const pairs: ReadonlyMap<string, readonly [string, TokenKind, TokenKind]> = new Map<
  string,
  readonly [string, TokenKind, TokenKind]
>([
  ['|', ['|', 'tOr', 'tPipe']],
  ['<', ['=', 'tLTE', 'tLT']],
  ['>', ['=', 'tGTE', 'tGT']],
  ['!', ['=', 'tNE', 'tNot']],
  ['=', ['=', 'tEQ', 'tUnknown']],
  ['&', ['&', 'tAnd', 'tExpref']],
]);

const readVariable = (source: string, at: number): Reading => {
  const [name = ''] = /^[A-Za-z_][A-Za-z0-9_]*/.exec(source.slice(at + 1, at + 200)) ?? [];
  return name === '' ? refuse(`Unknown char: '$'`, at) : toToken('tVariable', name, at, at + 1 + name.length);
};

const namePattern = /[A-Za-z0-9_]*\u0080?/y;

/** Kyverno's lexer takes a U+0080 for the end of a name, and as part of it. */
const readName = (source: string, at: number): Reading => {
  namePattern.lastIndex = at;
  const text = namePattern.exec(source)?.[0] ?? '';
  return toToken('tUnquotedIdentifier', text, at, at + text.length);
};

const readNumber = (source: string, at: number): Reading => {
  let end = at + 1;
  while (end < source.length && source.charCodeAt(end) >= 48 && source.charCodeAt(end) <= 57) end++;
  return toToken('tNumber', source.slice(at, end), at, end);
};

const readBracket = (source: string, at: number): Reading => {
  const next = source.charAt(at + 1);
  if (next === '?') return toToken('tFilter', '[?', at, at + 2);
  if (next === ']') return toToken('tFlatten', '[]', at, at + 2);
  return toToken('tLbracket', '[', at, at + 1);
};

const readQuotedName = (source: string, at: number): Reading => {
  const end = findEnd(source, at + 1, '"');
  if (end < 0) return refuse('Unclosed delimiter: "', source.length);
  const parsed = parseGoJson(source.slice(at, end + 1));
  if (parsed.kind === 'defect') return { kind: 'defect', message: parsed.message, offset: at };
  return toToken('tQuotedIdentifier', typeof parsed.value === 'string' ? parsed.value : '', at, end + 1);
};

const readLiteral = (source: string, at: number): Reading => {
  const end = findEnd(source, at + 1, '`');
  if (end < 0) return refuse('Unclosed delimiter: `', source.length);
  const text = source.slice(at + 1, end).replaceAll('\\`', '`');
  return toToken('tJSONLiteral', text, at, end + 1);
};

/** A backslash takes the character behind it along. */
const findEnd = (source: string, from: number, delimiter: string): number => {
  for (let at = from; at < source.length; at++) {
    const character = source.charAt(at);
    if (character === delimiter) return at;
    if (character === '\\') at++;
  }
  return -1;
};

/** In a raw text only a quote can be escaped: a backslash before anything else is a backslash. */
const readRawText = (source: string, at: number): Reading => {
  let text = '';
  for (let end = at + 1; end < source.length; end++) {
    const character = source.charAt(end);
    if (character === "'") {
      return toToken('tStringLiteral', text, at, end + 1);
    }
    if (character === '\\' && source.charAt(end + 1) === "'") end++;
    text += source.charAt(end);
  }
  return refuse("Unclosed delimiter: '", source.length);
};

const toToken = (kind: TokenKind, text: string, at: number, end: number): Reading => ({
  kind: 'token',
  token: { kind, text, at },
  end,
});

const refuse = (message: string, offset: number): QueryDefect => ({
  kind: 'defect',
  message: `SyntaxError: ${message}`,
  offset,
});

/** As Go quotes a character in ASCII. */
const quoteCharacter = (source: string, at: number): string => {
  const code = source.codePointAt(at) ?? 0;
  const special = goEscapes.get(code);
  if (special !== undefined) return `'${special}'`;
  if (code >= 32 && code < 127) return `'${String.fromCodePoint(code)}'`;
  if (code < 128) return `'\\x${code.toString(16).padStart(2, '0')}'`;
  return code > 0xffff ? `'\\U${code.toString(16).padStart(8, '0')}'` : `'\\u${code.toString(16).padStart(4, '0')}'`;
};

const goEscapes: ReadonlyMap<number, string> = new Map([
  [7, '\\a'],
  [8, '\\b'],
  [12, '\\f'],
  [11, '\\v'],
  [92, '\\\\'],
]);
