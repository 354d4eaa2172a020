/** Reads a regular expression in the syntax of RE2 as Go's regexp reads it, and refuses what it refuses in its words. */

import { parseClass, parseClassEscape } from './parse-class.ts';
import { parseEscape } from './parse-escape.ts';
import { refuse, RegexDefect } from './regex-defect.ts';
import { exceedsRepeats, RegexMeasure } from './regex-measure.ts';
import type { Assertion, RegexNode } from './regex-tree.ts';

export interface ParsedRegex {
  readonly kind: 'tree';
  readonly root: RegexNode;
  readonly captures: number;
  /** The instructions of its program, every repetition written out. */
  readonly size: number;
}

export const parseRe2 = (source: string): ParsedRegex | { readonly kind: 'defect'; readonly message: string } => {
  try {
    return new Reading(source).read();
  } catch (defect) {
    if (defect instanceof RegexDefect) return { kind: 'defect', message: defect.message };
    throw defect;
  }
};

interface Flags {
  readonly isFolded: boolean;
  readonly isMultiline: boolean;
  readonly dotTakesLineFeed: boolean;
  readonly isLazy: boolean;
}

interface Frame {
  readonly branches: RegexNode[];
  items: RegexNode[];
  readonly isCapture: boolean;
  /** What holds again behind the group. */
  readonly outer: Flags;
}

const noFlags: Flags = { isFolded: false, isMultiline: false, dotTakesLineFeed: false, isLazy: false };

/** Go's bound on how deep a tree is. */
const greatestHeight = 1000;
/** re2js's bound on how long a program is. Go's is 3,355,443: patterns between the two are refused here alone. */
const greatestSize = 1_398_101;
const greatestRepeat = 1000;

const assertions: Readonly<Record<string, Assertion>> = {
  A: 'text-start',
  b: 'word-boundary',
  B: 'no-word-boundary',
  z: 'text-end',
};

/** Groups are a list and no recursion: a pattern of ten thousand `(?:` is a pattern like any other. */
class Reading {
  private readonly source: string;
  private at = 0;
  private flags = noFlags;
  private captures = 0;
  private readonly measure = new RegexMeasure();
  private readonly frames: Frame[] = [];
  private frame: Frame = { branches: [], items: [], isCapture: false, outer: noFlags };
  /** Where the last repetition operator stands if nothing stands behind it. */
  private lastRepeat: number | null = null;

  constructor(source: string) {
    this.source = source;
  }

  read(): ParsedRegex {
    while (this.at < this.source.length) {
      const before = this.lastRepeat;
      this.lastRepeat = null;
      this.readNext(before);
    }
    const root = this.close();
    if (this.frames.length > 0) refuse('missing closing )', this.source);
    return { kind: 'tree', root, captures: this.captures, size: this.measure.sizeOf(root) };
  }

  private readNext(lastRepeat: number | null): void {
    const character = this.source[this.at];
    switch (character) {
      case '(':
        return this.open();
      case '|':
        this.at++;
        this.frame.branches.push(this.bounded(toSequence(this.frame.items)));
        this.frame.items = [];
        return;
      case ')':
        return this.closeGroup();
      case '^':
        this.at++;
        return this.push({ kind: 'assertion', of: this.flags.isMultiline ? 'line-start' : 'text-start' });
      case '$':
        this.at++;
        return this.push({ kind: 'assertion', of: this.flags.isMultiline ? 'line-end' : 'text-end' });
      case '.':
        this.at++;
        return this.push({ kind: 'any', withLineFeed: this.flags.dotTakesLineFeed });
      case '[': {
        const { node, end } = parseClass(this.source, this.at, this.flags.isFolded);
        this.at = end;
        return this.push(node);
      }
      case '*':
        return this.repeat(0, Infinity, this.at + 1, lastRepeat);
      case '+':
        return this.repeat(1, Infinity, this.at + 1, lastRepeat);
      case '?':
        return this.repeat(0, 1, this.at + 1, lastRepeat);
      case '{':
        return this.readBraces(lastRepeat);
      case '\\':
        return this.readEscape();
      default:
        return this.pushCharacter();
    }
  }

  private push(node: RegexNode): void {
    this.frame.items.push(node);
  }

  private pushCharacter(): void {
    const code = this.source.codePointAt(this.at) ?? 0;
    this.at += code > 0xffff ? 2 : 1;
    this.push({ kind: 'character', code, isFolded: this.flags.isFolded });
  }

  private open(): void {
    if (this.source[this.at + 1] === '?') return this.openSpecial();
    this.at++;
    this.enter(true, this.flags);
  }

  private enter(isCapture: boolean, inner: Flags): void {
    if (isCapture) this.captures++;
    this.frames.push(this.frame);
    this.frame = { branches: [], items: [], isCapture, outer: this.flags };
    this.flags = inner;
  }

