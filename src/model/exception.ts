/** A finding somebody decided to live with: which, why, who answers for it, and until when. */

import type { Span } from './problem.ts';

/** What an exception covers. All given parts must match; wildcards `*` and `?` are allowed in the texts. */
export interface ExceptionScope {
  /** A rule id or a pattern over rule ids (`*` crosses `/`); `null` for any rule. */
  readonly rule: string | null;
  /** A finding's id. */
  readonly finding: string | null;
  readonly kind: string | null;
  readonly namespace: string | null;
  readonly name: string | null;
  /** Labels the subject must have. */
  readonly labels: Readonly<Record<string, string>>;
}

export interface Exception {
  readonly scope: ExceptionScope;
  /** The object as read that carries it, which it covers alone, as `toSubjectKey` names it; absent for what stands in a file. */
  readonly carrier?: string;
  readonly reason: string;
  /** Who answers for it; `null` where the format it came from has no such thing. */
  readonly owner: string | null;
  /** The last day on which it counts, `YYYY-MM-DD`; `null` for no end, which is reported. */
  readonly expires: string | null;
  /** The format it was written in: `vauban`, `annotation`, `trivy`, `kubescape`, `kyverno`, `checkov`, `kube-linter`. */
  readonly format: string;
  readonly span: Span;
  /** Why it cannot be applied yet (an import for an engine that does not exist here); `null` where it can. */
  readonly notApplicable: string | null;
}

/** What there is to say about an exception after a scan. */
export type ExceptionState = 'active' | 'expired' | 'unused' | 'over-broad' | 'ending' | 'not-applicable-yet';

export interface ExceptionReview {
  readonly exception: Exception;
  /** More than one may hold: active and ending. */
  readonly states: readonly ExceptionState[];
  /** How many findings it covered. */
  readonly covered: number;
  /** One sentence for a person. */
  readonly message: string;
}
