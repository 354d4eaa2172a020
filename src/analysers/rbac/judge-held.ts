/** Who really holds which power: about the role where people wrote it, about the binding where Kubernetes made the role. */

import type { IndexedRole } from '../../kube/rbac/access.ts';
import { renderSubject, type AccessSubject } from '../../kube/rbac/subject.ts';
import type { Note } from '../../model/finding.ts';
import type { Resource } from '../../model/resource.ts';
import { compareSeverity, severities, type Severity } from '../../model/severity.ts';
import type { AnalyserConclusion } from '../analyser.ts';
import { nameOf } from '../gap.ts';
import { toCrowd, type AccessView, type Given } from './access-view.ts';
import { createFindPowers, type HeldPower } from './held-powers.ts';
import { toNarrowingEdits } from './narrow-rule.ts';
import type { Power } from './power.ts';
import { everyResource } from './powers.ts';

export const judgeHeld = (view: AccessView): readonly AnalyserConclusion[] => {
  const find = createFindPowers();
  const byRole = new Map<IndexedRole, Given[]>();
  const conclusions: AnalyserConclusion[] = [];
  for (const given of view.given) {
    const { role } = given.binding;
    if (role === null) continue;
    if (view.isMade(role)) conclusions.push(...judgeBinding(view, given, role, find(role)));
    else {
      const known = byRole.get(role);
      if (known === undefined) byRole.set(role, [given]);
      else known.push(given);
    }
  }
  for (const [role, given] of byRole) {
    const found = find(role).flatMap((held) => judgePower(view, role, given, held));
    conclusions.push(...(found.length > 0 ? found : [toClean(role.resource)]));
  }
  return conclusions;
};

interface Holder {
  readonly subject: AccessSubject;
  readonly given: Given;
  readonly severity: Severity;
}

const judgePower = (
  view: AccessView,
  role: IndexedRole,
  given: readonly Given[],
  held: HeldPower,
): readonly AnalyserConclusion[] => {
  const holders = toHolders(view, given, held);
  const [worst] = holders;
  if (worst === undefined) return [];
  const more = holders.length > 1 ? ` and ${holders.length - 1} more` : '';
  const edits = toNarrowingEdits(role.resource, held);
  return [
    {
      rule: held.power.rule,
      about: role.resource,
      conclusion: {
        status: 'fail',
        severity: worst.severity,
        action: 'audit',
        enforcement: 'unknown',
        message: `Lets ${renderSubject(worst.subject)}${more} ${held.power.does} ${renderPlace(worst)}`,
        path: toPath(role.resource, held),
        // Both ways of impersonation are one rule.
        ...(held.power.besides === undefined ? {} : { key: held.power.does }),
        ...(edits.length > 0 ? { edits } : {}),
        evidence: [...toGrantNotes(role.resource, held), ...toHolderNotes(holders)],
      },
    },
  ];
};

/** As the library's rules point: at the first rule that gives it, unless another role was aggregated. */
const toPath = (role: Resource, { grants }: HeldPower): string => {
  const own = grants.find(({ rule }) => rule.from === role);
  return own === undefined ? '' : `rules[${own.rule.index}]`;
};

/** One finding for a binding, by the worst of what it gives: the role is known, and who holds it is what can be changed. */
const judgeBinding = (
  view: AccessView,
  given: Given,
  role: IndexedRole,
  all: readonly HeldPower[],
): readonly AnalyserConclusion[] => {
  const { binding } = given;
  // What they are made for: people and pipelines in their own namespace.
  if (binding.namespace !== null && userFacing.has(role.resource.ref.name)) return [];
  const judged = all
    .map((held) => ({ held, holders: toHolders(view, [given], held) }))
    .flatMap(({ held, holders }) => (holders[0] === undefined ? [] : [{ held, holders, worst: holders[0] }]))
    .toSorted((a, b) => compareSeverity(a.worst.severity, b.worst.severity));
  const [first] = judged;
  if (first === undefined) return [];
  const { held, holders, worst } = first;
  const more = holders.length > 1 ? ` and ${holders.length - 1} more` : '';
  const others = judged.slice(1).map((each) => each.held.power.does);
  return [
    {
      rule: held.power.rule,
      about: binding.resource,
      conclusion: {
        status: 'fail',
        severity: worst.severity,
        action: 'audit',
        enforcement: 'unknown',
        message: `Lets ${renderSubject(worst.subject)}${more} ${held.power.does} ${renderPlace(worst)}, by the ${nameOf(role.resource)} of Kubernetes`,
        path: 'subjects',
        evidence: [
          ...(others.length === 0 ? [] : [toNote(`The role also lets them ${others.join('; ')}`)]),
          ...toHolderNotes(holders),
        ],
      },
    },
  ];
};

