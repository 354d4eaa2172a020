/** What pages show of an estate beside what the walls and the surveys look at: policies that guard no way in. */

import { pick } from '../../../model/read-object.ts';
import { toGroup, type Resource } from '../../../model/resource.ts';

const toKinds = (group: string, ...kinds: readonly string[]): readonly { group: string; kind: string }[] =>
  kinds.map((kind) => ({ group, kind }));

/** The analyser of enforcement asks a cluster for all of them as well: a page needs no further right. */
export const viewKinds: readonly { readonly group: string; readonly kind: string }[] = [
  ...toKinds('admissionregistration.k8s.io', 'MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding'),
  ...toKinds(
    'policies.kyverno.io',
    ...['ImageValidatingPolicy', 'MutatingPolicy', 'GeneratingPolicy', 'DeletingPolicy'].flatMap((kind) => [
      kind,
      `Namespaced${kind}`,
    ]),
  ),
];

export const keepForViews = (resource: Resource): Resource | null =>
  kinds.has(`${toGroup(resource.ref.apiVersion)}/${resource.ref.kind}`)
    ? {
        ...resource,
        object: pick(resource.object, [['metadata', 'annotations'], ['metadata', 'labels'], ['spec'], ['status']]),
      }
    : null;

const kinds: ReadonlySet<string> = new Set(viewKinds.map(({ group, kind }) => `${group}/${kind}`));
