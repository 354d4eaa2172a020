/** Parses CEL as cel-go does: the same grammar, the same places of nodes, the same bounds. */

import { toDefect, type Defect } from './defect.ts';
import type { Expression, ListExpression, MapExpression, MessageExpression } from './expression.ts';
import { findMacro } from './find-macro.ts';
import { products, relations, reserved, sums } from './grammar-words.ts';
import { token } from './lexer.ts';
import { chainOperator, operatorCall } from './operator-call.ts';
import { readLiteral } from './read-literal.ts';
import type { Macro } from './overload.ts';
import { SyntaxDefect, TokenReader } from './token-reader.ts';

export type ParsedExpression =
  | { readonly kind: 'expression'; readonly expression: Expression }
  | { readonly kind: 'defects'; readonly defects: readonly Defect[] };

/** cel-go's, in code points. */
const largestSource = 100_000;

export const parseExpression = (source: string, macros: readonly Macro[]): ParsedExpression => {
  if (source.length > largestSource && countCodePoints(source) > largestSource) {
    const message = `the expression has more than ${largestSource} characters`;
    return { kind: 'defects', defects: [toDefect(source, 0, message)] };
  }
  const parser = new Parser(source.isWellFormed() ? source : source.toWellFormed(), macros);
  return parser.parse();
};

class Parser extends TokenReader {
  private readonly macros: readonly Macro[];
  /** How many of each are open; cel-go bounds the depth of every rule of its grammar, and these are the deepest ones. */
  private ternaries = 0;
  private relations = 0;
  private sums = 0;

  constructor(source: string, macros: readonly Macro[]) {
    super(source);
    this.macros = macros;
  }

  parse(): ParsedExpression {
    try {
      const expression = this.parseTernary();
      if (!this.at(token.end)) this.unexpected('the end');
      if (this.defects.length === 0) return { kind: 'expression', expression };
    } catch (error) {
      if (!(error instanceof SyntaxDefect)) throw error;
      this.report(error.offset, error.message);
    }
    return { kind: 'defects', defects: this.defects };
  }

  private parseTernary(): Expression {
    this.ternaries = this.deeper(this.ternaries);
    const expression = this.parseConditional();
    this.ternaries -= 1;
    return expression;
  }

  private parseConditional(): Expression {
    const condition = this.parseOr();
    if (!this.at(token.question)) return condition;
    let { height } = this;
    const offset = this.lexer.start;
    this.lexer.advance();
    const yes = this.parseOr();
    height = Math.max(height, this.height);
    this.expect(token.colon, "':'");
    const no = this.parseTernary();
    this.rise(Math.max(height, this.height), offset);
    return operatorCall(offset, '_?_:_', [condition, yes, no]);
  }

  private parseOr(): Expression {
    const first = this.parseAnd();
    return this.at(token.or) ? this.parseChain(first, token.or, '_||_') : first;
  }

  private parseAnd(): Expression {
    const first = this.parseRelation();
    return this.at(token.and) ? this.parseChain(first, token.and, '_&&_') : first;
  }

  private parseChain(first: Expression, operator: number, name: string): Expression {
    const terms: [Expression, ...Expression[]] = [first];
    const offsets: number[] = [];
    let { height } = this;
    while (this.at(operator)) {
      offsets.push(this.lexer.start);
      this.lexer.advance();
      terms.push(operator === token.or ? this.parseAnd() : this.parseRelation());
      height = Math.max(height, this.height);
    }
    this.height = height;
    return chainOperator(name, terms, offsets);
  }

  private parseRelation(): Expression {
    this.relations = this.deeper(this.relations);
    let left = this.parseSum();
    for (let name = relations[this.lexer.kind]; name !== undefined; name = relations[this.lexer.kind]) {
      this.relations = this.deeper(this.relations);
      left = this.parseRight(left, name, () => this.parseSum());
      this.relations -= 1;
    }
    this.relations -= 1;
    return left;
  }

  private parseSum(): Expression {
    let left = this.parseProduct();
    for (let name = sums[this.lexer.kind]; name !== undefined; name = sums[this.lexer.kind]) {
      this.sums = this.deeper(this.sums);
      left = this.parseRight(left, name, () => this.parseProduct());
      this.sums -= 1;
    }
    return left;
  }

  private parseProduct(): Expression {
    this.sums = this.deeper(this.sums);
    let left = this.parseUnary();
    for (let name = products[this.lexer.kind]; name !== undefined; name = products[this.lexer.kind]) {
      this.sums = this.deeper(this.sums);
      left = this.parseRight(left, name, () => this.parseUnary());
      this.sums -= 1;
    }
    this.sums -= 1;
    return left;
  }

