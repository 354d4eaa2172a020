/** Istio's policies by the namespace they hold in, with the workloads each selects: those of the root namespace hold everywhere. */

import { parseLabelSelector } from '../../kube/selector/label-selector.ts';
import type { JsonObject } from '../../model/json.ts';
import { at, objectAt, textAt } from '../../model/read-object.ts';
import type { Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';

export interface IstioPolicy {
  readonly resource: Resource;
  /** Selects no workload in particular. */
  readonly isWide: boolean;
  fits(labels: JsonObject): boolean;
}

export interface IstioPolicies {
  /** Of the root namespace. */
  readonly mesh: readonly IstioPolicy[];
  of(namespace: string): readonly IstioPolicy[];
}

export const readIstioPolicies = (
  snapshot: Snapshot,
  kind: 'PeerAuthentication' | 'AuthorizationPolicy',
): IstioPolicies => {
  const root = readRootNamespace(snapshot);
  const byNamespace = Map.groupBy(
    snapshot.list('security.istio.io', kind).flatMap(toPolicy),
    ({ resource: { ref } }) => (ref.namespace === '' || ref.namespace === null ? 'default' : ref.namespace),
  );
  return {
    mesh: byNamespace.get(root) ?? [],
    of: (namespace) => (namespace === root ? [] : (byNamespace.get(namespace) ?? [])),
  };
};

/** A policy that only waypoints, gateways or Services carry out says nothing to the pods themselves. */
const toPolicy = (resource: Resource): readonly IstioPolicy[] => {
  const { object } = resource;
  if (at(object, 'spec', 'targetRef') !== undefined || at(object, 'spec', 'targetRefs') !== undefined) return [];
  // What it would do is only logged (https://istio.io/latest/docs/tasks/security/authorization/authz-dry-run).
  if (textAt(object, 'metadata', 'annotations', 'istio.io/dry-run') === 'true') return [];
  const matchLabels = objectAt(object, 'spec', 'selector', 'matchLabels');
  if (Object.keys(matchLabels).length === 0) return [{ resource, isWide: true, fits: () => true }];
  const parsed = parseLabelSelector({ matchLabels });
  return parsed.kind === 'selector' ? [{ resource, isWide: false, fits: parsed.selector.matches }] : [];
};

/** `rootNamespace` of the mesh's configuration; the installers' own default else. */
const readRootNamespace = (snapshot: Snapshot): string => {
  for (const { ref, object } of snapshot.list('', 'ConfigMap')) {
    if (!/^istio(?:-|$)/.test(ref.name)) continue;
    const written = /^\s*rootNamespace:\s*["']?([a-z0-9-]{1,63})["']?\s*$/m.exec(textAt(object, 'data', 'mesh'));
    if (written?.[1] !== undefined) return written[1];
  }
  return 'istio-system';
};
