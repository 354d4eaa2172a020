/** What people read about a policy: its annotations, in Kyverno's own words or in Vauban's. */

import { layers, type Layer } from '../../../model/layer.ts';
import type { RuleMetadata } from '../../../model/rule.ts';
import { isSeverity, type Severity } from '../../../model/severity.ts';
import type { CelPolicy } from './cel-policy.ts';

/** `severity` is for a policy that names none. */
export const describePolicy = (policy: CelPolicy, id: string, demands: string, severity: Severity): RuleMetadata => {
  const note = (name: string): string | undefined =>
    prefixes
      .map((prefix) => policy.annotations[prefix + name]?.trim())
      .find((text) => text !== undefined && text !== '');
  return {
    id,
    title: note('title') ?? policy.name,
    severity: toSeverity(note('severity')) ?? severity,
    layer: toLayer(note('layer')),
    control: note('control') ?? null,
    what: note('what') ?? note('description') ?? demands,
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

const toSeverity = (text: string | undefined): Severity | undefined =>
  text !== undefined && isSeverity(text) ? text : undefined;

const toLayer = (text: string | undefined): Layer => layers.find((layer) => layer === text) ?? 'cluster';