  private parseRight(left: Expression, name: string, parse: () => Expression): Expression {
    const { height } = this;
    const offset = this.lexer.start;
    this.lexer.advance();
    const right = parse();
    this.rise(Math.max(height, this.height), offset);
    return operatorCall(offset, name, [left, right]);
  }

  /** A run of one operator cancels itself by pairs, as cel-go reads it; runs of `!` and `-` do not mix. */
  private parseUnary(): Expression {
    const operator = this.lexer.kind;
    if (operator !== token.not && operator !== token.minus) return this.parseMember(false);
    const offset = this.lexer.start;
    let count = 0;
    for (; this.at(operator); this.lexer.advance()) count += 1;
    if (operator === token.minus && count === 1 && this.isNumber()) return this.parseMember(true, offset);
    const isSigned = operator === token.not && this.at(token.minus);
    const signOffset = this.lexer.start;
    if (isSigned) this.lexer.advance();
    if (isSigned && !this.isNumber()) this.unexpected('a number');
    const operand = isSigned ? this.parseMember(true, signOffset) : this.parseMember(false);
    return count % 2 === 0 ? operand : operatorCall(offset, operator === token.not ? '!_' : '-_', [operand]);
  }

  private isNumber(): boolean {
    return this.at(token.int) || this.at(token.double);
  }

  private parseMember(isNegative: boolean, signOffset = 0): Expression {
    const { lexer } = this;
    if (!isNegative && (this.at(token.identifier) || this.at(token.dot))) return this.parseName();
    this.height = 0;
    return this.parseSuffixes(this.parsePrimary(isNegative, isNegative ? signOffset : lexer.start));
  }

  /** What begins with a name: a variable and its fields, a call, or a message, which only its brace tells apart. */
  private parseName(): Expression {
    const { lexer } = this;
    this.height = 0;
    const hasDot = this.at(token.dot);
    if (hasDot) lexer.advance();
    if (!this.at(token.identifier)) this.unexpected('a name');
    const offset = lexer.start;
    const text = lexer.text();
    lexer.advance();
    const isReserved = reserved.has(text);
    const name = hasDot ? `.${text}` : text;
    if (this.at(token.openParenthesis)) {
      if (isReserved) this.reportReserved(text, offset);
      return this.parseSuffixes(this.parseCall(name, null));
    }
    let expression: Expression = { kind: 'identifier', offset, name };
    let path = name;
    while (this.at(token.dot)) {
      const dotOffset = lexer.start;
      lexer.advance();
      if (!this.at(token.identifier)) {
        if (isReserved) this.reportReserved(text, offset);
        return this.parseSuffixes(this.parseField(expression, dotOffset));
      }
      const field = lexer.text();
      lexer.advance();
      if (this.at(token.openParenthesis)) {
        if (isReserved) this.reportReserved(text, offset);
        return this.parseSuffixes(this.parseMemberCall(field, expression));
      }
      this.rise(this.height, dotOffset);
      expression = { kind: 'select', offset: dotOffset, operand: expression, field, mode: 'plain' };
      path = `${path}.${field}`;
    }
    if (this.at(token.openBrace)) {
      expression = this.parseMessage(path);
    } else if (isReserved) this.reportReserved(text, offset);
    return this.parseSuffixes(expression);
  }

  private reportReserved(text: string, offset: number): void {
    this.report(offset, `'${text}' is a reserved word`);
  }

  private parseSuffixes(primary: Expression): Expression {
    const { lexer } = this;
    let expression = primary;
    for (;;) {
      const offset = lexer.start;
      if (this.at(token.dot)) {
        lexer.advance();
        if (!this.at(token.identifier)) {
          expression = this.parseField(expression, offset);
          continue;
        }
        const field = lexer.text();
        lexer.advance();
        if (this.at(token.openParenthesis)) {
          expression = this.parseMemberCall(field, expression);
          continue;
        }
        this.rise(this.height, offset);
        expression = { kind: 'select', offset, operand: expression, field, mode: 'plain' };
      } else if (this.at(token.openBracket)) {
        expression = this.parseIndex(expression, offset);
      } else return expression;
    }
  }

  /** After a dot, what is no plain name: `.?field` or a name in backticks. */
  private parseField(operand: Expression, offset: number): Expression {
    const { lexer } = this;
    const isOptional = this.at(token.question);
    if (isOptional) lexer.advance();
    const field = this.parseFieldName();
    if (this.at(token.openParenthesis)) this.unexpected('an operator');
    this.rise(this.height, offset);
    return { kind: 'select', offset, operand, field, mode: isOptional ? 'optional' : 'plain' };
  }

  private parseFieldName(): string {
    const { lexer } = this;
    const isEscaped = this.at(token.escapedIdentifier);
    if (!isEscaped && !this.at(token.identifier)) this.unexpected('a field name');
    const name = isEscaped ? lexer.source.slice(lexer.start + 1, lexer.end - 1) : lexer.text();
    lexer.advance();
    return name;
  }

