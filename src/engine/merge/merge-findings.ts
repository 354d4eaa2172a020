/** Shows findings that say the same thing once. Presentation only: exit codes, ids, `--only` and exceptions see every finding. */

import type { Change } from '../../model/change.ts';
import type { Finding, FindingSubject } from '../../model/finding.ts';
import type { RuleMetadata } from '../../model/rule.ts';
import { compareSeverity } from '../../model/severity.ts';

/** One entry of a report: the finding shown and those it stands for. */
export interface MergedFinding {
  readonly finding: Finding;
  /** The others of the same control, subject and path, worst first. */
  readonly also: readonly Finding[];
}

/**
 * Failures whose rules declare the same `control`, about the same field of the same object as read, become one entry
 * at the place of the first of them: the worst (then the earlier rule) is shown. Everything else stands alone. One
 * rule may point at the pod's setting where another points at the container's: that is one field, unless a rule
 * itself tells them apart.
 */
export const mergeFindings = (
  findings: readonly Finding[],
  rules: ReadonlyMap<string, RuleMetadata>,
): readonly MergedFinding[] => {
  const ranks = new Map([...rules.keys()].map((id, rank) => [id, rank]));
  const entries: Finding[][] = [];
  const byKey = new Map<string, Finding[]>();
  const byField = new Map<string, Finding[][]>();
  for (const finding of findings) {
    const control = finding.status === 'fail' ? (rules.get(finding.rule)?.control ?? null) : null;
    if (control === null) {
      entries.push([finding]);
      continue;
    }
    const subject = toSubjectKey(finding.subject);
    const key = `${control}\0${finding.path}\0${subject}`;
    const general = `${control}\0${toPodField(finding.path)}\0${subject}`;
    const entry =
      byKey.get(key) ?? byField.get(general)?.find((each) => each.every(({ rule }) => rule !== finding.rule));
    if (entry !== undefined) {
      entry.push(finding);
      continue;
    }
    const started = [finding];
    byKey.set(key, started);
    byField.set(general, [...(byField.get(general) ?? []), started]);
    entries.push(started);
  }
  return entries.map((entry) => toMerged(entry, ranks));
};

/** The field as the whole pod has it: without the container, and without the item of a list at its end. */
const toPodField = (path: string): string =>
  path.replace(/(?:init|ephemeral)?containers\[[^\]]*\]\.?/gi, '').replace(/\[[^\]]*\]$/, '');

/**
 * The change that mends the whole entry, and the rule that asks for it: the strictest of the entry, which is the one
 * whose failure is the mildest (then the later rule), since whoever forbids more also forbids the lesser evil. What
 * satisfies it satisfies the others; the worst one's own change may leave it failing. `null` where it has none.
 */
export const toEntryFix = ({ finding, also }: MergedFinding): Change | null => (also.at(-1) ?? finding).fix;

/** Names an object as read: two files that declare the same object are two subjects. */
export const toSubjectKey = ({ apiVersion, kind, namespace, name, origin }: FindingSubject): string =>
  `${toOriginKey(origin)}\0${apiVersion}\0${kind}\0${namespace ?? ''}\0${name}`;

const toOriginKey = (origin: FindingSubject['origin']): string => {
  if (origin.kind === 'cluster') return `c\0${origin.cluster}\0${origin.uid}`;
  if (origin.kind === 'built-in') return `b\0${origin.release}`;
  const document = `${origin.document}\0${origin.item ?? ''}`;
  return origin.kind === 'file' ? `f\0${origin.file}\0${document}` : `r\0${origin.folder}\0${document}`;
};

const toMerged = (entry: readonly Finding[], ranks: ReadonlyMap<string, number>): MergedFinding => {
  const [only] = entry;
  if (only !== undefined && entry.length === 1) return { finding: only, also: [] };
  const [finding, ...also] = entry.toSorted(
    (a, b) =>
      compareSeverity(a.severity, b.severity) || (ranks.get(a.rule) ?? ranks.size) - (ranks.get(b.rule) ?? ranks.size),
  );
  if (finding === undefined) throw new Error('an entry of a report holds at least one finding');
  return { finding, also };
};