  private openSpecial(): void {
    const rest = this.source.slice(this.at);
    const named = /^\(\?(?:P<(?=[^])|<(?=[^]))/.exec(rest);
    if (named === null) return this.readFlags();
    const end = rest.indexOf('>');
    if (end === -1) refuse('invalid named capture', rest);
    if (!/^[0-9A-Za-z_]+$/.test(rest.slice(named[0].length, end))) {
      refuse('invalid named capture', rest.slice(0, end + 1));
    }
    this.at += end + 1;
    this.enter(true, this.flags);
  }

  private readFlags(): void {
    const start = this.at;
    const flags = { ...this.flags };
    let isNegated = false;
    let hasFlag = false;
    this.at += 2;
    for (; this.at < this.source.length; this.at++) {
      switch (this.source[this.at]) {
        case 'i':
          flags.isFolded = !isNegated;
          hasFlag = true;
          continue;
        case 'm':
          flags.isMultiline = !isNegated;
          hasFlag = true;
          continue;
        case 's':
          flags.dotTakesLineFeed = !isNegated;
          hasFlag = true;
          continue;
        case 'U':
          flags.isLazy = !isNegated;
          hasFlag = true;
          continue;
        case '-':
          if (isNegated) break;
          isNegated = true;
          hasFlag = false;
          continue;
        case ':':
        case ')':
          if (isNegated && !hasFlag) break;
          if (this.source[this.at++] === ':') this.enter(false, flags);
          else this.flags = flags;
          return;
        default:
      }
      break;
    }
    const last = this.source.codePointAt(this.at) ?? 0;
    refuse('invalid or unsupported Perl syntax', this.source.slice(start, this.at + (last > 0xffff ? 2 : 1)));
  }

  private close(): RegexNode {
    const { branches, items } = this.frame;
    const last = this.bounded(toSequence(items));
    return branches.length === 0 ? last : this.bounded({ kind: 'alternation', branches: [...branches, last] });
  }

  private closeGroup(): void {
    const body = this.close();
    const { isCapture, outer } = this.frame;
    const parent = this.frames.pop();
    if (parent === undefined) return refuse('unexpected )', this.source);
    this.at++;
    this.flags = outer;
    this.frame = parent;
    this.push(isCapture ? this.bounded({ kind: 'capture', body }) : body);
  }

  private repeat(least: number, most: number, end: number, lastRepeat: number | null): void {
    const start = this.at;
    const isCounted = this.source[start] === '{';
    let isLazy = this.flags.isLazy;
    this.at = end;
    if (this.source[end] === '?') {
      this.at++;
      isLazy = !isLazy;
    }
    if (lastRepeat !== null) refuse('invalid nested repetition operator', this.source.slice(lastRepeat, this.at));
    const body = this.frame.items.pop();
    if (body === undefined) {
      return refuse('missing argument to repetition operator', this.source.slice(start, this.at));
    }
    const node: RegexNode = { kind: 'repeat', body, least, most, isGreedy: !isLazy };
    this.push(this.bounded(node));
    if (isCounted && (least >= 2 || (most >= 2 && most !== Infinity)) && exceedsRepeats(node, greatestRepeat)) {
      refuse('invalid repeat count', this.source.slice(start, this.at));
    }
    this.lastRepeat = start;
  }

  private readBraces(lastRepeat: number | null): void {
    const braces = /\{(0|[1-9][0-9]*)(?:(,)(0|[1-9][0-9]*)?)?\}/y;
    braces.lastIndex = this.at;
    const found = braces.exec(this.source);
    if (found === null) return this.pushCharacter();
    const [text, from, comma, to] = found;
    const least = Number(from);
    const most = comma === undefined ? least : to === undefined ? Infinity : Number(to);
    if (least > greatestRepeat || (most !== Infinity && most > greatestRepeat) || least > most) {
      refuse('invalid repeat count', text);
    }
    this.repeat(least, most, this.at + text.length, lastRepeat);
  }

  private readEscape(): void {
    const letter = this.source[this.at + 1] ?? '';
    const assertion = Object.hasOwn(assertions, letter) ? assertions[letter] : undefined;
    if (assertion !== undefined) {
      this.at += 2;
      return this.push({ kind: 'assertion', of: assertion });
    }
    if (letter === 'C') refuse('invalid escape sequence', '\\C');
    if (letter === 'Q') return this.readQuoted();
    const { isFolded } = this.flags;
    const found = parseClassEscape(this.source, this.at);
    if (found !== null) {
      this.at = found.end;
      return this.push({ kind: 'class', items: [found.item], isNegated: false, isFolded });
    }
    const { code, end } = parseEscape(this.source, this.at);
    this.at = end;
    this.push({ kind: 'character', code, isFolded });
  }

  private readQuoted(): void {
    this.at += 2;
    const found = this.source.indexOf('\\E', this.at);
    const end = found === -1 ? this.source.length : found;
    while (this.at < end) this.pushCharacter();
    this.at = found === -1 ? end : end + 2;
  }

  private bounded(node: RegexNode): RegexNode {
    if (this.measure.heightOf(node) > greatestHeight) refuse('expression nests too deeply', this.source);
    if (this.measure.sizeOf(node) > greatestSize) refuse('expression too large', this.source);
    return node;
  }
}

const toSequence = (items: readonly RegexNode[]): RegexNode => {
  const [first] = items;
  return first !== undefined && items.length === 1 ? first : { kind: 'sequence', items };
};
