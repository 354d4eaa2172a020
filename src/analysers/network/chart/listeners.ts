/** At which ports the containers of a workload listen, as far as it is shown: by what they declare, what Services lead to, what is probed. */

import { isPortNumber, toProtocol } from '../../../kube/network/declared-ports.ts';
import type { Protocol } from '../../../kube/network/network-policy.ts';
import type { PortSets } from '../../../kube/network/port-set.ts';
import type { PortSet } from '../../../kube/network/reachability.ts';
import type { DeclaredPort, PodSide } from '../../../kube/network/side.ts';
import type { JsonObject } from '../../../model/json.ts';
import { at, objectsAt } from '../../../model/read-object.ts';
import { doorOf } from './draw-doors.ts';
import type { StandingContainer, StandingWorkload } from '../../standing-workloads.ts';

export interface Listener {
  /** The id of the hub by which the network enters the container. */
  readonly door: string;
  /** Never empty. */
  readonly ports: PortSet;
}

export type OpenPort = Pick<DeclaredPort, 'protocol' | 'port'>;

/** `led`: ports to which Services lead. What no container declares may be listened on by any of them. */
export const findListeners = (
  { containers }: StandingWorkload,
  side: PodSide,
  led: readonly OpenPort[],
  sets: PortSets,
): readonly Listener[] => {
  const lasting = containers.filter(isLasting);
  const declared = lasting.map((container) => readDeclared(container.object));
  const all = new Set(declared.flat().map(toKey));
  const shared = [...side.ports, ...led].filter((port) => !all.has(toKey(port)));
  return lasting.flatMap(({ place, object }, index) => {
    const own = [...(declared[index] ?? []), ...readProbed(object).filter((port) => !all.has(toKey(port))), ...shared];
    const ports = sets.of(own.map(({ protocol, port }) => ({ protocol, first: port, last: port })));
    return ports.isEmpty ? [] : [{ door: doorOf(place.id), ports }];
  });
};

/** Init containers have ended when the pod serves, but for sidecars (KEP-753). */
const isLasting = ({ list, object }: StandingContainer): boolean =>
  list === 'containers' || (list === 'initContainers' && object['restartPolicy'] === 'Always');

const toKey = ({ protocol, port }: OpenPort): string => `${protocol} ${port}`;

const readDeclared = (container: JsonObject): readonly OpenPort[] =>
  objectsAt(container, 'ports').flatMap(({ containerPort, protocol }) =>
    isPortNumber(containerPort) ? [{ protocol: toProtocol(protocol), port: containerPort }] : [],
  );

/** What the kubelet calls answers. By name it is a declared one. */
const readProbed = (container: JsonObject): readonly OpenPort[] =>
  ['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((probe) =>
    ['httpGet', 'tcpSocket', 'grpc'].flatMap((how): readonly OpenPort[] => {
      const port = at(container, probe, how, 'port');
      return isPortNumber(port) ? [{ protocol: 'TCP', port }] : [];
    }),
  );

/** `TCP 8080, 9090 and UDP 53`: the first few. */
export const renderListened = ({ ranges }: PortSet): string => {
  const texts = Object.entries(ranges).flatMap(([protocol, list]: [string, PortSet['ranges'][Protocol]]) => {
    if (list.length === 0) return [];
    const shown = list.slice(0, mostShown).map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`));
    return [`${protocol} ${shown.join(', ')}${list.length > mostShown ? ' and others' : ''}`];
  });
  return texts.join(' and ');
};

const mostShown = 4;
