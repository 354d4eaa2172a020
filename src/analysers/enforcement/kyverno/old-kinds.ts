/** Objects of kyverno.io under a Kyverno that carries none of them out any more. */

import type { Note } from '../../../model/finding.ts';
import type { Resource } from '../../../model/resource.ts';
import { toEnforced, toNotEnforced, toUndecided, type Judged } from '../../gap.ts';
import type { EnforcementGap, View } from '../view.ts';
import { engineNames, otherOldNames, rulePolicyNames, type Kyverno } from './kyverno.ts';

export const kyvernoOldKinds: EnforcementGap = {
  rule: {
    id: 'enforcement/kyverno-old-kinds',
    title: 'Policies are of kinds that the Kyverno in use carries out',
    severity: 'high',
    layer: 'cluster',
    control: 'enforcement-kyverno-kinds',
    what: 'Under Kyverno 1.20 and newer there is no ClusterPolicy, Policy, CleanupPolicy, ClusterCleanupPolicy or PolicyException of kyverno.io.',
    why: 'Kyverno 1.17 deprecated these kinds and 1.20 takes their execution out, while their definitions and the objects stay: the list looks as healthy as before the upgrade, and nothing is validated, mutated, generated or cleaned up.',
    fine: 'Where each of them has a successor of policies.kyverno.io already and is kept for the way back.',
    remediation:
      'Rewrite the policy for policies.kyverno.io, or as a native admission policy; then delete it. ValidatingPolicy, MutatingPolicy, GeneratingPolicy, ImageValidatingPolicy and DeletingPolicy are the new kinds. Stay on 1.19 until that is done.',
    references: [
      'https://kyverno.io/docs/guides/migration-to-cel/',
      'https://kyverno.io/blog/2026/02/02/announcing-kyverno-release-1.17/',
      'https://github.com/kyverno/kyverno/issues/17701',
    ],
  },
  subjects: [...rulePolicyNames, ...otherOldNames],
  context: engineNames.slice(0, 1),
  judge: ({ kyverno, snapshot, isWhole }) => {
    const olds = [...kyverno.rulePolicies, ...kyverno.otherOld];
    switch (kyverno.engine.kind) {
      case 'present':
        return olds.map((old) => judge(old, kyverno, snapshot.kind));
      case 'absent':
        // In a cluster that was read whole there is no Kyverno of any version: another rule says so.
        return snapshot.kind === 'cluster' && isWhole ? [] : olds.map(toUnknown);
      case 'idle':
        return [];
    }
  },
};

const toUnknown = (old: Resource): Judged =>
  toUndecided(old, 'Does nothing from Kyverno 1.20 on, and which version runs here cannot be told', {
    evidence: [whichVersion],
  });

const judge = (old: Resource, kyverno: Kyverno, kind: View['snapshot']['kind']): Judged => {
  const { version, versionText, engine } = kyverno;
  const evidence =
    engine.kind === 'present' && version !== null ? [{ text: `Kyverno ${versionText}`, source: 'its Deployment' }] : [];
  if (version === null)
    return toUndecided(
      old,
      `Which version of Kyverno ${kind === 'cluster' ? 'runs' : 'will run'} cannot be told, and 1.20 and newer do nothing with objects of kyverno.io`,
      {
        evidence: [whichVersion],
      },
    );
  if (kyverno.ignoresOldKinds)
    return toNotEnforced(old, `Does nothing: Kyverno ${versionText} keeps objects of kyverno.io and carries none out`, {
      path: 'apiVersion',
      evidence,
    });
  return toEnforced(old, `Is of a kind that Kyverno ${versionText} still carries out`, {
    evidence: [...evidence, { text: 'Kyverno 1.20 will not carry it out', source: 'kyverno/kyverno#17701' }],
  });
};

const whichVersion: Note = {
  text: "kubectl get deployments -A -l app.kubernetes.io/part-of=kyverno -o custom-columns='NAME:.metadata.name,IMAGE:.spec.template.spec.containers[*].image'",
  source: 'a command that tells',
};
