/** The edits that take one power out of a role and leave the rest: advice that can be read as a diff. */

import { present, type Edit } from '../../model/change.ts';
import { objectsAt, textsAt } from '../../model/read-object.ts';
import type { Resource } from '../../model/resource.ts';
import type { HeldPower } from './held-powers.ts';

/** Empty where a star hides what else is needed, where nothing would be left, or where another role was aggregated. */
export const toNarrowingEdits = (role: Resource, { grants }: HeldPower): readonly Edit[] => {
  if (role.object['aggregationRule'] !== undefined || grants.some(({ rule }) => rule.from !== role)) return [];
  const rules = objectsAt(role.object, 'rules');
  const edits = grants.map(({ rule: { index }, asks }): Edit | null => {
    const written = rules[index];
    const verbs = textsAt(written, 'verbs');
    const resources = textsAt(written, 'resources');
    const groups = textsAt(written, 'apiGroups');
    if ([...verbs, ...resources, ...groups].includes('*')) return null;
    const powerful = new Set(asks.map(({ resource }) => resource));
    const harmless = resources.filter((resource) => !powerful.has(resource) && !resource.startsWith('*/'));
    const path = `rules[${index}]`;
    if (harmless.length > 0 && harmless.length < resources.length)
      return { path: `${path}.resources`, before: present([...resources]), after: present([...harmless]) };
    const used = new Set(asks.flatMap((each) => each.verbs));
    const rest = verbs.filter((verb) => !used.has(verb));
    if (rest.length > 0) return { path: `${path}.verbs`, before: present([...verbs]), after: present([...rest]) };
    return null;
  });
  return edits.every((edit) => edit !== null) ? edits : [];
};
