/** Gathers the rules of aggregated ClusterRoles as the controller does: from the roles their selectors choose, over and over. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { at, objectAt } from '../../model/read-object.ts';
import { parseLabelSelector, type LabelSelector } from '../selector/label-selector.ts';
import type { IndexedRule } from './access.ts';

/** All objects of one name: overlays repeat them, and each may be the one that is applied. */
export interface WrittenRole {
  readonly name: string;
  readonly variants: readonly JsonObject[];
  readonly rules: readonly IndexedRule[];
  /** The controller has done it: what is stored is what counts. */
  readonly isGathered: boolean;
}

export interface Aggregated {
  /** Of each role, what it allows in the end; in the order given. */
  readonly rules: readonly (readonly IndexedRule[])[];
  /** The numbers of roles of which not everything was gathered. */
  readonly cut: readonly number[];
}

/**
 * The rules of an aggregated role are those of the roles its selectors choose, of which some may be aggregated
 * themselves; what is written in its own `rules` is overwritten. A manifest of one may show no rules at all. Where nothing
 * is gathered what is written stays: the controller then applies no rules, which takes none away (`applyClusterRoles` in
 * pkg/controller/clusterroleaggregation).
 */
export const aggregateClusterRoles = (written: readonly WrittenRole[]): Aggregated => {
  const roles = written.map(toRole);
  const choose = createChooser(roles);
  const keepsOwn = createKeepsOwn(choose);
  // Roles in a chain hold all that follows in it: without an end a few thousand of them would fill the memory.
  let left = mostGathered;
  const cut: number[] = [];
  const rules = roles.map((role, index) => {
    if (role.selectors === null) return role.rules;
    const gathered = gather(role, choose, keepsOwn, left);
    left -= gathered.steps;
    if (gathered.isCut) cut.push(index);
    return gathered.rules;
  });
  return { rules, cut };
};

/** Roles visited and rules taken, of all aggregated roles together: the largest clusters gather some ten thousand. */
const mostGathered = 1_000_000;

interface Role {
  readonly name: string;
  readonly labels: readonly JsonObject[];
  readonly rules: readonly IndexedRule[];
  /** `null` for a role that is not aggregated. */
  readonly selectors: readonly Selection[] | null;
}

const toRole = ({ name, variants, rules, isGathered }: WrittenRole): Role => {
  const selectors = variants.flatMap((object) => toSelectors(at(object, 'aggregationRule')));
  const isAggregated = !isGathered && variants.some((object) => isJsonObject(at(object, 'aggregationRule')));
  return {
    name,
    labels: variants.map((object) => objectAt(object, 'metadata', 'labels')),
    rules,
    selectors: isAggregated ? selectors : null,
  };
};

interface Selection {
  readonly selector: LabelSelector;
  /** A label that all it fits have, as `toLabel` writes it; `null` where there need be none. */
  readonly label: string | null;
}

/** An empty one, `null` too, chooses every role. */
const toSelectors = (aggregation: Json | undefined): readonly Selection[] => {
  const written = at(aggregation, 'clusterRoleSelectors');
  return (isJsonArray(written) ? written : []).flatMap((value) => {
    const parsed = parseLabelSelector(value);
    if (parsed.kind !== 'selector') return [];
    const [first] = Object.entries(objectAt(value, 'matchLabels'));
    return [{ selector: parsed.selector, label: first === undefined ? null : toLabel(first) }];
  });
};

const toLabel = ([key, value]: readonly [string, Json | undefined]): string =>
  `${key}=${typeof value === 'string' ? value : ''}`;

type Choose = (selection: Selection) => readonly Role[];

/** By name, as the controller orders them. Each selector looks once, and only at roles with a label it asks for. */
const createChooser = (roles: readonly Role[]): Choose => {
  const sorted = roles.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const byLabel = new Map<string, Role[]>();
  for (const role of sorted) {
    for (const label of new Set(role.labels.flatMap((each) => Object.entries(each).map(toLabel)))) {
      const known = byLabel.get(label);
      if (known === undefined) byLabel.set(label, [role]);
      else known.push(role);
    }
  }
  const known = new Map<string, readonly Role[]>();
  return ({ selector, label }) => {
    const before = known.get(selector.text);
    if (before !== undefined) return before;
    const candidates = label === null ? sorted : (byLabel.get(label) ?? []);
    const chosen = candidates.filter(({ labels }) => labels.some((each) => selector.matches(each)));
    known.set(selector.text, chosen);
    return chosen;
  };
};

type KeepsOwn = (role: Role) => boolean;

/** Whether what is written in an aggregated role stays, since no role it gathers has any rule. */
const createKeepsOwn = (choose: Choose): KeepsOwn => {
  const known = new Map<Role, boolean>();
  let left = mostGathered;
  return (role) => {
    if (role.rules.length === 0) return false;
    const before = known.get(role);
    if (before !== undefined) return before;
    const visited = new Set([role]);
    const waiting = [...toChosen(role, choose)];
    let keeps = true;
    for (let next = waiting.pop(); keeps && next !== undefined; next = waiting.pop()) {
      if (visited.has(next)) continue;
      visited.add(next);
      left -= 1;
      // Past the bound too much is said to be granted rather than too little.
      if (left < 0) break;
      keeps = next.rules.length === 0;
      for (const each of toChosen(next, choose)) if (!visited.has(each)) waiting.push(each);
    }
    known.set(role, keeps);
    return keeps;
  };
};

const gather = (
  start: Role,
  choose: Choose,
  keepsOwn: KeepsOwn,
  most: number,
): { readonly rules: readonly IndexedRule[]; readonly steps: number; readonly isCut: boolean } => {
  if (keepsOwn(start)) return { rules: start.rules, steps: 1, isCut: false };
  // Equal rules are one object, so that the rule itself tells them apart.
  const rules = new Map<IndexedRule['rule'], IndexedRule>();
  // Roles that choose each other add nothing to each other.
  const visited = new Set([start]);
  const waiting = toChosen(start, choose).toReversed();
  let steps = 0;
  for (let role = waiting.pop(); role !== undefined; role = waiting.pop()) {
    if (visited.has(role)) continue;
    visited.add(role);
    const isLeaf = role.selectors === null || keepsOwn(role);
    steps += 1 + (isLeaf ? role.rules.length : 0);
    if (steps > most) return { rules: [...rules.values()], steps, isCut: true };
    if (isLeaf) {
      for (const rule of role.rules) if (!rules.has(rule.rule)) rules.set(rule.rule, rule);
    } else
      waiting.push(
        ...toChosen(role, choose)
          .filter((each) => !visited.has(each))
          .toReversed(),
      );
  }
  return { rules: [...rules.values()], steps, isCut: false };
};

const toChosen = ({ selectors }: Role, choose: Choose): readonly Role[] => (selectors ?? []).flatMap(choose);
