/** Secrets are encrypted before they reach etcd: all of them, not only those written since that was turned on. */

import type { Fact } from '../../kube/control-plane/fact.ts';
import type { RuleMetadata } from '../../model/rule.ts';
import type { AnalyserConclusion } from '../analyser.ts';
import type { ClusterView } from './cluster-view.ts';
import { pickWorst, toFail, toHandOver, toNote, toPass, toUntold, whyNoMetrics } from './conclude.ts';

/** Writes every Secret as it is, which encrypts it; conflicts with whoever changes one meanwhile are safe to repeat. */
const rewrite = 'kubectl get secrets -A -o json | kubectl replace -f -';

export const encryptionAtRestRule: RuleMetadata = {
  id: 'control-plane/encryption-at-rest',
  title: 'Secrets are encrypted at rest',
  severity: 'high',
  layer: 'secrets',
  control: 'control-plane-encryption-at-rest',
  what: 'The API server encrypts Secrets before it stores them, and no Secret from before that is still plain.',
  why: 'Whoever gets at a disk, a snapshot or a backup of etcd reads every password and token of the cluster.',
  fine: 'Where no Secret holds anything: all come from a vault at run time.',
  remediation: `Encrypt Secrets at rest. Set --encryption-provider-config of kube-apiserver, with a KMS provider first and identity last; on a managed cluster turn on its KMS encryption. Then write all Secrets anew, since only what is written is encrypted.\n${rewrite}`,
  references: [
    'https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/',
    'https://docs.aws.amazon.com/eks/latest/userguide/envelope-encryption.html',
    'https://cloud.google.com/kubernetes-engine/docs/how-to/encrypting-secrets',
    'https://learn.microsoft.com/azure/aks/kms-data-encryption',
  ],
};

type Encryption = Fact<'control-plane/encryption'>;

const worstFirst = ['off', 'plain', 'partly', 'configured', 'on'] as const;

export const judgeEncryptionAtRest = (view: ClusterView): AnalyserConclusion => {
  const facts = view.facts('control-plane/encryption');
  // A description says what is configured; what was really read plain is worse, and known better.
  const met = facts.find(({ value }) => value.state === 'partly' || value.state === 'plain');
  const fact = met ?? pickWorst(facts, worstFirst, ({ value }) => value.state);
  return fact === undefined ? toUnknown(view) : toKnown(view, fact);
};

const toKnown = (view: ClusterView, fact: Encryption): AnalyserConclusion => {
  const { kept } = view;
  const { state, detail, providers } = fact.value;
  const evidence = [toNote(fact)];
  const by = providers.length === 0 ? '' : ` (${providers.join(', ')})`;
  switch (state) {
    case 'on':
      return toPass(encryptionAtRestRule, kept, `Secrets are encrypted at rest${by}: ${detail}`, {
        evidence,
      });
    case 'off':
      return toFail(encryptionAtRestRule, kept, `Secrets are stored in plain text: ${detail}`, {
        evidence,
      });
    case 'plain':
      return toFail(
        encryptionAtRestRule,
        kept,
        `Encryption is configured and every Secret met so far is still plain: ${detail}; write them anew with ${rewrite}`,
        { evidence },
      );
    case 'partly':
      return toFail(
        encryptionAtRestRule,
        kept,
        `New Secrets are encrypted${by}, older ones are still plain: ${detail}; write them anew with ${rewrite}`,
        { evidence, severity: 'medium' },
      );
    case 'configured':
      return toUntold(encryptionAtRestRule, view, {
        what: 'whether Secrets are encrypted',
        why: `${detail}, and ${whyNoMetrics(view, 'no Secret has been read or written since the API server started')}`,
        tells: 'read the file it names',
      });
  }
};

const toUnknown = (view: ClusterView): AnalyserConclusion => {
  const version = view.facts('control-plane/version')[0]?.value.server ?? '';
  const minor = Number(/^v1\.(\d+)/.exec(version)?.[1] ?? 0);
  // From 1.28 on EKS encrypts everything in etcd, with a key of its own where people bring none.
  if (view.provider === 'eks' && minor >= 28)
    return toPass(encryptionAtRestRule, view.kept, `Secrets are encrypted at rest: EKS does so from 1.28 on`);
  return toUntold(encryptionAtRestRule, view, {
    what: 'whether Secrets are encrypted',
    why: whyNoMetrics(view, 'no Secret has been read or written since the API server started'),
    tells: toHandOver(view),
  });
};
