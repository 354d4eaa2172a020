/** Names, by namespace, the policies that select what listens there: what a person looks at first where a way is closed. */

import { toNamespaceName } from '../../../kube/network/namespace-name.ts';
import { selects } from '../index-policies.ts';
import type { NetworkWorld } from './network-world.ts';

export const policiesOf = ({ estate, workloads }: NetworkWorld): ReadonlyMap<string, string> => {
  const selecting = new Map<string, Set<string>>();
  const wide: { readonly name: string; readonly fits: (namespace: string) => boolean }[] = [];
  const namespaces = Map.groupBy(
    workloads.flatMap(({ sides }) => sides.map(({ side }) => side)),
    ({ namespace }) => namespace,
  );
  for (const { policies } of estate.tiers)
    for (const { subject, ingress, resource } of policies) {
      if (ingress === null) continue;
      const { kind, namespace, name } = resource.ref;
      const shown = `${kind} ${namespace === null ? '' : `${toNamespaceName(namespace)}/`}${name}`;
      const test = subject.namespaces;
      if (test.kind === 'named') {
        if (!(namespaces.get(test.name) ?? []).some((side) => selects(subject, side))) continue;
        const known = selecting.get(test.name);
        if (known === undefined) selecting.set(test.name, new Set([shown]));
        else known.add(shown);
      } else if (wide.length < mostShown)
        wide.push({
          name: shown,
          fits: (of) => (namespaces.get(of) ?? []).some((side) => selects(subject, side)),
        });
    }
  return new Map(
    [...namespaces.keys()].flatMap((namespace) => {
      const names = [
        ...(selecting.get(namespace) ?? []),
        ...wide.filter(({ fits }) => fits(namespace)).map(({ name }) => name),
      ];
      if (names.length === 0) return [];
      const more = names.length > mostShown ? ` and ${names.length - mostShown} more` : '';
      return [[namespace, `${names.slice(0, mostShown).join(', ')}${more} select what listens there`]];
    }),
  );
};

const mostShown = 3;
