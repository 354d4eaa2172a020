/** Findings as the console is given them: the one Finding type, with when it was seen and where it stands. */

import type { Finding } from '../../../model/finding.ts';
import type { Layer, LayerGroup } from '../../../model/layer.ts';
import type { RuleMetadata } from '../../../model/rule.ts';

export interface ListedFinding {
  readonly finding: Finding;
  readonly title: string;
  readonly layer: Layer;
  readonly group: LayerGroup;
  readonly place: { readonly file: string; readonly line: number | null } | null;
  readonly fix: { readonly key: string; readonly title: string } | null;
  readonly accepted: { readonly reason: string; readonly owner: string | null; readonly until: string | null } | null;
  readonly exposes: boolean;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly resolved: string | null;
}

export interface ListedFindings {
  readonly findings: readonly ListedFinding[];
  readonly next: string | null;
  readonly total: number;
  readonly atLeast: boolean;
}

export interface FindingDetail extends ListedFinding {
  readonly rule: RuleMetadata | null;
  /** A patch that mends it, YAML; `null` where there is none. */
  readonly patch: string | null;
  readonly command: string;
}

/** `POST exceptions/draft`: the file to commit; nothing is written. */
export interface ExceptionDraft {
  readonly finding: string;
  readonly reason: string;
  readonly owner: string;
  /** `YYYY-MM-DD`. */
  readonly expires: string;
}

export interface DraftedException {
  readonly file: string;
  /** The whole new text of the file. */
  readonly text: string;
  /** What is added to it alone. */
  readonly added: string;
  readonly command: string;
}
