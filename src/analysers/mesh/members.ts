/** The namespaces a mesh is asked of, each with those of its workloads that somebody calls. */

import type { Snapshot } from '../../model/snapshot.ts';
import { textAt } from '../../model/read-object.ts';
import { listInhabitedNamespaces, type Inhabited } from '../inhabited-namespaces.ts';
import { readStandingWorkloads, type StandingWorkload } from '../standing-workloads.ts';
import { controlPlaneOf, isJobOnItsOwn, meshOf, type Mesh } from './membership.ts';

export interface Member {
  readonly namespace: Inhabited;
  /** Without those that have the network of their node, and jobs that are kept out on purpose. */
  readonly workloads: readonly StandingWorkload[];
  readonly inside: readonly StandingWorkload[];
  readonly outside: readonly StandingWorkload[];
  /** Of those inside; `null` where none is. */
  readonly mesh: Mesh | null;
}

/** Namespaces of node agents alone and those of meshes themselves are left out. */
export const listMembers = (snapshot: Snapshot): readonly Member[] => {
  const planes = new Set(
    readStandingWorkloads(snapshot)
      .filter((workload) => controlPlaneOf(workload) !== null)
      .map(({ place }) => place.namespace),
  );
  return listInhabitedNamespaces(snapshot).flatMap((namespace): readonly Member[] => {
    if (namespace.agentsAlone || planes.has(namespace.name) || isOfMesh(namespace)) return [];
    const workloads = namespace.workloads.filter(
      (workload) => workload.spec['hostNetwork'] !== true && !isJobOnItsOwn(workload),
    );
    if (workloads.length === 0) return [];
    const meshes = workloads.map((workload) => meshOf(workload, namespace));
    return [
      {
        namespace,
        workloads,
        inside: workloads.filter((_, index) => meshes[index] !== null),
        outside: workloads.filter((_, index) => meshes[index] === null),
        mesh: meshes.find((mesh) => mesh !== null) ?? null,
      },
    ];
  });
};

const isOfMesh = ({ name, about, declared }: Inhabited): boolean =>
  name === 'istio-system' ||
  name === 'linkerd' ||
  (declared &&
    (textAt(about.object, 'metadata', 'labels', 'linkerd.io/is-control-plane') === 'true' ||
      textAt(about.object, 'metadata', 'labels', 'linkerd.io/extension') !== ''));
