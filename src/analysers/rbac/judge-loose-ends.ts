/** Grants that are not what they seem: to a role or an account that is not there, twice, or to nobody. */

import type { IndexedBinding, IndexedRole } from '../../kube/rbac/access.ts';
import { rbacGroup, toSubjectKey } from '../../kube/rbac/role-binding.ts';
import { renderSubject } from '../../kube/rbac/subject.ts';
import { parseLabelSelector, type LabelSelector } from '../../kube/selector/label-selector.ts';
import { objectAt, objectsAt } from '../../model/read-object.ts';
import type { Resource } from '../../model/resource.ts';
import type { RuleMetadata } from '../../model/rule.ts';
import type { Severity } from '../../model/severity.ts';
import type { AnalyserConclusion } from '../analyser.ts';
import { findUnread, listNames, nameOf } from '../gap.ts';
import type { AccessView } from './access-view.ts';

const reference = 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/#periodic-review';

const toRule = (
  id: string,
  control: string,
  told: Pick<RuleMetadata, 'title' | 'severity' | 'what' | 'why' | 'fine' | 'remediation'>,
): RuleMetadata => ({
  id: `rbac/${id}`,
  layer: 'identity',
  control,
  references: [reference],
  ...told,
});

export const danglingRoleRule = toRule('dangling-role', 'rbac-dangling-role', {
  title: 'A binding refers to a role that is there',
  severity: 'medium',
  what: 'The role a binding names exists: a ClusterRole, or a Role of the same namespace.',
  why: 'Whoever makes a role of that name decides what the subjects may do, and nobody looks at the binding again.',
  fine: 'While the two are being installed; in manifests, where another repository holds the role.',
  remediation: 'Make the role the binding means, or delete the binding.',
});

export const danglingSubjectRule = toRule('dangling-subject', 'rbac-dangling-subject', {
  title: 'A binding names service accounts that are there',
  severity: 'low',
  what: 'Every service account a binding names exists.',
  why: 'Whoever may make service accounts in that namespace makes one of that name and holds what is bound to it.',
  fine: 'Accounts that are made for the length of a job.',
  remediation: 'Remove the subject from the binding, or make the account.',
});

export const duplicateBindingRule = toRule('duplicate-binding', 'rbac-duplicate-binding', {
  title: 'A role is bound to a subject once',
  severity: 'info',
  what: 'No binding gives its subjects a role that another binding gives all of them in the same place.',
  why: 'Taking one away takes nothing away: the right stays, and whoever revoked it does not know.',
  fine: 'Bindings of two charts that are removed on their own.',
  remediation: 'Delete one of the two bindings.',
});

export const unusedRoleRule = toRule('unused-role', 'rbac-unused-role', {
  title: 'A role is held by somebody',
  severity: 'info',
  what: 'Every role people wrote is bound, or gathered by an aggregated role.',
  why: 'A role that nobody holds is one that nobody reviews, ready to be bound.',
  fine: 'Roles that are offered for others to bind, as charts bring them.',
  remediation: 'Delete the role, or bind it where it is needed.',
});

export const looseEndRules = [danglingRoleRule, danglingSubjectRule, duplicateBindingRule, unusedRoleRule];

export const judgeLooseEnds = (view: AccessView): readonly AnalyserConclusion[] => [
  ...judgeRoleRefs(view),
  ...judgeAccounts(view),
  ...judgeDuplicates(view),
  ...judgeUnused(view),
];

const toFail = (
  rule: RuleMetadata,
  about: Resource,
  message: string,
  path: string,
  severity?: Severity,
): AnalyserConclusion => ({
  rule,
  about,
  conclusion: {
    status: 'fail',
    ...(severity === undefined ? {} : { severity }),
    action: 'audit',
    enforcement: 'unknown',
    message,
    path,
  },
});

