/** `deny`: what its conditions hold for is refused. */

import type { Json } from '../../../model/json.ts';
import { compileConditions } from '../conditions/compile-conditions.ts';
import type { RuleContext } from '../rule-context.ts';
import type { RuleResponse } from '../rule-response.ts';
import type { At, CheckCompilation, CheckedRule } from './check.ts';
import { failed, faulted, passed } from './responses.ts';

export const compileDeny = (rule: CheckedRule, written: Json, at: At): CheckCompilation => {
  const compiled = compileConditions(written, [...at, 'conditions']);
  if (compiled.kind === 'defects') return compiled;
  const { conditions } = compiled;
  const pass = passed(`validation rule '${rule.name}' passed.`);
  return {
    kind: 'check',
    check: (context) => {
      try {
        const { holds, message } = conditions.decide(context);
        return holds ? toDenial(rule, message, context) : pass;
      } catch (thrown) {
        return faulted('failed to check deny conditions', thrown);
      }
    },
  };
};

const toDenial = (rule: CheckedRule, said: string, context: RuleContext): RuleResponse => {
  const response = failed(describeDenial(rule, said, context), []);
  return response.message === '' ? { ...response, told: rule.message.written } : response;
};

/** Where the variables of the rule's message cannot be resolved, the condition's own stands alone. */
const describeDenial = (rule: CheckedRule, said: string, context: RuleContext): string => {
  if (rule.message.written === '' && said === '') return `validation error: rule ${rule.name} failed`;
  const message = rule.message.renderWith(said, context);
  if (message === undefined) return said;
  return typeof message === 'string'
    ? message
    : "the produced message didn't resolve to a string, check your policy definition.";
};
