/** Ports for people: `TCP 80, 443, 8000-8100; UDP 53`, `every port`. */

import { protocols } from '../../../kube/network/network-policy.ts';
import type { PortSet } from '../../../kube/network/reachability.ts';

export const renderPorts = (ports: PortSet): string => {
  if (ports.isAll) return 'every port';
  const parts = protocols.flatMap((protocol) => {
    const ranges = ports.ranges[protocol];
    if (ranges.length === 0) return [];
    const isWhole = ranges.length === 1 && ranges[0]?.[0] === 1 && ranges[0][1] === 65_535;
    const list = ranges.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(', ');
    return [isWhole ? `${protocol}, every port` : `${protocol} ${list}`];
  });
  return parts.length === 0 ? 'no port' : parts.join('; ');
};
