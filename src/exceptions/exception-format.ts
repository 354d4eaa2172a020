/** The contract of the exception formats: how somebody's written "we live with this" becomes an Exception. */

import type { Exception } from '../model/exception.ts';
import type { Problem } from '../model/problem.ts';

export interface ExceptionFormat {
  /** The word for `Exception.format` and for the docs: `trivy`, `kubescape`. */
  readonly id: string;
  readonly summary: string;
  /** True where the file's name or first document shows this format; formats are asked in the registry's order. */
  recognises(file: string, text: string): boolean;
  /** Reads untrusted text; a wrong entry is a Problem and the others are kept. */
  parse(
    text: string,
    file: string,
  ): { readonly exceptions: readonly Exception[]; readonly problems: readonly Problem[] };
}
