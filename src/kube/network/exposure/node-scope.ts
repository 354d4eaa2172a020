/** From where the addresses of the nodes can be called. */

import type { Exposure } from '../network-estate.ts';
import type { Side } from '../side.ts';
import { isPrivateAddress } from './load-balancer-scope.ts';

/** Where no node was read it may have any address; nodes that have none but private ones are reached from inside alone. */
export const toNodeScope = (sides: readonly Side[]): Exposure['from'] => {
  const addresses = sides.flatMap((side) => (side.kind === 'node' ? side.addresses : []));
  return addresses.length > 0 && addresses.every(isPrivateAddress) ? 'inside' : 'internet';
};
