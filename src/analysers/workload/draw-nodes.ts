/** Draws nodes and what whoever has one has: the containers that stand there, their tokens, the kubelet, the control plane. */

import type { Place } from '../../model/place.ts';
import { toRefKey } from '../../model/resource.ts';
import { clusterAdmin, hubPlace, identityPlace, nodePlace, toHub } from '../places.ts';
import type { StandingWorkload } from '../standing-workloads.ts';
import type { Draft } from './draft.ts';
import { volumesHub } from './draw-volumes.ts';
import type { KnownNode, Placement, Spot } from './placement.ts';
import { toWorkloadKey } from './workload-name.ts';

/** Of what is on the nodes that a workload may stand on. */
export interface NodeHubs {
  /** The node itself, or all that it may be. */
  nodeOf(workload: StandingWorkload): Place;
  /** The containers of every pod there. */
  containersBy(workload: StandingWorkload): Place;
  /** What lies in the volumes of every pod there. */
  volumesBy(workload: StandingWorkload): Place;
}

/** `tokenOf`: the service account whose token its pods are given, `null` where none is. */
export const drawNodes = (
  draft: Draft,
  placement: Placement,
  workloads: readonly StandingWorkload[],
  tokenOf: (workload: StandingWorkload) => Place | null,
): NodeHubs => {
  draft.declare(hubPlace('nodes', null));
  for (const node of placement.nodes) drawNode(draft, node);
  for (const workload of workloads) {
    const token = tokenOf(workload);
    const by = toRefKey(workload.resource.ref);
    const pod = podHub(workload);
    for (const { place } of workload.containers) draft.join(pod, place);
    for (const spot of toSpots(placement.spotOf(workload))) {
      draft.join(toHub(`on/${spot}`), pod);
      if (token !== null) draft.join(toHub(`tokens/${spot}`), token, by);
    }
  }
  const setOf = createSets(draft, placement);
  let drawn = false;
  return {
    nodeOf: (workload) => setOf('nodes', workload),
    containersBy: (workload) => setOf('on', workload),
    volumesBy(workload) {
      // Few containers read the volumes of others: where none does, thousands of pods need no steps for it.
      if (!drawn) drawVolumesOnNodes(draft, placement, workloads);
      drawn = true;
      return setOf('volumes', workload);
    },
  };
};

/** Where a workload is entered: by the node's id, or by what is known of the nodes it may stand on. */
const toSpots = (spot: Spot): readonly string[] =>
  spot.kind === 'named' ? spot.names.map((name) => nodePlace(name).id) : [spot.kind];

const drawVolumesOnNodes = (draft: Draft, placement: Placement, workloads: readonly StandingWorkload[]): void => {
  for (const node of placement.nodes)
    for (const kind of kindsOf(node)) draft.join(toHub(`volumes/${node.place.id}`), toHub(`volumes/${kind}`));
  for (const workload of workloads)
    for (const spot of toSpots(placement.spotOf(workload))) draft.join(toHub(`volumes/${spot}`), volumesHub(workload));
};

/** All containers of a workload's pods. */
export const podHub = (workload: StandingWorkload): Place =>
  toHub(`pod/${toWorkloadKey(workload)}`, workload.place.namespace);

const drawNode = (draft: Draft, node: KnownNode): void => {
  const { place, name, controlPlane } = node;
  draft.join(hubPlace('nodes', null), place);
  draft.asset(place, { kind: 'node', type: '', weight: 5 });
  const containers = toHub(`on/${place.id}`);
  const tokens = toHub(`tokens/${place.id}`);
  draft.lead(place, containers, { type: 'POD_ATTACH', grant: `the pods on ${place.title} run there`, by: null });
  draft.lead(place, tokens, {
    type: 'TOKEN_STEAL',
    grant: `the tokens of the pods on ${place.title} lie on its disk`,
    by: null,
  });
  for (const kind of kindsOf(node)) {
    draft.join(containers, toHub(`on/${kind}`));
    draft.join(tokens, toHub(`tokens/${kind}`));
  }
  draft.lead(
    place,
    // Of a node nobody named only the group is known.
    identityPlace(
      name === null ? { kind: 'group', name: 'system:nodes' } : { kind: 'user', name: `system:node:${name}` },
    ),
    { type: 'NODE_IDENTITY', grant: `the certificate of the kubelet is on the disk of ${place.title}`, by: null },
  );
  if (controlPlane !== null)
    draft.lead(place, clusterAdmin, {
      type: 'CONTROL_PLANE_CREDENTIALS',
      grant: `${place.title} holds the keys of the control plane: ${controlPlane.why}`,
      by: controlPlane.by,
    });
};

/** Which of the workloads that nobody has placed may be there. */
const kindsOf = ({ controlPlane }: KnownNode): readonly Spot['kind'][] =>
  controlPlane === null ? ['anywhere', 'workers'] : ['anywhere', 'control-plane'];

/** Many workloads stand on the same nodes, each DaemonSet on all: one hub for each set. */
const createSets = (
  draft: Draft,
  { nodes, spotOf }: Placement,
): ((what: 'nodes' | 'on' | 'volumes', workload: StandingWorkload) => Place) => {
  const byId = new Map(nodes.map(({ place }) => [place.id, place]));
  const known = new Map<string, Place>();
  const toPart = (what: string, id: string): Place => {
    const node = byId.get(id);
    return what === 'nodes' && node !== undefined ? node : toHub(`${what}/${id}`);
  };
  return (what, workload) => {
    const spot = spotOf(workload);
    if (what === 'nodes' && spot.kind === 'anywhere') return hubPlace('nodes', null);
    const key = `${what}\n${spot.kind === 'named' ? spot.names.toSorted().join('\n') : spot.kind}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const ids = listNodes(nodes, spot);
    const [only] = ids;
    const set =
      only !== undefined && ids.length === 1
        ? toPart(what, only)
        : toHub(`${what}-by/${spot.kind === 'named' ? toWorkloadKey(workload) : spot.kind}`);
    draft.declare(set);
    if (ids.length !== 1) for (const id of ids) draft.join(set, toPart(what, id));
    known.set(key, set);
    return set;
  };
};

const listNodes = (nodes: readonly KnownNode[], spot: Spot): readonly string[] =>
  spot.kind === 'named'
    ? spot.names.map((name) => nodePlace(name).id)
    : nodes.filter((node) => kindsOf(node).includes(spot.kind)).map(({ place }) => place.id);
