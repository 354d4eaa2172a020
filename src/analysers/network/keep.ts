/** What of an estate the rules about networks look at: of pods only those that nothing else stands for. */

import { keepForNetwork } from '../../kube/network/read-network-estate.ts';
import type { Resource } from '../../model/resource.ts';
import { isSpokenFor } from '../is-spoken-for.ts';

/**
 * A controller of Kubernetes says of its pods what rules ask: labels, ports, account. Its pods, most of a cluster, are
 * not kept, nor what a Deployment keeps to roll back to.
 */
export const keep = (resource: Resource): Resource | null => (isSpokenFor(resource) ? null : keepForNetwork(resource));
