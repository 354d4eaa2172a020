/** The ways from outside to the pods of an estate, whatever the policies say of them. */

import type { Snapshot } from '../../../model/snapshot.ts';
import type { Exposure } from '../network-estate.ts';
import type { Side } from '../side.ts';
import { findIngressControllers } from './find-ingress-controllers.ts';
import { toNodeScope } from './node-scope.ts';
import { readHostExposures } from './read-host-exposures.ts';
import { readIngressExposures } from './read-ingress-exposures.ts';
import { readOpenshiftRouteExposures } from './read-openshift-route-exposures.ts';
import { readRouteExposures } from './read-route-exposures.ts';
import { readServiceExposures } from './read-service-exposures.ts';
import { createServiceBackends } from './service-backends.ts';

export const readExposures = (snapshot: Snapshot, sides: readonly Side[]): readonly Exposure[] => {
  const backends = createServiceBackends(snapshot, sides);
  const nodes = toNodeScope(sides);
  const direct = [...readServiceExposures(snapshot, backends, nodes), ...readHostExposures(sides, nodes)];
  const controllers = findIngressControllers(sides, direct);
  return [
    ...direct,
    ...readIngressExposures(snapshot, backends, controllers),
    ...readRouteExposures(snapshot, backends),
    ...readOpenshiftRouteExposures(snapshot, backends),
  ];
};
