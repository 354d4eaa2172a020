/** The subjects somebody asked for, and the dangerous rights with those who hold them. */

import type { Rbac, RbacPower, RbacSubject } from '../../../../src/hosts/console/api/rbac.ts';

export interface SubjectsAsked {
  /** Words that must all occur in its name, its roles, its bindings or its rules. */
  readonly text: string;
  readonly kind: string;
  readonly withBuiltIn: boolean;
}

export const narrowSubjects = (
  subjects: readonly RbacSubject[],
  { text, kind, withBuiltIn }: SubjectsAsked,
): readonly RbacSubject[] => {
  const words = toWords(text);
  return subjects.filter(
    (each) =>
      (withBuiltIn || !each.builtIn) &&
      (kind === '' || each.kind === kind) &&
      (words.length === 0 || hasWords(tellSubject(each), words)),
  );
};

/** Rights nobody holds are told together, so that their absence is an answer. */
export const narrowPowers = (
  { powers }: Rbac,
  { text }: Pick<SubjectsAsked, 'text'>,
): { readonly held: readonly RbacPower[]; readonly free: readonly RbacPower[] } => {
  const words = toWords(text);
  const narrowed = powers.map((power) => ({
    ...power,
    holders: power.holders.filter(
      ({ subject, through, where }) =>
        words.length === 0 || hasWords(`${power.title} ${subject} ${through} ${where}`, words),
    ),
  }));
  return {
    held: narrowed.filter(({ holders }) => holders.length > 0),
    free: powers.filter(({ holders }) => holders.length === 0),
  };
};

const tellSubject = ({ id, grants }: RbacSubject): string =>
  `${id} ${grants.map(({ role, binding, rules }) => `${role} ${binding} ${rules.join(' ')}`).join(' ')}`;

const toWords = (text: string): readonly string[] => text.toLowerCase().split(/\s+/).filter(Boolean);

const hasWords = (text: string, words: readonly string[]): boolean => {
  const lower = text.toLowerCase();
  return words.every((word) => lower.includes(word));
};
