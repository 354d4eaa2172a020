/** What findings may be narrowed by, as parameters of the query, and the filter that is made of them. */

import { layerGroups, type LayerGroup } from '../../../model/layer.ts';
import { severities, type Severity } from '../../../model/severity.ts';
import type { FindingStatus, FindingsFilter } from '../../../stores/findings-query.ts';
import { allOf, oneOf, type Asked, type Parameter } from '../route.ts';

const statuses = ['fail', 'error', 'accepted'] as const satisfies readonly FindingStatus[];

const several = (name: string, summary: string, schema: Parameter['schema']): Parameter => ({
  name,
  in: 'query',
  summary,
  schema,
  repeats: true,
});

const single = (name: string, summary: string, schema: Parameter['schema']): Parameter => ({
  name,
  in: 'query',
  summary,
  schema,
});

export const filterParameters: readonly Parameter[] = [
  several('severity', 'only of these severities', { type: 'string', enum: [...severities] }),
  several('group', 'only of these groups of layers', { type: 'string', enum: [...layerGroups] }),
  several('status', 'only failures, errors, or what is accepted', { type: 'string', enum: [...statuses] }),
  several('namespace', 'only in these namespaces; the empty text is "in none"', { type: 'string', maxLength: 253 }),
  several('kind', 'only about objects of these kinds', { type: 'string', maxLength: 253 }),
  several('rule', 'only of these rules', { type: 'string', maxLength: 512 }),
  several('fix', 'only what these fixes mend, by key', { type: 'string', maxLength: 1024 }),
  single('about', 'only about this object or what it owns: KIND/NAMESPACE/NAME', { type: 'string', maxLength: 1024 }),
  single('text', 'only where all these words occur', { type: 'string', maxLength: 200 }),
  single('seen', 'what is open (the usual), resolved, or all', { type: 'string', enum: ['open', 'resolved', 'all'] }),
  single('since', 'only those first seen at or after this moment', {
    type: 'string',
    format: 'date-time',
    pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?Z$',
  }),
];

export const pageParameters: readonly Parameter[] = [
  single('order', 'the worst first (the usual) or the newest', { type: 'string', enum: ['worst', 'newest'] }),
  single('after', 'the page after that one: its `next`', { type: 'string', maxLength: 2048 }),
  single('most', 'at most so many, 100 where it is not said', { type: 'integer', minimum: 1, maximum: 1000 }),
];

export const toFilter = (asked: Asked): FindingsFilter => ({
  severity: allOf(asked, 'severity') as readonly Severity[],
  group: allOf(asked, 'group') as readonly LayerGroup[],
  status: allOf(asked, 'status') as readonly FindingStatus[],
  namespace: allOf(asked, 'namespace'),
  kind: allOf(asked, 'kind'),
  rule: allOf(asked, 'rule'),
  fix: allOf(asked, 'fix'),
  about: oneOf(asked, 'about') ?? null,
  text: oneOf(asked, 'text') ?? '',
  seen: (oneOf(asked, 'seen') ?? 'open') as FindingsFilter['seen'],
  since: oneOf(asked, 'since') ?? null,
});
