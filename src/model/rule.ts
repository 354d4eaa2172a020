/** A rule judges a subject and yields findings. Every dialect compiles to this; every host runs only this. */

import type { Effect } from './effect.ts';
import type { Action, Enforcement, Note, Reason, Status } from './finding.ts';
import type { Edit } from './change.ts';
import type { Layer } from './layer.ts';
import type { ResourceRef } from './resource.ts';
import type { Facts, Request, RequestKind } from './request.ts';
import type { Severity } from './severity.ts';
import type { Operation, Subject } from './subject.ts';
import type { FailurePolicy } from './verdict.ts';

/** Which resources a rule is asked about. An absent list means "any". */
export interface Match {
  /** API groups; `''` is the core group. */
  readonly groups?: readonly string[];
  readonly kinds?: readonly string[];
  readonly namespaces?: readonly string[];
  /** Labels the object must have, each with one of the values given. */
  readonly labels?: Readonly<Record<string, readonly string[]>>;
  readonly operations?: readonly Operation[];
}

/** What people read about a rule; plain data, from which docs, `explain` and reports are made. */
export interface RuleMetadata {
  /** Two or three segments: `pod-security/restricted/run-as-non-root`. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly layer: Layer;
  /** An id in `frameworks/`: rules that test the same control share it, and reports show them as one. */
  readonly control: string | null;
  /** What the rule demands, in full. */
  readonly what: string;
  /** What an attacker gains where it is missing. */
  readonly why: string;
  /** When it is fine to fail it. */
  readonly fine: string;
  readonly remediation: string;
  readonly references: readonly string[];
}

export interface Rule extends RuleMetadata {
  /** The document it was compiled from, and its name in there: for hosts that report by policy. */
  readonly from?: { readonly policy: ResourceRef; readonly rule: string };
  /** One or more: a rule is asked where any of them matches. */
  readonly match: readonly Match[];
  /** The fields it reads, as paths with `*` for any item; what may be left out of a subject without changing the answer. */
  readonly reads: readonly string[];
  /** The kinds of request it may make; a host refuses any other. */
  readonly capabilities: readonly RequestKind[];
  readonly failurePolicy: FailurePolicy;
  /** Its patches are in force: a host lets it change a subject before the other rules judge that. */
  readonly changesSubject?: true;
  /** It is asked once more where the subject was changed after it had its turn. */
  readonly judgesAgain?: true;
  /** Synchronous, pure and deterministic: same subject, same facts, same judgement. */
  judge(subject: Subject, facts: Facts): Judgement;
}

/**
 * What a rule says: it is done, or it needs answers first. After a `need` the host calls `resume` where the rule
 * gave one, else `judge` again. `resume` lets a rule that already did the work wait without holding its subject:
 * results of a whole estate can then wait for a namespace that is read last.
 */
export type Judgement =
  | { readonly kind: 'done'; readonly conclusions: readonly Conclusion[]; readonly effects: readonly Effect[] }
  | { readonly kind: 'need'; readonly requests: readonly Request[]; readonly resume?: (facts: Facts) => Judgement };

/** A Finding without what the engine adds to it (id, rule, subject, owner, responsible, severity unless the rule differs). */
export interface Conclusion {
  readonly status: Status;
  readonly reason?: Reason;
  readonly severity?: Severity;
  readonly action: Action;
  readonly enforcement: Enforcement;
  readonly message: string;
  readonly path: string;
  /** Tells apart conclusions of one rule about one subject and path, such as one for each parameter; part of the finding's id. */
  readonly key?: string;
  readonly edits?: readonly Edit[];
  readonly evidence?: readonly Note[];
}
