/** A defect in what the user wrote, as a value with a place. Compilers and readers return it; they do not throw. */

/** A place in a source text: lines and columns count from 1; `null` where it cannot be told. */
export interface Span {
  readonly file: string;
  readonly line: number | null;
  readonly column: number | null;
}

export interface Problem {
  /** `error`: something was not read or not compiled. `warning`: it was, but probably not as meant. */
  readonly severity: 'error' | 'warning';
  /** What is wrong and what to do about it, in one line that names neither file nor line. */
  readonly message: string;
  readonly span: Span | null;
  /** The policy this is about, where it is about one. */
  readonly policy: string | null;
}
