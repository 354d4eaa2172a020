/** Takes back what was said for a control that is not in force: that it "fails closed" is no comfort where nobody asks it. */

import type { Resource } from '../../model/resource.ts';
import type { AnalyserConclusion } from '../analyser.ts';
import { nameOf } from '../gap.ts';
import { actionsOf } from './admission-policy/bindings.ts';
import type { View } from './view.ts';

export const withoutFalseComfort = (
  conclusions: readonly AnalyserConclusion[],
  view: View,
): readonly AnalyserConclusion[] => {
  const idle = findIdle(conclusions, view);
  return conclusions.map((one) => {
    const why = one.conclusion.status === 'pass' ? idle.get(keyOf(one.about)) : undefined;
    // Whoever says why it is not in force may also say that this is meant so.
    if (why === undefined || why.rule === one.rule.id) return one;
    const { action, path } = one.conclusion;
    const { message } = why;
    const conclusion = {
      status: 'skip',
      reason: 'not-applicable',
      enforcement: 'unknown',
      action,
      path,
      message,
    } as const;
    return { ...one, conclusion };
  });
};

interface Idle {
  readonly rule: string;
  readonly message: string;
}

const findIdle = (conclusions: readonly AnalyserConclusion[], { nativePolicies }: View): ReadonlyMap<string, Idle> => {
  const idle = new Map<string, Idle>();
  for (const { rule, about, conclusion } of conclusions)
    if (conclusion.status === 'fail' && decisive.has(rule.id) && !idle.has(keyOf(about)))
      idle.set(keyOf(about), { rule: rule.id, message: `Is not wholly in force: see ${rule.id}` });
  for (const { policy, isMutating, bindings } of nativePolicies) {
    const ofPolicy = idle.get(keyOf(policy));
    if (ofPolicy === undefined && !isMutating && bindings.length > 0 && !bindings.some(denies))
      idle.set(keyOf(policy), onlyAudits);
    for (const binding of bindings) {
      if (idle.has(keyOf(binding))) continue;
      const why = ofPolicy ?? (isMutating || denies(binding) ? undefined : onlyAudits);
      if (why !== undefined) idle.set(keyOf(binding), why);
    }
  }
  return idle;
};

const onlyAudits: Idle = {
  rule: 'enforcement/policy-only-audits',
  message: 'Denies nothing: see enforcement/policy-only-audits',
};

const denies = (binding: Resource): boolean => actionsOf(binding).includes('Deny');

const keyOf = (about: Resource): string => `${about.ref.apiVersion.split('/')[0] ?? ''} ${nameOf(about)}`;

/** The rules by which a control stops nothing, or not everywhere; the others say what it lacks. */
const decisive: ReadonlySet<string> = new Set(
  [
    'policy-without-binding',
    'binding-without-policy',
    'policy-only-audits',
    'policy-parameters',
    'policy-scoped-away',
    'policy-type-errors',
    'kyverno-absent',
    'kyverno-old-kinds',
    'kyverno-not-ready',
    'kyverno-not-at-admission',
    'kyverno-only-audits',
    'gatekeeper-absent',
    'constraint-without-template',
    'template-without-constraint',
    'template-errors',
    'gatekeeper-only-audits',
  ].map((name) => `enforcement/${name}`),
);
