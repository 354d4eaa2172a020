/** What of an estate grants are about: its namespaces, the containers of a pod by name, the objects that rules name. */

import { toNamespaceName } from '../../../kube/network/namespace-name.ts';
import { createAccessIndex } from '../../../kube/rbac/create-access-index.ts';
import type { AccessIndex, IndexedRole } from '../../../kube/rbac/access.ts';
import type { AccessSubject } from '../../../kube/rbac/subject.ts';
import type { Place } from '../../../model/place.ts';
import { at, objectsAt, textAt } from '../../../model/read-object.ts';
import { isJsonArray, isJsonObject, type Json } from '../../../model/json.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { identityPlace, secretPlace } from '../../places.ts';
import { listNamespaces, readStandingWorkloads, type StandingWorkload } from '../../standing-workloads.ts';

export type Account = Extract<AccessSubject, { kind: 'serviceaccount' }>;

export interface Grounds {
  readonly snapshot: Snapshot;
  readonly index: AccessIndex;
  readonly workloads: readonly StandingWorkload[];
  readonly namespaces: readonly string[];
  /** Those that exist, that a workload uses, that a binding names, and the one every namespace has. */
  readonly accounts: readonly Account[];
  /** `namespace` null for all of them, here and below. */
  containersOf(namespace: string | null, pod: string): readonly Place[];
  containersOn(node: string): readonly Place[];
  accountsNamed(namespace: string | null, name: string): readonly Place[];
  secretsNamed(namespace: string | null, name: string): readonly Place[];
  /** Where an object of that kind and name was read. */
  namespacesOf(group: string, kind: string, name: string): readonly string[];
  clusterRole(name: string): IndexedRole | undefined;
  localRole(namespace: string, name: string): IndexedRole | undefined;
  localRoles(namespace: string): readonly IndexedRole[];
}

export const surveyGrounds = (snapshot: Snapshot): Grounds => {
  const index = createAccessIndex(snapshot);
  const workloads = readStandingWorkloads(snapshot);
  const namespaces = [
    ...new Set([...listNamespaces(snapshot, workloads), ...index.bindings.flatMap(({ namespace }) => namespace ?? [])]),
  ];
  const accounts = listAccounts(snapshot, index, workloads, namespaces);
  const pods = lazy(() => indexPods(workloads));
  const nodes = lazy(() => indexNodes(workloads));
  const accountNames = lazy(() => Map.groupBy(accounts, ({ name }) => name));
  const secretNames = lazy(() => indexSecrets(snapshot, workloads));
  const roles = lazy(() => indexRoles(index));
  return {
    snapshot,
    index,
    workloads,
    namespaces,
    accounts,
    containersOf: (namespace, pod) =>
      (pods().get(pod) ?? [])
        .filter(({ place }) => namespace === null || place.namespace === namespace)
        .flatMap(({ containers }) => containers.map(({ place }) => place)),
    containersOn: (node) =>
      [...(nodes().get(node) ?? []), ...(nodes().get('') ?? [])].flatMap(({ containers }) =>
        containers.map(({ place }) => place),
      ),
    accountsNamed: (namespace, name) =>
      (namespace === null
        ? (accountNames().get(name) ?? [])
        : [{ kind: 'serviceaccount' as const, namespace, name }]
      ).map(identityPlace),
    secretsNamed: (namespace, name) =>
      (namespace === null ? [...(secretNames().get(name) ?? [])] : [namespace]).map((each) => secretPlace(each, name)),
    namespacesOf: (group, kind, name) =>
      namespaces.filter((namespace) => snapshot.find(group, kind, namespace, name) !== undefined),
    clusterRole: (name) => roles().get('')?.get(name),
    localRole: (namespace, name) => roles().get(namespace)?.get(name),
    localRoles: (namespace) => [...(roles().get(namespace)?.values() ?? [])],
  };
};

const lazy = <Value>(make: () => Value): (() => Value) => {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
};

const listAccounts = (
  snapshot: Snapshot,
  { bindings }: AccessIndex,
  workloads: readonly StandingWorkload[],
  namespaces: readonly string[],
): readonly Account[] => {
  const all = [
    ...namespaces.map((namespace) => toAccount(namespace, 'default')),
    ...snapshot.list('', 'ServiceAccount').map(({ ref }) => toAccount(toNamespaceName(ref.namespace), ref.name)),
    ...workloads.map(({ place, serviceAccount }) => toAccount(place.namespace, serviceAccount)),
    ...listTokenAccounts(snapshot),
    ...bindings.flatMap(({ subjects }) => subjects.filter((each) => each.kind === 'serviceaccount')),
  ];
  return [...new Map(all.map((each) => [`${each.namespace}/${each.name}`, each])).values()];
};

