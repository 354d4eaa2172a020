/** The API server asks RBAC, and nothing lets everybody do everything. */

import type { RuleMetadata } from '../../model/rule.ts';
import type { AnalyserConclusion } from '../analyser.ts';
import type { ClusterView } from './cluster-view.ts';
import { toFail, toNote, toPass, toUntold } from './conclude.ts';

export const authorizationModeRule: RuleMetadata = {
  id: 'control-plane/authorization-mode',
  title: 'The API server authorises by RBAC, and nothing lets everybody do everything',
  severity: 'critical',
  layer: 'identity',
  control: 'control-plane-authorization-mode',
  what: 'The authorisation modes hold RBAC or a webhook, and not AlwaysAllow.',
  why: 'Under AlwaysAllow every token, of every Pod, is cluster-admin, whatever the roles say.',
  fine: 'Never outside a laptop.',
  remediation: 'Set --authorization-mode=Node,RBAC of kube-apiserver; without the flag it is AlwaysAllow.',
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/authorization/'],
};

export const judgeAuthorizationMode = (view: ClusterView): AnalyserConclusion => {
  const facts = view.facts('control-plane/authorization');
  const open = facts.find(({ value }) => value.modes.includes('AlwaysAllow'));
  const { provided } = view;
  if (open !== undefined)
    return toFail(
      authorizationModeRule,
      provided,
      'Lets everybody do everything: AlwaysAllow is among its authorisation modes',
      {
        evidence: [toNote(open, `its modes are ${open.value.modes.join(', ')}`)],
      },
    );
  const judged = facts.find(({ value }) => value.modes.includes('RBAC') || value.modes.includes('Webhook'));
  if (judged !== undefined) {
    const modes = judged.value.modes.join(', ');
    return toPass(authorizationModeRule, provided, `Authorises by ${modes}`, {
      evidence: [toNote(judged)],
    });
  }
  const other = facts.find(({ value }) => value.means === 'arguments');
  if (other !== undefined)
    return toFail(
      authorizationModeRule,
      provided,
      `Does not authorise by RBAC: its modes are ${other.value.modes.join(', ')}`,
      {
        severity: 'high',
        evidence: [toNote(other)],
      },
    );
  // Providers allow no choice: each of the three runs RBAC, and a cluster of theirs cannot be without.
  if (view.provider !== null)
    return toPass(authorizationModeRule, provided, `Authorises by RBAC, as ${view.provider.toUpperCase()} always does`);
  return toUntold(authorizationModeRule, view, {
    what: 'by which modes it authorises',
    why: 'no decision of theirs has been counted, and no arguments are to be seen',
    tells: 'read --authorization-mode of kube-apiserver on a control-plane node',
  });
};
