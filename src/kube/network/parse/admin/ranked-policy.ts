/** Administrators' policies in the order they are asked, and a doubt where their API leaves that order open. */

import { compareTexts } from '../../../../lang/go/compare-texts.ts';
import { isJsonObject, type JsonObject } from '../../../../model/json.ts';
import { objectAt } from '../../../../model/read-object.ts';
import type { NetworkPolicy, NetworkRule } from '../../network-policy.ts';
import type { NoteBook } from '../policy-notes.ts';

export interface RankedPolicy {
  readonly tier: 'admin' | 'baseline';
  /** The lowest is asked first. */
  readonly priority: number;
  readonly policy: NetworkPolicy;
}

/** By priority, then by name. */
export const orderByPriority = (ranked: readonly RankedPolicy[], book: NoteBook): readonly NetworkPolicy[] => {
  const ordered = ranked.toSorted(
    (a, b) => a.priority - b.priority || compareTexts(nameOf(a.policy), nameOf(b.policy)),
  );
  doubtTies(ordered, book);
  return ordered.map(({ policy }) => policy);
};

const nameOf = ({ resource: { ref } }: NetworkPolicy): string => `${ref.name}\n${ref.kind}`;

/** Thousands of policies of one priority are millions of pairs: of those behind the first ones nothing is said one by one. */
const mostPairs = 20_000;

/** Of two policies of one priority that could meet with different answers nobody knows which is asked first. */
const doubtTies = (ordered: readonly RankedPolicy[], book: NoteBook): void => {
  let pairs = 0;
  let start = 0;
  for (const [index, { priority, policy }] of ordered.entries()) {
    if (ordered[start]?.priority !== priority) start = index;
    for (const { policy: other } of ordered.slice(start, index)) {
      pairs += 1;
      const isTooMany = pairs > mostPairs;
      if (!isTooMany && !couldConflict(other, policy)) continue;
      const { kind, name } = other.resource.ref;
      book
        .on(policy.resource)
        .doubt(
          ['spec', 'priority'],
          `${priority} is that of ${isTooMany ? 'many others' : `${kind} ${name}`} as well, and the API does not say which is asked first: here they are asked by name`,
        );
      if (isTooMany) return;
      break;
    }
  }
};

const couldConflict = (a: NetworkPolicy, b: NetworkPolicy): boolean =>
  (areDifferent(a.ingress, b.ingress) || areDifferent(a.egress, b.egress)) && couldMeet(a, b);

/** Rules that all do the same may be asked in any order. */
const areDifferent = (a: readonly NetworkRule[] | null, b: readonly NetworkRule[] | null): boolean => {
  if (a === null || b === null) return false;
  return new Set([...a, ...b].map(({ action }) => action)).size > 1;
};

/** Not where their subjects ask for different values of one label. */
const couldMeet = (a: NetworkPolicy, b: NetworkPolicy): boolean =>
  labelsOf(a).every((labels, index) => {
    const others = labelsOf(b)[index] ?? {};
    return Object.entries(labels).every(([key, value]) => !Object.hasOwn(others, key) || others[key] === value);
  });

/** The labels that namespaces, and that pods, must have to be a policy's subject. */
const labelsOf = ({ resource: { object } }: NetworkPolicy): readonly JsonObject[] => {
  const subject = objectAt(object, 'spec', 'subject');
  const { pods } = subject;
  return isJsonObject(pods)
    ? [objectAt(pods, 'namespaceSelector', 'matchLabels'), objectAt(pods, 'podSelector', 'matchLabels')]
    : [objectAt(subject, 'namespaces', 'matchLabels'), {}];
};
