/** What people read about a policy that is their own: its annotations where it has them, else its name. */

import { layers, type Layer } from '../../model/layer.ts';
import { isJsonObject } from '../../model/json.ts';
import type { RuleMetadata } from '../../model/rule.ts';
import { isSeverity, type Severity } from '../../model/severity.ts';
import type { PolicyDocument } from './policy-document.ts';

/** The annotations are those of the library; the id is the policy's own name all the same. `severity` is for a policy that names none. */
export const describePolicy = (policy: PolicyDocument, id: string, severity: Severity): RuleMetadata => {
  const note = toNotes(policy);
  return {
    id,
    title: note('title') ?? policy.name,
    severity: toSeverity(note('severity')) ?? severity,
    layer: toLayer(note('layer')),
    control: note('control') ?? null,
    what: note('what') ?? note('description') ?? toDemands(policy),
    why: note('why') ?? '',
    fine: note('fine') ?? '',
    remediation: note('remediation') ?? '',
    references: (note('references') ?? '')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  };
};

const prefixes: readonly string[] = ['policies.vauban.dev/', 'policies.kyverno.io/'];

const toNotes = ({ resource }: PolicyDocument): ((name: string) => string | undefined) => {
  const { metadata } = resource.object;
  const annotations = isJsonObject(metadata) && isJsonObject(metadata['annotations']) ? metadata['annotations'] : {};
  return (name) => {
    for (const prefix of prefixes) {
      const value = Object.hasOwn(annotations, prefix + name) ? annotations[prefix + name] : undefined;
      if (typeof value === 'string' && value.trim() !== '') return value.trim();
    }
    return undefined;
  };
};

const toSeverity = (text: string | undefined): Severity | undefined =>
  text !== undefined && isSeverity(text) ? text : undefined;

const toLayer = (text: string | undefined): Layer => layers.find((layer) => layer === text) ?? 'cluster';

/** The messages of its validations say what it demands. */
const toDemands = ({ validations, mutations }: PolicyDocument): string => {
  if (mutations.length > 0) return 'What the mutations of the policy would change.';
  const messages = validations.map(({ message, source }) => message.trim() || source.trim());
  return [...new Set(messages)].join(' ');
};
