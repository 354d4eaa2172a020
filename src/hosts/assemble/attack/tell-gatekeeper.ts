/** The constraints of Gatekeeper that may refuse pods: their Rego is not evaluated here, so what they refuse is not known. */

import { compileWildcard } from '../../../lang/pattern/wildcard.ts';
import { at, objectsAt, textAt, textsAt } from '../../../model/read-object.ts';
import type { ResourceRef } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';

export interface GatekeeperDoubt {
  readonly constraint: ResourceRef;
  readonly by: string;
  readonly why: string;
  covers(namespace: string): boolean;
}

export const tellGatekeeper = (snapshot: Snapshot): readonly GatekeeperDoubt[] =>
  snapshot.list('templates.gatekeeper.sh', 'ConstraintTemplate').flatMap((template) => {
    if (!escapeWords.test(`${template.ref.name} ${JSON.stringify(template.object['spec'] ?? null)}`)) return [];
    const kind = textAt(template.object, 'spec', 'crd', 'spec', 'names', 'kind');
    return snapshot.list('constraints.gatekeeper.sh', kind).flatMap(({ ref, object }): readonly GatekeeperDoubt[] => {
      const spec = at(object, 'spec');
      const action = textAt(spec, 'enforcementAction') || 'deny';
      const kinds = objectsAt(spec, 'match', 'kinds');
      const isOfPods =
        kinds.length === 0 ||
        kinds.some((each) => textsAt(each, 'kinds').some((name) => name === 'Pod' || name === '*'));
      if (!isOfPods || !['deny', 'scoped'].includes(action)) return [];
      const namespaces = textsAt(spec, 'match', 'namespaces').map(compileWildcard);
      const excluded = textsAt(spec, 'match', 'excludedNamespaces').map(compileWildcard);
      return [
        {
          constraint: ref,
          by: `${ref.kind} ${ref.name}`,
          why: `${ref.kind} ${ref.name} may refuse such pods: what Gatekeeper judges is not evaluated here`,
          covers: (namespace) =>
            (namespaces.length === 0 || namespaces.some((fits) => fits(namespace))) &&
            !excluded.some((fits) => fits(namespace)),
        },
      ];
    });
  });

/** Of the templates of Gatekeeper's own library and others like them. */
const escapeWords = /privileged|hostpath|hostfilesystem|hostpid|hostnamespace|capabilities|volumes|securitycontext/i;
