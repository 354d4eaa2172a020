/** `vauban rbac what-can`: everything a subject may do, its own grants and those of its groups. */

import type { Held, IndexedBinding, Via } from '../../kube/rbac/access.ts';
import type { PolicyRule } from '../../kube/rbac/policy-rule.ts';
import { mostHeld } from '../../kube/rbac/create-access-index.ts';
import { toGroupsOf } from '../../kube/rbac/subject-key.ts';
import { listUnknownWords } from '../../kube/rbac/unknown-words.ts';
import { parseSubject, renderSubject, type AccessSubject } from '../../kube/rbac/subject.ts';
import { closest } from '../../lang/pattern/closest.ts';
import { count, toPlainText } from '../../reports/plain-text.ts';
import { UsageError, listOption, textOption, type RunCommand } from './command.ts';
import {
  isBuiltIn,
  readRbacEstate,
  renderBindingOf,
  renderMissing,
  renderRoleOf,
  renderRule,
  type RbacEstate,
} from './rbac-estate.ts';

export const run: RunCommand = async (input, context) => {
  const [word = '', ...paths] = input.words;
  const subject = toSubject(word);
  const groups = listOption(input, 'asGroup');
  if (groups.some((name) => name.trim() === '')) throw new UsageError('--as-group takes a name');
  const namespace = textOption(input, 'namespace') ?? null;
  const estate = await readRbacEstate(paths, input, context);
  const all = estate.index.whatCan(subject, { groups });
  if (all.length >= mostHeld) throw new UsageError(`${word} holds more than ${mostHeld} rules: no answer is that long`);
  const held = all.filter((each) => namespace === null || each.namespace === null || each.namespace === namespace);
  for (const line of listUnknownWords({ verb: null, resources: [], namespace }, estate))
    await context.error.write(`vauban: ${line}\n`);
  const rows = toRows(held);
  await context.output.write(
    textOption(input, 'output') === 'json'
      ? renderJson(subject, rows, estate)
      : renderText(subject, groups, rows, estate),
  );
  return estate.exitCode;
};

const toSubject = (word: string): AccessSubject => {
  const account = /^system:serviceaccount:[^:]+:[^:]+$/.test(word);
  const subject = parseSubject(account ? `user:${word}` : word);
  if (subject !== undefined) return subject;
  const hint = word.startsWith('system:') ? `; did you mean group:${word}?` : '';
  throw new UsageError(`${word}: a subject is user:NAME, group:NAME or serviceaccount:NAMESPACE:NAME${hint}`);
};

interface Row {
  readonly namespace: string | null;
  readonly rule: PolicyRule;
  readonly via: readonly Via[];
}

/** Equal rules are one object: what several bindings give is said once. */
const toRows = (held: readonly Held[]): readonly Row[] => {
  const byPlace = Map.groupBy(held, ({ namespace }) => namespace ?? '');
  return [...byPlace]
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .flatMap(([, some]) =>
      [...Map.groupBy(some, ({ rule }) => rule)].map(([rule, same]) => ({
        namespace: same[0]?.namespace ?? null,
        rule,
        via: same.map(({ via }) => via),
      })),
    );
};

const renderJson = (subject: AccessSubject, rows: readonly Row[], { missing, linkOf }: RbacEstate): string =>
  `${JSON.stringify(
    {
      complete: missing.length === 0,
      subject: renderSubject(subject),
      rules: rows.map(({ namespace, rule, via }) => ({
        namespace,
        verbs: rule.verbs,
        groups: rule.groups,
        resources: rule.resources,
        names: rule.resourceNames,
        urls: rule.nonResourceUrls,
        via: via.map((each) => ({ subjects: subjectsOf(each), ...linkOf(each) })),
      })),
      missing,
    },
    null,
    2,
  )}\n`;

const subjectsOf = (via: Via): readonly string[] =>
  via.kind === 'built-in' ? [] : via.binding.subjects.slice(0, mostSubjects).map(renderSubject);

/** A binding may name thousands. */
const mostSubjects = 8;

const renderText = (
  subject: AccessSubject,
  groups: readonly string[],
  rows: readonly Row[],
  estate: RbacEstate,
): string => {
  const all = toGroupsOf(subject, groups);
  const renderAs = createRenderAs(renderSubject(subject), new Set(all.map((name) => `group:${name}`)));
  const [own, given] = [rows.filter(isOwn), rows.filter((row) => !isOwn(row))];
  const isBound = estate.index.whatCan(subject, { own: true }).length > 0;
  const lines = [
    `What ${renderSubject(subject)} can do: ${count(rows.length, 'rule')}${all.length === 0 ? '' : `, with the groups ${all.join(', ')}`}`,
    ...(isBound ? [] : [explainUnbound(subject, estate)]),
    '',
    ...[...Map.groupBy(given, ({ namespace }) => namespace ?? '')].flatMap(([place, some]) => [
      place === '' ? 'Everywhere' : `In ${place}`,
      ...some.flatMap((row) => renderRow(row, renderAs, estate)),
      '',
    ]),
    ...(own.length === 0 ? [] : ['What Kubernetes itself brings', ...own.flatMap((row) => renderOwn(row)), '']),
    ...renderMissing(estate.missing),
  ];
  return `${lines.map(toPlainText).join('\n')}\n`;
};

const explainUnbound = (subject: AccessSubject, { index }: RbacEstate): string => {
  const text = renderSubject(subject);
  const known = new Set(index.bindings.flatMap(({ subjects }) => subjects.map(renderSubject)));
  known.delete(text);
  const meant = closest(text, [...known]);
  return `No binding names ${text}${meant === undefined ? '' : `; did you mean ${meant}?`}`;
};

/** Whatever else gives it: what every cluster gives everybody is told at the end. */
const isOwn = ({ via }: Row): boolean => via.every(isBuiltIn);

/** A line each: they are the same everywhere. */
const renderOwn = ({ namespace, rule, via }: Row): readonly string[] => [
  `  ${namespace === null ? '' : `in ${namespace}: `}${renderRule(rule)}${via.flatMap((each) => (each.kind === 'built-in' ? [` (${each.text})`] : [])).join('')}`,
];

const renderRow = ({ rule, via }: Row, renderAs: RenderAs, { linkOf }: RbacEstate): readonly string[] => [
  `  ${renderRule(rule)}`,
  ...via.map((each) => {
    if (each.kind === 'built-in') return `    ${each.authorizer}: ${each.text}`;
    const link = linkOf(each);
    // The rule itself stands above already.
    const number = link.rule.slice(0, -`: ${renderRule(rule)}`.length);
    return `    through ${renderBindingOf(link)}${renderAs(each.binding)}, ${renderRoleOf(link)} ${number}`;
  }),
];

type RenderAs = (binding: IndexedBinding) => string;

/** Whom of those it is the binding names, where that is not the subject itself. A binding of thousands is looked at once. */
const createRenderAs = (itself: string, groups: ReadonlySet<string>): RenderAs => {
  const known = new Map<IndexedBinding, string>();
  return (binding) => {
    const before = known.get(binding);
    if (before !== undefined) return before;
    const named = new Set(binding.subjects.map(renderSubject));
    const text = named.has(itself) ? '' : ` to ${[...groups].filter((group) => named.has(group)).join(', ')}`;
    known.set(binding, text);
    return text;
  };
};
