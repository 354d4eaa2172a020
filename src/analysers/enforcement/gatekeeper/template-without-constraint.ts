/** A template that no constraint uses judges nothing. */

import { toElsewhere, toEnforced, toNotEnforced, listNames } from '../../gap.ts';
import { textAt } from '../../../model/read-object.ts';
import type { EnforcementGap } from '../view.ts';
import { constraintNames, templateNames } from './gatekeeper.ts';

export const templateWithoutConstraint: EnforcementGap = {
  rule: {
    id: 'enforcement/template-without-constraint',
    title: 'A ConstraintTemplate has a constraint',
    severity: 'low',
    layer: 'cluster',
    control: 'enforcement-constraint-template',
    what: 'Of the kind of every ConstraintTemplate there is at least one constraint.',
    why: 'A template is code without a question: Gatekeeper compiles it and runs it for nothing. A list of templates is easily taken for a list of controls.',
    fine: 'Where a whole library of templates is installed and each cluster uses some.',
    remediation:
      'Write a constraint of the template’s kind, or delete the template; begin with enforcementAction: dryrun.',
    references: ['https://open-policy-agent.github.io/gatekeeper/website/docs/howto/#constraints'],
  },
  subjects: templateNames,
  context: constraintNames,
  judge: ({ gatekeeper: { constraints, templates }, snapshot }) =>
    templates.map((template) => {
      const kind = textAt(template.object, 'spec', 'crd', 'spec', 'names', 'kind');
      const own = constraints.filter(({ ref }) => ref.kind === kind).map(({ ref }) => ref.name);
      if (own.length > 0) return toEnforced(template, `Is used by ${listNames(own)}`);
      return snapshot.kind === 'cluster'
        ? toNotEnforced(template, `Judges nothing: there is no constraint of kind ${kind}`)
        : toElsewhere(template, `No constraint of kind ${kind} is among what was read: without one it judges nothing`);
    }),
};
