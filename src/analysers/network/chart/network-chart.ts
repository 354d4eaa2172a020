/** Draws the network of an estate as an attacker uses it: ways in from the internet, connections between workloads, the metadata service. */

import { createFlowEnds } from '../../../kube/network/generate/flow-ends.ts';
import type { CarrierIndex } from '../../../kube/network/generate/ingress-controllers.ts';
import type { Exposure } from '../../../kube/network/network-estate.ts';
import { toNamespaceName } from '../../../kube/network/namespace-name.ts';
import { objectsAt, textAt } from '../../../model/read-object.ts';
import type { Chart } from '../../chart.ts';
import { readApiServerReach, type ApiServerReach } from './api-server.ts';
import { readCloud } from './cloud.ts';
import { createDenyPlan } from './deny-plan.ts';
import { drawConnections } from './draw-connections.ts';
import { drawControls, readEnforcement, type Enforcement } from './draw-controls.ts';
import { drawDoors } from './draw-doors.ts';
import { drawEntries, type CarriersOf } from './draw-entries.ts';
import { drawHostMetadata, readMetadata } from './draw-metadata.ts';
import { drawNeeded } from './draw-needed.ts';
import { createDraft, type Draft } from './draft.ts';
import { readNeeded } from './read-needed.ts';
import { readNetworkWorld, type NetworkWorld } from './network-world.ts';

export const networkChart: Chart = {
  id: 'network',
  draw(snapshot) {
    const world = readNetworkWorld(snapshot);
    const needed = readNeeded(snapshot, world.estate.sides);
    const plan = createDenyPlan(world, needed);
    const draft = createDraft();
    const api = readApiServerReach(world);
    const cloud = readCloud(
      snapshot,
      world.workloads.map(({ standing }) => standing),
    );
    const metadata = cloud === null ? null : readMetadata(world, cloud, draft);
    const connections = drawConnections(world, plan, metadata, draft);
    if (metadata?.answersPods === false) drawHostMetadata(world, metadata, draft);
    drawDoors(world, draft);
    const entries = drawEntries(world, createCarriers(world, needed.carriers), connections.reachedAt, draft);
    drawNeeded(world, plan, connections, api, metadata, draft);
    const enforcement = readEnforcement(snapshot);
    drawApiServer(world, api, enforcement, draft);
    const closed = connections.closed === null ? [] : [{ types: ['MEMBER'] as const, ...connections.closed, by: null }];
    drawControls(
      enforcement,
      { closed: [...closed, ...entries.closed], closedBehindNodes: entries.closedBehindNodes },
      world.hasPolicies,
      draft,
    );
    return draft.take(world.estate.doubts.map(({ why }) => why));
  },
};

/** The pods of the controller that carries an Ingress, or of the Gateways a route is attached to, where they were read. */
const createCarriers = (world: NetworkWorld, carriers: CarrierIndex): CarriersOf => {
  const endsOf = createFlowEnds(world.reachability);
  const find = ({ how, by }: Exposure): ReturnType<CarrierIndex['ofClass']>['ends'] => {
    if (by.ref.kind === 'Ingress')
      return carriers.ofClass(
        textAt(by.object, 'spec', 'ingressClassName') ||
          textAt(by.object, 'metadata', 'annotations', 'kubernetes.io/ingress.class'),
      ).ends;
    if (how !== 'gateway' || by.ref.kind === 'Route') return [{ kind: 'everyone' }];
    const home = toNamespaceName(by.ref.namespace);
    return objectsAt(by.object, 'spec', 'parentRefs').flatMap((parent) => {
      const namespace = textAt(parent, 'namespace') || home;
      const name = textAt(parent, 'name');
      const gateway = world.snapshot.find('gateway.networking.k8s.io', 'Gateway', namespace, name);
      return carriers.ofGateway(namespace, name, textAt(gateway?.object, 'spec', 'gatewayClassName')).ends;
    });
  };
  return (exposure) => {
    const ends = find(exposure);
    return ends.some(({ kind }) => kind !== 'workload') ? null : ends.flatMap((end) => endsOf(end));
  };
};

/** One control a namespace: the policies of its pods decide whether a token is of use there. */
const drawApiServer = (world: NetworkWorld, api: ApiServerReach, { policies }: Enforcement, draft: Draft): void => {
  const cutOff = Map.groupBy(
    world.workloads.filter(
      ({ sides }) =>
        sides.length > 0 &&
        sides.every(({ ends }) => ends.every((end) => !api.isReached(world.sourceOf[end.index] ?? -1))),
    ),
    ({ standing }) => standing.place.namespace,
  );
  for (const [namespace, workloads] of cutOff)
    draft.control({
      id: `network/api-server/${namespace}`,
      title: `Keep the policies that part workloads of ${namespace} from the API server`,
      layer: 'network',
      scope: `namespace ${namespace}`,
      state: policies,
      effect: 'guard',
      steps: workloads.flatMap(({ standing }) =>
        standing.containers.map(({ place }) => ({
          types: ['IDENTITY_ASSUME'] as const,
          from: place.id,
          to: null,
          by: null,
        })),
      ),
      remedy: null,
      needs: [],
    });
};
