/** What Vauban says of a folder of manifests, in the terms of np-guard's analyser. */

import { loadSnapshot } from '../../src/hosts/assemble/load-snapshot.ts';
import { createNodeDisk } from '../../src/hosts/assemble/node-disk.ts';
import { createReachability } from '../../src/kube/network/create-reachability.ts';
import type { Exposure, NetworkEstate } from '../../src/kube/network/network-estate.ts';
import type { End, PortSet, Reachability } from '../../src/kube/network/reachability.ts';
import { keepForNetwork, networkKinds, readNetworkEstate } from '../../src/kube/network/read-network-estate.ts';
import { parseIpPrefix } from '../../src/lang/go/ip-address.ts';
import { at, objectsAt, textAt } from '../../src/model/read-object.ts';
import { isJsonObject, type JsonObject } from '../../src/model/json.ts';
import type { Resource } from '../../src/model/resource.ts';
import { podTemplatePath } from '../../src/kube/workload/pod-template.ts';
import type { SourceContext } from '../../src/sources/source.ts';
import { createGathering, portSets, type Connections, type Party } from './connections.ts';

/**
 * The analyser takes the controller of an Ingress for a pod that it does not know, in a namespace of its own: so such a
 * pod is added, and what an Ingress leads to counts as far as that pod may reach it.
 */
const controller = { namespace: 'ingress-controller-ns', name: 'ingress-controller' };
const controllerPod = `apiVersion: v1
kind: Pod
metadata: {namespace: ${controller.namespace}, name: ${controller.name}}
spec: {containers: [{name: controller, image: controller}]}
`;

/** What Kubernetes knows of pods and the analyser does not. */
export type Deviation = 'host-network' | 'finished-pods' | 'pod-addresses';

export interface Content {
  readonly kinds: ReadonlySet<string>;
  readonly deviations: ReadonlySet<Deviation>;
}

export interface Answer {
  readonly connections: Connections;
  /** What is in the folder, as far as gaps depend on it. */
  readonly content: Content;
  readonly told: readonly string[];
}

/** `without`: what of the pods is left out before anybody looks at it. */
export const answerFolder = async (folder: string, without: readonly Deviation[]): Promise<Answer> => {
  const kinds = new Set<string>();
  const deviations = new Set<Deviation>();
  const loaded = await loadSnapshot(
    {
      paths: [folder, '-'],
      context: null,
      kinds: networkKinds,
      keep: (resource) => {
        kinds.add(resource.ref.kind);
        for (const deviation of listDeviations(resource)) deviations.add(deviation);
        return keepForNetwork(leaveOut(resource, without));
      },
      namespaces: [],
      progress: () => undefined,
    },
    context,
  );
  const estate = readNetworkEstate(loaded.snapshot);
  const reachability = createReachability(estate);
  return {
    connections: toConnections(estate, reachability),
    content: { kinds, deviations },
    told: [
      ...loaded.problems.map(({ message }) => message),
      ...estate.problems.map(({ message }) => message),
      ...estate.doubts.map(({ why }) => why),
    ],
  };
};

const listDeviations = ({ ref, object }: Resource): readonly Deviation[] => {
  const path = podTemplatePath(ref);
  if (path === undefined) return [];
  const isFinished = ['Succeeded', 'Failed'].includes(textAt(object, 'status', 'phase'));
  return [
    ...(at(object, ...path, 'spec', 'hostNetwork') === true ? (['host-network'] as const) : []),
    ...(ref.kind === 'Pod' && isFinished ? (['finished-pods'] as const) : []),
    ...(ref.kind === 'Pod' && textAt(object, 'status', 'podIP') !== '' ? (['pod-addresses'] as const) : []),
  ];
};

