/** What is left of a role's rules once one matter is taken out of them: everything else they allow. */

import type { IndexedRole, IndexedRule } from '../../../kube/rbac/access.ts';
import { toPolicyRule, type PolicyRule } from '../../../kube/rbac/policy-rule.ts';
import type { Json, JsonObject } from '../../../model/json.ts';
import { isJsonArray, isJsonObject } from '../../../model/json.ts';
import { at, textAt } from '../../../model/read-object.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Ask } from '../power.ts';
import { conjunctions } from './conjunctions.ts';
import { matters } from './matters.ts';
import { needs } from './needs.ts';

/** `null` where a star hides what else is needed, and for roles that are not written by people or not as they count. */
export const narrowRules = (role: Resource, matter: string): readonly Json[] | null => {
  const asks = asksOf.get(matter);
  const written = at(role.object, 'rules');
  if (asks === undefined || !isJsonArray(written) || !isOfPeople(role)) return null;
  const left: Json[] = [];
  for (const rule of written) {
    const rest = isJsonObject(rule) ? cut(rule, asks) : [rule];
    if (rest === null) return null;
    left.push(...rest);
  }
  return left;
};

export const canNarrow = (role: IndexedRole, matter: string): boolean =>
  role.rules.every(({ from }) => from === role.resource) && narrowRules(role.resource, matter) !== null;

/** As the index reads them. */
export const toIndexedRules = (rules: readonly Json[], from: Resource): readonly IndexedRule[] =>
  rules.flatMap((rule, index) => (isJsonObject(rule) ? [{ rule: parse(rule), from, index }] : []));

/** A controller writes the rules of an aggregated role, and the API server those it makes at its start. */
const isOfPeople = ({ object, origin }: Resource): boolean =>
  origin.kind !== 'built-in' &&
  at(object, 'aggregationRule') === undefined &&
  textAt(object, 'metadata', 'labels', 'kubernetes.io/bootstrapping') !== 'rbac-defaults';

/** Taking any one part away is enough: of a conjunction its most telling one. */
const asksOf: ReadonlyMap<string, readonly Ask[]> = new Map(
  [
    ...Map.groupBy(
      [
        ...matters.map(({ id, asks }) => ({ id, asks })),
        ...conjunctions.map(({ id, takes }) => ({
          id,
          asks: takes.flatMap((need): readonly Ask[] => needs[need].asks),
        })),
      ],
      ({ id }) => id,
    ),
  ].map(([id, all]) => [id, all.flatMap(({ asks }) => asks)]),
);

/** The rule itself where it has none of it; `null` where a star does. */
const cut = (written: JsonObject, asks: readonly Ask[]): readonly JsonObject[] | null => {
  const { verbs, groups, resources } = parse(written);
  const touching = asks.filter(
    (ask) =>
      (groups.includes(ask.group) || groups.includes('*')) &&
      ask.verbs.some((verb) => verbs.includes(verb) || verbs.includes('*')),
  );
  const stars = new Set(['*', ...touching.map(({ resource }) => `*/${resource.split('/')[1] ?? ''}`)]);
  const hit = new Set(touching.map(({ resource }) => resource).filter((resource) => resources.includes(resource)));
  const isStarred = touching.length > 0 && resources.some((resource) => stars.has(resource));
  if (isStarred) return null;
  if (hit.size === 0) return [written];
  if (verbs.includes('*') || groups.includes('*')) return null;
  const taken = new Set(touching.filter(({ resource }) => hit.has(resource)).flatMap((ask) => ask.verbs));
  const others = resources.filter((resource) => !hit.has(resource));
  const rest = verbs.filter((verb) => !taken.has(verb));
  return [
    ...(others.length === 0 ? [] : [{ ...written, resources: others }]),
    ...(rest.length === 0 ? [] : [{ ...written, resources: [...hit], verbs: rest }]),
  ];
};

/** Each is looked at for every matter. */
const parse = (written: JsonObject): PolicyRule => {
  const rule = parsed.get(written) ?? toPolicyRule(written);
  parsed.set(written, rule);
  return rule;
};
const parsed = new WeakMap<JsonObject, PolicyRule>();
