/** The powers in a role, as it is held: what a star contains is told by the star alone. */

import type { IndexedRole, IndexedRule } from '../../kube/rbac/access.ts';
import type { PolicyRule } from '../../kube/rbac/policy-rule.ts';
import { findGranted, isStar, type Ask, type Power } from './power.ts';
import { everyResource, everything, powers } from './powers.ts';

export interface HeldPower {
  readonly power: Power;
  readonly grants: readonly { readonly rule: IndexedRule; readonly asks: readonly Ask[] }[];
  /** What a star contains. */
  readonly contains: readonly Power[];
}

export type FindPowers = (role: IndexedRole) => readonly HeldPower[];

/** Each rule is looked at once: thousands of roles are copies of each other. */
export const createFindPowers = (): FindPowers => {
  const byRule = new Map<PolicyRule, readonly Granted[]>();
  const byRole = new Map<IndexedRole, readonly HeldPower[]>();
  const grantedBy = (rule: PolicyRule): readonly Granted[] => {
    const known = byRule.get(rule) ?? findAll(rule);
    byRule.set(rule, known);
    return known;
  };
  return (role) => {
    const known = byRole.get(role) ?? gather(role, grantedBy);
    byRole.set(role, known);
    return known;
  };
};

interface Granted {
  readonly power: Power;
  readonly asks: readonly Ask[];
  readonly contains: readonly Power[];
}

const findAll = (rule: PolicyRule): readonly Granted[] => {
  const found = powers.flatMap((power): readonly Granted[] => {
    const asks = findGranted(power, rule);
    return asks.length === 0 ? [] : [{ power, asks, contains: [] }];
  });
  const all = found.find(({ power }) => power === everything);
  if (all !== undefined) return [all];
  if (!isStar(rule) || found.length === 0 || rule.resourceNames.length > 0) return found;
  const asks = [{ group: rule.groups.join(', '), resource: '*', verbs: rule.verbs }];
  return [{ power: everyResource, asks, contains: found.map(({ power }) => power) }];
};

const gather = (role: IndexedRole, grantedBy: (rule: PolicyRule) => readonly Granted[]): readonly HeldPower[] => {
  const held = new Map<Power, { readonly grants: HeldPower['grants'][number][]; readonly contains: Set<Power> }>();
  for (const rule of role.rules) {
    for (const { power, asks, contains } of grantedBy(rule.rule)) {
      const known = held.get(power) ?? { grants: [], contains: new Set<Power>() };
      held.set(power, known);
      known.grants.push({ rule, asks });
      for (const each of contains) known.contains.add(each);
    }
  }
  const all = held.get(everything);
  if (all !== undefined) return [{ power: everything, grants: all.grants, contains: [] }];
  const inStar = held.get(everyResource)?.contains ?? new Set<Power>();
  return powers.flatMap((power): readonly HeldPower[] => {
    const found = held.get(power);
    if (found === undefined || inStar.has(power)) return [];
    return [{ power, grants: found.grants, contains: [...found.contains] }];
  });
};
