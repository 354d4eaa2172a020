/** The tree of a JMESPath expression, in the shape Kyverno's parser gives it: where a missing key stops depends on it. */

import type { Json } from '../../model/json.ts';

export type QueryNode =
  | { readonly kind: 'field'; readonly name: string; readonly depth: number }
  | { readonly kind: 'literal'; readonly value: Json; readonly depth: number }
  | { readonly kind: 'current'; readonly depth: number }
  | { readonly kind: 'variable'; readonly name: string; readonly depth: number }
  | { readonly kind: 'index'; readonly index: number; readonly depth: number }
  | { readonly kind: 'slice'; readonly parts: SliceParts; readonly depth: number }
  /** `a.b` and `a[0]`: what stands right is asked of what stands left. */
  | { readonly kind: 'chain'; readonly left: QueryNode; readonly right: QueryNode; readonly depth: number }
  | { readonly kind: 'projection'; readonly left: QueryNode; readonly right: QueryNode; readonly depth: number }
  | { readonly kind: 'values'; readonly left: QueryNode; readonly right: QueryNode; readonly depth: number }
  | {
      readonly kind: 'filter';
      readonly left: QueryNode;
      readonly right: QueryNode;
      readonly condition: QueryNode;
      readonly depth: number;
    }
  | { readonly kind: 'flatten'; readonly left: QueryNode; readonly depth: number }
  | {
      readonly kind: 'comparison';
      readonly operator: Comparator;
      readonly left: QueryNode;
      readonly right: QueryNode;
      readonly depth: number;
    }
  | {
      readonly kind: 'or' | 'and' | 'pipe';
      readonly left: QueryNode;
      readonly right: QueryNode;
      readonly depth: number;
    }
  | { readonly kind: 'not'; readonly operand: QueryNode; readonly depth: number }
  | { readonly kind: 'list'; readonly items: readonly QueryNode[]; readonly depth: number }
  | { readonly kind: 'hash'; readonly entries: readonly HashEntry[]; readonly depth: number }
  /** The name is `null` where what stands before the parenthesis is no name: it is a fault when evaluated. */
  | {
      readonly kind: 'call';
      readonly name: string | null;
      readonly parameters: readonly QueryNode[];
      readonly depth: number;
    }
  | { readonly kind: 'reference'; readonly body: QueryNode; readonly depth: number }
  /** What Kyverno's parser makes of a broken index at the start, without a word: a fault when evaluated. */
  | { readonly kind: 'empty'; readonly depth: number };

export type Comparator = 'tEQ' | 'tNE' | 'tLT' | 'tLTE' | 'tGT' | 'tGTE';

/** Start, stop and step. */
export type SliceParts = readonly [number | null, number | null, number | null];

export interface HashEntry {
  readonly key: string;
  readonly value: QueryNode;
}
