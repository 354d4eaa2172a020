/** Which resources are one and the same thing under another group or version, as matchPolicy Equivalent sees them. */

import { findKind } from '../schema/kinds.ts';

export interface VersionedResource {
  readonly group: string;
  readonly version: string;
  /** The plural: `deployments`. */
  readonly resource: string;
  readonly kind: string;
}

/**
 * The other names of what is asked for: the versions the API server serves of a kind it knows, in every group that
 * keeps the same objects. `null` for a custom kind: which versions its definition serves is not known here, so every
 * version of its group that a policy names counts as one.
 */
export const equivalentsOf = (requested: VersionedResource): readonly VersionedResource[] | null => {
  const { group, kind, resource } = requested;
  if (findKind(group, kind) === undefined) return null;
  return [group, ...(cohabitants.get(`${group}/${resource}`) ?? [])].flatMap((each) =>
    (severalVersions.get(`${each}/${resource}`) ?? currentVersion)
      .filter((version) => each !== group || version !== requested.version)
      .map((version) => ({ group: each, version, resource, kind })),
  );
};

const currentVersion: readonly string[] = ['v1'];

/** The kinds that Kubernetes 1.37 serves in more than one version by default. */
const severalVersions: ReadonlyMap<string, readonly string[]> = new Map([
  ['autoscaling/horizontalpodautoscalers', ['v2', 'v1']],
]);

/** Events live in two groups at once; the others moved, and manifests that name the old group still mean the new one. */
const cohabitants: ReadonlyMap<string, readonly string[]> = new Map([
  ['/events', ['events.k8s.io']],
  ['events.k8s.io/events', ['']],
  ['extensions/deployments', ['apps']],
  ['extensions/daemonsets', ['apps']],
  ['extensions/replicasets', ['apps']],
  ['extensions/networkpolicies', ['networking.k8s.io']],
  ['extensions/ingresses', ['networking.k8s.io']],
]);
