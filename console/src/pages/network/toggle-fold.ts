/** The query with one namespace folded or unfolded, whichever it was before. */

export type Folds = {
  readonly fold: readonly string[];
  readonly unfold: readonly string[];
  readonly from: null;
  readonly to: null;
};

/** Both lists are kept apart: what somebody unfolded stays so when a filter makes the network small. */
export const toggleFold = (query: URLSearchParams, namespace: string, isFolded: boolean): Folds => {
  const without = (name: string): readonly string[] => query.getAll(name).filter((each) => each !== namespace);
  return {
    fold: isFolded ? without('fold') : [...without('fold'), namespace],
    unfold: isFolded ? [...without('unfold'), namespace] : without('unfold'),
    from: null,
    to: null,
  };
};
