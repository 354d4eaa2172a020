/** The NetworkPolicies that close a namespace, as `vauban network generate` makes them, for a component. */

import type { Generation } from '../../../../kube/network/generate/generate-policies.ts';
import { toPolicyObject } from '../../../../kube/network/generate/generated-policy.ts';
import { renderPolicies, type TellPlace } from '../../../../kube/network/generate/render-policies.ts';
import type { ResourceRef } from '../../../../model/resource.ts';
import type { Snapshot } from '../../../../model/snapshot.ts';
import { toRef } from '../tell-remedy.ts';
import { planReplacement } from './plan-patch.ts';
import type { PlannedFile } from './planned-file.ts';

export interface PoliciesPlan {
  /** For the namespaces that are to be closed. */
  readonly generation: Generation;
  readonly place: TellPlace;
  /** What was not read, a sentence each. */
  readonly partial: readonly string[];
}

type PolicyFile = Omit<PlannedFile, 'controls' | 'reasons'>;

export type PlannedPolicies =
  | { readonly kind: 'files'; readonly files: readonly PolicyFile[] }
  | { readonly kind: 'none'; readonly why: string };

/** An object that is there cannot be added a second time: what an earlier run made is changed by a patch. */
export const planPolicies = (
  namespace: string,
  { generation, place, partial }: PoliciesPlan,
  snapshot: Snapshot,
  toName: (ref: ResourceRef, what: string | null) => string,
): PlannedPolicies => {
  const made = generation.namespaces.find((each) => each.namespace === namespace);
  if (made === undefined) {
    const why = generation.leftOut.find((each) => each.namespace === namespace)?.why;
    return { kind: 'none', why: `no policies are made for ${namespace}${why === undefined ? '' : `: ${why}`}` };
  }
  const files: PolicyFile[] = [];
  const fresh = made.policies.filter((policy) => {
    const there = snapshot.find('networking.k8s.io', 'NetworkPolicy', namespace, policy.name);
    const planned = there === undefined ? null : planReplacement(toPolicyObject(made, policy), there);
    if (there === undefined || planned === null || planned.kind === 'none') return true;
    files.push({ ...planned, name: toName(there.ref, planned.kind), ref: there.ref });
    return false;
  });
  const [first] = fresh;
  if (first !== undefined)
    files.unshift({
      name: `${namespace}_network-policies.yaml`,
      kind: 'create',
      ref: toRef(toPolicyObject(made, first)),
      text: renderPolicies({ ...made, policies: fresh }, place, partial),
      undo: null,
    });
  return { kind: 'files', files };
};
