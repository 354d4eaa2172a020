/** The responses of a validation, by their status. */

import { renderFieldPath, type FieldPath } from '../../../model/field-path.ts';
import { RuleFault } from '../rule-context.ts';
import type { RuleResponse } from '../rule-response.ts';

export const passed = (message: string): RuleResponse => ({ status: 'pass', message, path: '' });

export const failed = (message: string, path: FieldPath): RuleResponse => ({
  status: 'fail',
  message,
  path: renderFieldPath(path),
});

export const skipped = (message: string): RuleResponse => ({
  status: 'skip',
  reason: 'not-applicable',
  message,
  path: '',
});

export const erred = (message: string): RuleResponse => ({ status: 'error', message, path: '' });

/** What `step` ran into; anything but a `RuleFault` is none of ours and passes through. */
export const faulted = (step: string, thrown: unknown): RuleResponse => {
  if (!(thrown instanceof RuleFault)) throw thrown;
  const message = `${step}: ${thrown.message}`;
  return thrown.isOfPolicy ? erred(message) : { ...erred(message), reason: thrown.reason };
};
