/** Makes conclusions of what an evaluation found: status, action and words as the server would have them. */

import type { Action, Enforcement, Note } from '../../model/finding.ts';
import type { Conclusion } from '../../model/rule.ts';
import type { Annotation, ConcludedPart } from './evaluate-policy.ts';

/** What a rule says of every conclusion it makes. */
export interface Stance {
  readonly action: Action;
  readonly enforcement: Enforcement;
  readonly failurePolicy: 'Fail' | 'Ignore';
  /** True where one policy has several validations, so that conclusions need a key. */
  readonly hasSeveral: boolean;
}

/** `parameter` is its name where there is one; `pathOf` says which field a failed validation is about. */
export const toConclusions = (
  parts: readonly ConcludedPart[],
  annotations: readonly Annotation[],
  parameter: string | null,
  stance: Stance,
  pathOf: (index: number) => string,
): readonly Conclusion[] => {
  const notes = toNotes(annotations, parameter);
  if (parts.length === 0) return [withDetails(passOf(stance), null, parameter, notes)];
  return parts.map((part) => {
    const key = part.index !== null && stance.hasSeveral ? `validations[${part.index}]` : null;
    return withDetails(toConclusion(part, stance, pathOf), key, parameter, notes);
  });
};

export const passOf = ({ action, enforcement }: Stance): Conclusion => ({
  status: 'pass',
  action,
  enforcement,
  message: 'Every validation of the policy holds.',
  path: '',
});

/** A condition that does not hold takes the subject out of the policy's reach. */
export const notApplicable = ({ enforcement }: Stance, condition: string): Conclusion => ({
  status: 'skip',
  reason: 'not-applicable',
  action: 'none',
  enforcement,
  message:
    condition === ''
      ? 'A condition of the policy cannot be evaluated, and its failurePolicy is Ignore.'
      : `The condition ${JSON.stringify(condition)} of the policy does not hold here.`,
  path: '',
});

/** What the server calls a configuration error: where the policy fails closed it denies, whatever the binding asks for. */
export const misconfigured = ({ enforcement, failurePolicy, action }: Stance, message: string): Conclusion => {
  const error = { status: 'error', enforcement, message, path: '' } as const;
  if (failurePolicy === 'Ignore' || action === 'none') return { ...error, action: 'none' };
  // A policy that only notes has a low severity; this refuses.
  return { ...error, action: 'deny', severity: 'high' };
};

export const noEvidence = ({ enforcement }: Stance, status: 'error' | 'skip', message: string): Conclusion => ({
  status,
  reason: 'no-evidence',
  action: 'none',
  enforcement,
  message,
  path: '',
});

const toConclusion = (part: ConcludedPart, stance: Stance, pathOf: (index: number) => string): Conclusion => {
  const { action, enforcement, failurePolicy } = stance;
  switch (part.kind) {
    case 'failed':
      return { status: 'fail', action, enforcement, message: part.message, path: pathOf(part.index) };
    case 'no-evidence':
      return noEvidence(stance, part.missing.status, part.missing.message);
    case 'error': {
      if (part.isAnnotation) return misconfigured(stance, part.message);
      const asked = failurePolicy === 'Ignore' ? 'none' : action;
      const error: Conclusion = { status: 'error', action: asked, enforcement, message: part.message, path: '' };
      return part.isOverBudget ? { ...error, reason: 'over-budget' } : error;
    }
  }
};

const withDetails = (
  conclusion: Conclusion,
  key: string | null,
  parameter: string | null,
  notes: readonly Note[],
): Conclusion => {
  const full = [key, parameter].filter((part) => part !== null).join(' ');
  if (full === '' && notes.length === 0) return conclusion;
  return {
    ...conclusion,
    ...(full === '' ? {} : { key: full }),
    ...(notes.length === 0 ? {} : { evidence: notes }),
  };
};

const toNotes = (annotations: readonly Annotation[], parameter: string | null): readonly Note[] => [
  ...(parameter === null ? [] : [{ text: `Judged with the parameter ${parameter}.`, source: 'paramRef' }]),
  ...annotations.map(({ key, value }) => ({ text: `${key}: ${value}`, source: 'auditAnnotations' })),
];
