/** Parses a JMESPath expression by binding powers, as Kyverno's parser does: the same trees, the same messages. */

import { parseGoJson } from './parse-go-json.ts';
import { readTokens, type QueryDefect, type QuerySyntax, type Token, type TokenKind } from './read-tokens.ts';
import type { Comparator, HashEntry, QueryNode, SliceParts } from './syntax-tree.ts';

export type QueryParse = { readonly kind: 'tree'; readonly root: QueryNode } | QueryDefect;

export const parseQuery = (source: string, syntax: QuerySyntax = { withVariables: false }): QueryParse => {
  const read = readTokens(source, syntax);
  if (read.kind === 'defect') return read;
  try {
    return { kind: 'tree', root: new Parser(read.tokens).parse() };
  } catch (refusal) {
    if (refusal instanceof Refusal) return { kind: 'defect', message: refusal.text, offset: refusal.offset };
    throw refusal;
  }
};

/**
 * How deep expressions may nest; a path of plain names counts once. Kyverno has no bound. Each level costs a few frames
 * of the stack here and when it is evaluated, and no written policy comes near.
 */
const greatestDepth = 256;

class Refusal {
  readonly text: string;
  readonly offset: number;
  constructor(text: string, offset: number) {
    this.text = text;
    this.offset = offset;
  }
}

const bindingPowers: Readonly<Partial<Record<TokenKind, number>>> = {
  tPipe: 1,
  tOr: 2,
  tAnd: 3,
  tEQ: 5,
  tLT: 5,
  tLTE: 5,
  tGT: 5,
  tGTE: 5,
  tNE: 5,
  tFlatten: 9,
  tStar: 20,
  tFilter: 21,
  tDot: 40,
  tNot: 45,
  tLbrace: 50,
  tLbracket: 55,
  tLparen: 60,
};

const powerOf = (kind: TokenKind): number => bindingPowers[kind] ?? 0;

const current: QueryNode = { kind: 'current', depth: 1 };

class Parser {
  private readonly tokens: readonly Token[];
  private at = 0;
  private open = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  parse(): QueryNode {
    const root = this.parseExpression(0);
    if (this.kind() !== 'tEOF') {
      throw this.refuse(`Unexpected token at the end of the expression: ${this.kind()}`);
    }
    return root;
  }

  private parseExpression(power: number): QueryNode {
    this.open += 1;
    if (this.open > greatestDepth) throw tooDeep(this.token().at);
    const first = this.token();
    this.at += 1;
    let left = this.parsePrefix(first);
    while (power < powerOf(this.kind())) {
      const operator = this.token();
      this.at += 1;
      left = this.parseInfix(operator, left);
      if (left.depth > greatestDepth) throw tooDeep(operator.at);
    }
    this.open -= 1;
    return left;
  }

  private parsePrefix(token: Token): QueryNode {
    switch (token.kind) {
      case 'tJSONLiteral': {
        const parsed = parseGoJson(token.text);
        if (parsed.kind === 'defect') throw new Refusal(parsed.message, token.at);
        return { kind: 'literal', value: parsed.value, depth: 1 };
      }
      case 'tStringLiteral':
        return { kind: 'literal', value: token.text, depth: 1 };
      case 'tUnquotedIdentifier':
        return { kind: 'field', name: token.text, depth: 1 };
      case 'tQuotedIdentifier':
        if (this.kind() === 'tLparen') {
          throw refuseAt(token, "Can't have quoted identifier as function Name.");
        }
        return { kind: 'field', name: token.text, depth: 1 };
      case 'tStar':
        return toPair('values', current, this.kind() === 'tRbracket' ? current : this.parseProjected(powerOf('tStar')));
      case 'tFilter':
        return this.parseFilter(current);
      case 'tLbrace':
        return this.parseHash();
      case 'tFlatten':
        return toPair('projection', toFlatten(current), this.parseProjected(powerOf('tFlatten')));
      case 'tLbracket':
        return this.parseOpeningBracket();
      case 'tCurrent':
        return current;
      case 'tVariable':
        return { kind: 'variable', name: token.text, depth: 1 };
      case 'tExpref': {
        const body = this.parseExpression(0);
        return { kind: 'reference', body, depth: body.depth + 1 };
      }
      case 'tNot': {
        const operand = this.parseExpression(powerOf('tNot'));
        return { kind: 'not', operand, depth: operand.depth + 1 };
      }
      case 'tLparen': {
        const inner = this.parseExpression(0);
        this.expect('tRparen');
        return inner;
      }
      case 'tEOF':
        throw refuseAt(token, 'Incomplete expression');
      default:
        throw refuseAt(token, `Invalid token: ${token.kind}`);
    }
  }

