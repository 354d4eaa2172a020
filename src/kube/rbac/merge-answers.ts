/** One answer of several questions that are asked as one, as of a resource that two API groups have. */

import type { AbleSubject, WhoCan } from './access.ts';
import { toSubjectKey } from './role-binding.ts';
import { renderSubject } from './subject.ts';

export const mergeAnswers = (answers: readonly WhoCan[]): WhoCan => {
  const [only] = answers;
  if (only !== undefined && answers.length === 1) return only;
  return {
    subjects: mergeSubjects(answers.flatMap(({ subjects }) => subjects)),
    byName: mergeSubjects(answers.flatMap(({ byName }) => byName)),
  };
};

const mergeSubjects = (all: readonly AbleSubject[]): readonly AbleSubject[] =>
  [...Map.groupBy(all, ({ subject }) => toSubjectKey(subject)).values()]
    .flatMap((same) => {
      const [first] = same;
      return first === undefined ? [] : [{ subject: first.subject, via: mergeVias(same.flatMap(({ via }) => via)) }];
    })
    .map((able) => ({ able, text: renderSubject(able.subject) }))
    .toSorted((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ able }) => able);

/** One rule may answer both. */
const mergeVias = (vias: AbleSubject['via']): AbleSubject['via'] => {
  const seen = new Map<unknown, Set<unknown>>();
  return vias.filter((via) => {
    const [first, second] = via.kind === 'built-in' ? [via.authorizer, via.text] : [via.binding, via.rule];
    const known = seen.get(first) ?? new Set();
    seen.set(first, known);
    return !known.has(second) && known.add(second);
  });
};
