/** One rule of one policy: its variants compiled, its metadata, what it may ask for. */

import type { Action, Enforcement } from '../../../model/finding.ts';
import { renderFieldPath } from '../../../model/field-path.ts';
import type { RequestKind } from '../../../model/request.ts';
import type { Match, Rule } from '../../../model/rule.ts';
import type { Severity } from '../../../model/severity.ts';
import { describePolicy } from '../../describe-policy.ts';
import type { CompileOptions } from '../../dialect.ts';
import type { RuleDefect } from '../rule-response.ts';
import { toVariants } from './autogen/to-variants.ts';
import type { CelPolicy, PolicyKind } from './cel-policy.ts';
import { respond, withReason } from './cel-response.ts';
import type { CelWorkshop } from './cel-workshop.ts';
import type { CelException } from './exception.ts';
import { createJudge, type PolicyVariant } from './judge-policy.ts';
import { isEnabled, objectOf, objectsOf, textOf, textsOf } from './parse/fields.ts';
import type { CompiledVariant, CompileKind } from './policy-kind.ts';
import { RuleWorld } from './rule-world.ts';
import type { LookAtSubject } from './subject-view.ts';
import { toRuleMatch } from './to-rule-match.ts';
import { compileGenerating } from './generating/compile-generating.ts';
import { compileDeleting } from './deleting/compile-deleting.ts';
import { compileImageValidating } from './image-validating/compile-image-validating.ts';
import { compileMutating } from './mutating/compile-mutating.ts';
import { compileValidating } from './validating/compile-validating.ts';

export interface RuleInput {
  /** Ids that are taken; the rule's own is added. */
  readonly ids: Set<string>;
  readonly exceptions: readonly CelException[];
  readonly workshop: CelWorkshop;
  readonly look: LookAtSubject;
  readonly options: CompileOptions;
  /** Those of its shape, to which those of its expressions are added. */
  readonly defects: RuleDefect[];
}

export const toRule = (policy: CelPolicy, input: RuleInput): Rule => {
  const { options, defects, look } = input;
  const described = options.describe(policy.resource);
  const id = toId(policy, described?.metadata.id ?? null, input.ids);
  const world = new RuleWorld(policy.namespace ?? '', options.allowUnverified === true ? 'skip' : 'error');
  const compile = compilers[policy.kind];
  const compiled = toVariants(policy).map((variant): CompiledVariant & { readonly key: string | null } => ({
    ...compile({ ...input, policy, ruleId: id, variant, world }),
    key: variant.config === null ? null : `autogen-${variant.config}`,
  }));
  const refusal = defects.find(({ severity }) => severity === 'error');
  const variants = refusal === undefined ? compiled : compiled.map((variant) => refuse(variant, refusal));
  const action = described?.action ?? toAction(policy);
  const failurePolicy = textOf(policy.spec, 'failurePolicy') === 'Ignore' ? 'Ignore' : 'Fail';
  const metadata =
    described?.metadata ??
    describePolicy(policy.annotations, {
      id,
      name: policy.name,
      severity: policy.kind === 'MutatingPolicy' ? 'info' : severities[action],
      layer: policy.kind === 'ImageValidatingPolicy' ? 'image' : null,
      demands: toDemands(policy),
    });
  const evaluation = objectOf(policy.spec, 'evaluation');
  return {
    ...metadata,
    id,
    from: { policy: policy.resource.ref, rule: '' },
    match: [
      ...compiled.flatMap(({ constraints, isJson }): readonly Match[] =>
        isJson ? [{}] : constraints.flatMap(toRuleMatch),
      ),
      ...(options.values?.subresources ?? []).map(({ group, kind }) => ({ groups: [group], kinds: [kind] })),
    ],
    reads: [],
    capabilities,
    failurePolicy: failurePolicy === 'Ignore' ? 'open' : 'closed',
    ...(policy.kind === 'MutatingPolicy' ? { changesSubject: true } : {}),
    ...(textOf(policy.spec, 'reinvocationPolicy') === 'IfNeeded' ? { judgesAgain: true } : {}),
    judge: createJudge(
      {
        variants,
        namespace: policy.namespace,
        isForAdmission: isEnabled(evaluation, 'admission', true),
        action,
        enforcement: toEnforcement(policy),
        failurePolicy,
        world,
        kept: new Map(),
      },
      look,
    ),
  };
};

const compilers: Readonly<Record<PolicyKind, CompileKind>> = {
  ValidatingPolicy: compileValidating,
  MutatingPolicy: compileMutating,
  GeneratingPolicy: compileGenerating,
  DeletingPolicy: compileDeleting,
  ImageValidatingPolicy: compileImageValidating,
};

/** The namespace stands before the name of what lives in one; a second policy of that name bears its kind. */
const toId = ({ name, namespace, writtenKind }: CelPolicy, described: string | null, ids: Set<string>): string => {
  const plain = described ?? `kyverno/${namespace === null ? name : `${namespace}.${name}`}`;
  let id = plain;
  for (let count = 1; ids.has(id); count += 1) {
    id = `${plain}/${writtenKind.toLowerCase()}${count === 1 ? '' : `-${count}`}`;
  }
  ids.add(id);
  return id;
};

/** Kyverno would not run it at all; here every subject it is about says so. */
const refuse = (
  variant: CompiledVariant & { readonly key: string | null },
  { message, path }: RuleDefect,
): PolicyVariant & Pick<CompiledVariant, 'constraints'> => {
  const response = respond('error', `the policy does not compile: ${renderFieldPath(path)}: ${message}`);
  const responses = [withReason(response, 'not-compiled')];
  return { ...variant, readsNamespace: false, evaluate: () => responses };
};

/** The strongest of what is asked for; deny where nothing is. */
const toAction = ({ kind, spec }: CelPolicy): Action => {
  // A mutation that cannot be made refuses the request.
  if (kind === 'MutatingPolicy') return 'deny';
  if (kind !== 'ValidatingPolicy' && kind !== 'ImageValidatingPolicy') return 'none';
  const actions = textsOf(spec, 'validationActions');
  if (actions.length === 0 || actions.includes('Deny')) return 'deny';
  return actions.includes('Warn') ? 'warn' : 'audit';
};

/** Of a policy that names no severity: what is refused breaks a deployment, what is warned about or noted does not. */
const severities: Readonly<Record<Action, Severity>> = { deny: 'high', warn: 'medium', audit: 'low', none: 'info' };

const toEnforcement = ({ resource }: CelPolicy): Enforcement =>
  resource.origin.kind === 'cluster' ? 'enforced' : 'declared';

const toDemands = ({ kind, spec }: CelPolicy): string => {
  const messages = objectsOf(spec, 'validations')
    .map(([, item]) => textOf(item, 'message').trim())
    .filter((message) => message !== '');
  return messages.length > 0 ? [...new Set(messages)].join(' ') : demands[kind];
};

const demands: Readonly<Record<PolicyKind, string>> = {
  ValidatingPolicy: 'What the validations of the policy demand.',
  MutatingPolicy: 'What the mutations of the policy would change.',
  GeneratingPolicy: 'What the policy would create.',
  DeletingPolicy: 'What the policy would delete.',
  ImageValidatingPolicy: 'The images of the workload are as the policy demands.',
};

const capabilities: readonly RequestKind[] = [
  'namespace',
  'object',
  'list',
  'image',
  'api-call',
  'global-context',
  'http',
  'time',
  'random',
];
