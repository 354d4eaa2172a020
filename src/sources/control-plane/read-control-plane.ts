/** Asks an API server about itself, question by question; one that is refused is told as such and harms no other. */

import { listObjects } from '../../kube/client/list-objects.ts';
import { readApiServerArguments, toArgumentFacts } from '../../kube/control-plane/api-server-arguments.ts';
import { toFact, type ProviderName } from '../../kube/control-plane/fact.ts';
import { kubeletVersionOf, providerOfNode, providerOfVersion } from '../../kube/control-plane/provider-of.ts';
import type { Evidence } from '../../model/evidence.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import type { SourceItem } from '../source.ts';
import { probeAnonymous } from './probe-anonymous.ts';
import { readMetrics } from './read-metrics.ts';
import { toNotRead, toOrigin, type ControlPlaneReading } from './reading.ts';

export async function* readControlPlane(reading: ControlPlaneReading): AsyncGenerator<SourceItem> {
  const questions = [readVersion, readNodes, readPods, readMetrics, probeAnonymous];
  for (const question of questions) {
    for (const evidence of await question(reading)) yield { kind: 'evidence', evidence };
  }
}

const readVersion = async (reading: ControlPlaneReading): Promise<readonly Evidence[]> => {
  const origin = toOrigin(reading, 'request', '/version of the API server');
  try {
    const answer = await reading.client.get('/version');
    const server = answer.kind === 'value' ? answer.value['gitVersion'] : undefined;
    if (typeof server !== 'string') return [];
    const provider = providerOfVersion(server);
    return [
      toFact('control-plane/version', { server }, 'certain', origin),
      ...(provider === null ? [] : [toFact('control-plane/provider', { name: provider }, 'certain', origin)]),
    ];
  } catch (error) {
    return toNotRead(reading, 'version', error, 'get on /version: {nonResourceURLs: ["/version"], verbs: ["get"]}');
  }
};

const readNodes = async (reading: ControlPlaneReading): Promise<readonly Evidence[]> => {
  const versions = new Map<string, number>();
  const providers = new Set<ProviderName>();
  try {
    const nodes = { group: '', version: 'v1', kind: 'Node', plural: 'nodes', namespaced: false, verbs: ['list'] };
    for await (const { objects } of listObjects(reading.client, nodes, { namespace: null, limit: 500 })) {
      for (const node of objects) {
        const version = kubeletVersionOf(node);
        if (version !== '') versions.set(version, (versions.get(version) ?? 0) + 1);
        const provider = providerOfNode(node);
        if (provider !== null) providers.add(provider);
      }
    }
  } catch (error) {
    const grant = 'list on nodes (core): {apiGroups: [""], resources: ["nodes"], verbs: ["list"]}';
    return toNotRead(reading, 'kubelets', error, grant);
  }
  const origin = toOrigin(reading, 'object', 'the nodes');
  return [
    ...(versions.size === 0
      ? []
      : [toFact('control-plane/kubelets', { versions: Object.fromEntries(versions) }, 'certain', origin)]),
    // Nodes of two providers: hybrid nodes, and nothing to conclude from.
    ...(providers.size === 1
      ? [...providers].map((name) => toFact('control-plane/provider', { name }, 'likely', origin))
      : []),
  ];
};

/** A selector the API server itself applies: kube-system may hold thousands of other Pods. */
const mirrorPods = '/api/v1/namespaces/kube-system/pods?labelSelector=component%3Dkube-apiserver&limit=50';

const readPods = async (reading: ControlPlaneReading): Promise<readonly Evidence[]> => {
  try {
    const answer = await reading.client.get(mirrorPods);
    const items = answer.kind === 'value' ? answer.value['items'] : undefined;
    const pods = Array.isArray(items) ? items.filter(isJsonObject).filter(isMirror) : [];
    return pods.flatMap((pod) => {
      const flags = readApiServerArguments(pod);
      if (flags === null) return [];
      return toArgumentFacts(flags, toOrigin(reading, 'arguments', `arguments of Pod kube-system/${nameOf(pod)}`));
    });
  } catch (error) {
    const grant =
      'list on pods (core) in namespace kube-system: {apiGroups: [""], resources: ["pods"], verbs: ["list"]}';
    return toNotRead(reading, 'arguments', error, grant);
  }
};

/** What a kubelet reports of its own manifests. Anybody's Pod of that label would tell what its maker likes. */
const isMirror = (pod: JsonObject): boolean => {
  const annotations = metadataOf(pod)['annotations'];
  return isJsonObject(annotations) && typeof annotations['kubernetes.io/config.mirror'] === 'string';
};

const nameOf = (pod: JsonObject): string => {
  const { name } = metadataOf(pod);
  return typeof name === 'string' ? name : '';
};

const metadataOf = ({ metadata }: JsonObject): JsonObject => (isJsonObject(metadata) ? metadata : {});
