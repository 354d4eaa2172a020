/** The one place that turns a report into an exit code. */

import type { Finding, FindingSubject } from '../../model/finding.ts';
import { isAtLeast, isSeverity, type Severity } from '../../model/severity.ts';
import type { Report } from '../../reports/report.ts';
import { UsageError, type ExitCode } from './command.ts';

export interface ExitOptions {
  readonly failOn: Severity | 'none';
  readonly allowPartial: boolean;
  readonly nothingRead: boolean;
  /** A file of the person's own (exceptions) has a mistake in it. */
  readonly ownFileBroken: boolean;
}

/**
 * 2 where nothing could be read, or a policy or exceptions file of the person's has a mistake in it; 1 for what fails
 * rules at or above `failOn` or cannot be judged, and is not known to the baseline, and for a partial reading; else 0. A
 * gate fails closed: what was not read may hold anything, unless the person says `--allow-partial`.
 */
export const exitCodeFor = (
  report: Report,
  { failOn, allowPartial, nothingRead, ownFileBroken }: ExitOptions,
): ExitCode => {
  if (
    nothingRead ||
    ownFileBroken ||
    report.problems.some(({ severity, policy }) => severity === 'error' && policy !== null)
  )
    return 2;
  if (failOn === 'none') return 0;
  if (!report.complete && !allowPartial) return 1;
  const known = report.baseline?.known;
  const counted = report.findings.some(
    (finding) => isBlocking(finding, failOn, allowPartial) && known?.has(finding.id) !== true,
  );
  return counted ? 1 : 0;
};

/** A rule that could not be run may have found anything: it counts by its severity only where its failures let things through. */
const isBlocking = (
  { status, severity, action, subject }: Finding,
  failOn: Severity,
  allowPartial: boolean,
): boolean => {
  if (status === 'fail') return isAtLeast(severity, failOn);
  if (status !== 'error' || (allowPartial && isUnread(subject))) return false;
  return action !== 'none' || isAtLeast(severity, failOn);
};

/** A finding about a kind that could not be read is about no object. */
const isUnread = ({ origin }: FindingSubject): boolean => origin.kind === 'cluster' && origin.uid === '';

export const toFailOn = (text: string | undefined): Severity | 'none' => {
  if (text === undefined) return 'high';
  if (text === 'none' || isSeverity(text)) return text;
  throw new UsageError(`--fail-on ${text}: one of critical, high, medium, low, info, none`);
};
