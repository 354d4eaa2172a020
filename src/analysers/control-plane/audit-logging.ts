/** The API server writes an audit log that the people who run the cluster can read. */

import type { RuleMetadata } from '../../model/rule.ts';
import type { AnalyserConclusion } from '../analyser.ts';
import type { ClusterView } from './cluster-view.ts';
import { pickWorst, toFail, toHandOver, toNote, toPass, toUntold, whyNoMetrics } from './conclude.ts';

export const auditLoggingRule: RuleMetadata = {
  id: 'control-plane/audit-logging',
  title: 'The API server writes an audit log',
  severity: 'high',
  layer: 'monitoring',
  control: 'control-plane-audit-logging',
  what: 'The API server records who asked for what, and the record reaches the people who run the cluster.',
  why: 'Without it nobody sees a stolen token at work, and after an incident nobody can tell what was read, changed or left behind.',
  fine: 'For a cluster that holds nothing and can reach nothing, thrown away after each use.',
  remediation:
    'Turn on audit logging. On your own control plane set --audit-policy-file and --audit-log-path of kube-apiserver. On EKS: aws eks update-cluster-config --name NAME --logging \'{"clusterLogging":[{"types":["audit","authenticator"],"enabled":true}]}\'. On AKS send the category kube-audit-admin to a workspace with a diagnostic setting.',
  references: [
    'https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/',
    'https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html',
  ],
};

export const judgeAuditLogging = (view: ClusterView): AnalyserConclusion => {
  const { kept, provider } = view;
  // A provider's servers count events that its customers do not get to see.
  const facts = view
    .facts('control-plane/audit')
    .filter(({ value }) => provider === null || value.means === 'provider-file');
  const fact = pickWorst(facts, ['off', 'silent', 'on'], ({ value }) => value.state);
  if (fact === undefined) return toUnknown(view);
  const details = { evidence: [toNote(fact)] };
  switch (fact.value.state) {
    case 'on':
      return toPass(auditLoggingRule, kept, `Writes an audit log: ${fact.value.detail}`, details);
    case 'silent':
      return toFail(auditLoggingRule, kept, `Has an audit policy that records nothing: ${fact.value.detail}`, details);
    case 'off':
      return toFail(auditLoggingRule, kept, `Writes no audit log: ${fact.value.detail}`, details);
  }
};

const toUnknown = (view: ClusterView): AnalyserConclusion => {
  const what = 'whether audit events are logged';
  switch (view.provider) {
    case null:
      return toUntold(auditLoggingRule, view, {
        what,
        why: whyNoMetrics(view, 'its counters do not tell'),
        tells: toHandOver(view),
      });
    case 'aks':
      return toUntold(auditLoggingRule, view, {
        what,
        why: 'AKS keeps that in a diagnostic setting, apart from the cluster',
        tells: 'see `az monitor diagnostic-settings list --resource ID` for kube-audit or kube-audit-admin',
      });
    case 'gke':
      return toPass(
        auditLoggingRule,
        view.kept,
        'Writes an audit log: GKE always writes admin activity to Cloud Audit Logs',
      );
    case 'eks':
      return toUntold(auditLoggingRule, view, {
        what,
        why: 'EKS logs for itself whether or not it hands the log on',
        tells: toHandOver(view),
      });
  }
};
