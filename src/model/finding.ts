/** What a rule concluded about a subject. There is exactly one Finding type. */

import type { Change } from './change.ts';
import type { Origin, ResourceRef } from './resource.ts';
import type { Severity } from './severity.ts';

/** What is so, whatever anybody does about it. */
export type Status = 'pass' | 'fail' | 'error' | 'skip';

/** What the policy asks the API server to do about a failure. */
export type Action = 'deny' | 'warn' | 'audit' | 'none';

/** What is true of the cluster: `declared` is asked for by what was read, without proof that a server does it. */
export type Enforcement = 'enforced' | 'declared' | 'not-enforced' | 'unknown';

/** Why a finding is `skip` or `error`. */
export type Reason = 'excepted' | 'not-applicable' | 'manual' | 'no-evidence' | 'not-compiled' | 'over-budget';

/** Whose job a finding is: the people who run the workloads, those who run the cluster, or the cloud provider. */
export type Responsible = 'you' | 'platform' | 'provider';

export interface FindingSubject extends ResourceRef {
  readonly origin: Origin;
}

export interface Finding {
  /** Sixteen hex digits over group, kind, namespace, name, rule and path: stable while line and message change. */
  readonly id: string;
  readonly rule: string;
  readonly status: Status;
  readonly reason: Reason | null;
  readonly severity: Severity;
  readonly action: Action;
  readonly enforcement: Enforcement;
  /** What is wrong in this one case, one sentence, for a person. */
  readonly message: string;
  /** Where in the object, as `renderFieldPath` prints it; the empty text for the whole object. */
  readonly path: string;
  readonly subject: FindingSubject;
  /** The top controller of the subject, where it has one that is not itself. */
  readonly owner: ResourceRef | null;
  readonly responsible: Responsible;
  /** Advice, never applied by itself. */
  readonly fix: Change | null;
  /** What else supports or qualifies it: a sentence and where it comes from. */
  readonly evidence: readonly Note[];
}

export interface Note {
  readonly text: string;
  readonly source: string;
}
