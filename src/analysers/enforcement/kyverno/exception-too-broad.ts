/** A PolicyException that exempts more than somebody can have meant. */

import type { JsonObject } from '../../../model/json.ts';
import type { Resource } from '../../../model/resource.ts';
import { toEnforced, toNotEnforced, groupOf, type Judged } from '../../gap.ts';
import { at, objectsAt, textAt, textsAt } from '../../../model/read-object.ts';
import type { EnforcementGap } from '../view.ts';
import { exceptionNames, oldGroup } from './kyverno.ts';

export const kyvernoExceptionTooBroad: EnforcementGap = {
  rule: {
    id: 'enforcement/kyverno-exception-too-broad',
    title: 'A PolicyException is narrow',
    severity: 'high',
    layer: 'cluster',
    control: 'enforcement-exception-scope',
    what: 'Every PolicyException names objects, selects them by label or has conditions, wherever it names all kinds, all namespaces, all rules or all policies.',
    why: 'An exception written for one workload with * in the wrong place switches a policy off for everybody, without a change to the policy itself that anybody would review.',
    fine: 'In a cluster for experiments.',
    remediation:
      'Narrow the PolicyException to the one object it is for: name the policy, its rules, the kind, the namespace and the object (names: [web*]); with policies.kyverno.io write matchConditions on namespace and name.',
    references: [
      'https://kyverno.io/docs/guides/exceptions/',
      'https://kyverno.io/docs/policy-types/cluster-policy/exceptions',
    ],
  },
  subjects: exceptionNames,
  context: [],
  judge: ({ kyverno }) =>
    kyverno.exceptions
      .filter((exception) => !(kyverno.ignoresOldKinds && groupOf(exception) === oldGroup))
      .map((exception) => (groupOf(exception) === oldGroup ? judgeOld(exception) : judgeCel(exception))),
};

const conclude = (exception: Resource, wide: readonly string[]): Judged =>
  wide.length === 0
    ? toEnforced(exception, 'Is narrow', { path: 'spec' })
    : toNotEnforced(exception, `Exempts ${wide.join(', ')}, and nothing narrows it`, {
        path: 'spec',
      });

const judgeCel = (exception: Resource): Judged => {
  const spec = at(exception.object, 'spec');
  const narrows = [...objectsAt(spec, 'matchConditions'), ...textsAt(spec, 'images')].length > 0;
  return conclude(exception, narrows ? [] : ['whatever its policies judge, in all namespaces']);
};

const judgeOld = (exception: Resource): Judged => {
  const spec = at(exception.object, 'spec');
  if (at(spec, 'conditions') !== undefined) return conclude(exception, []);
  const filters = [...objectsAt(spec, 'match', 'any'), ...objectsAt(spec, 'match', 'all')];
  // Each of `any` exempts by itself; of `all` one that narrows is enough.
  const isAll = objectsAt(spec, 'match', 'any').length === 0;
  const open = filters.filter((filter) => !isNarrow(filter));
  if (isAll ? open.length < filters.length : open.length === 0) return conclude(exception, []);
  const wide = [
    ...(open.some((filter) => isAny(textsAt(filter, 'resources', 'kinds'))) ? ['all kinds'] : []),
    ...(open.some((filter) => isAnywhere(filter)) ? ['all namespaces'] : []),
    ...(objectsAt(spec, 'exceptions').some((one) => isAny(textsAt(one, 'ruleNames'))) ? ['all rules'] : []),
    ...(objectsAt(spec, 'exceptions').some((one) => textAt(one, 'policyName') === '*') ? ['all policies'] : []),
  ];
  return conclude(exception, wide);
};

const isNarrow = (filter: JsonObject): boolean => {
  const names = [...textsAt(filter, 'resources', 'names'), textAt(filter, 'resources', 'name')].filter(
    (name) => name !== '',
  );
  return (
    (names.length > 0 && !isAny(names)) ||
    ['selector', 'annotations'].some((field) => at(filter, 'resources', field) !== undefined) ||
    ['subjects', 'roles', 'clusterRoles'].some((field) => at(filter, field) !== undefined)
  );
};

/** No namespace named is every namespace. */
const isAnywhere = (filter: JsonObject): boolean => {
  const namespaces = textsAt(filter, 'resources', 'namespaces');
  return (namespaces.length === 0 && at(filter, 'resources', 'namespaceSelector') === undefined) || isAny(namespaces);
};

const isAny = (patterns: readonly string[]): boolean =>
  patterns.some((pattern) => /^(?:\*|\*\/\*|\*\/\*\/\*)$/.test(pattern));
