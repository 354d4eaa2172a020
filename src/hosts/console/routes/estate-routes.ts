/** Estates, and the views that the last look at each has left in the store. */

import type { Json } from '../../../model/json.ts';
import { severities, type Severity } from '../../../model/severity.ts';
import type { EstateName, EstateRow } from '../../../stores/store.ts';
import type { EstateState } from '../api/estate-state.ts';
import type { ViewName } from '../api/views.ts';
import { ApiError } from '../api-error.ts';
import { readOverview } from '../read-overview.ts';
import type { ConsoleApp, Reply, Route } from '../route.ts';
import { listOf, moment, named, object } from '../schemas.ts';
import { estateParameter, findEstate } from './estate-parameter.ts';

export const estateRoutes = (): readonly Route[] => [
  {
    method: 'GET',
    path: '/estates',
    summary: 'what is looked at: when it was, whether that is still so, and what is missing',
    parameters: [],
    answer: {
      status: 200,
      type: 'application/json',
      summary: 'in the order they were named',
      schema: listOf(named('EstateState')),
    },
    handle: (_, app) => ({ kind: 'json', value: listEstates(app) }),
  },
  {
    method: 'GET',
    path: '/estates/{estate}/overview',
    summary: 'the first page: where the estate stands, wall by wall, and what to do this week',
    parameters: [estateParameter],
    answer: viewAnswer('Overview'),
    handle: (asked, app) => {
      const { id } = findEstate(asked, app);
      const read = readOverview(id, app);
      if (read === null) throw noLook();
      // What it says of days changes at midnight too.
      return { kind: 'json', value: read, tag: `"${id}-overview-${read.at}-${app.now().slice(0, 10)}"` };
    },
  },
  ...views.map(({ name, schema, summary }): Route => ({
    method: 'GET',
    path: `/estates/{estate}/${name}`,
    summary,
    parameters: [estateParameter],
    answer: viewAnswer(schema),
    handle: (asked, app) => toView(findEstate(asked, app), name, app),
  })),
  {
    method: 'POST',
    path: '/estates/{estate}/look',
    summary: 'look now: `events` tells when it is done',
    parameters: [estateParameter],
    answer: {
      status: 202,
      type: 'application/json',
      summary: 'a look goes on or will begin',
      schema: object({ estate: named('EstateId') }),
    },
    handle: (asked, app) => {
      const { id } = findEstate(asked, app);
      app.looks.ask(id);
      return { kind: 'json', value: { estate: id } };
    },
  },
];

const views: readonly { readonly name: ViewName; readonly schema: string; readonly summary: string }[] = [
  { name: 'roadmap', schema: 'RoadmapAnswer', summary: 'the twelve weeks, action by action, with the evidence' },
  { name: 'attacks', schema: 'Attacks', summary: 'the ways in, worst first, step by step' },
  { name: 'network', schema: 'Network', summary: 'who talks to whom, and why that is allowed' },
  { name: 'rbac', schema: 'Rbac', summary: 'who can do what that is dangerous, and through which grant' },
  { name: 'policies', schema: 'Policies', summary: 'policies of every dialect, and whether they are enforced' },
  { name: 'workloads', schema: 'Workloads', summary: 'everything about each workload' },
];

const viewAnswer = (schema: string): Route['answer'] => ({
  status: 200,
  type: 'application/json',
  summary: 'as of the last look',
  schema: object({ at: moment, body: named(schema) }),
});

const noLook = (): ApiError =>
  new ApiError(
    'no-look',
    'nobody has looked at this estate yet',
    'wait for the first look; `estates` tells how far it is',
  );

const toView = ({ id }: EstateName, name: ViewName, { store }: ConsoleApp): Reply => {
  const read: { readonly at: string; readonly body: Json } | null = store.looks.view(id, name);
  if (read === null) throw noLook();
  return { kind: 'json', value: read, tag: `"${id}-${name}-${read.at}"` };
};

export const listEstates = ({ estates, store, looks }: ConsoleApp): readonly EstateState[] => {
  const rows = new Map(store.looks.estates().map((row) => [row.id, row]));
  return estates.map((estate): EstateState => {
    const row = rows.get(estate.id);
    const last = row?.last ?? null;
    const [today] = last === null ? [] : store.history.days(estate.id, 1);
    return {
      ...estate,
      lookedAt: last?.at ?? null,
      looking: looks.looking(estate.id),
      failing: toFailing(row, looks.failing(estate.id)),
      complete: last?.complete ?? false,
      // The first of them: what the page says about them stands in a tooltip.
      missing: (last?.missing ?? []).slice(0, 200),
      objects: last?.objects ?? 0,
      open: today?.open ?? nothingOpen,
      policySet: last?.policySet ?? null,
    };
  });
};

/** What the store was told, else what it could not be told. */
const toFailing = (
  row: EstateRow | undefined,
  own: EstateState['failing'],
): { readonly since: string; readonly message: string } | null => {
  const kept = row?.failing ?? null;
  if (kept === null || (own !== null && own.since > kept.at)) return own;
  return { since: kept.since, message: kept.message };
};

const nothingOpen = Object.fromEntries(severities.map((severity) => [severity, 0])) as Record<Severity, number>;
