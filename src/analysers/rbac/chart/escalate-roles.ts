/** Whom a subject can make of itself by writing rights it does not hold into a role that it is bound to. */

import { isJsonObject } from '../../../model/json.ts';
import { at } from '../../../model/read-object.ts';
import { clusterAdmin, namespaceAdmin } from '../../places.ts';
import { namespacesHub } from './hubs.ts';
import type { Outcome } from './conjunction.ts';
import { unnamed, type Bound, type Holding, type PartGrant } from './holding.ts';

/**
 * `escalate` is asked for with the name of the role that is written, which a new one has not. A new ClusterRole counts
 * where a role is bound that gathers the rules of others by their labels.
 */
export const findEscalations = (holding: Holding): readonly Outcome[] => {
  const clusterEscalate = holding.of('escalate-cluster-roles');
  const clusterChange = holding.of('change-cluster-roles');
  const clusterCreate = holding.of('create-cluster-roles')[0];
  const anyEscalate = unnamed(clusterEscalate)[0];
  const isOfInterest = clusterEscalate.length > 0 || holding.of('escalate-roles').length > 0;
  if (!isOfInterest) return [];
  return holding.bound.flatMap((bound): readonly Outcome[] => {
    const { name } = bound.role.resource.ref;
    if (bound.role.namespace !== null) {
      const local = bound.role.namespace;
      const inPlace = (grant: PartGrant): boolean => grant.namespace === null || grant.namespace === local;
      return toOutcome(
        bound,
        findNamed(holding.of('escalate-roles').filter(inPlace), name),
        findNamed(holding.of('change-roles').filter(inPlace), name),
      );
    }
    const gathers = isJsonObject(at(bound.role.resource.object, 'aggregationRule'));
    return [
      ...toOutcome(bound, findNamed(clusterEscalate, name), findNamed(clusterChange, name)),
      ...(gathers ? toOutcome(bound, anyEscalate, clusterCreate) : []),
    ];
  });
};

const findNamed = (grants: readonly PartGrant[], name: string): PartGrant | undefined =>
  grants.find(({ names }) => names === null || names.includes(name));

const toOutcome = (
  { scope }: Bound,
  escalate: PartGrant | undefined,
  write: PartGrant | undefined,
): readonly Outcome[] => {
  if (escalate === undefined || write === undefined) return [];
  const grants = [escalate, write];
  switch (scope.kind) {
    case 'cluster':
      return [{ to: clusterAdmin, grants }];
    case 'each':
      return [{ to: namespacesHub, grants }];
    case 'namespace':
      return [{ to: namespaceAdmin(scope.namespace), grants }];
  }
};
