/** An update that breaks a rule its old object broke already is let through: it is not made worse. */

import { compileConditions, type Conditions } from '../conditions/compile-conditions.ts';
import type { ClassicRule } from '../classic-policy.ts';
import { compileMatch } from '../match/compile-match.ts';
import { type KyvernoSubject, type RuleContext, RuleFault } from '../rule-context.ts';
import type { RuleResponse } from '../rule-response.ts';
import type { Check } from './check.ts';
import { skipped } from './responses.ts';

export const allowExisting = (rule: ClassicRule, check: Check): Check => {
  const match = compileMatch(rule.match, rule.exclude, null);
  const compiled = rule.preconditions === null ? null : compileConditions(rule.preconditions, []);
  const preconditions = compiled?.kind === 'conditions' ? compiled.conditions : null;
  return (context, place) => {
    const response = check(context, place);
    if (response?.status !== 'fail' || context.subject.operation !== 'UPDATE') return response;
    const before = context.ofOldObject();
    if (before === null || !match.matches(asNobody(before.subject)) || !isMet(preconditions, before)) return response;
    const prior: RuleResponse | null = check(before, place);
    return prior?.status === 'fail'
      ? skipped('skipping the rule evaluation as pre-existing violations are allowed')
      : response;
  };
};

/** Who asks now is not who created the old object. */
const asNobody = (subject: KyvernoSubject): KyvernoSubject => ({
  ...subject,
  subresource: '',
  user: {
    name: 'kyverno:kyverno-invalid-controller',
    uid: 'kyverno:invaliduid',
    groups: ['kyverno:invalidgroup'],
    roles: ['kyverno:invalidrole'],
    clusterRoles: ['kyverno:invalidrole'],
  },
});

const isMet = (preconditions: Conditions | null, context: RuleContext): boolean => {
  if (preconditions === null) return true;
  try {
    return preconditions.decide(context).holds;
  } catch (thrown) {
    if (thrown instanceof RuleFault) return false;
    throw thrown;
  }
};
