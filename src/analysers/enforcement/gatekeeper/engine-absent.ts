/** Constraints in a cluster where nothing puts requests to Gatekeeper stop nothing. */

import { toEnforced, toNotEnforced, toUndecided } from '../../gap.ts';
import type { EnforcementGap } from '../view.ts';
import { constraintNames, webhookNames } from './gatekeeper.ts';

export const gatekeeperAbsent: EnforcementGap = {
  rule: {
    id: 'enforcement/gatekeeper-absent',
    title: 'Constraints have a Gatekeeper to carry them out',
    severity: 'high',
    layer: 'cluster',
    control: 'enforcement-engine',
    what: 'Where there are constraints, there is a ValidatingWebhookConfiguration that puts requests to Gatekeeper.',
    why: 'Templates and constraints outlive the engine: after an uninstall, or where its webhook was switched off to get out of the way, each is listed as before and no request is judged.',
    fine: 'In a repository that only keeps the constraints; where the audit alone is wanted.',
    remediation:
      'Install Gatekeeper with its validating webhook, or delete the constraints; nobody then relies on them. `kubectl get validatingwebhookconfigurations` shows what asks it.',
    references: ['https://open-policy-agent.github.io/gatekeeper/website/docs/install/'],
  },
  subjects: constraintNames,
  context: webhookNames,
  judge: ({ gatekeeper: { engine, constraints }, snapshot }) =>
    constraints.map((constraint) => {
      if (engine !== null)
        return toEnforced(constraint, 'Has Gatekeeper to carry it out', {
          evidence: [{ text: 'found', source: engine }],
        });
      return snapshot.kind === 'cluster'
        ? toNotEnforced(constraint, 'Stops nothing: no webhook configuration puts requests to Gatekeeper')
        : toUndecided(
            constraint,
            'Whether Gatekeeper carries it out cannot be told from manifests without Gatekeeper',
            {
              evidence: [{ text: 'kubectl get validatingwebhookconfigurations', source: 'a command that tells' }],
            },
          );
    }),
};
