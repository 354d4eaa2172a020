/** An update that breaks a rule its old object broke already is let through: it is not made worse. */

import type { ClassicRule } from '../classic-policy.ts';
import { compileMatch } from '../match/compile-match.ts';
import type { KyvernoSubject } from '../rule-context.ts';
import type { RuleResponse } from '../rule-response.ts';
import type { Check } from './check.ts';
import { skipped } from './responses.ts';

export const allowExisting = (rule: ClassicRule, check: Check): Check => {
  // Kyverno cannot read the preconditions where it looks whether the rule is about the old object: then it is not.
  if (rule.preconditions !== null) return check;
  const match = compileMatch(rule.match, rule.exclude, null);
  return (context, place) => {
    const response = check(context, place);
    if (response?.status !== 'fail' || context.subject.operation !== 'UPDATE') return response;
    const before = context.ofOldObject();
    if (before === null || !match.matches(asNobody(before.subject))) return response;
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
