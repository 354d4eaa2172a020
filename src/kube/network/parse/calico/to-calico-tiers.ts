/** Calico's tiers in their order, among those of Kubernetes, whose policies have places of their own in it. */

import { compareTexts } from '../../../../lang/go/compare-texts.ts';
import { textAt } from '../../../../model/read-object.ts';
import type { Resource } from '../../../../model/resource.ts';
import type { NetworkPolicy, NetworkTier } from '../../network-policy.ts';
import type { NoteBook } from '../policy-notes.ts';
import { below, rootOf } from '../read-field.ts';
import { readOrder, type CalicoPolicy } from './parse-calico-policy.ts';

export interface CalicoTier {
  readonly name: string;
  readonly order: number;
  readonly atEnd: NetworkTier['atEnd'];
  readonly policies: readonly NetworkPolicy[];
}

/** The places Calico gives the tiers of Kubernetes. */
export const placeOf = { admin: 1000, namespace: 1_000_000, baseline: 10_000_000 } as const;

const defaultTier = 'default';

/** Where Calico puts a NetworkPolicy of Kubernetes in the default tier. */
const orderOfNetworkPolicies = 1000;

/** Those of the default tier, in one order with the NetworkPolicies of Kubernetes. */
export const mergeDefaultTier = (
  calico: readonly CalicoPolicy[],
  namespaced: readonly NetworkPolicy[],
): readonly NetworkPolicy[] => {
  const own = calico.filter(({ tier, isExact }) => tier === defaultTier && isExact);
  if (own.length === 0) return namespaced;
  const kubernetes = namespaced.map((policy) => ({
    order: orderOfNetworkPolicies,
    policy,
    name: `knp.default.${policy.resource.ref.name}`,
  }));
  return [...own.map((one) => ({ ...one, name: one.policy.resource.ref.name })), ...kubernetes]
    .toSorted((a, b) => compareOrders(a.order, b.order) || compareTexts(a.name, b.name))
    .map(({ policy }) => policy);
};

/** All other tiers, and before each what of it is taken to allow because its subject does not translate. */
export const toCalicoTiers = (
  calico: readonly CalicoPolicy[],
  tiers: readonly Resource[],
  book: NoteBook,
): readonly CalicoTier[] => {
  const read = new Map(tiers.map((tier) => [tier.ref.name, toTier(tier, book)]));
  const names = [...new Set(calico.map(({ tier }) => tier))];
  return names.flatMap((name) => {
    const own = calico.filter(({ tier }) => tier === name).toSorted(comparePolicies);
    doubtSharedTier(name, own, book);
    const tier = read.get(name) ?? toUnreadTier(name, own, book);
    const loose = own.filter(({ isExact }) => !isExact).flatMap(({ policy }) => toAllowances(policy));
    const exact = name === defaultTier ? [] : own.filter(({ isExact }) => isExact).map(({ policy }) => policy);
    return [
      { ...tier, name: `${name}, taken to allow`, atEnd: 'continue' as const, policies: loose },
      { ...tier, policies: exact },
    ].filter(({ policies }) => policies.length > 0);
  });
};

/** By their order, then by name; of one tier and one place those that are taken to allow come first. */
export const compareTiers = (a: CalicoTier, b: CalicoTier): number => compareOrders(a.order, b.order);

const compareOrders = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);

const comparePolicies = (a: CalicoPolicy, b: CalicoPolicy): number =>
  compareOrders(a.order, b.order) || compareTexts(a.policy.resource.ref.name, b.policy.resource.ref.name);

const toTier = (tier: Resource, book: NoteBook): Omit<CalicoTier, 'policies'> => ({
  name: tier.ref.name,
  order:
    tier.ref.name === defaultTier ? placeOf.namespace : readOrder(below(below(rootOf(book.on(tier)), 'spec'), 'order')),
  atEnd: textAt(tier.object, 'spec', 'defaultAction') === 'Pass' ? 'continue' : 'deny',
});

/** Tiers that Calico makes by itself. */
const known: Readonly<Record<string, Omit<CalicoTier, 'policies' | 'name'>>> = {
  default: { order: placeOf.namespace, atEnd: 'deny' },
  adminnetworkpolicy: { order: placeOf.admin, atEnd: 'continue' },
  'kube-admin': { order: placeOf.admin, atEnd: 'continue' },
  baselineadminnetworkpolicy: { order: placeOf.baseline, atEnd: 'continue' },
  'kube-baseline': { order: placeOf.baseline, atEnd: 'continue' },
};

/** In tiers that Calico makes for policies of administrators, its own stand in one order with those. */
const doubtSharedTier = (name: string, [first]: readonly CalicoPolicy[], book: NoteBook): void => {
  if (first === undefined || name === defaultTier || !Object.hasOwn(known, name)) return;
  book
    .on(first.policy.resource)
    .doubt(['spec', 'tier'], `is ${name}, which other policies of administrators share: those are asked after it here`);
};

/** Without its Tier nobody knows where a policy stands: it is asked after the tiers that are known, and closes nothing at its end. */
const toUnreadTier = (
  name: string,
  policies: readonly CalicoPolicy[],
  book: NoteBook,
): Omit<CalicoTier, 'policies'> => {
  const found = Object.hasOwn(known, name) ? known[name] : undefined;
  if (found !== undefined) return { name, ...found };
  const [first] = policies;
  if (first !== undefined) {
    book
      .on(first.policy.resource)
      .doubt(
        ['spec', 'tier'],
        `names the Tier ${name}, which was not read: its policies are asked last, and close nothing at their end`,
      );
  }
  return { name, order: Number.POSITIVE_INFINITY, atEnd: 'continue' };
};

const toAllowances = (policy: NetworkPolicy): readonly NetworkPolicy[] => {
  const allowing = (rules: NetworkPolicy['ingress']): NetworkPolicy['ingress'] => {
    const left = rules?.filter(({ action }) => action === 'allow') ?? [];
    return left.length === 0 ? null : left;
  };
  const ingress = allowing(policy.ingress);
  const egress = allowing(policy.egress);
  return ingress === null && egress === null ? [] : [{ ...policy, ingress, egress }];
};
