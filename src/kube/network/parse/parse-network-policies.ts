/** Every network policy of a snapshot as tiers in the order they are asked, with what is wrong or inexact in them. */

import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import type { Doubt, ObjectProblem } from '../network-estate.ts';
import type { NetworkTier } from '../network-policy.ts';
import { parseAdminNetworkPolicy, parseBaselineAdminNetworkPolicy } from './admin/parse-admin-network-policy.ts';
import { parseClusterNetworkPolicy } from './admin/parse-cluster-network-policy.ts';
import { orderByPriority, type RankedPolicy } from './admin/ranked-policy.ts';
import { parseCalicoPolicy, type CalicoPolicy } from './calico/parse-calico-policy.ts';
import { compareTiers, mergeDefaultTier, placeOf, toCalicoTiers, type CalicoTier } from './calico/to-calico-tiers.ts';
import { parseCiliumPolicy, type CiliumRules } from './cilium/parse-cilium-policy.ts';
import { toCiliumTiers } from './cilium/to-cilium-tiers.ts';
import { parseNetworkPolicy } from './network-policy/parse-network-policy.ts';
import { createNoteBook, type NoteBook, type PolicyNotes } from './policy-notes.ts';
import { takeFirst } from './take-first.ts';

export interface ParsedNetworkPolicies {
  readonly tiers: readonly NetworkTier[];
  readonly doubts: readonly Doubt[];
  readonly problems: readonly ObjectProblem[];
}

export const parseNetworkPolicies = (snapshot: Snapshot): ParsedNetworkPolicies => {
  const book = createNoteBook();
  const ranked = parseRanked(snapshot, book);
  const namespaced = parseAll(
    [...snapshot.list('networking.k8s.io', 'NetworkPolicy'), ...snapshot.list('extensions', 'NetworkPolicy')],
    book,
    (notes) => parseNetworkPolicy(notes.about, notes),
  );
  const ofTier = (tier: RankedPolicy['tier']): NetworkTier['policies'] =>
    orderByPriority(
      ranked.filter((one) => one.tier === tier),
      book,
    );
  const calico = parseCalico(snapshot, book);
  const cilium = toCiliumTiers(parseCilium(snapshot, book), mergeDefaultTier(calico, namespaced));
  const ordered: readonly CalicoTier[] = [
    ...toCalicoTiers(calico, listCalico(snapshot, 'Tier'), book),
    { name: 'admin', order: placeOf.admin, atEnd: 'continue', policies: ofTier('admin') },
    ...cilium.map((tier) => ({ ...tier, order: placeOf.namespace })),
    { name: 'baseline', order: placeOf.baseline, atEnd: 'continue', policies: ofTier('baseline') },
  ];
  const tiers = ordered.toSorted(compareTiers).map(({ name, atEnd, policies }) => ({ name, atEnd, policies }));
  return { tiers: tiers.filter((tier) => tier.policies.length > 0), doubts: book.doubts, problems: book.problems };
};

const parseRanked = (snapshot: Snapshot, book: NoteBook): readonly RankedPolicy[] => {
  const list = (kind: string): readonly Resource[] => snapshot.list('policy.networking.k8s.io', kind);
  return [
    ...parseAll(list('AdminNetworkPolicy'), book, parseAdminNetworkPolicy),
    ...parseAll(list('BaselineAdminNetworkPolicy'), book, parseBaselineAdminNetworkPolicy),
    ...parseAll(list('ClusterNetworkPolicy'), book, parseClusterNetworkPolicy),
  ];
};

const parseCilium = (snapshot: Snapshot, book: NoteBook): readonly CiliumRules[] =>
  parseAll(
    [
      ...snapshot.list('cilium.io', 'CiliumNetworkPolicy'),
      ...snapshot.list('cilium.io', 'CiliumClusterwideNetworkPolicy'),
    ],
    book,
    (notes) => parseCiliumPolicy(notes, snapshot),
  ).flat();

const parseCalico = (snapshot: Snapshot, book: NoteBook): readonly CalicoPolicy[] =>
  parseAll([...listCalico(snapshot, 'NetworkPolicy'), ...listCalico(snapshot, 'GlobalNetworkPolicy')], book, (notes) =>
    parseCalicoPolicy(notes, snapshot),
  );

/** Calico's own API server serves what is stored in the other group. */
const listCalico = (snapshot: Snapshot, kind: string): readonly Resource[] => [
  ...snapshot.list('projectcalico.org', kind),
  ...snapshot.list('crd.projectcalico.org', kind),
];

const parseAll = <Parsed>(
  resources: readonly Resource[],
  book: NoteBook,
  parse: (notes: PolicyNotes) => Parsed | null,
): readonly Parsed[] =>
  takeFirst(resources, book).flatMap((resource) => {
    const parsed = parse(book.on(resource));
    return parsed === null ? [] : [parsed];
  });
