/** The YAML of a namespace's policies, each rule under the evidence for it. */

import { printYaml } from '../../../lang/patch/print-yaml.ts';
import { objectAt } from '../../../model/read-object.ts';
import {
  toPolicyObject,
  toRuleObject,
  type GeneratedNamespace,
  type GeneratedPolicy,
  type GeneratedRule,
} from './generated-policy.ts';
import type { FlowEvidence } from './needed-flow.ts';
import type { Json } from '../../../model/json.ts';

/** Where an object's field is, for a person: `shop/web.yaml:12`; the empty text for no place. */
export type TellPlace = (evidence: Pick<FlowEvidence, 'resource' | 'path'>) => string;

/** How every file of a run begins: what has it may be replaced by a later one. */
export const fileMark = '# Made by vauban network generate.';

export const renderPolicies = (
  generated: GeneratedNamespace,
  place: TellPlace,
  /** What was not read, a sentence each. */
  partial: readonly string[] = [],
): string =>
  [
    `${fileMark} Apply it as one file: the allows come first, the default-deny last.\n`,
    ...(partial.length === 0
      ? []
      : ['# PARTIAL: connections that only the following shows are closed by this file.\n']),
    ...partial.slice(0, 10).map((line) => `${comment(line, '')}\n`),
    ...(partial.length > 10 ? [`# and ${partial.length - 10} more\n`] : []),
    generated.policies.map((policy) => renderPolicy(generated, policy, place)).join('---\n'),
  ].join('');

const renderPolicy = (generated: GeneratedNamespace, policy: GeneratedPolicy, place: TellPlace): string => {
  const object = toPolicyObject(generated, policy);
  const { spec: _, ...head } = object;
  const spec = objectAt(object, 'spec');
  return [
    ...policy.about.map((line) => `${comment(line, '')}\n`),
    printYaml(head),
    'spec:\n',
    indent(printYaml({ podSelector: spec['podSelector'] ?? {}, policyTypes: spec['policyTypes'] ?? [] })),
    ...renderRules('ingress', policy.ingress, place),
    ...renderRules('egress', policy.egress, place),
  ].join('');
};

const renderRules = (
  direction: 'ingress' | 'egress',
  rules: readonly GeneratedRule[],
  place: TellPlace,
): readonly string[] => {
  if (rules.length === 0) return [];
  const field = direction === 'ingress' ? 'from' : 'to';
  return [
    `  ${direction}:\n`,
    ...rules.flatMap((rule) => [
      ...rule.because.map((evidence) => `${comment(tell(evidence, place), '  ')}\n`),
      ...rule.notes.map((note) => `${comment(note, '  ')}\n`),
      indent(printYaml([toRuleObject(rule, field)] satisfies Json).replace(/^\n/, '')),
    ]),
  ];
};

const tell = (evidence: FlowEvidence, place: TellPlace): string => {
  const where = place(evidence);
  return `${evidence.text}${where === '' ? '' : ` (${where})`}`;
};

const indent = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ');

/** A comment is one line, whatever a name in it holds: nothing of it may become YAML, or move what a terminal shows. */
const comment = (text: string, margin: string): string =>
  `${margin}# ${text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ').slice(0, 600)}`;
