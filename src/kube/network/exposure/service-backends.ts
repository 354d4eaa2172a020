/** Which pods a Service stands for, and at which of their ports: after the translation that policies are asked about. */

import type { JsonObject } from '../../../model/json.ts';
import { objectAt, objectsAt, textAt } from '../../../model/read-object.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { isPortNumber, toProtocol } from '../declared-ports.ts';
import type { Protocol } from '../network-policy.ts';
import { toNamespaceName } from '../namespace-name.ts';
import type { PodSide, Side } from '../side.ts';

export interface Backend {
  /** Indices into the sides, in order. */
  readonly sides: readonly number[];
  readonly protocol: Protocol;
  /** At the pod; `null` where the Service leaves it to the caller, as a headless one without ports does. */
  readonly port: number | null;
}

/** A Service's own port: of several routes to it only one may be meant. */
export type PortChoice = (port: JsonObject) => boolean;

export interface ServiceBackends {
  find(namespace: string, name: string): Resource | undefined;
  /** The sides a Service selects, whatever its ports. */
  select(service: Resource): readonly number[];
  /** None for a Service without a selector: who answers is written in its EndpointSlices, not in pods. */
  of(service: Resource, isMeant: PortChoice): readonly Backend[];
}

export const createServiceBackends = (snapshot: Snapshot, sides: readonly Side[]): ServiceBackends => {
  const selectSides = createSideIndex(sides);
  const known = new Map<Resource, readonly number[]>();
  const select = (service: Resource): readonly number[] => {
    const found = known.get(service) ?? selectSides(service);
    known.set(service, found);
    return found;
  };
  return {
    find: (namespace, name) => snapshot.find('', 'Service', namespace, name),
    select,
    of: (service, isMeant) =>
      objectsAt(service.object, 'spec', 'ports')
        .filter(isMeant)
        .flatMap((port) => toBackends(port, select(service), sides)),
  };
};

/** By the label of the selector that the fewest sides have: cost follows what is selected, not the namespace. */
const createSideIndex = (sides: readonly Side[]): ((service: Resource) => readonly number[]) => {
  const byLabel = new Map<string, number[]>();
  for (const [index, side] of sides.entries()) {
    if (side.kind === 'node') continue;
    for (const [key, value] of Object.entries(side.labels)) {
      const label = toLabelKey(side.namespace, key, value);
      const known = byLabel.get(label);
      if (known === undefined) byLabel.set(label, [index]);
      else known.push(index);
    }
  }
  return ({ ref, object }) => {
    const selector = Object.entries(objectAt(object, 'spec', 'selector'));
    if (selector.length === 0 || textAt(object, 'spec', 'type') === 'ExternalName') return [];
    const namespace = toNamespaceName(ref.namespace);
    const lists = selector.map(([key, value]) => byLabel.get(toLabelKey(namespace, key, value)) ?? []);
    const fewest = lists.reduce((least, list) => (list.length < least.length ? list : least));
    return fewest.filter((index) => {
      const labels = sides[index]?.kind === 'pods' ? sides[index].labels : {};
      return selector.every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);
    });
  };
};

const toLabelKey = (namespace: string, key: string, value: unknown): string =>
  JSON.stringify([namespace, key, typeof value === 'string' ? value : null]);

/** One for each port that the name of a targetPort means: pods of one Service may name their ports differently. */
const toBackends = (port: JsonObject, selected: readonly number[], sides: readonly Side[]): readonly Backend[] => {
  const protocol = toProtocol(port['protocol']);
  const fixed = toPortNumber(port);
  if (fixed !== null) return selected.length === 0 ? [] : [{ sides: selected, protocol, port: fixed }];
  const byPort = new Map<number, number[]>();
  for (const index of selected) {
    const side = sides[index];
    const target = side?.kind === 'pods' ? toNamedPort(port['targetPort'], protocol, side) : undefined;
    if (target === undefined) continue;
    const known = byPort.get(target);
    if (known === undefined) byPort.set(target, [index]);
    else known.push(index);
  }
  return [...byPort].map(([target, found]) => ({ sides: found, protocol, port: target }));
};

/** `null` where each pod says by name which one it is. The API server defaults an absent targetPort, and a zero, to the port. */
const toPortNumber = ({ targetPort, port }: JsonObject): number | null => {
  const number = isPortNumber(targetPort) ? targetPort : port;
  return typeof targetPort !== 'string' && isPortNumber(number) ? number : null;
};

const toNamedPort = (name: unknown, protocol: Protocol, { ports }: PodSide): number | undefined =>
  ports.find((declared) => declared.name === name && declared.protocol === protocol)?.port;
