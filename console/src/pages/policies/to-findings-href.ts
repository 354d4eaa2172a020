/** The findings of one policy: by its rules, and of Pod Security by its namespace too. */

import type { PolicyEntry } from '../../../../src/hosts/console/api/policies.ts';
import { toHref } from '../../router/route.ts';

export const toFindingsHref = (
  estate: string,
  { kind, name, namespace, rules }: PolicyEntry,
  status: 'fail' | 'accepted',
): string =>
  toHref(estate, 'findings', {
    status,
    view: 'list',
    ...(kind === 'Pod Security' ? { namespace } : {}),
    ...(rules.length === 0 ? { text: name } : { rule: rules }),
  });
