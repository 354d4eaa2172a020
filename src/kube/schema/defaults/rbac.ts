/** Defaults of rbac.authorization.k8s.io/v1. */

import { draftAt, isBlank, type SetDefaults } from './draft.ts';

const group = 'rbac.authorization.k8s.io';

const setBindingDefaults: SetDefaults = (binding) => {
  const role = draftAt(binding, 'roleRef') ?? {};
  if (isBlank(role, 'apiGroup')) role.apiGroup = group;
};

const setSubjectDefaults: SetDefaults = (subject) => {
  if (subject.kind === 'User' || subject.kind === 'Group') subject.apiGroup ??= group;
};

export const rbacDefaults: Readonly<Record<string, SetDefaults>> = {
  'rbac/v1.RoleBinding': setBindingDefaults,
  'rbac/v1.ClusterRoleBinding': setBindingDefaults,
  'rbac/v1.Subject': setSubjectDefaults,
};
