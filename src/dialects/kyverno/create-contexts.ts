/** Makes the contexts in which rules judge: one for all rules that see a subject alike. */

import type { PolicyValues } from '../policy-values.ts';
import type { ClassicPolicy, ClassicRule } from './classic-policy.ts';
import type { CreateContext } from './compile-rule.ts';
import { createRuleContext } from './context/create-rule-context.ts';
import { toRuleValues } from './context/rule-values.ts';
import { WorkBudget } from './context/work-budget.ts';
import type { Look } from './look-at-subject.ts';
import type { KyvernoSubject, RuleContext } from './rule-context.ts';

export const createContexts = (
  look: Look,
  values: PolicyValues,
): ((policy: ClassicPolicy, rule: ClassicRule) => CreateContext) => {
  const { answer } = look;
  const budget = new WorkBudget();
  const shared = createShared(budget, (subject) =>
    createRuleContext({ answer, subject, isAdmission: look.isAdmission(), budget }),
  );
  return ({ name, namespace }, rule) => {
    const own = toRuleValues(values, name, rule.name);
    const { imageExtractors } = rule;
    if (own === null && imageExtractors === null && namespace === null) return shared;
    const input = { answer, values: own, policyNamespace: namespace, imageExtractors };
    return (subject) => createRuleContext({ ...input, subject, isAdmission: look.isAdmission() });
  };
};

/** What a rule's entries load is kept in a scope of its own; of the last subject alone, so that no memory is held. */
const createShared = (budget: WorkBudget, create: CreateContext): CreateContext => {
  let last: KyvernoSubject | undefined;
  let context: RuleContext | undefined;
  return (subject) => {
    budget.renew();
    if (context === undefined || last !== subject) {
      context = create(subject);
      last = subject;
    }
    return context;
  };
};
