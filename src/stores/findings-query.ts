/** Which findings are asked of a store, and the pages and counts it answers with. */

import type { Status } from '../model/finding.ts';
import type { LayerGroup } from '../model/layer.ts';
import type { Severity } from '../model/severity.ts';
import type { StoredFinding } from './finding-record.ts';

/** Values of one facet are alternatives, facets narrow each other; an empty list does not narrow. */
export interface FindingsFilter {
  readonly severity: readonly Severity[];
  readonly group: readonly LayerGroup[];
  /** `accepted` is a skip with an exception. */
  readonly status: readonly FindingStatus[];
  /** The empty text is "in no namespace". */
  readonly namespace: readonly string[];
  readonly kind: readonly string[];
  readonly rule: readonly string[];
  /** Keys of fixes. */
  readonly fix: readonly string[];
  /** `KIND/NAMESPACE/NAME` of the subject or its owner. */
  readonly about: string | null;
  /** Words that must all occur in message, rule, title, subject or file; at most 200 characters count. */
  readonly text: string;
  readonly seen: 'open' | 'resolved' | 'all';
  /** Only those first seen at or after it, RFC 3339. */
  readonly since: string | null;
}

export type FindingStatus = Extract<Status, 'fail' | 'error'> | 'accepted';

export const facetNames = ['severity', 'group', 'status', 'namespace', 'kind', 'rule'] as const;

export type FacetName = (typeof facetNames)[number];

export interface FindingsQuery {
  readonly estate: string;
  readonly filter: FindingsFilter;
  readonly order: 'worst' | 'newest';
  /** As an earlier page gave it; `null` for the first page. */
  readonly after: string | null;
  /** From 1 to 1000. */
  readonly most: number;
}

export interface FindingsPage {
  readonly findings: readonly StoredFinding[];
  /** `null` on the last page; a page before it may be short, even empty, where a common word meets a narrow filter. */
  readonly next: string | null;
  /** How many fit in all; `atLeast` where counting stopped there. */
  readonly total: number;
  readonly atLeast: boolean;
}

/** The values of each facet, the most findings first, at most 200 each. Where a text fits too many to look at, of those that were. */
export type Facets = Readonly<Record<FacetName, readonly { readonly value: string; readonly count: number }[]>>;

export interface FixGroup {
  readonly key: string;
  readonly title: string;
  readonly findings: number;
  readonly subjects: number;
  readonly worst: Severity;
}

export const everyFinding: FindingsFilter = {
  severity: [],
  group: [],
  status: [],
  namespace: [],
  kind: [],
  rule: [],
  fix: [],
  about: null,
  text: '',
  seen: 'open',
  since: null,
};
