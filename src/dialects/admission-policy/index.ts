/** The native policies of Kubernetes: ValidatingAdmissionPolicy, MutatingAdmissionPolicy and their bindings. */

import { bigAsText } from '../../model/json.ts';
import type { Problem } from '../../model/problem.ts';
import { toGroup, type Resource, type ResourceRef } from '../../model/resource.ts';
import type { Rule } from '../../model/rule.ts';
import { toAllGroups } from '../../kube/rbac/subject-key.ts';
import type { CompiledPolicies, CompileOptions, Dialect } from '../dialect.ts';
import { distinctDocuments } from '../distinct-documents.ts';
import { toProblems, toSpan } from '../to-problems.ts';
import { createLook } from './asked.ts';
import { createTypeChecker } from './check-types.ts';
import { compilePolicy, type PolicyCompilation } from './compile-policy.ts';
import type { CompiledPolicy, PolicyToCompile } from './compiled-policy.ts';
import { parseBinding } from './parse-binding.ts';
import { parsePolicy } from './parse-policy.ts';
import type { BindingDocument, PolicyDocument } from './policy-document.ts';
import { asWritten, presentAt } from './present.ts';
import { createPolicyEnvironments } from './policy-environments.ts';
import { createSharedPrograms } from '../../kube/policy/shared-programs.ts';
import { toRules, type View } from './to-rules.ts';

const policyKinds: ReadonlySet<string> = new Set(['ValidatingAdmissionPolicy', 'MutatingAdmissionPolicy']);
const bindingKinds: ReadonlySet<string> = new Set([
  'ValidatingAdmissionPolicyBinding',
  'MutatingAdmissionPolicyBinding',
]);

const group = 'admissionregistration.k8s.io';

export const admissionPolicyDialect = {
  id: 'admission-policy',

  groups: [group],

  claims: ({ apiVersion, kind }: ResourceRef) =>
    toGroup(apiVersion) === group && (policyKinds.has(kind) || bindingKinds.has(kind)),

  compile: (documents: readonly Resource[], options: CompileOptions): CompiledPolicies => {
    const distinct = distinctDocuments(documents);
    const problems: Problem[] = [...distinct.problems];
    const policies = distinct.documents.filter(({ ref }) => policyKinds.has(ref.kind));
    const bindings = distinct.documents.filter(({ ref }) => bindingKinds.has(ref.kind)).map(parseBinding);
    for (const { binding, defects } of bindings) problems.push(...toProblems(binding.resource, defects, options));
    problems.push(
      ...toUnboundProblems(
        bindings.map(({ binding }) => binding),
        policies,
        options,
      ),
    );
    const user = toUser(options);
    const toView = (stage: 'validating' | 'mutating'): View => {
      const present = options.asWritten ? asWritten : presentAt(stage);
      return { look: createLook(user, present), present };
    };
    const validating = toView('validating');
    const mutating = toView('mutating');
    const environments = createPolicyEnvironments();
    const shared = createSharedPrograms();
    const checkTypes = createTypeChecker();
    const rules: Rule[] = [];
    const asked = new Map<string, CompiledPolicies['asked'][number]>();
    for (const resource of policies) {
      const parsed = parsePolicy(resource);
      const described = options.describe(resource);
      const compile = (): PolicyCompilation =>
        compilePolicy(parsed.policy, parsed.defects, environments, shared, { isTrusted: described !== null });
      let policy: PolicyToCompile;
      if (described === null) {
        const compiled = compile();
        const isChecked = compiled.policy.refusal === null && !parsed.policy.isMutating;
        const warnings = isChecked ? checkTypes(parsed.policy) : [];
        problems.push(...toProblems(resource, [...parsed.defects, ...compiled.defects, ...warnings], options));
        policy = { ...compiled.policy, compiled: () => compiled.policy };
      } else {
        // What a host describes is its own, and tested: nobody waits for what no subject will ask for.
        problems.push(...toProblems(resource, parsed.defects, options));
        policy = compileWhenAsked(parsed.policy, () => compile().policy);
      }
      const own = bindings.map(({ binding }) => binding).filter((binding) => binds(binding, parsed.policy));
      rules.push(...toRules(policy, own, described, parsed.policy.isMutating ? mutating : validating));
      const { paramKind } = parsed.policy;
      if (paramKind !== null)
        asked.set(`${paramKind.apiVersion} ${paramKind.kind}`, {
          group: toGroup(paramKind.apiVersion),
          kind: paramKind.kind,
        });
    }
    return { rules: withDistinctIds(rules), problems, asked: [...asked.values()] };
  },
} satisfies Dialect;

const compileWhenAsked = (document: PolicyDocument, compile: () => CompiledPolicy): PolicyToCompile => {
  const text = JSON.stringify(document.resource.object['spec'], bigAsText);
  let made: CompiledPolicy | undefined;
  return {
    document,
    readsNamespace: text.includes('namespaceObject'),
    readsAuthorizer: text.includes('authorizer'),
    compiled: () => (made ??= compile()),
  };
};

/** What the API server adds to everybody's groups, a policy sees. */
const toUser = ({ user }: CompileOptions): CompileOptions['user'] =>
  user === null ? null : { name: user.name, groups: toAllGroups(user.name, user.groups) };

const binds = (
  { isMutating, policyName }: BindingDocument,
  policy: { readonly isMutating: boolean; readonly name: string },
): boolean => isMutating === policy.isMutating && policyName === policy.name;

const toUnboundProblems = (
  bindings: readonly BindingDocument[],
  policies: readonly Resource[],
  options: CompileOptions,
): readonly Problem[] =>
  bindings
    .filter(
      ({ isMutating, policyName }) =>
        !policies.some(({ ref }) => ref.name === policyName && (ref.kind === 'MutatingAdmissionPolicy') === isMutating),
    )
    .map((binding) => ({
      severity: 'warning',
      message: `the binding refers to the policy ${JSON.stringify(binding.policyName)}, which was not read: it does nothing here`,
      span: toSpan(binding.resource, options.locate(binding.resource, 'spec.policyName')),
      policy: binding.policyName,
    }));

/** A validating and a mutating policy may have one name. */
const withDistinctIds = (rules: readonly Rule[]): readonly Rule[] => {
  const seen = new Set<string>();
  return rules.map((rule) => {
    let { id } = rule;
    while (seen.has(id)) id = `${id}/mutation`;
    seen.add(id);
    return id === rule.id ? rule : { ...rule, id };
  });
};