  private parseInfix(token: Token, left: QueryNode): QueryNode {
    switch (token.kind) {
      case 'tDot':
        if (this.kind() !== 'tStar') return toChain(left, this.parseBehindDot(powerOf('tDot')));
        this.at += 1;
        return toPair('values', left, this.parseProjected(powerOf('tDot')));
      case 'tPipe':
        return toPair('pipe', left, this.parseExpression(powerOf('tPipe')));
      case 'tOr':
        return toPair('or', left, this.parseExpression(powerOf('tOr')));
      case 'tAnd':
        return toPair('and', left, this.parseExpression(powerOf('tAnd')));
      case 'tLparen':
        return this.parseCall(left);
      case 'tFilter':
        return this.parseFilter(left);
      case 'tFlatten':
        return toPair('projection', toFlatten(left), this.parseProjected(powerOf('tFlatten')));
      case 'tEQ':
      case 'tNE':
      case 'tGT':
      case 'tGTE':
      case 'tLT':
      case 'tLTE':
        return toComparison(token.kind, left, this.parseExpression(powerOf(token.kind)));
      case 'tLbracket':
        return this.parseBracketBehind(left);
      default:
        throw this.refuse(`Unexpected token: ${token.kind}`);
    }
  }

  private parseOpeningBracket(): QueryNode {
    const kind = this.kind();
    if (kind === 'tNumber' || kind === 'tColon') {
      const index = this.tryIndex();
      return index === null ? { kind: 'empty', depth: 1 } : this.projectIfSlice(current, index);
    }
    if (kind === 'tStar' && this.tokens[this.at + 1]?.kind === 'tRbracket') {
      this.at += 2;
      return toPair('projection', current, this.parseProjected(powerOf('tStar')));
    }
    return this.parseList();
  }

  /** Kyverno's parser forgets what was wrong with an index at the start, and goes on where it stopped. */
  private tryIndex(): QueryNode | null {
    try {
      return this.parseIndex();
    } catch (refusal) {
      if (refusal instanceof Refusal) return null;
      throw refusal;
    }
  }

  private parseBracketBehind(left: QueryNode): QueryNode {
    const kind = this.kind();
    if (kind === 'tNumber' || kind === 'tColon') return this.projectIfSlice(left, this.parseIndex());
    this.expect('tStar');
    this.expect('tRbracket');
    return toPair('projection', left, this.parseProjected(powerOf('tStar')));
  }

  private parseIndex(): QueryNode {
    if (this.kind() === 'tColon' || this.tokens[this.at + 1]?.kind === 'tColon') return this.parseSlice();
    const index = readInteger(this.token());
    this.at += 1;
    this.expect('tRbracket');
    return { kind: 'index', index, depth: 1 };
  }

  private parseSlice(): QueryNode {
    const parts: [number | null, number | null, number | null] = [null, null, null];
    let part = 0;
    while (this.kind() !== 'tRbracket' && part < 3) {
      const token = this.token();
      if (token.kind === 'tColon') part += 1;
      else if (token.kind === 'tNumber') parts[part as 0 | 1 | 2] = readInteger(token);
      else throw refuseAt(token, `Expected tColon or tNumber, received: ${token.kind}`);
      this.at += 1;
    }
    this.expect('tRbracket');
    return { kind: 'slice', parts: parts satisfies SliceParts, depth: 1 };
  }

  private projectIfSlice(left: QueryNode, right: QueryNode): QueryNode {
    const indexed = toChain(left, right);
    return right.kind === 'slice' ? toPair('projection', indexed, this.parseProjected(powerOf('tStar'))) : indexed;
  }

  private parseFilter(left: QueryNode): QueryNode {
    const condition = this.parseExpression(0);
    this.expect('tRbracket');
    const right = this.kind() === 'tFlatten' ? current : this.parseProjected(powerOf('tFilter'));
    const depth = Math.max(left.depth, right.depth, condition.depth) + 1;
    return { kind: 'filter', left, right, condition, depth };
  }

  /** A comma between two arguments may be left out, and one may stand behind the last. */
  private parseCall(callee: QueryNode): QueryNode {
    const parameters: QueryNode[] = [];
    while (this.kind() !== 'tRparen') {
      parameters.push(this.parseExpression(0));
      if (this.kind() === 'tComma') this.at += 1;
    }
    this.at += 1;
    return { kind: 'call', name: toFunctionName(callee), parameters, depth: deepest(parameters) + 1 };
  }

