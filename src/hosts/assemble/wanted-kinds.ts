/** The kinds that the rules of a run look at: what a cluster is asked for, and no more. */

import type { Analyser } from '../../analysers/analyser.ts';
import { attackKinds } from '../../analysers/keep-for-attacks.ts';
import { extensionKinds } from '../../kube/schema/extension-kinds.ts';
import { builtInKinds } from '../../kube/schema/kinds.ts';
import type { Resource } from '../../model/resource.ts';
import type { Match, Rule } from '../../model/rule.ts';
import type { WantedKind } from '../../sources/source.ts';
import type { RuleSet } from './rules.ts';

/** With what the attack graph is drawn from, where `attacks` says so. */
export const listWantedKinds = ({ rules, analysers, asked }: RuleSet, attacks = false): readonly WantedKind[] => {
  const wanted = new Map<string, WantedKind>();
  const want = ({ group, kind }: WantedKind): void => void wanted.set(`${group}/${kind}`, { group, kind });
  for (const { match } of rules) for (const one of match) toKinds(one).forEach(want);
  asked.forEach(want);
  if (rules.some(needsGrants)) grants.forEach(want);
  for (const kind of [...builtInKinds, ...extensionKinds]) if (analysers.some(keepsSome(kind))) want(kind);
  if (attacks) for (const kind of attackKinds) if (!ofConnections(kind)) want(kind);
  return [...wanted.values()];
};

/** Which connections are needed changes no number of walls, and there are as many slices as there is change. */
const ofConnections = ({ group, kind }: WantedKind): boolean =>
  kind === 'Endpoints' || kind === 'EndpointSlice' || group === 'monitoring.coreos.com';

/** A match that names no kind is asked about every kind of its groups that Kubernetes has. */
const toKinds = ({ groups, kinds }: Match): readonly WantedKind[] =>
  groups !== undefined && kinds !== undefined
    ? groups.flatMap((group) => kinds.map((kind) => ({ group, kind })))
    : builtInKinds.filter(
        ({ group, kind }) => (groups?.includes(group) ?? true) && (kinds?.includes(kind) ?? !isPassing(kind)),
      );

/** Records of what happens, which change by the second and in which nobody configures anything. */
const isPassing = (kind: string): boolean => kind === 'Event' || kind === 'Lease' || kind === 'EndpointSlice';

const needsGrants = ({ capabilities }: Rule): boolean =>
  capabilities.some((kind) => kind === 'access-review' || kind === 'path-review');

const grants: readonly WantedKind[] = ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'].map((kind) => ({
  group: 'rbac.authorization.k8s.io',
  kind,
}));

/** An analyser says what it needs by what it keeps: it is shown an empty object of the kind. */
const keepsSome = ({ group, kind }: WantedKind): ((analyser: Analyser) => boolean) => {
  const resource: Resource = {
    ref: { apiVersion: group === '' ? 'v1' : `${group}/v1`, kind, namespace: 'default', name: 'any' },
    object: {},
    origin: { kind: 'cluster', cluster: '', uid: '' },
  };
  return (analyser) => analyser.keep(resource) !== null;
};
