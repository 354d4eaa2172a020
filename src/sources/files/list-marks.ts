/** Where in a stream of bytes the items of a List begin and end: the marks both scanners, JSON and YAML, set. */

export type ListMark =
  /** The first byte of an item, or the byte after its last. */
  | { readonly kind: 'item-start' | 'item-end'; readonly at: number }
  /** The byte after what opens `items`, or the one that closes it. */
  | { readonly kind: 'items-open' | 'items-close'; readonly at: number }
  /** The first byte of a JSON value at the top of the stream, or the byte after its last. */
  | { readonly kind: 'value-start' | 'value-end'; readonly at: number }
  /** Something that is no JSON value stands where one should: the scanner gives up from here on. */
  | { readonly kind: 'stray'; readonly at: number };

/** Takes the bytes of one document in order; what it remembers does not grow. */
export interface ListScanner {
  /** Up to where in the stream all marks are known; a line that is not over yet may still begin an item. */
  readonly reached: number;
  push(bytes: Uint8Array): readonly ListMark[];
  end(): readonly ListMark[];
}
