/** As whom a subject can act by constrained impersonation, where it may do something in that name that leads further. */

import type { Place } from '../../../model/place.ts';
import { mastersGroup } from '../../../kube/rbac/built-in-access.ts';
import { hubPlace, identityPlace } from '../../places.ts';
import type { Outcome } from './conjunction.ts';
import type { Holding, PartGrant } from './holding.ts';
import { groupsHub, kubeletsHub } from './hubs.ts';
import type { Grounds } from './grounds.ts';

export const findActing = (holding: Holding, grounds: Grounds): readonly Outcome[] => [
  ...toOutcomes(holding.of('act-for-accounts'), holding.of('do-as-accounts'), {
    all: (namespace) => hubPlace('accounts', namespace),
    named: (namespace, name) => grounds.accountsNamed(namespace, name),
  }),
  ...toOutcomes(holding.of('act-for-users'), holding.of('do-as-users'), {
    all: () => hubPlace('users', null),
    named: (_, name) => [identityPlace({ kind: 'user', name })],
  }),
  // A group is named beside a user, and the administrators of every cluster never.
  ...(holding.of('act-for-users').length === 0
    ? []
    : toOutcomes(holding.of('act-for-groups'), holding.of('do-as-users'), {
        all: () => groupsHub,
        named: (_, name) => (name === mastersGroup ? [] : [identityPlace({ kind: 'group', name })]),
      })),
  ...toOutcomes(holding.of('act-for-nodes'), holding.of('do-as-nodes'), {
    all: () => kubeletsHub,
    named: (_, name) => (name === '*' ? [kubeletsHub] : [identityPlace({ kind: 'user', name: `system:node:${name}` })]),
  }),
];

interface Targets {
  all(namespace: string | null): Place;
  named(namespace: string | null, name: string): readonly Place[];
}

const toOutcomes = (
  acting: readonly PartGrant[],
  doing: readonly PartGrant[],
  targets: Targets,
): readonly Outcome[] => {
  const [done] = doing;
  if (done === undefined) return [];
  return acting.flatMap((grant) =>
    (grant.names === null
      ? [targets.all(grant.namespace)]
      : grant.names.flatMap((name) => targets.named(grant.namespace, name))
    ).map((to) => ({ to, grants: [grant, done] })),
  );
};
