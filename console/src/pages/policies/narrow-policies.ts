/** The policies somebody asked for, those that are not enforced first. */

import type { PolicyEntry } from '../../../../src/hosts/console/api/policies.ts';

export interface PoliciesAsked {
  readonly text: string;
  readonly enforcement: string;
  readonly kind: string;
  readonly namespace: string;
}

/** What needs somebody's attention stands first. */
export const enforcements = ['not-enforced', 'unknown', 'declared', 'enforced'] as const;

export const enforcementWords: Readonly<Record<PolicyEntry['enforcement'], string>> = {
  'not-enforced': 'not enforced',
  unknown: 'cannot be told',
  declared: 'declared',
  enforced: 'enforced',
};

export const narrowPolicies = (
  policies: readonly PolicyEntry[],
  { text, enforcement, kind, namespace }: PoliciesAsked,
): readonly PolicyEntry[] => {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return policies
    .filter(
      (each) =>
        (enforcement === '' || each.enforcement === enforcement) &&
        (kind === '' || each.kind === kind) &&
        (namespace === '' || each.namespace === namespace) &&
        (words.length === 0 || hasWords(each, words)),
    )
    .toSorted((a, b) => enforcements.indexOf(a.enforcement) - enforcements.indexOf(b.enforcement));
};

export const countEnforcements = (
  policies: readonly PolicyEntry[],
): readonly (readonly [enforcement: PolicyEntry['enforcement'], count: number])[] =>
  enforcements.flatMap((enforcement) => {
    const count = policies.filter((each) => each.enforcement === enforcement).length;
    return count === 0 ? [] : [[enforcement, count] as const];
  });

const hasWords = ({ name, namespace, kind, dialect, title, why }: PolicyEntry, words: readonly string[]): boolean => {
  const all = `${namespace ?? ''}/${name} ${kind} ${dialect} ${title} ${why}`.toLowerCase();
  return words.every((word) => all.includes(word));
};
