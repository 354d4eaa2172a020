/** Finds the few things to do that matter most. */

import type { Edit } from '../../model/change.ts';
import { parseFieldPath, type FieldPath } from '../../model/field-path.ts';
import type { Finding } from '../../model/finding.ts';
import { isJsonArray, isJsonObject, type Json } from '../../model/json.ts';
import type { RuleMetadata } from '../../model/rule.ts';
import { compareSeverity, type Severity } from '../../model/severity.ts';
import { isImperative, toFirstClause } from './first-clause.ts';
import { toSubjectKey } from './merge-findings.ts';

/** One thing a person would do, to how many objects, and what that closes. */
export interface TopFix {
  /** An imperative without its end: `Set spec.securityContext.runAsNonRoot: true`. */
  readonly action: string;
  /** Objects to change. */
  readonly subjects: number;
  /** `workload` or `object`, for the sentence. */
  readonly noun: 'workload' | 'object';
  readonly closes: number;
  readonly severity: Severity;
  /** The rules it satisfies, in order of first appearance. */
  readonly rules: readonly string[];
}

interface Candidate {
  readonly findings: Finding[];
  readonly subjects: Set<string>;
}

/**
 * Failures are grouped by what somebody would do about them: the same fields edited, as seen from the pod template
 * and whatever the container; where a rule offers no edit, the same control. The most weight closed first, then the
 * most findings, then the worst severity, then the action's text: the same input gives the same three.
 */
export const topFixes = (
  findings: readonly Finding[],
  rules: ReadonlyMap<string, RuleMetadata>,
  most: number,
): readonly TopFix[] => {
  const candidates = new Map<string, Candidate>();
  for (const finding of findings) {
    if (finding.status !== 'fail') continue;
    const key = toKey(finding, rules);
    const candidate = candidates.get(key) ?? { findings: [], subjects: new Set() };
    candidates.set(key, candidate);
    candidate.findings.push(finding);
    candidate.subjects.add(toSubjectKey(finding.subject));
  }
  // The texts are made for the few that can win, not for every candidate.
  return [...candidates.values()]
    .map((candidate) => ({ candidate, weight: weigh(candidate.findings), severity: worst(candidate.findings) }))
    .sort(
      (a, b) =>
        b.weight - a.weight ||
        b.candidate.findings.length - a.candidate.findings.length ||
        compareSeverity(a.severity, b.severity),
    )
    .slice(0, Math.max(most * 8, 24))
    .map(({ candidate, weight, severity }) => ({ weight, fix: toTopFix(candidate, severity, rules) }))
    .sort(
      (a, b) =>
        b.weight - a.weight ||
        b.fix.closes - a.fix.closes ||
        compareSeverity(a.fix.severity, b.fix.severity) ||
        compareText(a.fix.action, b.fix.action),
    )
    .slice(0, most)
    .map(({ fix }) => fix);
};

const toKey = ({ rule, fix }: Finding, rules: ReadonlyMap<string, RuleMetadata>): string => {
  if (fix === null || fix.edits.length === 0) return `control ${rules.get(rule)?.control ?? rule}`;
  const paths = fix.edits.flatMap(toLeaves).map(({ path }) => path);
  return `edit ${[...new Set(paths)].sort().join(' ')}`;
};

/** What would be done about one failure, and the key of all failures about which the same would be done. */
export const toFixKey = (
  finding: Finding,
  rules: ReadonlyMap<string, RuleMetadata>,
): { readonly key: string; readonly title: string } => ({
  key: toKey(finding, rules),
  title: toEditAction([finding]) ?? toRuleAction([finding], rules),
});

const toTopFix = (
  { findings, subjects }: Candidate,
  severity: Severity,
  rules: ReadonlyMap<string, RuleMetadata>,
): TopFix => ({
  action: toEditAction(findings) ?? toRuleAction(findings, rules),
  subjects: subjects.size,
  noun: findings.every(({ subject }) => workloadKinds.has(subject.kind)) ? 'workload' : 'object',
  closes: findings.length,
  severity,
  rules: [...new Set(findings.map(({ rule }) => rule))],
});

const workloadKinds: ReadonlySet<string> = new Set([
  'Pod',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'CronJob',
  'PodTemplate',
]);

