/** A gap between what is written and what is done: one rule, the kinds it cannot be judged without, and the judgement. */

import type { Note } from '../model/finding.ts';
import { toGroup, type Resource } from '../model/resource.ts';
import type { Conclusion, RuleMetadata } from '../model/rule.ts';
import type { Severity } from '../model/severity.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Unread } from '../model/unread.ts';
import type { AnalyserConclusion } from './analyser.ts';

/** `group/Kind`; the core group is empty: `/Namespace`. */
export type KindName = `${string}/${string}`;

export interface Gap<View> {
  readonly rule: RuleMetadata;
  /** What it concludes about: where one of them could not be read, that is said, and the others are judged. */
  readonly subjects: readonly KindName[];
  /** What it must know besides: where one of them could not be read, nothing is judged, and that is said. */
  readonly context: readonly KindName[];
  judge(view: View): readonly Judged[];
}

export interface Judged {
  readonly about: Resource;
  readonly conclusion: Conclusion;
}

export const judgeGap = <View>(gap: Gap<View>, view: View, { unread }: Snapshot): readonly AnalyserConclusion[] => {
  const { rule } = gap;
  const unreadSubjects = unread.filter((missing) => isOneOf(missing, gap.subjects));
  const said = unreadSubjects.map((missing) => toUnreadConclusion(rule, missing));
  const judged = gap.judge(view).map(({ about, conclusion }) => ({ rule, about, conclusion }));
  const needed = unread.find((missing) => missing.namespace === null && isOneOf(missing, gap.context));
  if (needed === undefined || judged.length === 0) return [...said, ...judged];
  return [...said, ...(unreadSubjects.includes(needed) ? [] : [toUnreadConclusion(rule, needed)])];
};

/** Whether nobody could read objects of this kind, everywhere or in that namespace. */
export const findUnread = ({ unread }: Snapshot, kind: KindName, namespace: string | null): Unread | undefined =>
  unread.find(
    (missing) =>
      isOneOf(missing, [kind]) && (missing.namespace === null || namespace === null || missing.namespace === namespace),
  );

const isOneOf = ({ group, kind }: Unread, kinds: readonly KindName[]): boolean =>
  group !== null && (kinds.includes(`${group}/${kind}`) || kinds.includes(`${group}/*`));

const toUnreadConclusion = (rule: RuleMetadata, missing: Unread): AnalyserConclusion => {
  const { kind, group, namespace, cluster, reason, grant } = missing;
  return {
    rule,
    about: {
      ref: { apiVersion: group === '' || group === null ? 'v1' : `${group}/*`, kind, namespace, name: '*' },
      object: {},
      origin: { kind: 'cluster', cluster: cluster ?? '', uid: '' },
    },
    conclusion: {
      status: 'error',
      reason: 'no-evidence',
      action: 'none',
      enforcement: 'unknown',
      message: `Could not be read: ${reason}`,
      path: '',
      evidence: grant === null ? [] : [{ text: `Grant ${grant}`, source: 'vauban' }],
    },
  };
};

export interface Details {
  readonly path?: string;
  readonly severity?: Severity;
  readonly key?: string;
  readonly evidence?: readonly Note[];
}

/** It does what it says, as far as this gap goes. A manifest only declares that. */
export const toEnforced = (about: Resource, message: string, details: Details = {}): Judged => ({
  about,
  conclusion: {
    status: 'pass',
    action: 'audit',
    enforcement: about.origin.kind === 'cluster' ? 'enforced' : 'declared',
    message,
    path: '',
    ...details,
  },
});

/** It does not do what it says. */
export const toNotEnforced = (about: Resource, message: string, details: Details = {}): Judged => ({
  about,
  conclusion: { status: 'fail', action: 'audit', enforcement: 'not-enforced', message, path: '', ...details },
});

/** Only manifests were read, and what is missing may be in another repository: worth a look and no more. */
export const toElsewhere = (about: Resource, message: string, details: Details = {}): Judged => ({
  about,
  conclusion: {
    status: 'fail',
    severity: 'info',
    action: 'audit',
    enforcement: 'unknown',
    message,
    path: '',
    ...details,
  },
});

/** A person has to look; `evidence` says where. */
export const toUndecided = (about: Resource, message: string, details: Details = {}): Judged => ({
  about,
  conclusion: {
    status: 'skip',
    reason: 'manual',
    action: 'audit',
    enforcement: 'unknown',
    message,
    path: '',
    ...details,
  },
});

/** The question does not arise: `message` says why, and nothing is counted. */
export const toNotApplicable = (about: Resource, message: string, details: Details = {}): Judged => ({
  about,
  conclusion: {
    status: 'skip',
    reason: 'not-applicable',
    action: 'audit',
    enforcement: 'unknown',
    message,
    path: '',
    ...details,
  },
});

/** How reports name an object: `Policy shop/require-labels`. */
export const nameOf = ({ ref: { kind, namespace, name } }: Resource): string =>
  `${kind} ${namespace === null || namespace === '' ? '' : `${namespace}/`}${name}`;

/** `a, b and 3 more`. */
export const listNames = (names: readonly string[]): string =>
  names.length <= mostNames + 1
    ? names.join(', ')
    : `${names.slice(0, mostNames).join(', ')} and ${names.length - mostNames} more`;

/** A line of a report, not a list to work through: that is what the objects themselves are for. */
const mostNames = 5;

export const groupOf = ({ ref }: Resource): string => toGroup(ref.apiVersion);
