/** How controls and hubs call a workload: `shop/web`, with its kind where another kind there has the same name. */

import { toNamespaceName } from '../../kube/network/namespace-name.ts';
import type { StandingWorkload } from '../standing-workloads.ts';

export const toWorkloadKey = ({ place: { namespace, name, type } }: StandingWorkload): string =>
  `${namespace}/${name}${type === null ? '' : `[${type}]`}`;

/** For people: `Deployment shop/web`. */
export const toWorkloadTitle = ({ resource: { ref } }: StandingWorkload): string =>
  `${ref.kind} ${toNamespaceName(ref.namespace)}/${ref.name}`;
