/** Constrained impersonation (KEP-5284): the right to say who one is, and the right to do a thing in that name, both. */

import { ask } from '../power.ts';
import type { PolicyRule } from '../../../kube/rbac/policy-rule.ts';
import { matters } from './matters.ts';
import { findGranted, type Granted, type Need } from './need.ts';

const group = 'authentication.k8s.io';

export const actingNeeds = {
  'act-for-accounts': { asks: ask(group, 'serviceaccounts', 'impersonate:serviceaccount') },
  'act-for-users': { asks: ask(group, 'users', 'impersonate:user-info'), clusterOnly: true },
  'act-for-groups': { asks: ask(group, 'groups', 'impersonate:user-info'), clusterOnly: true },
  'act-for-nodes': {
    asks: ask(group, 'nodes', 'impersonate:arbitrary-node impersonate:associated-node'),
    clusterOnly: true,
  },
} as const satisfies Readonly<Record<string, Need>>;

const modes = {
  'do-as-accounts': ['serviceaccount'],
  'do-as-users': ['user-info'],
  'do-as-nodes': ['arbitrary-node', 'associated-node'],
} as const;

export type DoingId = keyof typeof modes;

/**
 * What of a rule can be done in other names, where that leads anywhere: `impersonate-on:MODE:VERB` stands for the verb.
 * Whether who is named may do it as well is not asked: a way too many rather than one too few.
 */
export const findDoing = (rule: PolicyRule): readonly (readonly [DoingId, Granted])[] =>
  rule.verbs.some((verb) => verb === '*' || verb.startsWith(prefix))
    ? doingIds.flatMap((id): readonly (readonly [DoingId, Granted])[] => {
        const verbs = rule.verbs.flatMap((verb) =>
          verb === '*' ? [verb] : modes[id].flatMap((mode) => toVerb(verb, mode)),
        );
        const meant = { ...rule, verbs };
        const found = matters.map((matter) => findGranted(matter, meant)).find((granted) => granted !== null);
        return found === undefined ? [] : [[id, found]];
      })
    : [];

const prefix = 'impersonate-on:';

const doingIds = Object.keys(modes) as readonly DoingId[];

const toVerb = (verb: string, mode: string): readonly string[] =>
  verb.startsWith(`${prefix}${mode}:`) ? [verb.slice(prefix.length + mode.length + 1)] : [];
