/** Policies with a mistake: what the API server refuses guards nothing, and what it drops without a word guards less than it seems. */

import type { ObjectProblem } from '../../kube/network/network-estate.ts';
import { policyKinds } from '../../kube/network/policy-kinds.ts';
import type { RuleMetadata } from '../../model/rule.ts';
import { toNotEnforced, toEnforced, type Judged } from '../gap.ts';
import { policyContext, type NetworkGap, type NetworkView } from './view.ts';

const references = [
  'https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/',
  'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
];

export const refusedPolicy: NetworkGap = {
  rule: {
    id: 'network/refused-policy',
    title: 'A network policy is one that the API server takes',
    severity: 'high',
    layer: 'network',
    control: 'network-refused-policy',
    what: 'Address ranges, ports, selectors and peers of network policies are written as the API server takes them.',
    why: 'A refused policy is not there at all: the apply fails, often in the middle of a release, and the pods stay as open as they were.',
    fine: 'Never.',
    remediation:
      'Correct the NetworkPolicy where the message says; kubectl apply --dry-run=server says whether it is taken.',
    references,
  },
  subjects: policyContext,
  context: [],
  judge: (view) => judge(view, 'error', 'Is taken', ({ message }) => `Is refused: ${message}`),
};

export const withoutEffect: NetworkGap = {
  rule: {
    id: 'network/without-effect',
    title: 'Everything in a network policy has an effect',
    severity: 'medium',
    layer: 'network',
    control: 'network-without-effect',
    what: 'A network policy has no fields that are dropped and no rules for a direction that is not in force: `egress: []` without policyTypes isolates nothing, and rules of a direction that policyTypes leaves out do nothing.',
    why: 'The policy reads as if it closed something, and does not. Who reviews it sees the rules and not that they are off.',
    fine: 'A direction that was switched off on purpose, for a while.',
    remediation: 'Name both directions in policyTypes of the NetworkPolicy. Correct the fields that are dropped.',
    references,
  } satisfies RuleMetadata,
  subjects: policyContext,
  context: [],
  // That overlays repeat a name is a matter of what was read, not of the policy.
  judge: (view) =>
    judge(
      view,
      'warning',
      'Has nothing without effect',
      ({ message }) => toSentence(message),
      ({ path }) => path !== 'metadata.name',
    ),
};

const judge = (
  { snapshot, estate: { problems } }: NetworkView,
  severity: ObjectProblem['severity'],
  good: string,
  render: (problem: ObjectProblem) => string,
  isMeant: (problem: ObjectProblem) => boolean = () => true,
): readonly Judged[] => {
  const meant = problems.filter((problem) => problem.severity === severity && isMeant(problem));
  const wrong = new Set(meant.map(({ about }) => about));
  const policies = policyKinds.flatMap(({ group, kind }) =>
    kind.endsWith('Policy') ? snapshot.list(group, kind) : [],
  );
  return [
    ...meant.map((problem) =>
      toNotEnforced(problem.about, render(problem), { path: problem.path, key: problem.message }),
    ),
    ...policies.filter((policy) => !wrong.has(policy)).map((policy) => toEnforced(policy, good)),
  ];
};

const toSentence = (text: string): string =>
  text.startsWith('there ') ? text.charAt(0).toUpperCase() + text.slice(1) : `Says more than it does: ${text}`;
