/** The one place where findings become a verdict: conclusions and actions meet the failure policy here and nowhere else. */

import type { Effect } from '../../model/effect.ts';
import type { Action, Finding } from '../../model/finding.ts';
import type { FailurePolicy, Verdict } from '../../model/verdict.ts';
import { compareSeverity } from '../../model/severity.ts';

/**
 * A failed rule does what its policy asks; a rule that could not run (`error`) is a denial under the failure policy
 * `closed`, whatever its action, and nothing under `open`. Skips and passes never count.
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
      return failurePolicyOf(finding.rule) === 'closed' ? 'deny' : 'none';
    case 'pass':
    case 'skip':
      return 'none';
  }
};
