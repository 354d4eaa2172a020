/** Whether a rule allows every verb on every resource. */

import type { PolicyRule } from '../../../kube/rbac/policy-rule.ts';

export const isEverything = ({ verbs, groups, resources, resourceNames }: PolicyRule): boolean =>
  verbs.includes('*') && groups.includes('*') && resources.includes('*') && resourceNames.length === 0;
