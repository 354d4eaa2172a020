/** What is worth running next, from what a scan found. */

import { compareSeverity } from '../../model/severity.ts';
import type { Finding } from '../../model/finding.ts';
import type { Report } from '../../reports/report.ts';

type Next = Report['next'];

export interface SuggestRequest {
  readonly program: string;
  readonly paths: readonly string[];
  readonly contexts: readonly string[];
}

export const suggestNext = (report: Report, request: SuggestRequest): Next => {
  const { program } = request;
  const target = toTarget(request);
  const failed = report.findings.filter(({ status }) => status === 'fail');
  const next: Next[number][] = [];
  const worst = worstRule(failed);
  if (worst !== null)
    next.push({ command: `${program} explain ${worst}`, why: 'why the worst of it matters, and when it is fine' });
  if (failed.some(({ rule, fix }) => rule.startsWith('pod-security/') && fix !== null)) {
    next.push({ command: `${program} preview pod-security=restricted ${target}`, why: 'the patch for each workload' });
  }
  if (failed.length > 20)
    next.push({ command: `${program} scan ${target} -o html=report.html`, why: 'everything, on one page' });
  if (failed.length > 0 && report.baseline === null) {
    next.push({
      command: `${program} scan ${target} -o json=baseline.json`,
      why: 'then --baseline baseline.json: only what is new fails',
    });
  }
  if (failed.length === 0 && request.contexts.length === 0) {
    next.push({ command: `${program} scan --cluster`, why: 'what really runs may differ from these files' });
  }
  return next;
};

const toTarget = ({
  paths,
  contexts,
}: {
  readonly paths: readonly string[];
  readonly contexts: readonly string[];
}): string =>
  [...paths.map(quote), ...contexts.map((name) => (name === '' ? '--cluster' : `--context ${quote(name)}`))].join(' ');

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
