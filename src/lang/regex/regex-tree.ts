/** The syntax tree of a regular expression in RE2's syntax, with its flags already resolved into the nodes. */

export type RegexNode =
  | CharacterNode
  | ClassNode
  | { readonly kind: 'any'; readonly withLineFeed: boolean }
  | { readonly kind: 'assertion'; readonly of: Assertion }
  | { readonly kind: 'capture'; readonly body: RegexNode }
  | { readonly kind: 'sequence'; readonly items: readonly RegexNode[] }
  | { readonly kind: 'alternation'; readonly branches: readonly RegexNode[] }
  | RepeatNode;

export interface CharacterNode {
  readonly kind: 'character';
  readonly code: number;
  /** Upper and lower case are one. */
  readonly isFolded: boolean;
}

export interface ClassNode {
  readonly kind: 'class';
  readonly items: readonly ClassItem[];
  readonly isNegated: boolean;
  readonly isFolded: boolean;
}

export type Range = readonly [from: number, to: number];

export type ClassItem =
  | { readonly kind: 'range'; readonly range: Range }
  /** `\d`, `[:^alpha:]`; `source` as RE2 writes it. */
  | { readonly kind: 'set'; readonly ranges: readonly Range[]; readonly isNegated: boolean; readonly source: string }
  /** `\p{Greek}`; `name` as RE2 has it, `property` as the engine has it. */
  | { readonly kind: 'property'; readonly name: string; readonly property: string; readonly isNegated: boolean };

export interface RepeatNode {
  readonly kind: 'repeat';
  readonly body: RegexNode;
  readonly least: number;
  /** Infinity where there is no bound. */
  readonly most: number;
  readonly isGreedy: boolean;
}

export type Assertion = 'text-start' | 'text-end' | 'line-start' | 'line-end' | 'word-boundary' | 'no-word-boundary';
