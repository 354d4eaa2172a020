/** A constraint whose template is not there has nothing to judge by. */

import { toElsewhere, toEnforced, toNotEnforced } from '../../gap.ts';
import { textAt } from '../../../model/read-object.ts';
import type { EnforcementGap } from '../view.ts';
import { constraintNames, templateNames } from './gatekeeper.ts';

export const constraintWithoutTemplate: EnforcementGap = {
  rule: {
    id: 'enforcement/constraint-without-template',
    title: 'A constraint has its template',
    severity: 'high',
    layer: 'cluster',
    control: 'enforcement-constraint-template',
    what: 'The kind of every constraint is that of a ConstraintTemplate.',
    why: 'The template holds the code. Without it Gatekeeper has nothing to run, while the constraint may still be listed where the definition of its kind was kept.',
    fine: 'Where the templates come from a library of their own, applied before.',
    remediation:
      'Apply the constraint’s ConstraintTemplate, or delete the constraint; where its kind is misspelt, correct it.',
    references: ['https://open-policy-agent.github.io/gatekeeper/website/docs/howto/#constraint-templates'],
  },
  subjects: constraintNames,
  context: templateNames,
  judge: ({ gatekeeper: { constraints, templates }, snapshot }) => {
    const kinds = new Set(templates.map(({ object }) => textAt(object, 'spec', 'crd', 'spec', 'names', 'kind')));
    return constraints.map((constraint) => {
      const { kind } = constraint.ref;
      if (kinds.has(kind)) return toEnforced(constraint, 'Has its template', { path: 'kind' });
      return snapshot.kind === 'cluster'
        ? toNotEnforced(constraint, `Judges nothing: there is no ConstraintTemplate of kind ${kind}`, { path: 'kind' })
        : toElsewhere(
            constraint,
            `No ConstraintTemplate of kind ${kind} is among what was read: without it nothing is judged`,
            {
              path: 'kind',
            },
          );
    });
  },
};
