/** A template that Gatekeeper could not take up judges nothing, and its constraints with it. */

import { toEnforced, toNotEnforced } from '../../gap.ts';
import { at, objectsAt, textAt } from '../../../model/read-object.ts';
import type { EnforcementGap } from '../view.ts';
import { templateNames } from './gatekeeper.ts';

export const templateErrors: EnforcementGap = {
  rule: {
    id: 'enforcement/template-errors',
    title: 'Gatekeeper takes up every ConstraintTemplate',
    severity: 'high',
    layer: 'cluster',
    control: 'enforcement-policy-ready',
    what: 'status.byPod of every ConstraintTemplate has no errors, and status.created is true.',
    why: 'A template whose code does not compile is stored all the same. Its constraints are listed, or cannot be made, and no request is judged by it.',
    fine: 'In the first moments after it was applied.',
    remediation:
      'Mend the ConstraintTemplate’s code: read the errors with `kubectl get constrainttemplate NAME -o yaml`, and try it with `gator verify` before it is applied.',
    references: ['https://open-policy-agent.github.io/gatekeeper/website/docs/debug/'],
  },
  subjects: templateNames,
  context: [],
  judge: ({ gatekeeper: { templates } }) =>
    templates.flatMap((template) => {
      const status = at(template.object, 'status');
      if (status === undefined) return [];
      const errors = objectsAt(status, 'byPod').flatMap((pod) =>
        objectsAt(pod, 'errors').map((error) => ({
          text: [textAt(error, 'code'), textAt(error, 'message')].filter((text) => text !== '').join(': '),
          source: `status.byPod, ${textAt(pod, 'id')}`,
        })),
      );
      const [first] = errors;
      const details = { path: 'status.byPod', evidence: errors.slice(0, mostErrors) };
      if (first !== undefined)
        return [toNotEnforced(template, `Judges nothing: Gatekeeper could not take it up (${first.text})`, details)];
      return [
        at(status, 'created') === true
          ? toEnforced(template, 'Is taken up by Gatekeeper', details)
          : toNotEnforced(template, 'Judges nothing: Gatekeeper has not taken it up', details),
      ];
    }),
};

/** Each Pod of Gatekeeper says the same. */
const mostErrors = 3;
