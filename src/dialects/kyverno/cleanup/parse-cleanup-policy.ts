/** Reads a CleanupPolicy or ClusterCleanupPolicy: what it deletes and when, and what is wrong with it. */

import { isJsonObject, type Json } from '../../../model/json.ts';
import type { Resource } from '../../../model/resource.ts';
import type { ContextEntry, MatchBlock } from '../classic-policy.ts';
import { checkSpec, versionsOf } from '../parse/check-shape.ts';
import { field, object, text, textMap } from '../parse/read-field.ts';
import { toContextEntries } from '../parse/to-context-entries.ts';
import { toMatchBlock } from '../parse/to-match-block.ts';
import type { RuleDefect } from '../rule-response.ts';
import { checkSchedule } from './check-schedule.ts';

export interface CleanupPolicy {
  readonly resource: Resource;
  readonly name: string;
  /** Of a CleanupPolicy: it deletes what lives there and nothing else. */
  readonly namespace: string | null;
  readonly annotations: Readonly<Record<string, string>>;
  readonly match: MatchBlock;
  readonly exclude: MatchBlock | null;
  readonly context: readonly ContextEntry[];
  /** As written: `null` where whatever matches is deleted. */
  readonly conditions: Json;
  readonly schedule: string;
  /** What becomes of what the deleted object owns; the empty text where the API server's default stands. */
  readonly propagation: string;
}

export type CleanupParse =
  | { readonly kind: 'policy'; readonly policy: CleanupPolicy }
  | { readonly kind: 'refused'; readonly defects: readonly RuleDefect[] };

export const parseCleanupPolicy = (resource: Resource): CleanupParse => {
  const { apiVersion, kind, name, namespace } = resource.ref;
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
  const shape = checkSpec(version, kind, resource.object['spec']);
  if (shape === undefined) {
    const known = versionsOf(kind).map((each) => `kyverno.io/${each}`);
    return refuse([
      { ...error, message: `there is no ${kind} in ${apiVersion}; write ${known.join(' or ')}`, path: ['apiVersion'] },
    ]);
  }
  const spec = object(resource.object, 'spec');
  const match = toMatchBlock(object(spec ?? {}, 'match'));
  if (shape.length > 0 || spec === null || match === null) return refuse(shape);
  const exclude = toMatchBlock(object(spec, 'exclude'));
  const context = toContextEntries(spec);
  const schedule = text(spec, 'schedule');
  const defects = [...checkSources(context), ...checkUsers(match, 'match'), ...checkUsers(exclude, 'exclude')];
  const wrong = checkSchedule(schedule);
  if (wrong !== undefined) defects.push({ ...error, message: wrong, path: ['spec', 'schedule'] });
  if (defects.length > 0) return refuse(defects);
  const { metadata } = resource.object;
  return {
    kind: 'policy',
    policy: {
      resource,
      name,
      namespace: kind === 'CleanupPolicy' ? namespace || 'default' : null,
      annotations: isJsonObject(metadata) ? textMap(metadata, 'annotations') : {},
      match,
      exclude,
      context,
      conditions: field(spec, 'conditions') ?? null,
      schedule,
      propagation: text(spec, 'deletionPropagationPolicy'),
    },
  };
};

const error = { severity: 'error' } as const;

const refuse = (defects: readonly RuleDefect[]): CleanupParse => ({ kind: 'refused', defects });

/** Kyverno refuses these where nobody asks for anything. */
const checkSources = (context: readonly ContextEntry[]): RuleDefect[] =>
  context.flatMap(({ kind }, index) =>
    kind === 'imageRegistry' || kind === 'configMap'
      ? [{ ...error, message: `a cleanup policy may not use ${kind}`, path: ['spec', 'context', index] }]
      : [],
  );

/** Nobody asks for a deletion, so that no user can be matched. */
const checkUsers = (block: MatchBlock | null, name: string): RuleDefect[] => {
  if (block === null) return [];
  const filters = [...block.any, ...block.all, ...(block.direct === null ? [] : [block.direct])];
  const isAsked = filters.some(
    ({ roles, clusterRoles, subjects }) => roles.length + clusterRoles.length + subjects.length > 0,
  );
  return isAsked
    ? [{ ...error, message: 'a cleanup policy may not match users, roles or cluster roles', path: ['spec', name] }]
    : [];
};
