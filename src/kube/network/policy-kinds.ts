/** The kinds that say who may reach whom, and those that such kinds refer to. */

import { extensionKinds } from '../schema/extension-kinds.ts';

export const policyKinds: readonly { readonly group: string; readonly kind: string }[] = [
  { group: 'networking.k8s.io', kind: 'NetworkPolicy' },
  { group: 'extensions', kind: 'NetworkPolicy' },
  ...extensionKinds.filter(
    ({ group }) => group === 'policy.networking.k8s.io' || group === 'cilium.io' || group.endsWith('projectcalico.org'),
  ),
];
