/** For each side and direction, the policies that select it there: sides with the same ones share a profile. */

import type { NetworkPolicy, NetworkTier } from '../network-policy.ts';
import type { Side } from '../side.ts';
import type { SideFinder } from './create-side-finder.ts';
import { createItemLists } from './create-item-lists.ts';
import { directions, type Direction } from './intern-peers.ts';

export interface Profiles {
  /** The profile of a side; 0 where no policy selects it. */
  of(side: number): number;
  readonly profiles: readonly Profile[];
}

/** By tier, in order; a tier without a policy that selects the side is left out. */
export type Profile = readonly { readonly tier: NetworkTier; readonly policies: readonly NetworkPolicy[] }[];

export const createProfiles = (
  sides: readonly Side[],
  tiers: readonly NetworkTier[],
  find: SideFinder,
): Readonly<Record<Direction, Profiles>> => {
  const policies = tiers.flatMap((tier) => tier.policies.map((policy) => ({ tier, policy })));
  const toProfile = (numbers: readonly number[]): Profile => {
    const profile: { tier: NetworkTier; policies: NetworkPolicy[] }[] = [];
    for (const number of numbers) {
      const found = policies[number];
      if (found === undefined) continue;
      const last = profile.at(-1);
      if (last?.tier === found.tier) last.policies.push(found.policy);
      else profile.push({ tier: found.tier, policies: [found.policy] });
    }
    return profile;
  };
  const [ingress, egress] = directions.map((direction) => {
    const lists = createItemLists();
    const listOf = new Uint32Array(sides.length);
    for (const [number, { policy }] of policies.entries()) {
      if (policy[direction] === null) continue;
      for (const side of find(policy.subject)) listOf[side] = lists.add(listOf[side] ?? 0, number);
    }
    const profileOf = new Map<number, number>([[0, 0]]);
    const profiles: Profile[] = [[]];
    for (const list of listOf) {
      if (profileOf.has(list)) continue;
      profileOf.set(list, profiles.length);
      profiles.push(toProfile(lists.read(list)));
    }
    return { of: (side: number) => profileOf.get(listOf[side] ?? 0) ?? 0, profiles };
  });
  if (ingress === undefined || egress === undefined) throw new Error('there are two directions');
  return { ingress, egress };
};
