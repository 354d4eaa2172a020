/** What people read about a native policy that is their own. */

import { isJsonObject } from '../../model/json.ts';
import type { RuleMetadata } from '../../model/rule.ts';
import type { Severity } from '../../model/severity.ts';
import { describePolicy } from '../describe-policy.ts';
import type { PolicyDocument } from './policy-document.ts';

/** `severity` is for a policy that names none. */
export const describeDocument = (policy: PolicyDocument, id: string, severity: Severity): RuleMetadata => {
  const { metadata } = policy.resource.object;
  const annotations = isJsonObject(metadata) && isJsonObject(metadata['annotations']) ? metadata['annotations'] : {};
  return describePolicy(annotations, { id, name: policy.name, severity, layer: null, demands: toDemands(policy) });
};

/** The messages of its validations say what it demands. */
const toDemands = ({ validations, mutations }: PolicyDocument): string => {
  if (mutations.length > 0) return 'What the mutations of the policy would change.';
  const messages = validations.map(({ message, source }) => message.trim() || source.trim());
  return [...new Set(messages)].join(' ');
};
