/** What every text report says first, counted once: the five groups, the severities, and how a baseline changes the picture. */

import type { ExceptionReview } from '../model/exception.ts';
import type { Finding } from '../model/finding.ts';
import { layerGroups, toLayerGroup, type LayerGroup } from '../model/layer.ts';
import type { RuleMetadata } from '../model/rule.ts';
import { severities, type Severity } from '../model/severity.ts';
import type { Unread } from '../model/unread.ts';
import { mergeFindings, type MergedFinding } from '../engine/merge/merge-findings.ts';
import { topFixes, type TopFix } from '../engine/merge/top-fixes.ts';
import { count } from './plain-text.ts';
import type { Report } from './report.ts';

/**
 * Checks of one group by what became of them; rules of one control are one check. A check is to fix where anything
 * fails it, cannot be told where it could not be judged for something, accepted where only exceptions stand between
 * it and "to fix", and good where it was judged and none of these holds. A check that judged nothing is not counted.
 */
export interface GroupOverview {
  readonly group: LayerGroup;
  readonly good: number;
  readonly fix: number;
  readonly unknown: number;
  readonly accepted: number;
}

type Outcome = 'good' | 'accepted' | 'unknown' | 'fix';

/** The worse a later outcome, the more it decides. */
const outcomes: readonly Outcome[] = ['good', 'accepted', 'unknown', 'fix'];

/** The groups for which there is any rule, in their order. */
export const toGroupOverviews = (report: Report): readonly GroupOverview[] => {
  const byRule = new Map<string, Outcome>();
  for (const rule of report.judged) byRule.set(rule, 'good');
  for (const { rule, status, reason } of report.findings) {
    const outcome = toOutcome(status, reason);
    if (outcome !== null) byRule.set(rule, worse(byRule.get(rule), outcome));
  }
  const byCheck = new Map<string, Outcome>();
  const groups = new Map<LayerGroup, Set<string>>();
  for (const rule of report.rules.values()) {
    const group = toLayerGroup(rule.layer);
    const checks = groups.get(group) ?? new Set<string>();
    groups.set(group, checks);
    const outcome = byRule.get(rule.id);
    if (outcome === undefined) continue;
    const check = `${group} ${rule.control ?? rule.id}`;
    byCheck.set(check, worse(byCheck.get(check), outcome));
    checks.add(check);
  }
  return layerGroups.flatMap((group) => {
    const checks = groups.get(group);
    if (checks === undefined) return [];
    const all = [...checks].map((check) => byCheck.get(check));
    const having = (outcome: Outcome): number => all.filter((each) => each === outcome).length;
    // Nothing of the group was looked at: a row of zeros would say as much, and look like a result.
    if (all.length === 0) return [];
    return [
      { group, good: having('good'), fix: having('fix'), unknown: having('unknown'), accepted: having('accepted') },
    ];
  });
};

const toOutcome = (status: Finding['status'], reason: Finding['reason']): Outcome | null => {
  if (status === 'skip') return reason === 'excepted' ? 'accepted' : null;
  return ({ pass: 'good', fail: 'fix', error: 'unknown' } as const)[status];
};

const worse = (a: Outcome | undefined, b: Outcome): Outcome =>
  a !== undefined && outcomes.indexOf(a) > outcomes.indexOf(b) ? a : b;

/** The group a finding is shown in; a rule that nobody described stands with the cluster. */
export const toGroup = (rules: ReadonlyMap<string, RuleMetadata>, { rule }: Finding): LayerGroup =>
  toLayerGroup(rules.get(rule)?.layer ?? 'cluster');

/** The three things to do that matter most of what the reader can change and no baseline knows. */
export const toTopFixes = ({ findings, rules, baseline }: Report): readonly TopFix[] =>
  topFixes(
    findings.filter(({ id, responsible }) => responsible !== 'provider' && baseline?.known.has(id) !== true),
    rules,
    3,
  );

/** `Set … in 9 workloads: closes 14 findings`; code stands between backticks in the action, which a format may set. */
export const renderFix = (
  { action, subjects, noun, closes }: TopFix,
  toMarkup = (text: string): string => text,
): string => `${toMarkup(action)} in ${count(subjects, noun)}: closes ${count(closes, 'finding')}`;

/** `Secret in shop`: what could not be read. */
export const nameUnread = ({ kind, namespace }: Unread): string =>
  namespace === null ? kind : `${kind} in ${namespace}`;

/** `forbidden; to allow it: list on secrets`: why, and what would help. */
export const explainUnread = ({ reason, grant }: Unread): string =>
  grant === null ? reason : `${reason}; to allow it: ${grant}`;

export const renderUnread = (unread: Unread): string => `${nameUnread(unread)}: ${explainUnread(unread)}`;

/** True for what an exit code looks at, unless a baseline knows it: failures and errors. */
export const isCounted = ({ status }: Finding): boolean => status === 'fail' || status === 'error';

