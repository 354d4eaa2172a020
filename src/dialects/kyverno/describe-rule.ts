/** What people read about a rule of a Kyverno policy: its policy's annotations, and its own message. */

import type { RuleMetadata } from '../../model/rule.ts';
import type { Severity } from '../../model/severity.ts';
import { describePolicy } from '../describe-policy.ts';
import type { ClassicPolicy, ClassicRule } from './classic-policy.ts';

export const describeRule = (policy: ClassicPolicy, rule: ClassicRule, id: string): RuleMetadata => {
  const described = describePolicy(policy.annotations, {
    id,
    name: policy.name,
    severity: defaultSeverity(policy, rule),
    layer: rule.body.kind === 'verifyImages' ? 'image' : 'cluster',
    demands: demands[rule.body.kind],
    message: rule.body.kind === 'validate' ? rule.body.validate.message.trim() : '',
  });
  return policy.rules.length > 1 ? { ...described, title: `${described.title}: ${rule.name}` } : described;
};

/** Of a policy that names none: what is refused breaks a deployment, what is warned about or noted does not. */
const defaultSeverity = (policy: ClassicPolicy, { body }: ClassicRule): Severity => {
  if (body.kind === 'mutate' || body.kind === 'generate') return 'info';
  if (!policy.isScored) return 'medium';
  const { action } = body.kind === 'validate' ? body.validate.failureAction : policy.failureAction;
  return action === 'Enforce' ? 'high' : 'low';
};

const demands: Readonly<Record<ClassicRule['body']['kind'], string>> = {
  validate: 'What the rule of the policy demands.',
  mutate: 'What the rule of the policy would change.',
  generate: 'What the rule of the policy would create.',
  verifyImages: 'The images of the workload bear the signatures the policy asks for.',
};