const leaveOut = (resource: Resource, without: readonly Deviation[]): Resource => {
  const path = podTemplatePath(resource.ref);
  if (path === undefined || without.length === 0) return resource;
  const fields = [
    ...(without.includes('host-network') ? [[...path, 'spec', 'hostNetwork']] : []),
    ...(without.includes('finished-pods') ? [['status', 'phase']] : []),
    ...(without.includes('pod-addresses')
      ? ['podIP', 'podIPs', 'hostIP', 'hostIPs'].map((field) => ['status', field])
      : []),
  ];
  return { ...resource, object: fields.reduce(withoutField, resource.object) };
};

const withoutField = (object: JsonObject, [field = '', ...below]: readonly string[]): JsonObject => {
  if (below.length > 0) {
    const inner = object[field];
    return isJsonObject(inner) ? { ...object, [field]: withoutField(inner, below) } : object;
  }
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== field));
};

const context: SourceContext = {
  disk: createNodeDisk('/'),
  get standardInput() {
    return toBytes(controllerPod);
  },
  run: () => Promise.resolve(undefined),
  environment: {},
  clock: { now: () => 0, wait: () => Promise.resolve() },
  namespaces: [],
  signal: new AbortController().signal,
};

async function* toBytes(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(new TextEncoder().encode(text));
}

const toConnections = (estate: NetworkEstate, reachability: Reachability): Connections => {
  const gathering = createGathering();
  const parties = new Map(reachability.ends.map((end) => [end, toParties(end)]));
  for (const from of reachability.ends) {
    for (const to of reachability.ends) {
      if (isController(from) || isController(to)) continue;
      for (const source of parties.get(from) ?? []) {
        for (const target of parties.get(to) ?? []) {
          // The analyser leaves out what goes from a workload to itself, whatever its replicas.
          if (source.kind === 'workload' && target.kind === 'workload' && source.name === target.name) continue;
          gathering.add(source, target, reachability.ports(from, to));
        }
      }
    }
  }
  for (const { to, ports } of listIngressed(estate, reachability)) {
    for (const target of parties.get(to) ?? []) {
      gathering.add({ kind: 'workload', name: '{ingress-controller}' }, target, ports);
    }
  }
  return gathering.take();
};

const toParties = (end: End): readonly Party[] => {
  if (end.side?.kind === 'pods') {
    const { resource, namespace } = end.side;
    // Of a pod it names the owner that stands in the pod, also where the owner's own owner is known; one without a kind is a pod, and a static pod owns itself.
    const [first] = resource.ref.kind === 'Pod' ? objectsAt(resource.object, 'metadata', 'ownerReferences') : [];
    const owner = textAt(first, 'kind') === 'Node' ? undefined : first;
    const kind = textAt(owner, 'kind') || resource.ref.kind;
    const name = textAt(owner, 'name') || resource.ref.name;
    return [{ kind: 'workload', name: `${namespace}/${name}[${kind}]` }];
  }
  return end.prefixes.flatMap((text): readonly Party[] => {
    const parsed = parseIpPrefix(text);
    if (parsed.kind === 'defect' || parsed.value.address.family !== 4) return [];
    const first = parsed.value.address.bits;
    return [{ kind: 'addresses', first, last: first + (1n << BigInt(32 - parsed.value.length)) - 1n }];
  });
};

const isController = ({ side }: End): boolean =>
  side?.kind === 'pods' && side.namespace === controller.namespace && side.workload.name === controller.name;

const listIngressed = (
  { exposures, sides }: NetworkEstate,
  reachability: Reachability,
): readonly { readonly to: End; readonly ports: PortSet }[] => {
  const from = reachability.ends.find(isController);
  if (from === undefined) return [];
  return exposures.filter(isIngress).flatMap((exposure) => {
    const opened = portSets.of([
      { protocol: exposure.protocol, first: exposure.port ?? 1, last: exposure.port ?? 65_535 },
    ]);
    const led = new Set(exposure.sides.map((index) => sides[index]));
    return reachability.ends
      .filter(({ side }) => side !== null && led.has(side))
      .map((to) => ({ to, ports: portSets.intersect(opened, reachability.ports(from, to)) }));
  });
};

const isIngress = ({ how }: Exposure): boolean => how === 'ingress';