export const userFacing: ReadonlySet<string> = new Set(['admin', 'edit', 'view']);

/** Worst first. Whom nobody can name is judged at the binding. */
export const toHolders = (view: AccessView, given: readonly Given[], held: HeldPower): readonly Holder[] =>
  given
    .flatMap((each) =>
      each.subjects.flatMap((subject): readonly Holder[] => {
        if (toCrowd(subject) !== null || !holdsBesides(view, subject, held.power)) return [];
        const severity = toSeverity(held, each.binding.namespace, subject);
        return severity === null ? [] : [{ subject, given: each, severity }];
      }),
    )
    .toSorted((a, b) => compareSeverity(a.severity, b.severity));

const holdsBesides = ({ index }: AccessView, subject: AccessSubject, { besides }: Power): boolean =>
  besides === undefined || index.whatCan(subject).some(({ rule }) => besides(rule));

/** `null` for what is no more than its work in one namespace. */
const toSeverity = (held: HeldPower, namespace: string | null, subject: AccessSubject): Severity | null => {
  const of = held.power === everyResource ? worstOf(held.contains, namespace) : toLevel(held.power, namespace);
  if (of === 'info') return null;
  const isWorkload = subject.kind === 'serviceaccount' || subject.name.startsWith('system:serviceaccounts:');
  return isWorkload ? of : (severities[severities.indexOf(of) + 1] ?? 'info');
};

const toLevel = ({ wide, local, clusterOnly }: Power, namespace: string | null): Severity =>
  namespace === null ? wide : clusterOnly === true ? 'info' : local;

const worstOf = (contained: readonly Power[], namespace: string | null): Severity =>
  contained.map((power) => toLevel(power, namespace)).toSorted(compareSeverity)[0] ?? 'info';

const renderPlace = ({ given: { binding } }: Holder): string =>
  binding.namespace === null ? 'in all namespaces' : `in namespace ${binding.namespace}`;

const toGrantNotes = (role: Resource, { grants, contains }: HeldPower): readonly Note[] => {
  const rules = grants.slice(0, mostNotes).map(({ rule, asks }) => {
    const where = rule.from === role ? '' : `${nameOf(rule.from)} `;
    const what = asks.map(({ resource, verbs }) => `${verbs.join(', ')} on ${resource}`).join('; ');
    return toNote(`${where}rules[${rule.index}]: ${what}`);
  });
  return contains.length === 0 ? rules : [...rules, toNote(`Among it: ${contains.map(({ does }) => does).join('; ')}`)];
};

const toHolderNotes = (holders: readonly Holder[]): readonly Note[] => {
  const shown = holders
    .slice(0, mostNotes)
    .map((holder) =>
      toNote(
        `${renderSubject(holder.subject)} ${renderPlace(holder)}, by ${nameOf(holder.given.binding.resource)} (${holder.severity})`,
      ),
    );
  return holders.length <= mostNotes ? shown : [...shown, toNote(`and ${holders.length - mostNotes} more`)];
};

/** A line of a report each; the answer in full is `vauban rbac who-can`. */
const mostNotes = 10;

const toNote = (text: string): Note => ({ text, source: 'vauban' });

const toClean = (about: Resource): AnalyserConclusion => ({
  rule: everyResource.rule,
  about,
  conclusion: {
    status: 'pass',
    action: 'audit',
    enforcement: 'unknown',
    message: 'Gives its holders nothing that leads further',
    path: '',
  },
});
