/** Kyverno's policies in a cluster without Kyverno, or with one that is never asked, judge nothing. */

import type { Resource } from '../../../model/resource.ts';
import { toEnforced, toNotEnforced, toUndecided, nameOf, type Judged } from '../../gap.ts';
import type { EnforcementGap, View } from '../view.ts';
import { celPolicyNames, engineNames, rulePolicyNames } from './kyverno.ts';

export const kyvernoAbsent: EnforcementGap = {
  rule: {
    id: 'enforcement/kyverno-absent',
    title: 'Kyverno’s policies have a Kyverno to carry them out',
    severity: 'high',
    layer: 'cluster',
    control: 'enforcement-engine',
    what: 'Where there are policies of kyverno.io or policies.kyverno.io, Kyverno’s admission controller runs and has webhook configurations.',
    why: 'The definitions of the kinds outlive the engine: after an uninstall, or while it is scaled to nothing, every policy is listed as before and no request is judged.',
    fine: 'In a repository that only keeps the policies; in a cluster where reports alone are wanted and another process makes them.',
    remediation:
      'Install Kyverno and run its admission controller, or delete the policies; two replicas or more, and nobody relies on policies that are gone. `kubectl get validatingwebhookconfigurations -l webhook.kyverno.io/managed-by=kyverno` lists what asks it.',
    references: ['https://kyverno.io/docs/installation/', 'https://kyverno.io/docs/troubleshooting/'],
  },
  subjects: [...rulePolicyNames, ...celPolicyNames],
  context: engineNames,
  judge: (view) => [...view.kyverno.rulePolicies, ...view.kyverno.celPolicies].map((policy) => judge(policy, view)),
};

const judge = (policy: Resource, { kyverno: { engine }, snapshot, isWhole }: View): Judged => {
  switch (engine.kind) {
    case 'present':
      return toEnforced(policy, 'Has Kyverno to carry it out', {
        evidence: [{ text: 'found', source: nameOf(engine.evidence) }],
      });
    case 'idle':
      return toNotEnforced(policy, `Judges nothing: Kyverno is there, but ${engine.why}`, {
        evidence: [{ text: engine.why, source: nameOf(engine.evidence) }],
      });
    case 'absent':
      return snapshot.kind === 'cluster' && isWhole
        ? toNotEnforced(policy, 'Judges nothing: there is no Kyverno in the cluster')
        : toUndecided(
            policy,
            `Whether Kyverno carries it out cannot be told from ${isWhole ? 'manifests without Kyverno' : 'some namespaces alone'}`,
            {
              evidence: [
                {
                  text: 'kubectl get validatingwebhookconfigurations -l webhook.kyverno.io/managed-by=kyverno',
                  source: 'a command that tells',
                },
              ],
            },
          );
  }
};
