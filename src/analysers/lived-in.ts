/** The namespaces in which people's workloads run, with their labels: what a policy that leaves them out does not guard. */

import { toNamespaceLabels } from '../kube/admission/match-resources.ts';
import { parseLabelSelector } from '../kube/selector/label-selector.ts';
import { podKinds } from '../kube/workload/pod-template.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { objectAt } from '../model/read-object.ts';

export interface LivedIn {
  readonly name: string;
  readonly labels: JsonObject;
}

/**
 * Only namespaces whose labels were read: what a selector does to the others cannot be told. Those of the cluster and
 * of `apart` (the engine that guards the others) are left out of policies on purpose.
 */
export const listLivedIn = (snapshot: Snapshot, apart: ReadonlySet<string> = noNames): readonly LivedIn[] => {
  const names = new Set<string>();
  for (const { groups, kind } of podKinds)
    for (const group of groups)
      for (const { ref } of snapshot.list(group, kind))
        names.add(ref.namespace === '' ? 'default' : (ref.namespace ?? ''));
  return snapshot
    .list('', 'Namespace')
    .flatMap(({ ref: { name }, object }) =>
      names.has(name) && !isSystemNamespace(name) && !apart.has(name)
        ? [{ name, labels: toNamespaceLabels(name, objectAt(object, 'metadata', 'labels')) }]
        : [],
    );
};

const noNames: ReadonlySet<string> = new Set();

export const isSystemNamespace = (name: string): boolean => systemNamespaces.has(name);

const systemNamespaces: ReadonlySet<string> = new Set(['kube-system', 'kube-public', 'kube-node-lease']);

/** The test of a namespaceSelector; one the API server would refuse selects nothing. */
export const compileNamespaceSelector = (selector: Json | undefined): ((namespace: LivedIn) => boolean) => {
  const parsed = parseLabelSelector(selector);
  return parsed.kind === 'selector' ? ({ labels }) => parsed.selector.matches(labels) : () => false;
};
