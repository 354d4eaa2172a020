/** Constraints that report or warn and never refuse. */

import type { Resource } from '../../../model/resource.ts';
import { toEnforced, toNotEnforced, type Judged } from '../../gap.ts';
import { objectsAt, textAt } from '../../../model/read-object.ts';
import type { EnforcementGap, View } from '../view.ts';
import { constraintNames, webhookNames } from './gatekeeper.ts';

export const gatekeeperOnlyAudits: EnforcementGap = {
  rule: {
    id: 'enforcement/gatekeeper-only-audits',
    title: 'Constraints refuse what violates them',
    severity: 'low',
    layer: 'cluster',
    control: 'enforcement-policy-denies',
    what: 'The enforcementAction of every constraint is deny, or scoped with deny at the webhook or as a native policy.',
    why: 'With dryrun a violation is a number in the constraint’s status after the next audit; with warn it is a line on the screen of whoever types. The request goes through.',
    fine: 'While a constraint is tried out; for advice that is not meant to stop anybody.',
    remediation:
      'Set spec.enforcementAction to deny when status.totalViolations is 0; deny is the default. A scoped constraint takes an action deny for the enforcement point validation.gatekeeper.sh.',
    references: [
      'https://open-policy-agent.github.io/gatekeeper/website/docs/violations/',
      'https://open-policy-agent.github.io/gatekeeper/website/docs/enforcement-points/',
    ],
  },
  subjects: constraintNames,
  context: webhookNames,
  judge: (view) => constraintsInForce(view).map(judge),
};

/** What a constraint says of itself means nothing where nobody carries it out. */
export const constraintsInForce = ({ snapshot, gatekeeper }: View): readonly Resource[] =>
  snapshot.kind === 'manifests' || gatekeeper.engine !== null ? gatekeeper.constraints : [];

const judge = (constraint: Resource): Judged => {
  const action = textAt(constraint.object, 'spec', 'enforcementAction') || 'deny';
  const path = 'spec.enforcementAction';
  switch (action) {
    case 'deny':
      return toEnforced(constraint, 'Denies', { path });
    case 'scoped':
      return judgeScoped(constraint);
    case 'warn':
      return toNotEnforced(constraint, 'Only warns: its enforcementAction is warn', { path });
    case 'dryrun':
      return toNotEnforced(constraint, 'Only counts violations: its enforcementAction is dryrun', { path });
    default:
      return toNotEnforced(constraint, `Does nothing at admission: its enforcementAction is ${action}`, { path });
  }
};

const judgeScoped = (constraint: Resource): Judged => {
  const path = 'spec.scopedEnforcementActions';
  const actions = objectsAt(constraint.object, 'spec', 'scopedEnforcementActions').map((scoped) => ({
    action: textAt(scoped, 'action'),
    points: objectsAt(scoped, 'enforcementPoints').map((point) => textAt(point, 'name')),
  }));
  const denies = actions.some(
    ({ action, points }) => action === 'deny' && points.some((point) => admissionPoints.has(point)),
  );
  if (denies) return toEnforced(constraint, 'Denies at admission', { path });
  const told = actions.map(({ action, points }) => `${action} at ${points.join(', ') || 'nothing'}`).join('; ');
  return toNotEnforced(
    constraint,
    `Denies nothing at admission: ${told === '' ? 'it has no scopedEnforcementActions' : told}`,
    {
      path,
    },
  );
};

const admissionPoints: ReadonlySet<string> = new Set(['*', 'validation.gatekeeper.sh', 'vap.k8s.io']);
