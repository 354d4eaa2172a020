/** Makes one rule of each policy and binding; a policy that nothing binds is one rule, judged as if bound to everything. */

import { compileMatchResources } from '../../kube/admission/match-resources.ts';
import type { Action, Enforcement } from '../../model/finding.ts';
import type { RequestKind } from '../../model/request.ts';
import type { Resource } from '../../model/resource.ts';
import type { Rule, RuleMetadata } from '../../model/rule.ts';
import type { Severity } from '../../model/severity.ts';
import type { Look } from './asked.ts';
import type { Present } from './present.ts';
import type { PolicyToCompile } from './compiled-policy.ts';
import type { Stance } from './conclude.ts';
import { createMutation, createValidation } from './create-evaluate.ts';
import { describeDocument } from './describe-document.ts';
import { createJudge } from './judge-subject.ts';
import { createSubjectMatch } from './match-subject.ts';
import { toAllParameters, toParameters } from './parameters.ts';
import type { BindingDocument } from './policy-document.ts';
import { toMatch } from './to-match.ts';

export interface Described {
  readonly metadata: RuleMetadata;
  readonly action: Action;
}

/** How subjects come before the rules of one run. */
export interface View {
  readonly look: Look;
  readonly present: Present;
}

export const toRules = (
  policy: PolicyToCompile,
  bindings: readonly BindingDocument[],
  described: Described | null,
  view: View,
): readonly Rule[] => {
  const id = described?.metadata.id ?? `admission-policy/${policy.document.name}`;
  const [only] = bindings;
  if (only === undefined)
    // That it denies somewhere is a guess: nothing binds it here.
    return [toRule(policy, null, describe(policy, described, id, 'medium'), described?.action ?? 'deny', view)];
  return bindings.map((binding) => {
    const own = bindings.length === 1 ? id : `${id}/${binding.name}`;
    const action = toAction(binding);
    return toRule(policy, binding, describe(policy, described, own, severities[action]), action, view);
  });
};

/** Of a policy that names no severity: what is refused breaks a deployment, what is warned about or noted does not. */
const severities: Readonly<Record<Action, Severity>> = { deny: 'high', warn: 'medium', audit: 'low', none: 'info' };

const describe = (
  policy: PolicyToCompile,
  described: Described | null,
  id: string,
  severity: Severity,
): RuleMetadata =>
  described === null ? describeDocument(policy.document, id, severity) : { ...described.metadata, id };

const toRule = (
  policy: PolicyToCompile,
  binding: BindingDocument | null,
  metadata: RuleMetadata,
  action: Action,
  view: View,
): Rule => {
  const { document } = policy;
  const policyMatch = compileMatchResources(document.match);
  const bindingMatch = binding?.match === null || binding === null ? null : compileMatchResources(binding.match);
  const match = createSubjectMatch(policyMatch, bindingMatch);
  const stance: Stance = {
    // A mutation that cannot be made denies; its binding has nothing to say about that.
    action: document.isMutating && binding !== null ? 'deny' : action,
    enforcement: toEnforcement(document.resource, binding),
    failurePolicy: document.failurePolicy,
    hasSeveral: document.validations.length > 1,
  };
  const bound = {
    policy,
    match,
    stance,
    collect:
      binding === null ? toAllParameters(document.paramKind) : toParameters(document.paramKind, binding.paramRef),
    evaluate: document.isMutating
      ? createMutation(policy, stance, metadata.id, view.present)
      : createValidation(policy, stance),
  };
  return {
    ...metadata,
    from: { policy: document.resource.ref, rule: document.name },
    match: toMatch(document.match),
    reads: [],
    capabilities: toCapabilities(policy, binding, match.looksAtNamespaces),
    failurePolicy: document.failurePolicy === 'Ignore' ? 'open' : 'closed',
    ...(document.isMutating && binding !== null ? { changesSubject: true } : {}),
    ...(document.isReinvoked ? { judgesAgain: true } : {}),
    judge: createJudge(bound, view.look),
  };
};

/** The strongest of what the binding asks for. */
const toAction = ({ actions }: BindingDocument): Action =>
  actions.includes('Deny') ? 'deny' : actions.includes('Warn') ? 'warn' : actions.includes('Audit') ? 'audit' : 'none';

/** What a live cluster holds is enforced by it; what files hold is asked for. */
const toEnforcement = (policy: Resource, binding: BindingDocument | null): Enforcement => {
  if (binding === null) return 'not-enforced';
  return policy.origin.kind === 'cluster' && binding.resource.origin.kind === 'cluster' ? 'enforced' : 'declared';
};

const toCapabilities = (
  policy: PolicyToCompile,
  binding: BindingDocument | null,
  looksAtNamespaces: boolean,
): readonly RequestKind[] => {
  const takesParameters = policy.document.paramKind !== null && binding?.paramRef !== null;
  const kinds: RequestKind[] = [];
  if (looksAtNamespaces || policy.readsNamespace) kinds.push('namespace');
  if (takesParameters) kinds.push(binding === null || binding.paramRef?.name === '' ? 'list' : 'parameter');
  if (policy.readsAuthorizer) kinds.push('access-review', 'path-review');
  return kinds;
};
