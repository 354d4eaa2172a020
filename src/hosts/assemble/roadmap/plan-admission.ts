/** The library's policies with bindings: those that nothing in the estate violates deny at once, the others watch first. */

import { printYaml } from '../../../lang/patch/print-yaml.ts';
import { isAtLeast } from '../../../model/severity.ts';
import type { PlannedFile } from '../attack/component/planned-file.ts';
import { bindPolicy } from '../bind-policy.ts';
import { pinLibrary, type PinnedPolicy } from '../pinned-library.ts';
import { readLibrary } from '../policy-library.ts';
import { nothingPlanned, type ActionPlan, type PhaseFacts } from './phase-facts.ts';

export const planAdmission = ({ snapshot, findings }: PhaseFacts): ActionPlan => {
  const pinned = pinLibrary(readLibrary(), null);
  if (pinned.kind === 'defect') return nothingPlanned;
  const violated = new Set(
    findings.filter(({ status, reason }) => status === 'fail' || reason === 'excepted').map(({ rule }) => rule),
  );
  const taken = new Set(
    snapshot.list('admissionregistration.k8s.io', 'ValidatingAdmissionPolicy').map(({ ref }) => ref.name),
  );
  const wanted = pinned.policies.filter(({ policy }) => isWanted(policy) && !taken.has(policy.document.ref.name));
  const watching = wanted.filter(({ policy }) => violated.has(policy.id));
  return {
    ...nothingPlanned,
    whole: wanted.map((each) => toFile(each, violated.has(each.policy.id))),
    cautions: [
      `${wanted.length - watching.length} policies deny at once, since nothing that was read violates them. ${
        watching.length === 0
          ? 'None has to wait.'
          : `${watching.length} only write to the audit log, since something does: ${watching.map(({ policy }) => `\`${policy.id}\``).join(', ')}.`
      }`,
      'A policy that watches is raised when it is quiet: mend what `vauban scan` tells of it, then write `[Deny, Audit]` under `validationActions` of its binding, or make these files anew.',
      'They ask about what is created or changed: what runs goes on running. `kube-system` and `kube-node-lease` are left out, so that the cluster can mend itself. They need Kubernetes 1.30 or newer.',
    ],
  };
};

/** What holds up nothing an attacker wants stays a finding of the scan: a gate people meet every day must be worth it. */
const isWanted = ({ severity, suggested }: PinnedPolicy['policy']): boolean =>
  suggested === 'deny' || (suggested === 'warn' && isAtLeast(severity, 'medium'));

const systemNamespaces = ['kube-system', 'kube-node-lease'];

const toFile = ({ policy }: PinnedPolicy, isViolated: boolean): PlannedFile => {
  const { document, id, text, title } = policy;
  const binding = bindPolicy(document.ref.name, { mode: isViolated ? 'audit' : 'deny', excluded: systemNamespaces });
  return {
    name: `policy_${id.replaceAll('/', '_')}.yaml`,
    kind: 'create',
    ref: document.ref,
    text: `${text.trimEnd()}\n---\n${printYaml(binding)}`,
    undo: null,
    controls: [`admission/${id}`],
    reasons: [`${title}: ${isViolated ? 'audit, since something violates it' : 'deny, since nothing violates it'}`],
  };
};