  private parseList(): QueryNode {
    const items: QueryNode[] = [];
    for (;;) {
      items.push(this.parseExpression(0));
      if (this.kind() === 'tRbracket') break;
      this.expect('tComma');
    }
    this.at += 1;
    return { kind: 'list', items, depth: deepest(items) + 1 };
  }

  private parseHash(): QueryNode {
    const entries: HashEntry[] = [];
    for (;;) {
      const key = this.token();
      if (key.kind !== 'tUnquotedIdentifier' && key.kind !== 'tQuotedIdentifier') {
        throw this.refuse('Expected tQuotedIdentifier or tUnquotedIdentifier');
      }
      this.at += 1;
      this.expect('tColon');
      entries.push({ key: key.text, value: this.parseExpression(0) });
      if (this.kind() === 'tComma') this.at += 1;
      else if (this.kind() === 'tRbrace') break;
    }
    this.at += 1;
    return { kind: 'hash', entries, depth: deepest(entries.map(({ value }) => value)) + 1 };
  }

  private parseBehindDot(power: number): QueryNode {
    switch (this.kind()) {
      case 'tQuotedIdentifier':
      case 'tUnquotedIdentifier':
      case 'tStar':
        return this.parseExpression(power);
      case 'tLbracket':
        this.at += 1;
        return this.parseList();
      case 'tLbrace':
        this.at += 1;
        return this.parseHash();
      default:
        throw this.refuse('Expected identifier, lbracket, or lbrace');
    }
  }

  private parseProjected(power: number): QueryNode {
    const kind = this.kind();
    if (powerOf(kind) < 10) return current;
    if (kind === 'tLbracket' || kind === 'tFilter') return this.parseExpression(power);
    if (kind !== 'tDot') throw this.refuse('Error');
    this.at += 1;
    return this.parseBehindDot(power);
  }

  private token(): Token {
    return this.tokens[Math.min(this.at, this.tokens.length - 1)] ?? end;
  }

  private kind(): TokenKind {
    return this.token().kind;
  }

  private expect(kind: TokenKind): void {
    if (this.kind() !== kind) throw this.refuse(`Expected ${kind}, received: ${this.kind()}`);
    this.at += 1;
  }

  private refuse(message: string): Refusal {
    return refuseAt(this.token(), message);
  }
}

const end: Token = { kind: 'tEOF', text: '', at: 0 };

const refuseAt = (token: Token, message: string): Refusal => new Refusal(`SyntaxError: ${message}`, token.at);

const tooDeep = (offset: number): Refusal =>
  new Refusal(`the expression nests more than ${greatestDepth} deep`, offset);

/** A number of an index is an int64 to Go. */
const readInteger = (token: Token): number => {
  if (!/^-?[0-9]+$/.test(token.text)) {
    throw new Refusal(`strconv.Atoi: parsing ${JSON.stringify(token.text)}: invalid syntax`, token.at);
  }
  const value = Number(token.text);
  if (value >= 2 ** 63 || value < -(2 ** 63)) {
    throw new Refusal(`strconv.Atoi: parsing ${JSON.stringify(token.text)}: value out of range`, token.at);
  }
  return value;
};

/** What stands before the parenthesis, where it is a name or a text: `'length'(@)` is a call, too. */
const toFunctionName = (callee: QueryNode): string | null => {
  if (callee.kind === 'field' || callee.kind === 'call') return callee.name;
  return callee.kind === 'literal' && typeof callee.value === 'string' ? callee.value : null;
};

const toChain = (left: QueryNode, right: QueryNode): QueryNode => {
  const isPath = right.kind === 'field' && (left.kind === 'field' || left.kind === 'chain');
  return { kind: 'chain', left, right, depth: isPath ? left.depth : Math.max(left.depth, right.depth) + 1 };
};

const toPair = (
  kind: 'projection' | 'values' | 'or' | 'and' | 'pipe',
  left: QueryNode,
  right: QueryNode,
): QueryNode => ({
  kind,
  left,
  right,
  depth: Math.max(left.depth, right.depth) + 1,
});

const toComparison = (operator: Comparator, left: QueryNode, right: QueryNode): QueryNode => ({
  kind: 'comparison',
  operator,
  left,
  right,
  depth: Math.max(left.depth, right.depth) + 1,
});

const toFlatten = (left: QueryNode): QueryNode => ({ kind: 'flatten', left, depth: left.depth + 1 });

const deepest = (nodes: readonly QueryNode[]): number => nodes.reduce((most, { depth }) => Math.max(most, depth), 0);
