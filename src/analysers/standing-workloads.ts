/** The workloads of an estate as an attacker meets them: their containers, their account, and where they stand. */

import { readSides } from '../kube/network/read-sides.ts';
import type { PodSide } from '../kube/network/side.ts';
import { templateOf } from '../kube/network/workload-kinds.ts';
import { visitContainers, type ContainerList } from '../kube/workload/containers.ts';
import { podTemplatePath } from '../kube/workload/pod-template.ts';
import type { JsonObject } from '../model/json.ts';
import type { Place } from '../model/place.ts';
import { at, objectsAt, textAt } from '../model/read-object.ts';
import { toGroup, type Resource } from '../model/resource.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { containerPlace, type WorkloadPlace } from './places.ts';

export interface StandingWorkload {
  readonly place: WorkloadPlace;
  /** The object with the template where it was read, else a pod. */
  readonly resource: Resource;
  /** From the object to its pod: `spec.template`. Empty for a Pod. */
  readonly prefix: readonly string[];
  readonly labels: JsonObject;
  /** The pod's. */
  readonly spec: JsonObject;
  readonly serviceAccount: string;
  readonly containers: readonly StandingContainer[];
  readonly sides: readonly PodSide[];
  /** Names of the nodes its pods stand on, each once; empty where no pod was read: nobody knows where it stands. */
  readonly nodes: readonly string[];
}

export interface StandingContainer {
  readonly place: Place;
  readonly name: string;
  readonly list: ContainerList;
  readonly object: JsonObject;
}

/** Finished init containers are places too: they run at each start, with what the pod has. Linear in what was read. */
export const readStandingWorkloads = (snapshot: Snapshot): readonly StandingWorkload[] => {
  const known = remembered.get(snapshot) ?? gatherStandingWorkloads(snapshot);
  remembered.set(snapshot, known);
  return known;
};

/** Every chart asks, and a snapshot never changes. */
const remembered = new WeakMap<Snapshot, readonly StandingWorkload[]>();

const gatherStandingWorkloads = (snapshot: Snapshot): readonly StandingWorkload[] => {
  const pods = readSides(snapshot).filter((side) => side.kind === 'pods');
  const byPlace = Map.groupBy(pods, ({ place }) => JSON.stringify([place.namespace, place.name, place.type]));
  return [...byPlace.values()].flatMap((sides): readonly StandingWorkload[] => {
    const [first] = sides;
    if (first === undefined) return [];
    const { place, workload } = first;
    const top = snapshot.find(toGroup(workload.apiVersion), workload.kind, workload.namespace, workload.name);
    const resource = top !== undefined && templateOf(top) !== undefined ? top : first.resource;
    const template = templateOf(resource);
    if (template === undefined) return [];
    const { labels, spec } = template;
    const containers: StandingContainer[] = [];
    visitContainers(
      spec,
      ({ list, name, object }) =>
        void containers.push({ place: containerPlace(place, resource.ref.kind, name), name, list, object }),
      () => undefined,
    );
    if (resource.ref.kind !== 'Pod')
      for (const { name, object } of listEphemeral(snapshot, sides))
        if (!containers.some((known) => known.name === name))
          containers.push({
            place: containerPlace(place, resource.ref.kind, name),
            name,
            list: 'ephemeralContainers',
            object,
          });
    const nodes = new Set(sides.flatMap((side) => side.pods.flatMap(({ node }) => node ?? [])));
    return [
      {
        place,
        resource,
        prefix: podTemplatePath(resource.ref) ?? [],
        labels,
        spec,
        serviceAccount: textAt(spec, 'serviceAccountName') || textAt(spec, 'serviceAccount') || 'default',
        containers,
        sides,
        nodes: [...nodes],
      },
    ];
  });
};

/** What `kubectl debug` adds to a pod is in no template, and stays until the pod goes. */
const listEphemeral = (
  snapshot: Snapshot,
  sides: readonly PodSide[],
): readonly { readonly name: string; readonly object: JsonObject }[] =>
  sides.flatMap(({ namespace, pods }) =>
    pods
      .flatMap((pod) => objectsAt(snapshot.find('', 'Pod', namespace, pod.name)?.object, 'spec', 'ephemeralContainers'))
      .map((object) => ({ name: textAt(object, 'name'), object })),
  );

/** Every namespace that an object names or is in, each once: a binding may be all that is read of one. */
export const listNamespaces = (snapshot: Snapshot, workloads: readonly StandingWorkload[]): readonly string[] => [
  ...new Set([
    ...snapshot.list('', 'Namespace').map(({ ref }) => ref.name),
    ...workloads.map(({ place }) => place.namespace),
    ...inhabiting.flatMap(([group, kind]) => snapshot.list(group, kind).map(({ ref }) => ref.namespace || 'default')),
    ...['RoleBinding', 'ClusterRoleBinding'].flatMap((kind) =>
      snapshot
        .list('rbac.authorization.k8s.io', kind)
        .flatMap(({ object }) => objectsAt(object, 'subjects').map((subject) => textAt(subject, 'namespace')))
        .filter((namespace) => namespace !== ''),
    ),
  ]),
];

const inhabiting = [
  ['', 'ServiceAccount'],
  ['', 'Secret'],
  ['', 'PersistentVolumeClaim'],
  ['rbac.authorization.k8s.io', 'Role'],
  ['rbac.authorization.k8s.io', 'RoleBinding'],
] as const;

/** Whether its pods are given a token: the pod's own word counts before its account's, and the default is yes. */
export const mountsToken = ({ spec, place, serviceAccount }: StandingWorkload, snapshot: Snapshot): boolean => {
  const own = at(spec, 'automountServiceAccountToken');
  if (typeof own === 'boolean') return own;
  const account = snapshot.find('', 'ServiceAccount', place.namespace, serviceAccount);
  return at(account?.object, 'automountServiceAccountToken') !== false;
};
