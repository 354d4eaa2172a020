/** The ports that the containers of a pod say they listen on. */

import { isJsonArray, type JsonObject } from '../../model/json.ts';
import { objectsAt } from '../../model/read-object.ts';
import { protocols, type Protocol } from './network-policy.ts';
import type { DeclaredPort } from './side.ts';

/** Init containers have ended when the pod serves, but for those that restart always: sidecars (KEP-753). */
export const readDeclaredPorts = (spec: JsonObject): readonly DeclaredPort[] => {
  const ports: DeclaredPort[] = [];
  for (const container of objectsAt(spec, 'containers')) addPorts(container, ports);
  if (isJsonArray(spec['initContainers']))
    for (const container of objectsAt(spec, 'initContainers'))
      if (container['restartPolicy'] === 'Always') addPorts(container, ports);
  return ports.length === 0 ? noPorts : ports;
};

const addPorts = (container: JsonObject, ports: DeclaredPort[]): void => {
  if (!isJsonArray(container['ports'])) return;
  for (const { name, protocol, containerPort } of objectsAt(container, 'ports')) {
    if (!isPortNumber(containerPort)) continue;
    ports.push({ name: typeof name === 'string' ? name : '', protocol: toProtocol(protocol), port: containerPort });
  }
};

export const isPortNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65535;

/** TCP where none is given, as the API server defaults it; and where it is none that there is, which the server refuses. */
export const toProtocol = (value: unknown): Protocol => protocols.find((protocol) => protocol === value) ?? 'TCP';

const noPorts: readonly DeclaredPort[] = [];
