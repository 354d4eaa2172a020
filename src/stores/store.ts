/** The contract of the stores: what a look at an estate found is kept durably, and read again in pages. */

import type { Json } from '../model/json.ts';
import type { RuleMetadata } from '../model/rule.ts';
import type { DepthRecord } from './depth-record.ts';
import type { FindingRecord, StoredFinding } from './finding-record.ts';
import type { FindingsFilter, FindingsPage, FindingsQuery, Facets, FixGroup } from './findings-query.ts';
import type { HistoryRow } from './history-row.ts';

export interface StorePlugin {
  /** The word before the colon of `--store`; its folder's name. */
  readonly id: string;
  readonly summary: string;
  /**
   * `place` is what a person named: a file for `sqlite`. Makes it where it is not there and brings an older one up to
   * date in one transaction. Throws `StoreError`.
   */
  open(place: string, options: StoreOptions): Store;
}

export interface StoreOptions {
  /** RFC 3339. */
  readonly now: () => string;
  /** Days after which resolved findings, looks and daily figures are forgotten. */
  readonly keepDays: number;
  /** Milliseconds to wait for another process that is writing. */
  readonly patience: number;
}

/** Every method is synchronous; a reader sees whole looks only. All throw `StoreError` and nothing else of their own. */
export interface Store {
  readonly looks: Looks;
  readonly findings: Findings;
  readonly history: History;
  close(): void;
}

export interface Looks {
  /** In one transaction: all of it is there afterwards or nothing. A look older than the last one of its estate is refused. */
  record(look: Look): Recorded;
  /** Estates in the order of their titles. */
  estates(): readonly EstateRow[];
  /** A view of the last look, as it was recorded. */
  view(estate: string, name: string): { readonly at: string; readonly body: Json } | null;
  /** A look that did not succeed: kept until one does. */
  fail(estate: EstateName, failure: { readonly at: string; readonly message: string }): void;
}

export interface Findings {
  list(query: FindingsQuery): FindingsPage;
  /** How many findings fit, by each value of each facet; a facet's own choice does not narrow it. */
  facets(estate: string, filter: FindingsFilter): Facets;
  /** By what would mend them, the most findings first. */
  fixes(estate: string, filter: FindingsFilter, most: number): readonly FixGroup[];
  find(estate: string, id: string): StoredFinding | null;
  rule(estate: string, id: string): RuleMetadata | null;
}

export interface History {
  /** The days of an estate, the newest first. */
  days(estate: string, most: number): readonly HistoryRow[];
  /** What became of the estate between two days (the last look of each), or why that cannot be said. */
  compare(estate: string, from: string, to: string): Compared;
}

export interface EstateName {
  /** Stable and short, fit for a URL. */
  readonly id: string;
  /** For people: a context's name, or the paths. */
  readonly title: string;
  readonly kind: 'cluster' | 'manifests';
}

export interface EstateRow extends EstateName {
  /** Of the last look; `null` where none succeeded yet. */
  readonly last: LookRow | null;
  /** `since` is the first failure after the last look. */
  readonly failing: { readonly since: string; readonly at: string; readonly message: string } | null;
}

export interface LookRow {
  readonly at: string;
  readonly policySet: string;
  readonly version: string;
  readonly complete: boolean;
  readonly missing: readonly string[];
  /** Of the objects that were read. */
  readonly digest: string;
  readonly objects: number;
  readonly open: number;
}

export interface Look extends Omit<LookRow, 'open'> {
  readonly estate: EstateName;
  /** Failures, errors and excepted skips; an id twice counts once. */
  readonly findings: Iterable<FindingRecord>;
  readonly rules: readonly RuleMetadata[];
  readonly depths: readonly DepthRecord[];
  /** What pages show, by name. */
  readonly views: Readonly<Record<string, Json>>;
}

export interface Recorded {
  readonly appeared: number;
  readonly resolved: number;
  readonly open: number;
}

export type Compared =
  | { readonly kind: 'not-comparable'; readonly why: string }
  | {
      readonly kind: 'compared';
      readonly from: string;
      readonly to: string;
      readonly appeared: readonly StoredFinding[];
      readonly resolved: readonly StoredFinding[];
      /** Beyond what the lists hold. */
      readonly counts: { readonly appeared: number; readonly resolved: number };
      readonly depths: readonly DepthChange[];
    };

export interface DepthChange {
  readonly place: string;
  readonly title: string;
  /** `undefined` where it was not there that day. */
  readonly before: number | null | undefined;
  readonly after: number | null | undefined;
}

/** What a person has to mend: the disk is full, the file is locked or is no store. One sentence with what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly kind: StoreErrorKind;

  constructor(kind: StoreErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

export type StoreErrorKind = 'locked' | 'full' | 'damaged' | 'newer' | 'refused' | 'unreachable';
