/** What exists and is not enforced, and why: policies, constraints, exceptions and network policies against what carries them out. */

import type { Analyser } from '../analyser.ts';
import { judgeGap } from '../gap.ts';
import { bindingWithoutPolicy } from './admission-policy/binding-without-policy.ts';
import { policyFailsOpen } from './admission-policy/policy-fails-open.ts';
import { policyOnlyAudits } from './admission-policy/policy-only-audits.ts';
import { policyParameters } from './admission-policy/policy-parameters.ts';
import { policyScope } from './admission-policy/policy-scope.ts';
import { policyTypeErrors } from './admission-policy/policy-type-errors.ts';
import { policyWithoutBinding } from './admission-policy/policy-without-binding.ts';
import { constraintWithoutTemplate } from './gatekeeper/constraint-without-template.ts';
import { gatekeeperAbsent } from './gatekeeper/engine-absent.ts';
import { gatekeeperExcludedNamespaces } from './gatekeeper/excluded-namespaces.ts';
import { gatekeeperOnlyAudits } from './gatekeeper/only-audits.ts';
import { templateErrors } from './gatekeeper/template-errors.ts';
import { templateWithoutConstraint } from './gatekeeper/template-without-constraint.ts';
import { withoutFalseComfort } from './in-force.ts';
import { keep } from './keep.ts';
import { kyvernoAbsent } from './kyverno/engine-absent.ts';
import { kyvernoExceptionExpired } from './kyverno/exception-expired.ts';
import { kyvernoExceptionTooBroad } from './kyverno/exception-too-broad.ts';
import { kyvernoExcludedNamespaces } from './kyverno/excluded-namespaces.ts';
import { kyvernoNotAtAdmission } from './kyverno/not-at-admission.ts';
import { kyvernoNotReady } from './kyverno/not-ready.ts';
import { kyvernoOldKinds } from './kyverno/old-kinds.ts';
import { kyvernoOnlyAudits } from './kyverno/only-audits.ts';
import { networkPolicy } from './network/network-policy.ts';
import { toView, type EnforcementGap } from './view.ts';

/** The API server's own policies, then each engine's from "is it there" to "whom does it leave out", then the network. */
const gaps: readonly EnforcementGap[] = [
  policyWithoutBinding,
  bindingWithoutPolicy,
  policyOnlyAudits,
  policyFailsOpen,
  policyParameters,
  policyScope,
  policyTypeErrors,
  kyvernoAbsent,
  kyvernoOldKinds,
  kyvernoNotReady,
  kyvernoNotAtAdmission,
  kyvernoOnlyAudits,
  kyvernoExcludedNamespaces,
  kyvernoExceptionExpired,
  kyvernoExceptionTooBroad,
  gatekeeperAbsent,
  constraintWithoutTemplate,
  templateWithoutConstraint,
  templateErrors,
  gatekeeperOnlyAudits,
  gatekeeperExcludedNamespaces,
  networkPolicy,
];

export const enforcementAnalyser: Analyser = {
  id: 'enforcement',
  rules: gaps.map(({ rule }) => rule),
  keep,
  analyse: (snapshot) => {
    const view = toView(snapshot);
    const conclusions = gaps.flatMap((gap) => judgeGap(gap, view, snapshot));
    return withoutFalseComfort(conclusions, view);
  },
};