const toAccount = (namespace: string, name: string): Account => ({ kind: 'serviceaccount', namespace, name });

const indexPods = (workloads: readonly StandingWorkload[]): ReadonlyMap<string, readonly StandingWorkload[]> => {
  const byPod = new Map<string, StandingWorkload[]>();
  for (const workload of workloads)
    for (const name of new Set([
      ...(workload.resource.ref.kind === 'Pod' ? [workload.resource.ref.name] : []),
      ...workload.sides.flatMap(({ pods }) => pods.map((pod) => pod.name)),
    ]))
      push(byPod, name, workload);
  return byPod;
};

/** Under the empty text those whose node is not known: they may stand on any. */
const indexNodes = (workloads: readonly StandingWorkload[]): ReadonlyMap<string, readonly StandingWorkload[]> => {
  const byNode = new Map<string, StandingWorkload[]>();
  for (const workload of workloads)
    for (const node of workload.nodes.length === 0 ? [''] : workload.nodes) push(byNode, node, workload);
  return byNode;
};

/** In which namespaces a Secret of a name is: one that was read, or that a pod names, since no Secret is read from a cluster. */
const indexSecrets = (
  snapshot: Snapshot,
  workloads: readonly StandingWorkload[],
): ReadonlyMap<string, ReadonlySet<string>> => {
  const byName = new Map<string, Set<string>>();
  const note = (namespace: string, name: string): void => {
    const known = byName.get(name) ?? new Set<string>();
    byName.set(name, known.add(namespace));
  };
  for (const { ref } of snapshot.list('', 'Secret')) note(toNamespaceName(ref.namespace), ref.name);
  for (const { place, spec, containers } of workloads) {
    for (const volume of objectsAt(spec, 'volumes')) {
      const sources = [volume, ...objectsAt(volume, 'projected', 'sources')];
      for (const source of sources)
        for (const name of [textAt(source, 'secret', 'secretName'), textAt(source, 'secret', 'name')])
          if (name !== '') note(place.namespace, name);
    }
    for (const { object } of containers)
      for (const reference of [
        ...objectsAt(object, 'env').map((each) => at(each, 'valueFrom', 'secretKeyRef')),
        ...objectsAt(object, 'envFrom').map((each) => at(each, 'secretRef')),
      ])
        if (textAt(reference, 'name') !== '') note(place.namespace, textAt(reference, 'name'));
    for (const { name } of objectsAt(spec, 'imagePullSecrets'))
      if (typeof name === 'string') note(place.namespace, name);
  }
  return byName;
};

/** Of a namespace, by name; under the empty text those of the cluster. */
const indexRoles = ({ roles }: AccessIndex): ReadonlyMap<string, ReadonlyMap<string, IndexedRole>> => {
  const found = new Map<string, Map<string, IndexedRole>>();
  for (const role of roles) {
    const known = found.get(role.namespace ?? '') ?? new Map<string, IndexedRole>();
    found.set(role.namespace ?? '', known.set(role.resource.ref.name, role));
  }
  return found;
};

const push = <Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void => {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
};

/** Accounts with a token in a Secret that never ends: by the Secrets that were read, and by what their objects list. */
export const listTokenAccounts = (snapshot: Snapshot): readonly Account[] => [
  ...snapshot
    .list('', 'Secret')
    .filter(({ object }) => textAt(object, 'type') === 'kubernetes.io/service-account-token')
    .map(({ ref, object }) =>
      toAccount(
        toNamespaceName(ref.namespace),
        textAt(object, 'metadata', 'annotations', 'kubernetes.io/service-account.name'),
      ),
    )
    .filter(({ name }) => name !== ''),
  ...snapshot
    .list('', 'ServiceAccount')
    .flatMap(({ ref, object }) =>
      listsToken(at(object, 'secrets'), ref.name) ? [toAccount(toNamespaceName(ref.namespace), ref.name)] : [],
    ),
];

/** As the controller named them until Kubernetes 1.24; what else is listed opens a registry. */
const listsToken = (secrets: Json | undefined, account: string): boolean =>
  isJsonArray(secrets) &&
  secrets.some((each) => isJsonObject(each) && textAt(each, 'name').startsWith(`${account}-token-`));