/** One edited field makes a sentence, two make a longer one; more are better said by the rule. */
const toEditAction = (findings: readonly Finding[]): string | undefined => {
  const values = new Map<string, Set<string>>();
  for (const { fix } of findings) {
    if (fix === null) return undefined;
    for (const { path, value } of fix.edits.flatMap(toLeaves)) {
      values.set(path, (values.get(path) ?? new Set()).add(value));
    }
  }
  if (values.size === 0 || values.size > 2) return undefined;
  const parts = [...values].map(([path, texts]) => {
    const [text = ''] = texts;
    if (texts.size > 1) return `set \`${path}\``;
    return text === '' ? `remove \`${path}\`` : `set \`${path}: ${text}\``;
  });
  return capitalise(parts.join(' and '));
};

/** What the first rule says to do, as far as its first stop; where it does not begin with that, its title; else that this is met. */
const toRuleAction = (findings: readonly Finding[], rules: ReadonlyMap<string, RuleMetadata>): string => {
  const rule = findings[0]?.rule ?? '';
  const metadata = rules.get(rule);
  const clause = toFirstClause(metadata?.remediation ?? '');
  if (isImperative(clause)) return clause;
  const title = metadata?.title ?? rule;
  const words = toWords(title);
  return isImperative(words) ? words : `Satisfy “${title}”`;
};

/** A policy without a title is called by its name, which is made of words too: `require-labels`. */
const toWords = (title: string): string => {
  const [policy = '', ...rule] = title.split(': ');
  const words = /^[a-z0-9]+(?:-[a-z0-9]+)+$/.test(policy) ? capitalise(policy.replaceAll('-', ' ')) : policy;
  return rule.length === 0 ? words : `${words} (${rule.join(': ')})`;
};

interface Leaf {
  readonly path: string;
  /** The value as one would write it; the empty text where the field goes. */
  readonly value: string;
}

const toLeaves = ({ path, before, after }: Edit): readonly Leaf[] => {
  const general = toGeneralPath(parseFieldPath(path) ?? [path]);
  if (after.kind === 'absent') return [{ path: general, value: '' }];
  return flatten(general, before.kind === 'value' ? before.value : undefined, after.value);
};

/** An object put in whole is as many leaves as it changes. */
const flatten = (path: string, before: Json | undefined, after: Json): readonly Leaf[] => {
  if (!isJsonObject(after) || Object.keys(after).length === 0) return [{ path, value: toShortValue(after) }];
  const former = isJsonObject(before) ? before : {};
  return Object.entries(after).flatMap(([key, value]) => {
    const old = Object.hasOwn(former, key) ? former[key] : undefined;
    return old === value ? [] : flatten(path === '' ? key : `${path}.${key}`, old, value);
  });
};

const toShortValue = (value: Json): string => {
  if (isJsonArray(value)) return `[${value.map(toShortValue).join(', ')}]`;
  if (isJsonObject(value)) return Object.keys(value).length === 0 ? '{}' : '{…}';
  return value === '' ? '""' : String(value);
};

/** Seen from the pod, whichever kind holds it, and for any container. */
const toGeneralPath = (path: FieldPath): string => {
  let text = '';
  for (const segment of path) {
    if (typeof segment === 'string') {
      const name = segment === 'initContainers' || segment === 'ephemeralContainers' ? 'containers' : segment;
      text += text === '' ? name : `.${name}`;
    } else text += '[*]';
  }
  return text.replace(/^(?:spec\.jobTemplate\.)?spec\.template\./, '');
};

/** Five of one severity weigh as much as one of the next: advice about every image does not hide a privileged container. */
const weights: Readonly<Record<Severity, number>> = { critical: 625, high: 125, medium: 25, low: 5, info: 1 };

const weigh = (findings: readonly Finding[]): number =>
  findings.reduce((sum, { severity }) => sum + weights[severity], 0);

const worst = (findings: readonly Finding[]): Severity =>
  findings.reduce<Severity>(
    (severity, finding) => (compareSeverity(finding.severity, severity) < 0 ? finding.severity : severity),
    'info',
  );

const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** By code unit, not by locale: the same order on every machine. */
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
