/** What is worth running next, from what a scan found. */

import { compareSeverity } from '../../model/severity.ts';
import type { Finding } from '../../model/finding.ts';
import { renderLevelVersion } from '../../kube/pod-security/level.ts';
import { toNotEnforced } from '../../reports/overview.ts';
import type { Report } from '../../reports/report.ts';
import { listOpen } from '../../reports/walls.ts';
import { listKnownRules, type RuleOptions } from './rules.ts';

type Next = Report['next'];

export interface SuggestRequest {
  readonly program: string;
  readonly paths: readonly string[];
  readonly contexts: readonly string[];
  readonly namespaces: readonly string[];
  readonly by: RuleOptions;
}

export const suggestNext = (report: Report, request: SuggestRequest): Next => {
  // Who runs nothing but their own policies is trying them out.
  if (request.by.whose === 'own') return [];
  const { program } = request;
  const target = toTarget(request);
  const scan = `${program} scan ${[target, ...toRuleWords(request.by)].join(' ')}`;
  const failed = report.findings.filter(({ status }) => status === 'fail');
  const next: Next[number][] = [];
  if (toNotEnforced(report).length > 0)
    next.push({ command: `${program} policies status ${target}`, why: 'what exists and is not enforced, and why' });
  if (report.walls !== null && listOpen(report.walls).length > 0) {
    next.push({ command: `${program} attacks ${target} --open`, why: 'the ways in that stand open, step by step' });
    next.push({ command: `${program} next ${target}`, why: 'the walls to build next, by what each buys' });
  }
  // People's own policies explain themselves.
  const known = new Set(listKnownRules().map(({ id }) => id));
  const worst = worstRule(failed.filter(({ rule }) => known.has(rule)));
  if (worst !== null)
    next.push({ command: `${program} explain ${worst}`, why: 'why the worst of it matters, and when it is fine' });
  if (failed.some(({ rule, fix }) => rule.startsWith('pod-security/') && fix !== null)) {
    next.push({ command: `${program} preview pod-security=restricted ${target}`, why: 'the patch for each workload' });
  }
  if (failed.length > 20) next.push({ command: `${scan} -o html=report.html`, why: 'everything, on one page' });
  if (failed.length > 0 && report.baseline === null) {
    next.push({
      command: `${scan} -o json=baseline.json`,
      why: 'then --baseline baseline.json: only what is new fails',
    });
  }
  const isLive = request.contexts.length > 0 || report.cluster !== null;
  if (failed.length === 0 && report.complete && !isLive) {
    next.push({ command: `${program} scan --cluster`, why: 'what really runs may differ from these files' });
  }
  return next;
};

/** The same objects again. */
const toTarget = ({ paths, contexts, namespaces }: SuggestRequest): string =>
  [
    ...paths.map(quote),
    ...contexts.map((name) => (name === '' ? '--cluster' : `--context ${quote(name)}`)),
    ...namespaces.map((name) => `-n ${quote(name)}`),
  ].join(' ');

/** The same rules again: a baseline made with others could not be compared. */
const toRuleWords = (by: RuleOptions): readonly string[] => [
  ...(by.podSecurity === null ? [] : [`--pod-security ${renderLevelVersion(by.podSecurity)}`]),
  ...by.policies.paths.map((path) => `--policy ${quote(path)}`),
  ...(by.library === 'latest' ? [] : [`--library ${by.library}`]),
  ...toUserWords(by),
  ...(by.told?.values ? [`--values ${quote(by.told.values)}`] : []),
  ...(by.allowUnverified === true ? ['--allow-unverified'] : []),
  ...(by.asWritten ? ['--as-written'] : []),
  ...by.only.map((pattern) => `--only ${quote(pattern)}`),
];

const toUserWords = ({ user, told }: RuleOptions): readonly string[] => {
  if (told?.userinfo) return [`--userinfo ${quote(told.userinfo)}`];
  if (user === null) return [];
  return [`--as ${quote(user.name)}`, ...user.groups.map((group) => `--as-group ${quote(group)}`)];
};

const quote = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** The worst severity first, then the rule that fails most, then by name. */
const worstRule = (failed: readonly Finding[]): string | null => {
  const counts = new Map<string, { finding: Finding; count: number }>();
  for (const finding of failed) {
    const known = counts.get(finding.rule);
    if (known === undefined) counts.set(finding.rule, { finding, count: 1 });
    else known.count += 1;
  }
  const [first] = [...counts.values()].sort(
    (a, b) =>
      compareSeverity(a.finding.severity, b.finding.severity) ||
      b.count - a.count ||
      (a.finding.rule < b.finding.rule ? -1 : 1),
  );
  return first?.finding.rule ?? null;
};
