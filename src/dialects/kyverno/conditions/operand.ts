/** One side of a condition, with what operators read in it worked out when it is first asked for. */

import { parseGoDuration } from '../../../lang/go/parse-go-duration.ts';
import { compileLeafPattern, isRange, type LeafTest } from '../../../lang/pattern/compile-leaf-pattern.ts';
import { renderGoValue } from '../../../lang/pattern/render-go-value.ts';
import { compileWildcard, isWildcard, type TextTest } from '../../../lang/pattern/wildcard.ts';
import { parseQuantity } from '../../../lang/quantity/parse-quantity.ts';
import type { Quantity } from '../../../lang/quantity/quantity.ts';
import { isJsonArray, type Json } from '../../../model/json.ts';

/**
 * Kyverno keeps whole numbers in a list as a policy writes it apart from the doubles that queries give: one prints
 * as `1000000`, the other as `1e+06`, and no list of the one equals a list of the other.
 */
export type NumberOrigin = 'written' | 'queried';

export class Operand {
  readonly value: Json;
  readonly origin: NumberOrigin;
  #duration: bigint | null | undefined;
  #quantity: Quantity | null | undefined;
  #text: TextMatcher | undefined;
  #items: readonly TextMatcher[] | undefined;
  #range: LeafTest | null | undefined;
  #gap: LeafTest | undefined;

  constructor(value: Json, origin: NumberOrigin) {
    this.value = value;
    this.origin = origin;
  }

  /** Nanoseconds, of a text that is a duration; the text `0` is a number. */
  get duration(): bigint | null {
    if (this.#duration !== undefined) return this.#duration;
    const { value } = this;
    this.#duration = typeof value === 'string' && value !== '0' ? parseGoDuration(value) : null;
    return this.#duration;
  }

  get quantity(): Quantity | null {
    if (this.#quantity !== undefined) return this.#quantity;
    const parsed = typeof this.value === 'string' ? parseQuantity(this.value) : null;
    this.#quantity = parsed?.kind === 'quantity' ? parsed.quantity : null;
    return this.#quantity;
  }

  /** A scalar as a text that may be a wildcard. A scalar is a double, wherever it comes from. */
  get text(): TextMatcher {
    return (this.#text ??= toMatcher(renderGoValue(this.value, 'queried')));
  }

  /** Of a list; empty for anything else. */
  get items(): readonly TextMatcher[] {
    return (this.#items ??= isJsonArray(this.value)
      ? this.value.map((item) => toMatcher(renderGoValue(item, this.origin)))
      : []);
  }

  /** `null` where it is no text like `1-10`. */
  get range(): LeafTest | null {
    if (this.#range !== undefined) return this.#range;
    const { value } = this;
    this.#range = typeof value === 'string' && isRange(value) ? compileLeafPattern(value) : null;
    return this.#range;
  }

  /** What the range leaves out, with the one operator that Kyverno writes into it. */
  get gap(): LeafTest {
    return (this.#gap ??= compileLeafPattern(this.text.text.replace('-', '!-')));
  }
}

export interface TextMatcher {
  readonly text: string;
  readonly matches: TextTest;
}

export const toMatcher = (text: string): TextMatcher => ({
  text,
  matches: isWildcard(text) ? compileWildcard(text) : (other) => other === text,
});

/** Either may be a wildcard for the other. */
export const isAlike = (a: TextMatcher, b: TextMatcher): boolean => a.matches(b.text) || b.matches(a.text);
