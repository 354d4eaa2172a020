/** What every rule of the grammar needs of its parser: the token at hand, the bounds on depth, and how to refuse. */

import { toDefect, type Defect } from './defect.ts';
import { Lexer, token } from './lexer.ts';

/** cel-go's bound on nesting, of what is written and of what it means; it also keeps our own stack from overflowing. */
const deepest = 250;
const tooDeep = `the expression is nested deeper than ${deepest}`;

/** Defects after these help nobody. */
const mostDefects = 100;

/** Ends parsing: after an error of syntax nothing that follows can be trusted. */
export class SyntaxDefect {
  readonly message: string;
  readonly offset: number;
  constructor(message: string, offset: number) {
    this.message = message;
    this.offset = offset;
  }
}

export class TokenReader {
  readonly lexer: Lexer;
  readonly defects: Defect[] = [];
  /** How deep what was parsed last is, as cel-go counts its nodes. */
  height = 0;

  constructor(source: string) {
    this.lexer = new Lexer(source);
  }

  /** One more of a rule is open. */
  deeper(open: number): number {
    if (open === deepest) throw new SyntaxDefect(tooDeep, this.lexer.start);
    return open + 1;
  }

  /** One more node on top of what is `height` deep. */
  rise(height: number, offset: number): void {
    if (height >= deepest) throw new SyntaxDefect(tooDeep, offset);
    this.height = height + 1;
  }

  /** A call, so that the compiler does not take the token for the same after `advance`. */
  at(kind: number): boolean {
    return this.lexer.kind === kind;
  }

  expect(kind: number, wanted: string): void {
    if (!this.at(kind)) this.unexpected(wanted);
    this.lexer.advance();
  }

  unexpected(wanted: string): never {
    const { lexer } = this;
    if (this.at(token.unknown)) throw new SyntaxDefect(lexer.problem, lexer.start);
    const found = this.at(token.end) ? 'the end' : quote(lexer.text());
    throw new SyntaxDefect(`found ${found}, expected ${wanted}`, lexer.start);
  }

  report(offset: number, message: string): void {
    if (this.defects.length < mostDefects) this.defects.push(toDefect(this.lexer.source, offset, message));
  }
}

const quote = (text: string): string => `'${text.length > 20 ? `${text.slice(0, 20)}…` : text}'`;
