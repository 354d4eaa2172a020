/** The contract of the reports: what a scan found, and a format that turns it into text. Pure: no clock, no disk, no colour of its own. */

import type { WallsAnswer } from '../attack/walls-answer.ts';
import type { Comparison } from '../engine/except/baseline.ts';
import type { ExceptionReview } from '../model/exception.ts';
import type { Finding } from '../model/finding.ts';
import type { Origin } from '../model/resource.ts';
import type { Problem } from '../model/problem.ts';
import type { RuleMetadata } from '../model/rule.ts';
import type { Unread } from '../model/unread.ts';
import type { RoadmapAnswer } from '../posture/roadmap-answer.ts';

/** Everything a scan found, in the order it is shown. */
export interface Report {
  readonly version: string;
  /** The digest of the rules and options that judged: reports are compared only under the same one. */
  readonly policySet: string;
  /** RFC 3339; "now" for exceptions and ages. */
  readonly asOf: string;
  /** The context or contexts scanned, comma-separated; `null` where only files were read. */
  readonly cluster: string | null;
  readonly complete: boolean;
  /** Before what matters; `null` where nothing was read that stands, or only part of the rules, namespaces or files was asked for. */
  readonly walls: WallsAnswer | null;
  /** Where the twelve weeks stand; `null` where no format asked for shows it, or only part of the estate was looked at. */
  readonly roadmap: RoadmapAnswer | null;
  readonly unread: readonly Unread[];
  /** Failures and errors always, excepted skips always, other skips and passes where asked for; file, document, rule in order. */
  readonly findings: readonly Finding[];
  readonly rules: ReadonlyMap<string, RuleMetadata>;
  /** Ids of the rules that concluded pass, fail or error about anything: a rule that judged nothing is not called good. */
  readonly judged: ReadonlySet<string>;
  readonly summary: Summary;
  readonly problems: readonly Problem[];
  readonly exceptions: readonly ExceptionReview[];
  /** How the findings compare with `--baseline`; `null` without one. */
  readonly baseline: Comparison | null;
  /** Documents that were no Kubernetes objects. */
  readonly otherDocuments: number;
  /** Commands worth running next, most useful first, each with what it would tell. */
  readonly next: readonly { readonly command: string; readonly why: string }[];
  /** The line of a path in what the person wrote; looked up when printed, since most findings never are. */
  locate(origin: Origin, path: string): Position | null;
}

export interface Position {
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
}

/** `subjects` counts objects, `evaluated` judgements (a rule on a subject), the four after it findings. */
export interface Summary {
  readonly subjects: number;
  readonly evaluated: number;
  readonly pass: number;
  readonly fail: number;
  readonly error: number;
  readonly skip: number;
}

export interface RenderOptions {
  readonly colour: boolean;
  /** At most 25 lines. */
  readonly brief: boolean;
  /** All findings in the table instead of at most 20. */
  readonly all: boolean;
  /** Columns of the terminal; 0 for "do not wrap". */
  readonly width: number;
}

export interface ReportFormat {
  /** The word for `--output`. */
  readonly id: string;
  readonly summary: string;
  /** The file's ending, without a dot. */
  readonly extension: string;
  /** Pieces of text in order; a large report is never one string. */
  render(report: Report, options: RenderOptions): Iterable<string>;
}