const judgeRoleRefs = ({ snapshot, given }: AccessView): readonly AnalyserConclusion[] =>
  given.flatMap(({ binding }): readonly AnalyserConclusion[] => {
    const { role, roleRef, namespace, resource } = binding;
    if (findUnread(snapshot, `${rbacGroup}/${roleRef.kind}`, namespace) !== undefined) return [];
    if (role !== null)
      return [
        {
          rule: danglingRoleRule,
          about: resource,
          conclusion: {
            status: 'pass',
            action: 'audit',
            enforcement: 'unknown',
            message: `Refers to ${nameOf(role.resource)}, which is there`,
            path: 'roleRef',
          },
        },
      ];
    const place = roleRef.kind === 'ClusterRole' || namespace === null ? '' : `${namespace}/`;
    return snapshot.kind === 'cluster'
      ? [
          toFail(
            danglingRoleRule,
            resource,
            `Refers to ${roleRef.kind} ${place}${roleRef.name}, which is not there`,
            'roleRef',
          ),
        ]
      : [
          toFail(
            danglingRoleRule,
            resource,
            `Refers to ${roleRef.kind} ${place}${roleRef.name}, which is not among what was read`,
            'roleRef',
            'info',
          ),
        ];
  });

/** Manifests seldom hold every account: only a cluster can say that one is missing. */
const judgeAccounts = ({ snapshot, given }: AccessView): readonly AnalyserConclusion[] => {
  if (snapshot.kind !== 'cluster') return [];
  return given.flatMap(({ binding, subjects }) => {
    const missing = subjects.filter(
      (subject) =>
        subject.kind === 'serviceaccount' &&
        subject.name !== 'default' &&
        findUnread(snapshot, '/ServiceAccount', subject.namespace) === undefined &&
        snapshot.find('', 'ServiceAccount', subject.namespace, subject.name) === undefined,
    );
    if (missing.length === 0) return [];
    const names = listNames(missing.map(renderSubject));
    return [
      toFail(
        danglingSubjectRule,
        binding.resource,
        `Names ${names}, which ${missing.length === 1 ? 'is' : 'are'} not there`,
        'subjects',
      ),
    ];
  });
};

/** The one read first is the one that counts; two of one name are one object written twice. */
const judgeDuplicates = ({ given }: AccessView): readonly AnalyserConclusion[] => {
  const givers = new Map<string, IndexedBinding>();
  const found: AnalyserConclusion[] = [];
  for (const { binding, subjects } of given) {
    const { roleRef, namespace, resource } = binding;
    const keys = subjects.map(
      (subject) => `${roleRef.kind}/${roleRef.name}\n${namespace ?? ''}\n${toSubjectKey(subject)}`,
    );
    const before = keys.flatMap((key) => givers.get(key) ?? []);
    const [first] = before;
    if (
      first !== undefined &&
      before.length === keys.length &&
      before.every((each) => each.resource.ref.name !== resource.ref.name)
    ) {
      const names = [...new Set(before.map((each) => nameOf(each.resource)))];
      found.push(
        toFail(
          duplicateBindingRule,
          resource,
          `Gives nobody anything that ${listNames(names)} does not give them`,
          'subjects',
        ),
      );
    }
    for (const key of keys) if (!givers.has(key)) givers.set(key, binding);
  }
  return found;
};

const judgeUnused = (view: AccessView): readonly AnalyserConclusion[] => {
  const { index, snapshot } = view;
  if (
    ['RoleBinding', 'ClusterRoleBinding'].some(
      (kind) => findUnread(snapshot, `${rbacGroup}/${kind}`, null) !== undefined,
    )
  )
    return [];
  const bound = new Set(index.bindings.map(({ role }) => role));
  const isGathered = createIsGathered(index.roles);
  return index.roles.flatMap((role) =>
    bound.has(role) || role.bootstrap || view.isMade(role) || isGathered(role)
      ? []
      : [
          toFail(
            unusedRoleRule,
            role.resource,
            snapshot.kind === 'cluster' ? 'Is bound to nobody' : 'Is bound by nothing that was read',
            '',
          ),
        ],
  );
};

const createIsGathered = (roles: readonly IndexedRole[]): ((role: IndexedRole) => boolean) => {
  const selectors = new Map<string, LabelSelector>();
  for (const { resource } of roles) {
    for (const written of objectsAt(resource.object, 'aggregationRule', 'clusterRoleSelectors')) {
      const parsed = parseLabelSelector(written);
      if (parsed.kind === 'selector') selectors.set(parsed.selector.text, parsed.selector);
    }
  }
  // More selectors than any cluster has: then a label is taken for one that some role asks for.
  const isTooMany = selectors.size > mostSelectors;
  return ({ namespace, resource }) => {
    const labels = objectAt(resource.object, 'metadata', 'labels');
    if (namespace !== null) return false;
    return isTooMany ? Object.keys(labels).length > 0 : [...selectors.values()].some((each) => each.matches(labels));
  };
};

const mostSelectors = 200;
