/** Regular expressions as Go's regexp has them: RE2's syntax, the first match from the left, and no text that takes for ever. */

import { RE2JS } from 're2js';
import { boundText } from './backtracking.ts';
import { parseRe2 } from './parse-re2.ts';
import { printForEngine, printForRe2 } from './print-regex.ts';
import type { RegexNode } from './regex-tree.ts';

export type CompiledRegex = Regex | { readonly kind: 'defect'; readonly message: string };

/** Compiled once and kept by who folds constants; there is no cache here. */
export interface Regex {
  readonly kind: 'regex';
  readonly source: string;
  /** How many capturing groups, without the whole match. */
  readonly groups: number;
  /** The instructions of its program, every repetition written out. */
  readonly nodes: number;
  /** True where it is found anywhere in the text. */
  test(text: string): boolean;
  /** The first match. */
  find(text: string): string | undefined;
  /** The matches in order, none overlapping; all of them where the limit is negative. */
  findAll(text: string, limit: number): readonly string[];
  match(text: string): RegexMatch | undefined;
  matchAll(text: string, limit: number): readonly RegexMatch[];
}

export interface RegexMatch {
  /** In UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** From the first group on; `undefined` where a group took no part. */
  readonly groups: readonly (string | undefined)[];
}

export const compileRe2 = (source: string): CompiledRegex => {
  const parsed = parseRe2(source);
  if (parsed.kind === 'defect') return parsed;
  return new CompiledTree(source, parsed.root, parsed.captures, parsed.size);
};

class CompiledTree implements Regex {
  readonly kind = 'regex';
  readonly source: string;
  readonly groups: number;
  readonly nodes: number;
  private readonly root: RegexNode;
  /** Texts up to this length go to the engine's RegExp; below 0 none do. */
  private readonly bound: number;
  private readonly hasSafeGroups: boolean;
  private readonly flags: string;
  private expression: RegExp | null = null;
  private globalExpression: RegExp | null = null;
  private linear: RE2JS | null = null;

  constructor(source: string, root: RegexNode, groups: number, nodes: number) {
    this.source = source;
    this.root = root;
    this.groups = groups;
    this.nodes = nodes;
    const flags = toFlags(root);
    this.bound = flags === null ? -1 : boundText(root, nodes);
    this.flags = flags ?? '';
    this.hasSafeGroups = !hasRepeatedGroup(root, false);
  }

  test(text: string): boolean {
    if (text.length > this.bound) return this.toLinear().test(text);
    return (this.expression ??= new RegExp(printForEngine(this.root), this.flags)).test(text);
  }

  find(text: string): string | undefined {
    const found = this.search(text, 0, false);
    return found === undefined ? undefined : text.slice(found.start, found.end);
  }

  findAll(text: string, limit: number): readonly string[] {
    return this.searchAll(text, limit, false).map((found) => text.slice(found.start, found.end));
  }

  match(text: string): RegexMatch | undefined {
    return this.search(text, 0, true);
  }

  matchAll(text: string, limit: number): readonly RegexMatch[] {
    return this.searchAll(text, limit, true);
  }

  /** An empty match right behind the one before it does not count, as in Go. */
  private searchAll(text: string, limit: number, withGroups: boolean): readonly RegexMatch[] {
    const found: RegexMatch[] = [];
    let from = 0;
    let lastEnd = -1;
    const most = limit < 0 ? Infinity : limit;
    while (found.length < most && from <= text.length) {
      const match = this.search(text, from, withGroups);
      if (match === undefined) break;
      if (match.end > from) {
        from = match.end;
        found.push(match);
      } else {
        if (match.start !== lastEnd) found.push(match);
        from += (text.codePointAt(from) ?? 0) > 0xffff ? 2 : 1;
      }
      lastEnd = match.end;
    }
    return found;
  }

  private search(text: string, from: number, withGroups: boolean): RegexMatch | undefined {
    const canUse = text.length <= this.bound && (!withGroups || this.hasSafeGroups);
    return canUse ? this.searchWithEngine(text, from) : this.searchLinear(text, from, withGroups);
  }

  private searchWithEngine(text: string, from: number): RegexMatch | undefined {
    const expression = (this.globalExpression ??= new RegExp(printForEngine(this.root), `${this.flags}g`));
    expression.lastIndex = from;
    const found = expression.exec(text);
    if (found === null) return undefined;
    return { start: found.index, end: found.index + found[0].length, groups: found.slice(1) };
  }

  private searchLinear(text: string, from: number, withGroups: boolean): RegexMatch | undefined {
    const matcher = this.toLinear().matcher(text);
    if (!matcher.find(from)) return undefined;
    const groups = withGroups
      ? Array.from({ length: this.groups }, (_, index) => matcher.group(index + 1) ?? undefined)
      : [];
    return { start: matcher.start(), end: matcher.end(), groups };
  }

  private toLinear(): RE2JS {
    return (this.linear ??= RE2JS.compile(printForRe2(this.root)));
  }
}

/** The engine folds all letters or none, and folding changes what it takes for a word; `null` where it cannot serve. */
const toFlags = (root: RegexNode): string | null => {
  const seen = { folded: false, plain: false, boundary: false };
  look(root, seen);
  if (!seen.folded) return 'v';
  return seen.plain || seen.boundary ? null : 'iv';
};

const look = (node: RegexNode, seen: { folded: boolean; plain: boolean; boundary: boolean }): void => {
  switch (node.kind) {
    case 'character':
    case 'class':
      if (node.isFolded) seen.folded = true;
      else if (node.kind === 'class' || node.code > 127 || /[A-Za-z]/.test(String.fromCharCode(node.code))) {
        seen.plain = true;
      }
      return;
    case 'any':
      return;
    case 'assertion':
      if (node.of === 'word-boundary' || node.of === 'no-word-boundary') seen.boundary = true;
      return;
    case 'capture':
    case 'repeat':
      return look(node.body, seen);
    case 'sequence':
      for (const item of node.items) look(item, seen);
      return;
    case 'alternation':
      for (const branch of node.branches) look(branch, seen);
  }
};

/** The engine forgets a group at each round of a repetition; Go keeps what it took in an earlier one. */
const hasRepeatedGroup = (node: RegexNode, isRepeated: boolean): boolean => {
  switch (node.kind) {
    case 'capture':
      return isRepeated || hasRepeatedGroup(node.body, isRepeated);
    case 'repeat':
      return hasRepeatedGroup(node.body, isRepeated || node.most > 1);
    case 'sequence':
      return node.items.some((item) => hasRepeatedGroup(item, isRepeated));
    case 'alternation':
      return node.branches.some((branch) => hasRepeatedGroup(branch, isRepeated));
    default:
      return false;
  }
};
