/** Who can what as a page tells it: dangerous rights with their holders, and every subject with its grants. */

import { readStandingWorkloads } from '../../../analysers/standing-workloads.ts';
import type { AccessIndex, Held } from '../../../kube/rbac/access.ts';
import { createAccessIndex } from '../../../kube/rbac/create-access-index.ts';
import type { PolicyRule } from '../../../kube/rbac/policy-rule.ts';
import { renderSubject, type AccessSubject } from '../../../kube/rbac/subject.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { compareSeverity, severities, type Severity } from '../../../model/severity.ts';
import { renderRef } from '../../../reports/place.ts';
import type { Rbac, RbacGrant, RbacPower, RbacSubject } from '../../console/api/rbac.ts';
import { renderFile } from '../attack/tell-remedy.ts';
import { createLocator } from '../network/locate.ts';
import type { Inspected } from './inspected.ts';
import { readPowers, type HeldPowers } from './read-powers.ts';
import { shown } from './shown-text.ts';

const mostSubjects = 5_000;
const mostGrants = 60;
const mostHolders = 500;
const mostRules = 40;

export const viewRbac = (inspected: Inspected): Rbac => {
  const { snapshot, report } = inspected;
  const index = createAccessIndex(snapshot);
  const listed = readPowers(snapshot);
  const worst = new Map<string, Severity>();
  for (const { holders } of listed)
    for (const { subject, severity } of holders) {
      const id = renderSubject(subject);
      const known = worst.get(id);
      if (known === undefined || compareSeverity(severity, known) < 0) worst.set(id, severity);
    }
  const subjects = listSubjects(index, worst);
  const toGrant = createGrants(inspected);
  const users = listUsers(snapshot);
  return {
    complete: report.complete && index.doubts.length === 0 && subjects.length <= mostSubjects,
    unknowns: [
      ...(subjects.length > mostSubjects ? [`${subjects.length - mostSubjects} more subjects are not shown`] : []),
      ...index.doubts.slice(0, 50).map(({ about, message }) => shown(`${renderRef(about.ref)}: ${message}`, 600)),
    ],
    powers: listed.map((power) => toPower(power, inspected)).sort((a, b) => compareSeverity(a.severity, b.severity)),
    subjects: subjects.slice(0, mostSubjects).map(({ id, subject, isBuiltIn }): RbacSubject => ({
      id: shown(id, 300),
      kind: subject.kind === 'serviceaccount' ? 'service-account' : subject.kind,
      builtIn: isBuiltIn,
      worst: worst.get(id) ?? null,
      workloads: (users.get(id) ?? []).slice(0, 40),
      grants: mergeGrants(index.whatCan(subject, { own: true }).flatMap((held) => toGrant(held) ?? [])),
    })),
  };
};

interface ListedSubject {
  readonly id: string;
  readonly subject: AccessSubject;
  readonly isBuiltIn: boolean;
}

/** Who is bound: the most dangerous first, and what Kubernetes itself binds last. */
const listSubjects = ({ bindings }: AccessIndex, worst: ReadonlyMap<string, Severity>): readonly ListedSubject[] => {
  const known = new Map<string, ListedSubject>();
  for (const { subjects, bootstrap } of bindings)
    for (const subject of subjects) {
      const id = renderSubject(subject);
      const before = known.get(id);
      if (before === undefined || (before.isBuiltIn && !bootstrap))
        known.set(id, { id, subject, isBuiltIn: bootstrap });
    }
  const rankOf = ({ id, isBuiltIn }: ListedSubject): number => {
    const severity = worst.get(id);
    return (isBuiltIn ? 10 : 0) + (severity === undefined ? severities.length : severities.indexOf(severity));
  };
  return [...known.values()].sort((a, b) => rankOf(a) - rankOf(b) || (a.id < b.id ? -1 : 1));
};

const createGrants = (inspected: Inspected): ((held: Held) => RbacGrant | null) => {
  const where = createLocator(inspected);
  return ({ rule, namespace, via }) => {
    if (via.kind !== 'binding') return null;
    const { file, line } = where(via.binding.resource, '');
    return {
      where: renderWhere(namespace),
      role: shown(renderRef(via.role.resource.ref), 300),
      binding: shown(renderRef(via.binding.resource.ref), 300),
      rules: [shown(renderRule(rule), 300)],
      place: file === null ? '' : renderFile(file, line),
    };
  };
};

const renderWhere = (namespace: string | null): string =>
  namespace === null ? 'all namespaces' : `namespace ${shown(namespace, 300)}`;

/** One grant for each binding and role, with the rules of all. */
const mergeGrants = (grants: readonly RbacGrant[]): readonly RbacGrant[] =>
  [...Map.groupBy(grants, ({ where, role, binding }) => JSON.stringify([where, role, binding])).values()]
    .slice(0, mostGrants)
    .flatMap((same): readonly RbacGrant[] => {
      const [first] = same;
      return first === undefined ? [] : [{ ...first, rules: same.flatMap(({ rules }) => rules).slice(0, mostRules) }];
    });

/** `get, list secrets`; a star is said as one. */
const renderRule = ({ verbs, groups, resources, resourceNames, nonResourceUrls }: PolicyRule): string => {
  if (nonResourceUrls.length > 0) return `${verbs.join(', ')} ${nonResourceUrls.join(', ')}`;
  const named = resourceNames.length === 0 ? '' : ` named ${resourceNames.join(', ')}`;
  const of = groups.every((group) => group === '') ? '' : ` of ${groups.map((group) => group || 'core').join(', ')}`;
  return `${verbs.join(', ')} ${resources.join(', ')}${of}${named}`;
};

const toPower = ({ does, ask, holders }: HeldPowers[number], { program, estate }: Inspected): RbacPower => ({
  title: `${does.charAt(0).toUpperCase()}${does.slice(1)}`,
  severity: holders[0]?.severity ?? 'info',
  command: `${program} rbac who-can ${renderWord(ask.verb)} ${renderResource(ask)} ${estate}`,
  holders: holders.slice(0, mostHolders).map(({ subject, binding, role }) => ({
    subject: shown(renderSubject(subject), 300),
    where: renderWhere(binding.namespace),
    through: shown(`${renderRef(role.resource.ref)}, by ${renderRef(binding.resource.ref)}`, 400),
  })),
});

/** `secrets`, `pods/exec`, `signers.certificates.k8s.io`. */
const renderResource = ({ group, resource }: HeldPowers[number]['ask']): string => {
  const [name = '', ...rest] = resource.split('/');
  const whole = group === '' || group === '*' ? name : `${name}.${group}`;
  return renderWord([whole, ...rest].join('/'));
};

/** A shell would make file names of a star. */
const renderWord = (word: string): string => (word.includes('*') ? `'${word}'` : word);

const listUsers = (snapshot: Snapshot): ReadonlyMap<string, readonly string[]> => {
  const users = new Map<string, string[]>();
  for (const { place, serviceAccount } of readStandingWorkloads(snapshot)) {
    const id = `serviceaccount:${place.namespace}:${serviceAccount}`;
    const name = shown(`${place.namespace}/${place.name}`, 300);
    const known = users.get(id);
    if (known === undefined) users.set(id, [name]);
    else known.push(name);
  }
  return users;
};
