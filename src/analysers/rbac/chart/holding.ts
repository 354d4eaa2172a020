/** What one identity holds of the needs that only together lead further: each with the rule that grants it and where. */

import type { IndexedBinding, IndexedRole, IndexedRule } from '../../../kube/rbac/access.ts';
import { nameOf } from '../../gap.ts';
import { findDoing, type DoingId } from './acting-for.ts';
import { findGranted, renderGranted, type Granted } from './need.ts';
import { needIds, needs, type NeedId } from './needs.ts';
import { rememberRules } from './remember-rules.ts';
import { namespaceOf, renderWhere, type Scope } from './scope.ts';

/** A role as it is bound. `binding` is null where the role is looked at alone. */
export interface Bound {
  readonly role: IndexedRole;
  readonly scope: Scope;
  readonly binding: IndexedBinding | null;
  readonly rules: readonly IndexedRule[];
}

export interface PartGrant {
  /** `null` for all namespaces, and for what lives in none. */
  readonly namespace: string | null;
  /** `null` for any name. */
  readonly names: readonly string[] | null;
  readonly bound: Bound;
  readonly rule: IndexedRule;
  readonly text: () => string;
}

export interface Holding {
  readonly bound: readonly Bound[];
  of(need: PartId): readonly PartGrant[];
}

export type PartId = NeedId | DoingId;

export type FindParts = (rule: IndexedRule) => readonly (readonly [PartId, Granted])[];

/** Equal rules are one object, whichever role they are in: each is looked at once. */
export const createFindParts = (): FindParts => {
  const find = rememberRules((rule) => [
    ...needIds.flatMap((id): readonly (readonly [PartId, Granted])[] => {
      const granted = findGranted(needs[id], rule);
      return granted === null ? [] : [[id, granted]];
    }),
    ...findDoing(rule),
  ]);
  return ({ rule }) => find(rule);
};

export const toHolding = (all: readonly Bound[], findParts: FindParts): Holding => {
  const parts = new Map<PartId, PartGrant[]>();
  for (const bound of all)
    for (const rule of bound.rules)
      for (const [id, granted] of findParts(rule)) {
        if (isOfCluster(id) && bound.scope.kind !== 'cluster') continue;
        const namespace = namespaceOf(bound.scope);
        const part: PartGrant = {
          namespace,
          names: granted.names,
          bound,
          rule,
          text: () => `${nameOf(bound.role.resource)} allows ${renderGranted(granted)} ${renderWhere(namespace)}`,
        };
        const known = parts.get(id);
        if (known === undefined) parts.set(id, [part]);
        else known.push(part);
      }
  return { bound: all, of: (need) => parts.get(need) ?? none };
};

const isOfCluster = (id: PartId): boolean => id in needs && needs[id as NeedId].clusterOnly === true;

const none: readonly PartGrant[] = [];

export interface Meeting {
  readonly namespace: string | null;
  /** One of each list. */
  readonly grants: readonly PartGrant[];
}

/** Where all of them are held at once: everywhere, or in each namespace where one of each list holds. */
export const meet = (...lists: readonly (readonly PartGrant[])[]): readonly Meeting[] => {
  if (lists.some((list) => list.length === 0)) return [];
  const everywhere = lists.map((list) => list.find(({ namespace }) => namespace === null));
  if (everywhere.every((grant) => grant !== undefined)) return [{ namespace: null, grants: everywhere }];
  const byNamespace = lists.map((list) => new Map(list.map((grant) => [grant.namespace, grant])));
  const namespaces = new Set(lists.flatMap((list) => list.flatMap(({ namespace }) => namespace ?? [])));
  return [...namespaces].flatMap((namespace): readonly Meeting[] => {
    const grants = byNamespace.flatMap((list) => list.get(namespace) ?? list.get(null) ?? []);
    return grants.length === lists.length ? [{ namespace, grants }] : [];
  });
};

/** Those for any name. */
export const unnamed = (list: readonly PartGrant[]): readonly PartGrant[] => list.filter(({ names }) => names === null);
