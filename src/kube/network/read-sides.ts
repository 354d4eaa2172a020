/** Reads who can be at an end of a connection: pods by workload and labels, templates where no pod of them was read, and nodes. */

import { isJsonArray, isJsonObject, type JsonObject } from '../../model/json.ts';
import { at, objectAt, objectsAt, textAt } from '../../model/read-object.ts';
import type { Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { toNamespaceLabels } from '../admission/match-resources.ts';
import { readDeclaredPorts } from './declared-ports.ts';
import { toNamespaceName } from './namespace-name.ts';
import { readNodeSides } from './read-node-sides.ts';
import type { DeclaredPort, PodInstance, PodSide, Side } from './side.ts';
import { createTopOwners, toObjectKey, type TopOwner } from './top-owner.ts';
import { templateOf, workloadKinds, type WorkloadTemplate } from './workload-kinds.ts';

/** Linear in what was read. Overlays repeat objects: the first one read stands for them. Remembered as long as the snapshot is. */
export const readSides = (snapshot: Snapshot): readonly Side[] => {
  const known = remembered.get(snapshot) ?? gatherSides(snapshot);
  remembered.set(snapshot, known);
  return known;
};

/** Several charts and rules ask of one estate, which never changes. */
const remembered = new WeakMap<Snapshot, readonly Side[]>();

const gatherSides = (snapshot: Snapshot): readonly Side[] => {
  const gathering = createGathering(snapshot);
  const topOf = createTopOwners(snapshot);
  const seen = new Set<string>();
  const isFirst = ({ ref }: Resource): boolean => {
    const before = seen.size;
    return seen.add(toObjectKey(ref)).size > before;
  };
  const ran = new Set<string>();
  for (const pod of snapshot.list('', 'Pod')) {
    if (snapshot.find('', 'Pod', pod.ref.namespace, pod.ref.name) !== pod) continue;
    const top = topOf(pod);
    if (isFinished(pod)) {
      if (isDoneWith(top)) ran.add(top.key);
      continue;
    }
    ran.add(top.key);
    const template = { labels: objectAt(pod.object, 'metadata', 'labels'), spec: objectAt(pod.object, 'spec') };
    gathering.add(top, pod, template, toInstance(pod));
  }
  for (const { group, kind } of workloadKinds) {
    for (const workload of snapshot.list(group, kind)) {
      if (!isFirst(workload) || isFinished(workload)) continue;
      const top = topOf(workload);
      if (ran.has(top.key) || isSpokenFor(workload, top)) continue;
      const template = templateOf(workload);
      if (template !== undefined) gathering.add(top, workload, template, null);
    }
  }
  return [...gathering.take(), ...readNodeSides(snapshot)];
};

/** Its pods are gone, or its controller says the same; what a Deployment keeps to roll back to runs nothing. */
const isSpokenFor = ({ ref, object }: Resource, top: TopOwner): boolean =>
  top.key !== toObjectKey(ref) && (top.resource !== null || at(object, 'spec', 'replicas') === 0);

/** It never runs again, and its address may be another's by now. What is being deleted still runs. */
const isFinished = ({ ref: { kind }, object }: Resource): boolean => {
  const phase = textAt(object, 'status', 'phase');
  if (kind === 'Pod' || kind === 'VirtualMachineInstance') return phase === 'Succeeded' || phase === 'Failed';
  return (
    kind === 'Job' &&
    objectsAt(object, 'status', 'conditions').some(
      ({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True',
    )
  );
};

/** A job of which nobody says that it goes on makes no pod beside those that finished; what else makes pods makes new ones. */
const isDoneWith = ({ ref, resource }: TopOwner): boolean =>
  ref.kind === 'Job' && Object.keys(objectAt(resource?.object, 'status')).length === 0;

const toInstance = ({ ref, object }: Resource): PodInstance => {
  const node = textAt(object, 'spec', 'nodeName');
  return { name: ref.name, addresses: toAddresses(object), node: node === '' ? null : node };
};

/** A pod with the host's network has the addresses of its node, which are told even where its own are not yet. */
const toAddresses = (pod: JsonObject): readonly string[] => {
  const { status } = pod;
  if (!isJsonObject(status)) return noTexts;
  const own = ipsOf(status, 'podIPs', 'podIP');
  return own.length > 0 || at(pod, 'spec', 'hostNetwork') !== true ? own : ipsOf(status, 'hostIPs', 'hostIP');
};

const ipsOf = (status: JsonObject, many: string, one: string): readonly string[] => {
  const list = status[many];
  const found = isJsonArray(list) ? objectsAt(status, many).map((item) => textAt(item, 'ip')) : [];
  return found.length > 0
    ? found.filter((ip) => ip !== '')
    : textAt(status, one) === ''
      ? noTexts
      : [textAt(status, one)];
};

const noTexts: readonly string[] = [];

interface Draft extends Omit<PodSide, 'place' | 'pods'> {
  readonly top: TopOwner;
  readonly pods: PodInstance[];
}

interface Gathering {
  add(top: TopOwner, read: Resource, template: WorkloadTemplate, pod: PodInstance | null): void;
  take(): readonly PodSide[];
}

const createGathering = (snapshot: Snapshot): Gathering => {
  const drafts = new Map<string, Draft>();
  const namespaceLabels = createMemory((name: string) =>
    toNamespaceLabels(name, objectAt(snapshot.find('', 'Namespace', null, name)?.object, 'metadata', 'labels')),
  );
  const accountLabels = createMemory((key: string) => {
    const [namespace = '', name = ''] = key.split('/');
    return objectAt(snapshot.find('', 'ServiceAccount', namespace, name)?.object, 'metadata', 'labels');
  });
  return {
    add(top, read, { labels, spec }, pod) {
      const hostNetwork = spec['hostNetwork'] === true;
      const serviceAccount = textAt(spec, 'serviceAccountName') || textAt(spec, 'serviceAccount') || 'default';
      const ports = readDeclaredPorts(spec);
      const key = `${top.key}\n${toLabelsKey(labels)}\n${hostNetwork}\n${serviceAccount}\n${toPortsKey(ports)}`;
      const known = drafts.get(key);
      if (known !== undefined) {
        if (pod !== null) known.pods.push(pod);
        return;
      }
      const namespace = toNamespaceName(top.ref.namespace);
      drafts.set(key, {
        kind: 'pods',
        namespace,
        namespaceLabels: namespaceLabels(namespace),
        labels,
        serviceAccount,
        serviceAccountLabels: accountLabels(`${namespace}/${serviceAccount}`),
        hostNetwork,
        ports,
        workload: top.ref,
        pods: pod === null ? [] : [pod],
        everywhere: runsEverywhere(top),
        resource: read,
        top,
      });
    },
    take: () => toPlaced([...drafts.values()]),
  };
};

const createMemory = <Result>(make: (key: string) => Result): ((key: string) => Result) => {
  const made = new Map<string, Result>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const result = make(key);
    made.set(key, result);
    return result;
  };
};

/** The API server sends keys in order, which spares the sorting. */
const toLabelsKey = (labels: JsonObject): string => {
  const keys = Object.keys(labels);
  const inOrder = keys.every((key, index) => index === 0 || (keys[index - 1] ?? '') < key);
  return JSON.stringify(
    inOrder ? labels : Object.fromEntries(keys.toSorted().map((key) => [key, labels[key] ?? null])),
  );
};

const toPortsKey = (ports: readonly DeclaredPort[]): string =>
  ports.map(({ name, protocol, port }) => `${protocol} ${port} ${name}`).join('\n');

/** Taints are not asked: what no DaemonSet tolerates are the nodes of the control plane, if that. */
const runsEverywhere = ({ ref, resource }: TopOwner): boolean => {
  if (ref.kind !== 'DaemonSet' || resource === null) return false;
  const spec = objectAt(resource.object, 'spec', 'template', 'spec');
  return (
    Object.keys(objectAt(spec, 'nodeSelector')).length === 0 &&
    at(spec, 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution') === undefined
  );
};

/** Two workloads of one name in a namespace are told apart by their kinds, and where those are equal by their groups. */
const toPlaced = (drafts: readonly Draft[]): readonly PodSide[] => {
  const keys = new Map<string, Set<string>>();
  const count = (name: string, key: string): void => {
    const known = keys.get(name);
    if (known === undefined) keys.set(name, new Set([key]));
    else known.add(key);
  };
  for (const { namespace, top } of drafts) {
    count(`${namespace}/${top.ref.name}`, top.key);
    count(`${namespace}/${top.ref.name}/${top.ref.kind}`, top.key);
  }
  const isAlone = (name: string): boolean => keys.get(name)?.size === 1;
  return drafts.map(({ top, ...side }) => {
    const { namespace } = side;
    const { name, kind } = top.ref;
    const group = top.key.slice(0, top.key.indexOf('/'));
    const ofKind = isAlone(`${namespace}/${name}/${kind}`) ? kind : `${kind}.${group}`;
    return { ...side, place: { namespace, name, type: isAlone(`${namespace}/${name}`) ? null : ofKind } };
  });
};
