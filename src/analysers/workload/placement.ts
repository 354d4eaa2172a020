/** Where workloads stand: which nodes there are, which of them hold the control plane, and who stands on which. */

import { at, objectAt, objectsAt, textAt, textsAt } from '../../model/read-object.ts';
import { toRefKey } from '../../model/resource.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Place } from '../../model/place.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { controlPlaneNode, nodePlace } from '../places.ts';
import type { StandingWorkload } from '../standing-workloads.ts';

export interface KnownNode {
  readonly place: Place;
  /** `null` for one that only manifests speak of. */
  readonly name: string | null;
  /** Why it is said to hold the control plane; `null` where it does not. */
  readonly controlPlane: { readonly why: string; readonly by: string | null } | null;
}

/** `anywhere` may be a node of the control plane as well, `workers` is none. */
export type Spot =
  | { readonly kind: 'named'; readonly names: readonly string[] }
  | { readonly kind: 'anywhere' | 'workers' | 'control-plane' };

export interface Placement {
  readonly nodes: readonly KnownNode[];
  readonly spotOf: (workload: StandingWorkload) => Spot;
}

export const readPlacement = (snapshot: Snapshot, workloads: readonly StandingWorkload[]): Placement => {
  const spots = new Map(workloads.map((workload) => [workload, toSpot(workload)]));
  const named = readNamedNodes(snapshot, workloads, [...spots.values()]);
  const unplaced = [...spots.values()].filter(({ kind }) => kind !== 'named');
  const asked = unplaced.some(({ kind }) => kind === 'control-plane') || workloads.some(asksForControlPlane);
  const nodes: KnownNode[] = [...named];
  if (unplaced.length > 0 || named.length === 0) nodes.push({ place: nodePlace(null), name: null, controlPlane: null });
  // Manifests that send pods there say that somebody has such nodes; a provider's are out of reach.
  if (asked && !named.some(({ controlPlane }) => controlPlane !== null))
    nodes.push({
      place: controlPlaneNode,
      name: null,
      controlPlane: { why: 'workloads ask to stand on the nodes of the control plane', by: null },
    });
  return { nodes, spotOf: (workload) => spots.get(workload) ?? { kind: 'anywhere' } };
};

const toSpot = (workload: StandingWorkload): Spot => {
  const { nodes, spec } = workload;
  if (nodes.length > 0) return { kind: 'named', names: nodes };
  const name = textAt(spec, 'nodeName');
  if (name !== '') return { kind: 'named', names: [name] };
  if (!tolerates(spec)) return { kind: 'workers' };
  return { kind: selectsControlPlane(spec) ? 'control-plane' : 'anywhere' };
};

const controlPlaneKeys: readonly string[] = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];

/** An empty key tolerates everything. What is asked of other effects than these does not keep a pod away. */
const tolerates = (spec: JsonObject): boolean =>
  objectsAt(spec, 'tolerations').some(
    (toleration) =>
      ['', 'NoSchedule'].includes(textAt(toleration, 'effect')) &&
      (textAt(toleration, 'key') === ''
        ? textAt(toleration, 'operator') === 'Exists'
        : controlPlaneKeys.includes(textAt(toleration, 'key'))),
  );

const selectsControlPlane = (spec: JsonObject): boolean =>
  controlPlaneKeys.some((key) => at(spec, 'nodeSelector', key) !== undefined) ||
  objectsAt(
    spec,
    'affinity',
    'nodeAffinity',
    'requiredDuringSchedulingIgnoredDuringExecution',
    'nodeSelectorTerms',
  ).some((term) =>
    objectsAt(term, 'matchExpressions').some(
      (expression) =>
        controlPlaneKeys.includes(textAt(expression, 'key')) &&
        ['Exists', 'In'].includes(textAt(expression, 'operator')),
    ),
  );

/** A DaemonSet that tolerates the taint by its name is meant to stand there; one that tolerates everything may know of no such node. */
const asksForControlPlane = ({ resource, spec, nodes }: StandingWorkload): boolean =>
  nodes.length === 0 &&
  tolerates(spec) &&
  (selectsControlPlane(spec) ||
    (resource.ref.kind === 'DaemonSet' &&
      objectsAt(spec, 'tolerations').some((toleration) => controlPlaneKeys.includes(textAt(toleration, 'key')))));

const readNamedNodes = (
  snapshot: Snapshot,
  workloads: readonly StandingWorkload[],
  spots: readonly Spot[],
): readonly KnownNode[] => {
  const found = new Map<string, KnownNode['controlPlane']>();
  for (const { ref, object } of snapshot.list('', 'Node'))
    if (!found.has(ref.name))
      found.set(
        ref.name,
        isLabelled(object)
          ? { why: 'its labels and taints say that it holds the control plane', by: toRefKey(ref) }
          : null,
      );
  for (const spot of spots)
    if (spot.kind === 'named') for (const name of spot.names) if (!found.has(name)) found.set(name, byName(name));
  for (const workload of workloads)
    if (isControlPlane(workload))
      for (const name of workload.nodes)
        if ((found.get(name) ?? null) === null)
          found.set(name, { why: `${workload.resource.ref.name} stands on it`, by: toRefKey(workload.resource.ref) });
  return [...found].map(([name, controlPlane]) => ({ place: nodePlace(name), name, controlPlane }));
};

const isLabelled = (object: JsonObject): boolean => {
  const labels = objectAt(object, 'metadata', 'labels');
  const taints = new Set(objectsAt(object, 'spec', 'taints').map((taint) => textAt(taint, 'key')));
  return controlPlaneKeys.some((key) => labels[key] !== undefined || taints.has(key));
};

/** Of a node that was not read only its name is known. */
const byName = (name: string): KnownNode['controlPlane'] =>
  /control-?plane|(?:^|-)master(?:-|$)/.test(name)
    ? { why: 'its name says that it holds the control plane', by: null }
    : null;

/** Of kubeadm and all that do as it does: static pods, whose label says what they are. */
const isControlPlane = ({ place: { namespace }, labels, resource, spec, containers }: StandingWorkload): boolean =>
  namespace === 'kube-system' &&
  resource.ref.kind === 'Pod' &&
  spec !== undefined &&
  (['kube-apiserver', 'etcd'].includes(textAt(labels, 'component')) ||
    containers.some(({ object }) => {
      const [command = ''] = textsAt(object, 'command');
      return /(?:^|\/)(?:kube-apiserver|etcd)$/.test(command);
    }));
