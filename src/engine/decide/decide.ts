/** The one place where findings become a verdict: conclusions and actions meet the failure policy here and nowhere else. */

import type { Effect } from '../../model/effect.ts';
import type { Action, Finding } from '../../model/finding.ts';
import type { FailurePolicy, Verdict } from '../../model/verdict.ts';
import { compareSeverity } from '../../model/severity.ts';

/**
 * A failed rule does what its policy asks. A rule that could not run (`error`) counts for nothing under the failure
 * policy `open`; under `closed` it does what its policy asks of errors, as a binding that only warns asks for no more
 * than a warning. Where nobody could say what to do (`none`: the engine gave up, evidence is missing) it is a denial:
 * what was not looked at must not get in. Skips and passes never count.
 *
 * @param failurePolicyOf the failure policy of a rule by its id; an unknown rule is closed.
 */
export const decide = (
  findings: readonly Finding[],
  effects: readonly Effect[],
  failurePolicyOf: (rule: string) => FailurePolicy,
): Verdict => {
  const asked = findings.map((finding) => ({ finding, action: toAction(finding, failurePolicyOf) }));
  const denials = asked.filter(({ action }) => action === 'deny').map(({ finding }) => finding);
  const warnings = asked.filter(({ action }) => action === 'warn').map(({ finding }) => finding);
  const because = [...(denials.length > 0 ? denials : warnings)].sort((a, b) =>
    compareSeverity(a.severity, b.severity),
  );
  return {
    kind: denials.length > 0 ? 'deny' : warnings.length > 0 ? 'warn' : 'allow',
    because,
    warnings: warnings.map(({ rule, message }) => `${rule}: ${message}`),
    patches: denials.length > 0 ? [] : effects,
  };
};

const toAction = (finding: Finding, failurePolicyOf: (rule: string) => FailurePolicy): Action => {
  switch (finding.status) {
    case 'fail':
      return finding.action;
    case 'error':
      if (failurePolicyOf(finding.rule) === 'open') return 'none';
      return finding.action === 'none' ? 'deny' : finding.action;
    case 'pass':
    case 'skip':
      return 'none';
  }
};
