/** What people read about a rule of a Kyverno policy: its policy's annotations, and its own message. */

import type { RuleMetadata } from '../../model/rule.ts';
import type { Layer } from '../../model/layer.ts';
import type { Severity } from '../../model/severity.ts';
import { describePolicy } from '../describe-policy.ts';
import type { ClassicPolicy, ClassicRule } from './classic-policy.ts';

export const describeRule = (policy: ClassicPolicy, rule: ClassicRule, id: string): RuleMetadata => {
  const described = describePolicy(policy.annotations, {
    id,
    name: policy.name,
    severity: defaultSeverity(policy, rule),
    layer: toLayer(rule),
    demands: toDemands(rule),
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

const toLayer = ({ body }: ClassicRule): Layer | null => {
  if (body.kind === 'verifyImages') return 'image';
  return body.kind === 'validate' && body.validate.check.kind === 'podSecurity' ? 'runtime' : null;
};

/** Of a rule that says nothing itself. */
const toDemands = ({ body }: ClassicRule): string => {
  switch (body.kind) {
    case 'validate': {
      const { check } = body.validate;
      if (check.kind !== 'podSecurity')
        return 'The rule has no words for people: what it demands stands in its policy.';
      const { level, version } = check.podSecurity;
      const of = typeof version === 'string' && version !== 'latest' ? ` of ${version}` : '';
      return typeof level === 'string'
        ? `Pods keep to the Pod Security Standard ${level}${of}.`
        : 'Pods keep to a Pod Security Standard.';
    }
    case 'mutate':
      return 'Nothing: it changes what it matches. `vauban policies run POLICIES MANIFESTS --mutate` shows how.';
    case 'generate':
      return 'Nothing: it makes objects for what it matches. `vauban policies run POLICIES MANIFESTS --generate` shows them.';
    case 'verifyImages':
      return 'The images of the workload bear the signatures the policy asks for.';
  }
};