/** True where a baseline was given and knows every finding of the entry. */
export const isKnown = ({ finding, also }: MergedFinding, { baseline }: Report): boolean =>
  baseline !== null && [finding, ...also].every(({ id }) => baseline.known.has(id));

/** `2 critical, 9 high, 12 medium`: worst first, without the empty ones; the empty text for no finding. */
export const renderSeverities = (findings: readonly Finding[]): string =>
  severities
    .map((severity): readonly [Severity, number] => [severity, countWhere(findings, (f) => f.severity === severity)])
    .filter(([, number]) => number > 0)
    .map(([severity, number]) => `${number} ${severity}`)
    .join(', ');

/** `Baseline vauban.baseline.json: 3 new, 54 known, 6 fixed`, or `undefined` without one. */
export const renderBaseline = ({ baseline, findings }: Report): string | undefined => {
  if (baseline === null) return undefined;
  const counted = findings.filter(isCounted);
  const known = countWhere(counted, ({ id }) => baseline.known.has(id));
  return `Baseline ${baseline.file}: ${counted.length - known} new, ${known} known, ${baseline.fixed.length} fixed`;
};

/** What the reader can change, one entry a thing to do: of this the lists, their lengths and the headline speak. */
export const isToFix = ({ finding }: MergedFinding): boolean =>
  finding.status === 'fail' && finding.responsible !== 'provider';

/** The failures of the provider's objects, each by itself. */
export const ofProvider = ({ findings }: Report): readonly Finding[] =>
  findings.filter(({ status, responsible }) => status === 'fail' && responsible === 'provider');

/**
 * The first line: what was found, and whether anything is missing from it. Things to fix are what the lists below it
 * have; where several rules ask for the same thing its findings are more, and these add up to the total's failures.
 */
export const renderHeadline = (report: Report): string => {
  const { subjects } = report.summary;
  if (subjects === 0) return `${report.complete ? '' : 'partial: '}no object was scanned`;
  const things = mergeFindings(report.findings, report.rules).filter(isToFix);
  const errors = countWhere(report.findings, ({ status }) => status === 'error');
  const provider = ofProvider(report).length;
  return [
    `${report.complete ? '' : 'partial: '}${count(subjects, 'object')} scanned`,
    // What no rule looked at is not clean; the rules there are look at what runs pods.
    ...(report.summary.evaluated === 0 ? ['and no rule applies to any of them'] : [renderToFix(things)]),
    ...(provider === 0 ? [] : [`${count(provider, 'finding')} not yours to change`]),
    ...(errors === 0 ? [] : [`${count(errors, 'judgement')} not possible`]),
  ].join(', ');
};

const renderToFix = (things: readonly MergedFinding[]): string => {
  const findings = things.reduce((sum, { also }) => sum + 1 + also.length, 0);
  if (findings === 0) return 'nothing to fix';
  if (findings === things.length) return `${count(findings, 'finding')} to fix`;
  return `${count(things.length, 'thing')} to fix (${count(findings, 'finding')})`;
};

/** Why and until when a finding was accepted: the exception's own note is the last of its evidence. */
export const toAcceptance = ({ evidence, message }: Finding): string => evidence.at(-1)?.text ?? message;

/** Where an exception stands, what it is from, and what there is to say about it. */
export const renderReview = ({ exception, message }: ExceptionReview): string => {
  const { scope, span } = exception;
  const place = span.line === null ? span.file : `${span.file}:${span.line}`;
  return `${place}: ${scope.rule ?? scope.finding ?? 'any rule'}: ${message}`;
};

/**
 * What else there is to say about an entry: the notes of its findings, each kind of note once. Two notes that differ
 * in nothing but the id of their finding are one; the first keeps its id. `told` holds what the reader has read above.
 */
export const takeNotes = ({ finding, also }: MergedFinding, told: Set<string>): readonly string[] => {
  const own = new Set<string>();
  return [finding, ...also].flatMap(({ id, evidence }) =>
    evidence.flatMap(({ text }) => {
      const kind = text.replaceAll(id, '');
      if (told.has(text) || own.has(kind)) return [];
      told.add(text);
      own.add(kind);
      return [text];
    }),
  );
};

export const countWhere = <T>(items: readonly T[], test: (item: T) => boolean): number => {
  let number = 0;
  for (const item of items) if (test(item)) number += 1;
  return number;
};

/** What the cluster's own walls are: rules that say whether something that exists is also enforced. */
const enforcementRules = /^(?:enforcement|webhook)\//;

/** What exists and is not enforced: the wall a reader believes in, worst first as the report lists it. */
export const toNotEnforced = (report: Report): readonly Finding[] =>
  report.findings.filter(({ status, rule }) => status === 'fail' && enforcementRules.test(rule));
