/** The days of an estate, and what has changed between two of them. */

import { ApiError } from '../api-error.ts';
import { numberOf, oneOf, type Parameter, type Route } from '../route.ts';
import { day, listOf, named } from '../schemas.ts';
import { estateParameter, findEstate } from './estate-parameter.ts';

export const historyRoutes = (): readonly Route[] => [
  {
    method: 'GET',
    path: '/estates/{estate}/history',
    summary: 'the days of an estate: what was open, and how many walls stood',
    parameters: [
      estateParameter,
      {
        name: 'most',
        in: 'query',
        summary: 'at most so many days, 30 where it is not said',
        schema: { type: 'integer', minimum: 1, maximum: 1000 },
      },
    ],
    answer: {
      status: 200,
      type: 'application/json',
      summary: 'the newest first',
      schema: listOf(named('HistoryRow')),
    },
    handle: (asked, app) => ({
      kind: 'json',
      value: app.store.history.days(findEstate(asked, app).id, numberOf(asked, 'most', 30)),
    }),
  },
  {
    method: 'GET',
    path: '/estates/{estate}/compare',
    summary: 'what became of the estate between two days, or why that cannot be said',
    parameters: [estateParameter, dayParameter('from'), dayParameter('to')],
    answer: { status: 200, type: 'application/json', summary: 'by the last look of each', schema: named('Compared') },
    handle: (asked, app) => {
      const { id } = findEstate(asked, app);
      const from = oneOf(asked, 'from') ?? '';
      const to = oneOf(asked, 'to') ?? '';
      if (from > to) throw new ApiError('bad-request', `${from} is after ${to}`, 'swap from and to');
      return { kind: 'json', value: app.store.history.compare(id, from, to) };
    },
  },
];

const dayParameter = (name: string): Parameter => ({
  name,
  in: 'query',
  summary: 'a day, YYYY-MM-DD',
  schema: day,
  required: true,
});
