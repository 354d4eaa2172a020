/** Bindings to whom nobody can name: callers who did not log in, everybody who did, every service account. */

import { renderSubject } from '../../kube/rbac/subject.ts';
import type { RuleMetadata } from '../../model/rule.ts';
import type { AnalyserConclusion } from '../analyser.ts';
import { nameOf } from '../gap.ts';
import { toCrowd, type AccessView } from './access-view.ts';
import { createFindPowers } from './held-powers.ts';

const practices = 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/';

export const strangersRule: RuleMetadata = {
  id: 'rbac/held/anonymous',
  title: 'Callers who did not log in hold nothing',
  severity: 'critical',
  layer: 'identity',
  control: 'rbac-anonymous',
  what: 'No binding gives system:anonymous or system:unauthenticated more than what Kubernetes itself gives them.',
  why: 'It is granted to everybody who reaches the API server: on many clusters, the internet.',
  fine: 'The discovery document of service account tokens, and the ConfigMap with which nodes join.',
  remediation: 'Remove the subject from the binding, and name those who need it.',
  references: [practices],
};

export const everybodyRule: RuleMetadata = {
  id: 'rbac/held/everybody',
  title: 'Everybody who logged in holds only what everybody needs',
  severity: 'high',
  layer: 'identity',
  control: 'rbac-everybody',
  what: 'No binding gives system:authenticated or system:serviceaccounts more than what tells what the API offers.',
  why: 'Every pod with a token is in both groups: whoever takes the weakest workload holds it too.',
  fine: 'A harmless read that every workload needs; say so in an exception.',
  remediation: 'Name the groups and service accounts that need it in the binding.',
  references: [practices],
};

export const judgeCrowds = (view: AccessView): readonly AnalyserConclusion[] => {
  const find = createFindPowers();
  return view.given.flatMap(({ binding, subjects }): readonly AnalyserConclusion[] => {
    const { role } = binding;
    if (role === null || role.rules.length === 0 || harmless.has(role.resource.ref.name)) return [];
    const crowd = subjects.filter((subject) => toCrowd(subject) !== null);
    if (crowd.length === 0) return [];
    const isForStrangers = crowd.some((subject) => toCrowd(subject) === 'strangers');
    const does = find(role).map(({ power }) => power.does);
    return [
      {
        rule: isForStrangers ? strangersRule : everybodyRule,
        about: binding.resource,
        conclusion: {
          status: 'fail',
          severity: does.length > 0 ? 'critical' : 'high',
          action: 'audit',
          enforcement: 'unknown',
          message: `Gives the ${nameOf(role.resource)} to ${crowd.map(renderSubject).join(' and ')}, ${isForStrangers ? 'everybody who reaches the API server' : 'every workload with a token included'}`,
          path: 'subjects',
          evidence: does.length === 0 ? [] : [{ text: `It lets them ${does.join('; ')}`, source: 'vauban' }],
        },
      },
    ];
  });
};

/** Made for everybody, by Kubernetes and by kubeadm. */
export const harmless: ReadonlySet<string> = new Set([
  'system:basic-user',
  'system:discovery',
  'system:public-info-viewer',
  'system:service-account-issuer-discovery',
  'kubeadm:bootstrap-signer-clusterinfo',
]);
