/** Namespaces with workloads that Kyverno's policies or its configuration leave out. */

import { compileWildcard } from '../../../lang/pattern/wildcard.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { Resource } from '../../../model/resource.ts';
import { toEnforced, toNotEnforced, listNames, type Judged } from '../../gap.ts';
import { compileNamespaceSelector, type LivedIn } from '../../lived-in.ts';
import { at, objectsAt, textAt, textsAt } from '../../../model/read-object.ts';
import type { EnforcementGap } from '../view.ts';
import { celPolicyNames, engineNames, rulePolicyNames } from './kyverno.ts';
import { celPoliciesInForce, rulePoliciesInForce } from './policies-in-force.ts';

export const kyvernoExcludedNamespaces: EnforcementGap = {
  rule: {
    id: 'enforcement/kyverno-excluded-namespaces',
    title: 'Kyverno leaves out no namespace with workloads',
    severity: 'medium',
    layer: 'cluster',
    control: 'enforcement-policy-scope',
    what: 'No policy excludes a whole namespace that has workloads and is not the cluster’s own, and resourceFilters of Kyverno’s ConfigMap name none.',
    why: 'Whatever is refused elsewhere runs in the namespace that was left out, and whoever may deploy there has the way round the policy.',
    fine: 'For namespaces of node agents and of the platform that need what the policy forbids, as long as few people may deploy there.',
    remediation:
      'Exempt the one workload by a PolicyException instead of its namespace; in the ConfigMap keep [*/*,NAMESPACE,*] for kube-system and Kyverno’s own.',
    references: [
      'https://kyverno.io/docs/installation/customization/#resource-filters',
      'https://kyverno.io/docs/policy-types/cluster-policy/match-exclude',
    ],
  },
  subjects: [...rulePolicyNames, ...celPolicyNames.slice(0, 8), '/ConfigMap'],
  context: ['/Namespace', ...engineNames],
  judge: (view) => {
    const { livedIn, snapshot } = view;
    if (livedIn.length === 0) return [];
    return [
      ...rulePoliciesInForce(view).map((policy) => judgePolicy(policy, livedIn, leftOutByRules(policy, livedIn))),
      ...celPoliciesInForce(view)
        .filter(
          ({ ref, object }) =>
            !ref.kind.endsWith('DeletingPolicy') && at(object, 'spec', 'matchConstraints') !== undefined,
        )
        .map((policy) => judgePolicy(policy, livedIn, leftOutBySelector(policy, livedIn))),
      ...snapshot
        .list('', 'ConfigMap')
        .filter(isConfiguration)
        .map((map) => judgeConfiguration(map, livedIn)),
    ];
  },
};

const judgePolicy = (policy: Resource, livedIn: readonly LivedIn[], left: readonly string[]): Judged => {
  const home = policy.ref.namespace;
  if (left.length === 0) return toEnforced(policy, 'Leaves out no namespace with workloads', { path: 'spec' });
  const isAll = home === null && left.length === livedIn.length;
  return toNotEnforced(
    policy,
    `Leaves out ${isAll ? 'every namespace with workloads' : 'namespace'} ${isAll ? `(${listNames(left)})` : listNames(left)}`,
    { path: 'spec', severity: isAll ? 'high' : 'medium' },
  );
};

const leftOutBySelector = ({ object }: Resource, livedIn: readonly LivedIn[]): readonly string[] => {
  const selects = compileNamespaceSelector(at(object, 'spec', 'matchConstraints', 'namespaceSelector'));
  return livedIn.filter((space) => !selects(space)).map(({ name }) => name);
};

/** What any of its rules excludes; an exclusion that also names objects, kinds or people is no whole namespace. */
const leftOutByRules = ({ object }: Resource, livedIn: readonly LivedIn[]): readonly string[] => {
  const exclusions = objectsAt(object, 'spec', 'rules').flatMap((rule) => {
    const exclude = at(rule, 'exclude');
    const all = objectsAt(exclude, 'all');
    return [...objectsAt(exclude, 'any'), ...(all.length === 1 ? all : []), ...objectsAt([exclude ?? null])];
  });
  const leaves = exclusions.flatMap(toExclusion);
  return livedIn.filter((space) => leaves.some((leave) => leave(space))).map(({ name }) => name);
};

type LeavesOut = (space: LivedIn) => boolean;

const toExclusion = (exclusion: JsonObject): readonly LeavesOut[] => {
  const resources = at(exclusion, 'resources');
  if (resources === undefined || narrowing.some((field) => at(exclusion, field) !== undefined)) return [];
  if (narrowingResources.some((field) => at(resources, field) !== undefined)) return [];
  const kinds = textsAt(resources, 'kinds');
  if (kinds.length > 0 && !kinds.some((kind) => wholeKinds.test(kind))) return [];
  const patterns = textsAt(resources, 'namespaces').map(compileWildcard);
  const selector = at(resources, 'namespaceSelector');
  if (patterns.length === 0 && selector === undefined) return [];
  const selects = compileNamespaceSelector(selector);
  return [(space) => selects(space) && (patterns.length === 0 || patterns.some((fits) => fits(space.name)))];
};

const narrowing = ['subjects', 'roles', 'clusterRoles'];
const narrowingResources = ['names', 'name', 'selector', 'annotations', 'operations'];

/** Kinds that stand for everything that runs. */
const wholeKinds = /^(?:\*|\*\/\*|\*\/\*\/\*|(?:v1\/)?Pod)$/;

const isConfiguration = ({ ref, object }: Resource): boolean =>
  ref.name === 'kyverno' && at(object, 'data', 'resourceFilters') !== undefined;

/** `[kind,namespace,name]`, one after the other; a kind may carry group and version. */
const judgeConfiguration = (map: Resource, livedIn: readonly LivedIn[]): Judged => {
  const filters = textAt(map.object, 'data', 'resourceFilters').matchAll(/\[([^\],]*),([^\],]*),([^\]]*)\]/g);
  const patterns = [...filters].flatMap(([, kind = '', namespace = '', name = '']) =>
    wholeKinds.test(kind.trim()) && name.trim() === '*' ? [compileWildcard(namespace.trim())] : [],
  );
  const left = livedIn.filter((space) => patterns.some((fits) => fits(space.name))).map(({ name }) => name);
  const details = { path: 'data.resourceFilters' };
  return left.length === 0
    ? toEnforced(map, 'Its resourceFilters leave out no namespace with workloads', details)
    : toNotEnforced(map, `Its resourceFilters leave out namespace ${listNames(left)}: no policy of Kyverno judges it`, {
        ...details,
        severity: 'high',
      });
};
