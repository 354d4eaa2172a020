/** Pods that are not there and that an attacker may make: without labels, or with those that policies let in. */

import type { JsonObject } from '../../../model/json.ts';
import { objectAt, objectsAt } from '../../../model/read-object.ts';
import type { Resource, ResourceRef } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { toNamespaceLabels } from '../../../kube/admission/match-resources.ts';
import { toNamespaceName } from '../../../kube/network/namespace-name.ts';
import type { PodSide, Side } from '../../../kube/network/side.ts';
import { parseLabelSelector } from '../../../kube/selector/label-selector.ts';

/** One a namespace without labels, and one for each set of labels a NetworkPolicy lets in that no pod there has; one with a node's network. */
export const createPossibleSides = (
  snapshot: Snapshot,
  namespaces: readonly string[],
  sides: readonly Side[],
): readonly PodSide[] => {
  const labelsOf = new Map(
    namespaces.map((name) => [
      name,
      toNamespaceLabels(name, objectAt(snapshot.find('', 'Namespace', null, name)?.object, 'metadata', 'labels')),
    ]),
  );
  const wanted = listWanted(snapshot, labelsOf, createWorn(sides));
  return [
    ...namespaces.map((name) => toSide(name, labelsOf.get(name) ?? {}, {}, false)),
    ...wanted.map(({ namespace, labels }) => toSide(namespace, labelsOf.get(namespace) ?? {}, labels, false)),
    toSide(possibleHost, {}, {}, true),
  ];
};

/** The namespace of the one that has the network of a node: no namespace can be called so. */
export const possibleHost = 'A NODE';

interface Wanted {
  readonly namespace: string;
  readonly labels: JsonObject;
}

/** More than this nobody writes by hand. */
const mostWanted = 2000;

const listWanted = (
  snapshot: Snapshot,
  labelsOf: ReadonlyMap<string, JsonObject>,
  isWorn: (namespace: string, labels: JsonObject) => boolean,
): readonly Wanted[] => {
  const found = new Map<string, Wanted>();
  for (const policy of snapshot.list('networking.k8s.io', 'NetworkPolicy'))
    for (const rule of objectsAt(policy.object, 'spec', 'ingress'))
      for (const peer of objectsAt(rule, 'from')) {
        const labels = objectAt(peer, 'podSelector', 'matchLabels');
        if (found.size >= mostWanted) return [...found.values()];
        if (Object.keys(labels).length === 0) continue;
        for (const namespace of namespacesOf(peer, policy, labelsOf)) {
          const key = `${namespace} ${toKey(labels)}`;
          if (found.size < mostWanted && !found.has(key) && !isWorn(namespace, labels))
            found.set(key, { namespace, labels });
        }
      }
  return [...found.values()];
};

const namespacesOf = (
  { namespaceSelector }: JsonObject,
  { ref }: Resource,
  labelsOf: ReadonlyMap<string, JsonObject>,
): readonly string[] => {
  if (namespaceSelector === undefined || namespaceSelector === null)
    return [toNamespaceName(ref.namespace)].filter((name) => labelsOf.has(name));
  const parsed = parseLabelSelector(namespaceSelector);
  if (parsed.kind !== 'selector') return [];
  return [...labelsOf].flatMap(([name, labels]) => (parsed.selector.matches(labels) ? [name] : []));
};

/** Whether a pod of the namespace has these labels, whatever others it has beside. */
const createWorn = (sides: readonly Side[]): ((namespace: string, labels: JsonObject) => boolean) => {
  const byLabel = new Map<string, PodSide[]>();
  for (const side of sides) {
    if (side.kind === 'node') continue;
    for (const [key, value] of Object.entries(side.labels)) {
      const label = JSON.stringify([side.namespace, key, value]);
      const known = byLabel.get(label);
      if (known === undefined) byLabel.set(label, [side]);
      else known.push(side);
    }
  }
  return (namespace, labels) => {
    const entries = Object.entries(labels);
    const lists = entries.map(([key, value]) => byLabel.get(JSON.stringify([namespace, key, value])) ?? []);
    const fewest = lists.reduce((least, list) => (list.length < least.length ? list : least));
    return fewest.some((side) => entries.every(([key, value]) => side.labels[key] === value));
  };
};

const toKey = (labels: JsonObject): string =>
  JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));

const toSide = (namespace: string, namespaceLabels: JsonObject, labels: JsonObject, hostNetwork: boolean): PodSide => {
  // No object has such a name.
  const ref: ResourceRef = { apiVersion: 'v1', kind: 'Pod', namespace, name: `new ${toKey(labels)}` };
  return {
    kind: 'pods',
    namespace,
    namespaceLabels,
    labels,
    serviceAccount: 'default',
    serviceAccountLabels: {},
    hostNetwork,
    ports: [],
    workload: ref,
    place: { namespace, name: ref.name, type: null },
    pods: [],
    everywhere: false,
    resource: { ref, object: {}, origin: { kind: 'built-in', release: '' } },
  };
};
