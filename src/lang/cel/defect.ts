/** What is wrong with an expression somebody wrote, and where: a value, never a throw. */

export interface Defect {
  readonly message: string;
  /** In UTF-16 code units from 0. */
  readonly offset: number;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
}

export const toDefect = (source: string, offset: number, message: string): Defect => {
  const before = source.slice(0, offset);
  return { message, offset, line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
};
