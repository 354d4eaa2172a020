/** What a policy of policies.kyverno.io says of one subject, in the words Kyverno's engines use for it. */

import type { Effect } from '../../../model/effect.ts';
import type { Note, Reason } from '../../../model/finding.ts';
import type { EvidenceMissing } from '../../../kube/policy/signals.ts';
import type { EvaluationFault } from '../../../lang/cel/value.ts';
import type { Annotation } from './evaluation.ts';

export interface CelResponse {
  readonly status: 'pass' | 'fail' | 'skip' | 'error';
  readonly message: string;
  readonly reason?: Reason;
  readonly notes: readonly Note[];
  readonly effects: readonly Effect[];
  /** One and the same for every subject: what is made of it can be kept. */
  readonly isConstant?: true;
  /** Tells apart what one policy says of several objects. */
  readonly key?: string;
}

const none: readonly never[] = [];

export const respond = (
  status: CelResponse['status'],
  message: string,
  notes: readonly Note[] = none,
  effects: readonly Effect[] = none,
): CelResponse => ({ status, message, notes, effects });

/** A condition that does not hold takes the subject out of the policy's reach. */
export const conditionsNotMet: CelResponse = {
  ...respond('skip', 'skip'),
  reason: 'not-applicable',
  isConstant: true,
};

export const passed: CelResponse = { ...respond('pass', 'success'), isConstant: true };

export const withReason = (response: CelResponse, reason: Reason): CelResponse => ({ ...response, reason });

export const missingEvidence = ({ status, message }: EvidenceMissing): CelResponse =>
  withReason(respond(status, message), 'no-evidence');

export const toNotes = (annotations: readonly Annotation[]): readonly Note[] =>
  annotations.length === 0
    ? none
    : annotations.map(({ key, value }) => ({ text: `${key}: ${value}`, source: 'auditAnnotations' }));

/** What Kyverno says of a fault, in `what` it was doing. */
export const faulted = (what: string, fault: EvaluationFault): CelResponse => {
  const response = respond('error', `${what}: ${fault.message}`);
  return fault.reason === 'over-budget' ? withReason(response, 'over-budget') : response;
};
