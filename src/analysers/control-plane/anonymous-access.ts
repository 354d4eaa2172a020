/** The API server takes nobody without a credential for anybody, but for health checks. */

import type { RuleMetadata } from '../../model/rule.ts';
import type { AnalyserConclusion } from '../analyser.ts';
import type { ClusterView } from './cluster-view.ts';
import { pickWorst, toFail, toNote, toPass, toUntold } from './conclude.ts';

export const anonymousAccessRule: RuleMetadata = {
  id: 'control-plane/anonymous-access',
  title: 'The API server answers anonymous requests for its health alone',
  severity: 'medium',
  layer: 'identity',
  control: 'control-plane-anonymous-access',
  what: 'A request without a credential is refused (401), not taken for the user system:anonymous; health endpoints may be open.',
  why: 'As long as strangers are users, one careless binding to system:anonymous or system:unauthenticated opens the cluster to everybody who reaches it.',
  fine: 'Where clients that join the cluster read kube-public/cluster-info anonymously (kubeadm join), and bindings are watched.',
  remediation:
    'Limit anonymous requests to health checks. From 1.34 on, or 1.32 with the gate AnonymousAuthConfigurableEndpoints: --authentication-config with anonymous: {enabled: true, conditions: [{path: /livez}, {path: /readyz}, {path: /healthz}]}. Before that --anonymous-auth=false, with health checks that bring a credential. On GKE: gcloud container clusters update NAME --anonymous-authentication-config=LIMITED.',
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/authentication/#anonymous-requests',
    'https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster#restrict-anon-access',
  ],
};

const worstFirst = ['discovery', 'forbidden', 'health-only', 'disabled'] as const;

export const judgeAnonymousAccess = (view: ClusterView): AnalyserConclusion => {
  const facts = view.facts('control-plane/anonymous');
  // What the server just did counts for more than what is written anywhere.
  const asked = facts.filter(({ value }) => value.means === 'request');
  const fact = pickWorst(asked.length > 0 ? asked : facts, worstFirst, ({ value }) => value.state);
  if (fact === undefined) {
    const refused = view.notRead('anonymous');
    return toUntold(anonymousAccessRule, view, {
      what: 'what anonymous requests may do',
      why:
        refused?.reason ??
        (view.kept.origin.kind === 'cluster' ? 'the answers are not an API server’s' : 'no API server was asked'),
      tells: 'see what `curl -k https://SERVER/api` is answered: 401, or 403 for system:anonymous',
    });
  }
  // Only GKE and one's own control plane have a setting for it.
  const about = view.provider === null || view.provider === 'gke' ? view.kept : view.provided;
  const { state, detail } = fact.value;
  const details = { evidence: [toNote(fact)] };
  switch (state) {
    case 'discovery':
      return toFail(anonymousAccessRule, about, `Lets anonymous requests list its APIs: ${detail}`, details);
    case 'forbidden':
      return toFail(
        anonymousAccessRule,
        about,
        `Authenticates anonymous requests as system:anonymous and refuses them by RBAC: ${detail}`,
        { ...details, severity: 'low' },
      );
    case 'health-only':
      return toPass(anonymousAccessRule, about, `Answers anonymous requests for its health alone: ${detail}`, details);
    case 'disabled':
      return toPass(anonymousAccessRule, about, `Refuses anonymous requests: ${detail}`, details);
  }
};