  private parseIndex(operand: Expression, offset: number): Expression {
    let { height } = this;
    this.lexer.advance();
    const isOptional = this.at(token.question);
    if (isOptional) this.lexer.advance();
    const index = this.parseTernary();
    height = Math.max(height, this.height);
    this.expect(token.closeBracket, "']'");
    this.rise(height, offset);
    return operatorCall(offset, isOptional ? '_[?_]' : '_[_]', [operand, index]);
  }

  private parseMemberCall(name: string, target: Expression): Expression {
    const offset = this.lexer.start;
    const { height } = this;
    const expression = this.parseCall(name, target);
    this.rise(Math.max(height, this.height), offset);
    return expression;
  }

  private parseCall(name: string, target: Expression | null): Expression {
    const { lexer } = this;
    const offset = lexer.start;
    lexer.advance();
    const parameters: Expression[] = [];
    let height = 0;
    if (!this.at(token.closeParenthesis)) {
      for (;;) {
        parameters.push(this.parseTernary());
        height = Math.max(height, this.height);
        if (!this.at(token.comma)) break;
        lexer.advance();
      }
    }
    this.expect(token.closeParenthesis, "',' or ')'");
    this.height = height;
    return this.expandMacro(name, target, parameters, offset) ?? { kind: 'call', offset, name, target, parameters };
  }

  private expandMacro(
    name: string,
    target: Expression | null,
    parameters: readonly Expression[],
    offset: number,
  ): Expression | null {
    const macro = findMacro(this.macros, name, target !== null, parameters.length);
    const expanded = macro?.expand({ target, parameters, offset }) ?? null;
    if (expanded === null || expanded.kind !== 'defect') return expanded;
    this.report(expanded.offset, expanded.message);
    return placeholder(offset);
  }

  private parsePrimary(isNegative: boolean, offset: number): Expression {
    const { lexer } = this;
    switch (lexer.kind) {
      case token.openParenthesis: {
        lexer.advance();
        const inner = this.parseTernary();
        this.expect(token.closeParenthesis, "')'");
        return inner;
      }
      case token.openBracket:
        return this.parseList(offset);
      case token.openBrace:
        return this.parseMap(offset);
      default: {
        const literal = readLiteral(lexer.kind, lexer.text(), isNegative) ?? this.unexpected('a value');
        lexer.advance();
        if (literal.kind === 'value') return { kind: 'literal', offset, value: literal.value };
        this.report(offset, literal.message);
        return placeholder(offset);
      }
    }
  }

  private parseList(offset: number): Expression {
    const elements: ListExpression['elements'][number][] = [];
    this.parseItems(token.closeBracket, "',' or ']'", (isOptional) => {
      elements.push({ value: this.parseTernary(), isOptional });
    });
    return { kind: 'list', offset, elements };
  }

  private parseMap(offset: number): Expression {
    const entries: MapExpression['entries'][number][] = [];
    this.parseItems(token.closeBrace, "',' or '}'", (isOptional) => {
      const key = this.parseTernary();
      const { height } = this;
      this.expect(token.colon, "':'");
      const value = this.parseTernary();
      this.height = Math.max(height, this.height);
      entries.push({ key, value, isOptional });
    });
    return { kind: 'map', offset, entries };
  }

  private parseMessage(name: string): Expression {
    const offset = this.lexer.start;
    const fields: MessageExpression['fields'][number][] = [];
    this.parseItems(token.closeBrace, "',' or '}'", (isOptional) => {
      const field = this.parseFieldName();
      const colon = this.lexer.start;
      this.expect(token.colon, "':'");
      fields.push({ name: field, value: this.parseTernary(), isOptional, offset: colon });
    });
    return { kind: 'message', offset, name, fields };
  }

  /** What stands between brackets or braces: items, a `?` before the optional ones, and a comma after the last or not. */
  private parseItems(close: number, wanted: string, parseItem: (isOptional: boolean) => void): void {
    const { lexer } = this;
    let highest = 0;
    lexer.advance();
    if (this.at(token.comma)) {
      lexer.advance();
      return this.endItems(close, wanted, highest);
    }
    while (!this.at(close)) {
      const isOptional = this.at(token.question);
      if (isOptional) lexer.advance();
      parseItem(isOptional);
      highest = Math.max(highest, this.height);
      if (!this.at(token.comma)) break;
      lexer.advance();
    }
    this.endItems(close, wanted, highest);
  }

  private endItems(close: number, wanted: string, height: number): void {
    this.expect(close, wanted);
    this.height = height;
  }
}

/** Stands where a defect was reported, so that the rest is still read. */
const placeholder = (offset: number): Expression => ({ kind: 'literal', offset, value: null });

const countCodePoints = (text: string): number => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};
