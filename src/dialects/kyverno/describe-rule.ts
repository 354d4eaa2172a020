/** What people read about a rule of a Kyverno policy: the policy's annotations where it has them, else its words. */

import { layers, type Layer } from '../../model/layer.ts';
import type { RuleMetadata } from '../../model/rule.ts';
import { isSeverity, type Severity } from '../../model/severity.ts';
import type { ClassicPolicy, ClassicRule } from './classic-policy.ts';

export const describeRule = (policy: ClassicPolicy, rule: ClassicRule, id: string): RuleMetadata => {
  const note = toNotes(policy.annotations);
  const message = rule.body.kind === 'validate' ? rule.body.validate.message.trim() : '';
  const title = note('title') ?? policy.name;
  return {
    id,
    title: policy.rules.length > 1 ? `${title}: ${rule.name}` : title,
    severity: toSeverity(note('severity')) ?? defaultSeverity(policy, rule),
    layer: toLayer(note('layer'), rule),
    control: note('control') ?? null,
    what: message === '' ? (note('description') ?? demands[rule.body.kind]) : message,
    why: note('why') ?? note('description') ?? '',
    fine: note('fine') ?? '',
    remediation: note('remediation') ?? message,
    references: (note('references') ?? '')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  };
};

const prefixes: readonly string[] = ['policies.vauban.dev/', 'policies.kyverno.io/'];

const toNotes =
  (annotations: Readonly<Record<string, string>>) =>
  (name: string): string | undefined => {
    for (const prefix of prefixes) {
      const value = annotations[prefix + name];
      if (value !== undefined && value.trim() !== '') return value.trim();
    }
    return undefined;
  };

const toSeverity = (text: string | undefined): Severity | undefined =>
  text !== undefined && isSeverity(text) ? text : undefined;

/** Of a policy that names none: what is refused breaks a deployment, what is warned about or noted does not. */
const defaultSeverity = (policy: ClassicPolicy, { body }: ClassicRule): Severity => {
  if (body.kind === 'mutate' || body.kind === 'generate') return 'info';
  if (!policy.isScored) return 'medium';
  const { action } = body.kind === 'validate' ? body.validate.failureAction : policy.failureAction;
  return action === 'Enforce' ? 'high' : 'low';
};

const toLayer = (text: string | undefined, { body }: ClassicRule): Layer =>
  layers.find((layer) => layer === text) ?? (body.kind === 'verifyImages' ? 'image' : 'cluster');

const demands: Readonly<Record<ClassicRule['body']['kind'], string>> = {
  validate: 'What the rule of the policy demands.',
  mutate: 'What the rule of the policy would change.',
  generate: 'What the rule of the policy would create.',
  verifyImages: 'The images of the workload bear the signatures the policy asks for.',
};
