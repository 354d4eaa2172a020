/** Every network policy of a snapshot as tiers in the order they are asked, with what is wrong or inexact in them. */

import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import type { Doubt, ObjectProblem } from '../network-estate.ts';
import type { NetworkPolicy, NetworkTier } from '../network-policy.ts';
import { parseNetworkPolicy } from './network-policy/parse-network-policy.ts';
import { createNoteBook, type NoteBook } from './policy-notes.ts';
import { takeFirst } from './take-first.ts';

export interface ParsedNetworkPolicies {
  readonly tiers: readonly NetworkTier[];
  readonly doubts: readonly Doubt[];
  readonly problems: readonly ObjectProblem[];
}

export const parseNetworkPolicies = (snapshot: Snapshot): ParsedNetworkPolicies => {
  const book = createNoteBook();
  const policies = parseAll(
    [...snapshot.list('networking.k8s.io', 'NetworkPolicy'), ...snapshot.list('extensions', 'NetworkPolicy')],
    book,
  );
  const tiers: readonly NetworkTier[] = [{ name: 'namespace', atEnd: 'deny', policies }];
  return { tiers: tiers.filter((tier) => tier.policies.length > 0), doubts: book.doubts, problems: book.problems };
};

const parseAll = (resources: readonly Resource[], book: NoteBook): readonly NetworkPolicy[] =>
  takeFirst(resources, book).flatMap((resource) => {
    const parsed = parseNetworkPolicy(resource, book.on(resource));
    return parsed === null ? [] : [parsed];
  });
