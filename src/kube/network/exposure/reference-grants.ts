/** Who may refer to what in another namespace: ReferenceGrants, which stand where the target is. */

import { objectsAt, textAt } from '../../../model/read-object.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { toNamespaceName } from '../namespace-name.ts';

export interface ReferenceGrants {
  allow(
    from: { readonly kind: string; readonly namespace: string },
    to: { readonly kind: string; readonly namespace: string; readonly name: string },
  ): boolean;
}

export const createReferenceGrants = (snapshot: Snapshot): ReferenceGrants => {
  const group = 'gateway.networking.k8s.io';
  const byNamespace = Map.groupBy(snapshot.list(group, 'ReferenceGrant'), ({ ref }: Resource) =>
    toNamespaceName(ref.namespace),
  );
  return {
    allow: (from, to) =>
      (byNamespace.get(to.namespace) ?? []).some(
        ({ object }) =>
          objectsAt(object, 'spec', 'from').some(
            (one) =>
              textAt(one, 'group') === group &&
              textAt(one, 'kind') === from.kind &&
              textAt(one, 'namespace') === from.namespace,
          ) &&
          objectsAt(object, 'spec', 'to').some(
            (one) =>
              textAt(one, 'group') === '' &&
              textAt(one, 'kind') === to.kind &&
              ['', to.name].includes(textAt(one, 'name')),
          ),
      ),
  };
};
