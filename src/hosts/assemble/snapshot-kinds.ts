/** Every kind that any command looks at: what a snapshot of a cluster is taken of. */

import { attackKinds } from '../../analysers/keep-for-attacks.ts';
import { surveys } from '../../analysers/registry.ts';
import { generateKinds } from '../../kube/network/generate/generate-kinds.ts';
import { accessKinds } from '../../kube/rbac/create-access-index.ts';
import type { WantedKind } from '../../sources/source.ts';
import type { RuleSet } from './rules.ts';
import { listWantedKinds } from './wanted-kinds.ts';

/** `ruleSet` is of all rules, and of people's own. Never Secrets: no source asks for them. */
export const listSnapshotKinds = (ruleSet: RuleSet): readonly WantedKind[] => {
  const all = [...listWantedKinds(ruleSet, true), ...generateKinds, ...accessKinds, ...inspectKinds, ...definitions];
  return [...new Map(all.map((kind) => [`${kind.group}/${kind.kind}`, kind])).values()];
};

/** What one look at an estate reads besides what its rules ask for: the attack graph's kinds and the surveys'. */
export const inspectKinds: readonly WantedKind[] = [...attackKinds, ...surveys.flatMap(({ kinds }) => kinds)];

/** What else a cluster may hold, and whether it is namespaced. */
const definitions: readonly WantedKind[] = [{ group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' }];
