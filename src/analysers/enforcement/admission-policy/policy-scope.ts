/** A bound policy whose selectors leave out every namespace with workloads guards nobody. */

import { builtInKinds } from '../../../kube/schema/kinds.ts';
import type { Note } from '../../../model/finding.ts';
import type { Resource } from '../../../model/resource.ts';
import { toEnforced, toNotEnforced, listNames } from '../../gap.ts';
import { compileNamespaceSelector } from '../../lived-in.ts';
import { at, objectsAt, textAt, textsAt } from '../../../model/read-object.ts';
import type { EnforcementGap } from '../view.ts';
import { bindingKinds, policyKinds } from './bindings.ts';

export const policyScope: EnforcementGap = {
  rule: {
    id: 'enforcement/policy-scoped-away',
    title: 'A bound policy reaches the namespaces with workloads',
    severity: 'high',
    layer: 'cluster',
    control: 'enforcement-policy-scope',
    what: 'The namespaceSelectors of a policy about namespaced objects and of at least one of its bindings select at least one namespace with workloads.',
    why: 'A selector by a label that no namespace carries selects nothing. The policy is bound, denies, and is never asked.',
    fine: 'Where the policy waits for namespaces that are still to come.',
    remediation:
      'Widen namespaceSelector to the namespaces with workloads. List labels with `kubectl get namespaces --show-labels`, or select all and leave out by name: {key: kubernetes.io/metadata.name, operator: NotIn, values: [kube-system]}.',
    references: [
      'https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#matching-requests-matchconditions',
    ],
  },
  subjects: policyKinds,
  context: [...bindingKinds, '/Namespace'],
  judge: ({ nativePolicies, livedIn }) =>
    nativePolicies.flatMap(({ policy, bindings }) => {
      if (bindings.length === 0 || livedIn.length === 0 || !isAboutNamespaced(policy)) return [];
      const byPolicy = compileNamespaceSelector(at(policy.object, 'spec', 'matchConstraints', 'namespaceSelector'));
      const byBindings = bindings.map((binding) =>
        compileNamespaceSelector(at(binding.object, 'spec', 'matchResources', 'namespaceSelector')),
      );
      const left = livedIn.filter((space) => !byPolicy(space) || !byBindings.some((selects) => selects(space)));
      const evidence = toNotes(policy, left.length < livedIn.length ? left.map(({ name }) => name) : []);
      if (left.length < livedIn.length)
        return [
          toEnforced(policy, `Reaches ${livedIn.length - left.length} of ${livedIn.length} namespaces with workloads`, {
            evidence,
          }),
        ];
      return [
        toNotEnforced(
          policy,
          `Leaves out every namespace with workloads (${listNames(left.map(({ name }) => name))}): it judges nothing that runs`,
          { path: 'spec.matchConstraints', evidence },
        ),
      ];
    }),
};

const toNotes = ({ object }: Resource, left: readonly string[]): readonly Note[] => [
  ...(left.length > 0
    ? [{ text: `left out: ${listNames(left)}`, source: 'its selectors and those of its bindings' }]
    : []),
  ...(textAt(object, 'spec', 'matchConstraints', 'matchPolicy') === 'Exact'
    ? [
        {
          text: 'it is not asked where the same object is written in another version or group than its rules name',
          source: 'spec.matchConstraints.matchPolicy: Exact',
        },
      ]
    : []),
];

/** Of cluster-scoped objects a namespaceSelector exempts none, so that only rules about others count. Custom kinds mostly are others. */
const isAboutNamespaced = ({ object }: Resource): boolean => {
  const rules = objectsAt(object, 'spec', 'matchConstraints', 'resourceRules');
  return rules.some((rule) =>
    textsAt(rule, 'resources').some((resource) => !clusterScoped.has(resource.split('/')[0] ?? '')),
  );
};

const clusterScoped: ReadonlySet<string> = new Set(
  builtInKinds.filter(({ namespaced }) => !namespaced).map(({ plural }) => plural),
);
