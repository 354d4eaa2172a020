/** How many steps a search may still look at. */

export interface Work {
  /** Below 0: it was stopped, and what it found is not to be relied on. */
  left: number;
}
