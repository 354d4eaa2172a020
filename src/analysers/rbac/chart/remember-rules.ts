/** Answers about rules, each asked once: thousands of roles hold equal ones, and so does what is left of narrowed ones. */

import type { PolicyRule } from '../../../kube/rbac/policy-rule.ts';

export const rememberRules = <Answer>(ask: (rule: PolicyRule) => Answer): ((rule: PolicyRule) => Answer) => {
  const byObject = new WeakMap<PolicyRule, { readonly answer: Answer }>();
  const byText = new Map<string, { readonly answer: Answer }>();
  return (rule) => {
    const known = byObject.get(rule);
    if (known !== undefined) return known.answer;
    const text = JSON.stringify(rule);
    const made = byText.get(text) ?? { answer: ask(rule) };
    byText.set(text, made);
    byObject.set(rule, made);
    return made.answer;
  };
};
