/** What a failure asks for: deny or audit, by rule, by policy, and by namespace. */

import type { Action } from '../../model/finding.ts';
import { compileWildcard } from '../../lang/pattern/wildcard.ts';
import type { ClassicPolicy, ClassicRule, FailureAction, RuleBody } from './classic-policy.ts';
import { compileSelector } from './match/compile-selector.ts';
import { text } from './parse/read-field.ts';
import type { KyvernoSubject } from './rule-context.ts';

/** `described` is what the host knows better. */
export const compileFailureAction = (
  policy: ClassicPolicy,
  { body }: ClassicRule,
  described: Action | undefined,
): ((subject: KyvernoSubject) => Action) => {
  if (described !== undefined) return () => described;
  if (!policy.isScored) return () => 'warn';
  const failureAction = toFailureAction(policy, body);
  // A rule that cannot change or create what it should keeps nothing out.
  if (failureAction === null) return () => 'audit';
  const fallback = toAction(failureAction.action);
  const overrides = failureAction.overrides.map(compileOverride);
  if (overrides.length === 0) return () => fallback;
  return (subject) => overrides.find((override) => override.fits(subject))?.action ?? fallback;
};

const toFailureAction = (policy: ClassicPolicy, body: RuleBody): FailureAction | null => {
  switch (body.kind) {
    case 'validate':
      return body.validate.failureAction;
    case 'verifyImages': {
      const own = body.verifyImages.map((image) => text(image, 'failureAction').toLowerCase());
      if (own.some((action) => action === 'enforce')) return { action: 'Enforce', overrides: [] };
      return own.some((action) => action === 'audit') ? { action: 'Audit', overrides: [] } : policy.failureAction;
    }
    case 'mutate':
    case 'generate':
      return null;
  }
};

const toAction = (action: FailureAction['action']): Action => (action === 'Enforce' ? 'deny' : 'audit');

interface Override {
  readonly action: Action;
  fits(subject: KyvernoSubject): boolean;
}

const compileOverride = ({ action, namespaces, namespaceSelector }: FailureAction['overrides'][number]): Override => {
  const names = namespaces.map(compileWildcard);
  const selects = namespaceSelector === null ? null : compileSelector(namespaceSelector);
  return {
    action: toAction(action),
    fits: (subject) => {
      const namespace = subject.ref.namespace ?? '';
      if (names.length > 0 && !names.some((test) => test(namespace))) return false;
      return selects === null || selects(subject.namespaceLabels());
    },
  };
};
