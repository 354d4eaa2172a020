/** The places of the attack graph: how charts name them, so that they speak of the same ones. */

import { renderSubject, type AccessSubject } from '../kube/rbac/subject.ts';
import type { Place } from '../model/place.ts';

/** A workload as `PodSide.place` tells it: `type` is null unless another kind in the namespace has the same name. */
export interface WorkloadPlace {
  readonly namespace: string;
  readonly name: string;
  readonly type: string | null;
}

export const internet: Place = { id: 'internet', kind: 'internet', title: 'the internet', namespace: null };

export const anyWorkload: Place = {
  id: 'any-workload',
  kind: 'any-workload',
  title: 'any workload of the cluster',
  namespace: null,
};

export const clusterAdmin: Place = {
  id: 'cluster-admin',
  kind: 'cluster-admin',
  title: 'the administrator of the cluster',
  namespace: null,
};

/** `kind` is that of the workload, for the title. */
export const containerPlace = ({ namespace, name, type }: WorkloadPlace, kind: string, container: string): Place => ({
  id: `container/${namespace}/${name}${type === null ? '' : `[${type}]`}/${container}`,
  kind: 'container',
  title: `container ${container} of ${kind} ${namespace}/${name}`,
  namespace,
});

/** A pod of the attacker's own making. */
export const newPod = (namespace: string): Place => ({
  id: `new-pod/${namespace}`,
  kind: 'new-pod',
  title: `a new pod in ${namespace}`,
  namespace,
});

/** One that nothing at admission refuses, because who makes it took that away first. */
export const unguardedPod = (namespace: string): Place => ({
  id: `unguarded-pod/${namespace}`,
  kind: 'new-pod',
  title: `a new pod in ${namespace} that admission no longer guards`,
  namespace,
});

/** `null` for the node that manifests do not name: whichever a pod comes to stand on. */
export const nodePlace = (name: string | null): Place => ({
  id: `node//${name ?? '*'}`,
  kind: 'node',
  title: name === null ? 'a node' : `node ${name}`,
  namespace: null,
});

/** One of the control plane that manifests send pods to and do not name. */
export const controlPlaneNode: Place = {
  id: 'node//*control-plane',
  kind: 'node',
  title: 'a node of the control plane',
  namespace: null,
};

export const identityPlace = (subject: AccessSubject): Place => ({
  id: `identity/${renderSubject(subject)}`,
  kind: 'identity',
  title:
    subject.kind === 'serviceaccount'
      ? `service account ${subject.namespace}/${subject.name}`
      : `${subject.kind} ${subject.name}`,
  namespace: subject.kind === 'serviceaccount' ? subject.namespace : null,
});

export const secretPlace = (namespace: string, name: string): Place => ({
  id: `secret/${namespace}/${name}`,
  kind: 'secret',
  title: `Secret ${namespace}/${name}`,
  namespace,
});

/** What a claim of a volume keeps. */
export const dataPlace = (namespace: string, claim: string): Place => ({
  id: `data/${namespace}/${claim}`,
  kind: 'data',
  title: `the data of claim ${namespace}/${claim}`,
  namespace,
});

/** Everything in a namespace, as its administrator has it. */
export const namespaceAdmin = (namespace: string): Place => ({
  id: `namespace/${namespace}`,
  kind: 'namespace',
  title: `the administrator of namespace ${namespace}`,
  namespace,
});

/** `provider`: `aws`, `gcp`, `azure`. */
export const cloudPlace = (provider: string, name: string): Place => ({
  id: `cloud//${provider}:${name}`,
  kind: 'cloud',
  title: `${name} of ${provider}`,
  namespace: null,
});

/** Something outside that a credential opens: a registry, a database, another cluster. */
export const outsidePlace = (name: string): Place => ({
  id: `outside//${name}`,
  kind: 'outside',
  title: name,
  namespace: null,
});

/**
 * Hubs, one of each for a namespace and, with `null`, one for all of them. Who declares one and leads on from it:
 * `containers`, `new-pods`, `nodes`: the workload chart; `accounts` (service accounts), `users`: the rbac chart;
 * `secrets`, `data`: the secrets chart. Each leads on by `MEMBER` steps: that of all namespaces to those of each, those to the places.
 * Every hub a chart names must exist even where it has no members: who names one declares it.
 */
export type HubName = 'containers' | 'new-pods' | 'nodes' | 'accounts' | 'users' | 'secrets' | 'data';

export const hubPlace = (of: HubName, namespace: string | null): Place => toHub(`${of}/${namespace ?? '*'}`, namespace);

/** A hub of one chart's own. */
export const toHub = (name: string, namespace: string | null = null): Place => ({
  id: `hub/${name}`,
  kind: 'hub',
  title: name,
  namespace,
});
