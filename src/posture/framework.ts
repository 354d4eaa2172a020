/** The roadmap as data: phases of weeks, the actions of each, and how to tell that an action is done. */

import type { Responsible } from '../model/finding.ts';
import type { Severity } from '../model/severity.ts';

export interface Roadmap {
  readonly version: number;
  /** In the order of their weeks. */
  readonly phases: readonly Phase[];
}

export interface Phase {
  /** `week-1`, `weeks-5-6`: for people to type. */
  readonly id: string;
  readonly weeks: { readonly first: number; readonly last: number };
  readonly title: string;
  readonly why: string;
  readonly actions: readonly Action[];
}

export interface Action {
  /** `rbac`, `default-deny`: one in the whole roadmap. */
  readonly id: string;
  /** An order, without a full stop. */
  readonly title: string;
  readonly why: string;
  readonly responsible: Responsible;
  /** What an item is and when it is met, for the docs: sentences. */
  readonly counts: string;
  /** All of them together: an item counts once for each. */
  readonly criteria: readonly Criterion[];
  /** The one command that settles what cannot be told; `{estate}` stands for the paths or `--cluster`. */
  readonly settle: string;
  /** How a person does it where no file of Vauban's does. */
  readonly commands: readonly { readonly line: string; readonly why: string }[];
  /** What Vauban has no engine for yet and how it was detected instead; `null` where it judges by itself. */
  readonly caveat: string | null;
}

export type Criterion =
  /** What a survey of that name found. */
  | { readonly kind: 'survey'; readonly name: string }
  /** Every object of the kinds, unmet where an open finding of these rules, at least this severe, is about it. */
  | {
      readonly kind: 'findings';
      /** Patterns over rule ids; `*` crosses `/`. */
      readonly rules: readonly string[];
      readonly severity: Severity;
      /** `GROUP/Kind`, the core group empty: `/Pod`, `rbac.authorization.k8s.io/ClusterRole`; `*` for any object that has a finding. */
      readonly kinds: readonly string[];
    };
