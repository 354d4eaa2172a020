/** Findings in pages, their counts, what mends them, and the exception that accepts one. */

import { renderStrategicPatch } from '../../../lang/patch/to-strategic-patch.ts';
import { toLayerGroup } from '../../../model/layer.ts';
import type { StoredFinding } from '../../../stores/finding-record.ts';
import type { FindingDetail, ListedFinding, ListedFindings, ExceptionDraft } from '../api/findings.ts';
import { ApiError } from '../api-error.ts';
import { numberOf, oneOf, type Route } from '../route.ts';
import { listOf, named } from '../schemas.ts';
import { estateParameter, findEstate } from './estate-parameter.ts';
import { filterParameters, pageParameters, toFilter } from './findings-parameters.ts';

export const findingsRoutes = (): readonly Route[] => [
  {
    method: 'GET',
    path: '/estates/{estate}/findings',
    summary: 'findings in pages; those of one facet are alternatives, facets narrow each other',
    parameters: [estateParameter, ...filterParameters, ...pageParameters],
    answer: { status: 200, type: 'application/json', summary: 'one page', schema: named('ListedFindings') },
    handle: (asked, app) => {
      const { id: estate } = findEstate(asked, app);
      const page = app.store.findings.list({
        estate,
        filter: toFilter(asked),
        order: oneOf(asked, 'order') === 'newest' ? 'newest' : 'worst',
        after: oneOf(asked, 'after') ?? null,
        most: numberOf(asked, 'most', usualPage),
      });
      const value: ListedFindings = { ...page, findings: page.findings.map(toListed) };
      return { kind: 'json', value };
    },
  },
  {
    method: 'GET',
    path: '/estates/{estate}/findings/facets',
    summary: "how many findings there are by each value of each facet; a facet's own choice does not narrow it",
    parameters: [estateParameter, ...filterParameters],
    answer: { status: 200, type: 'application/json', summary: 'the most findings first', schema: named('Facets') },
    handle: (asked, app) => ({
      kind: 'json',
      value: app.store.findings.facets(findEstate(asked, app).id, toFilter(asked)),
    }),
  },
  {
    method: 'GET',
    path: '/estates/{estate}/findings/fixes',
    summary: 'findings by what would mend them',
    parameters: [estateParameter, ...filterParameters, mostFixesParameter],
    answer: {
      status: 200,
      type: 'application/json',
      summary: 'the most findings first',
      schema: listOf(named('FixGroup')),
    },
    handle: (asked, app) => ({
      kind: 'json',
      value: app.store.findings.fixes(findEstate(asked, app).id, toFilter(asked), numberOf(asked, 'most', usualPage)),
    }),
  },
  {
    method: 'GET',
    path: '/estates/{estate}/findings/{finding}',
    summary: 'one finding with its rule, and the patch that mends it',
    parameters: [estateParameter, findingParameter],
    answer: { status: 200, type: 'application/json', summary: 'everything about it', schema: named('FindingDetail') },
    handle: (asked, app) => {
      const { id: estate } = findEstate(asked, app);
      const id = oneOf(asked, 'finding') ?? '';
      const stored = app.store.findings.find(estate, id);
      if (stored === null)
        throw new ApiError('not-found', `there is no finding ${id}`, 'it may be resolved and forgotten; see the list');
      const { finding } = stored;
      const patch = finding.fix === null ? null : renderStrategicPatch(finding.fix.edits, finding.fix.target);
      const value: FindingDetail = {
        ...toListed(stored),
        rule: app.store.findings.rule(estate, finding.rule),
        patch,
        command: `${app.program} explain ${finding.rule}`,
      };
      return { kind: 'json', value };
    },
  },
  {
    method: 'POST',
    path: '/estates/{estate}/exceptions/draft',
    summary: 'the exceptions file with one more entry, to commit; writes nothing',
    parameters: [estateParameter],
    body: named('ExceptionDraft'),
    answer: { status: 200, type: 'application/json', summary: 'the file', schema: named('DraftedException') },
    handle: async (asked, app) => {
      const { id: estate } = findEstate(asked, app);
      const draft = asked.body as ExceptionDraft;
      if (app.store.findings.find(estate, draft.finding) === null)
        throw new ApiError('not-found', `there is no finding ${draft.finding}`, 'choose one of the list');
      const drafted = await app.draft(draft);
      if (drafted.kind === 'drafted') return { kind: 'json', value: drafted.exception };
      throw new ApiError('bad-request', drafted.message, 'mend that and try again');
    },
  },
];

const usualPage = 100;

const findingParameter = {
  name: 'finding',
  in: 'path',
  summary: 'the id of a finding: sixteen hex digits',
  schema: { type: 'string', pattern: '^[0-9a-f]{16}$' },
} as const;

const mostFixesParameter = {
  name: 'most',
  in: 'query',
  summary: 'at most so many, 100 where it is not said',
  schema: { type: 'integer', minimum: 1, maximum: 1000 },
} as const;

const toListed = (stored: StoredFinding): ListedFinding => ({
  finding: stored.finding,
  title: stored.title,
  layer: stored.layer,
  group: toLayerGroup(stored.layer),
  place: stored.place,
  fix: stored.fix,
  accepted: stored.accepted,
  exposes: stored.exposes,
  firstSeen: stored.firstSeen,
  lastSeen: stored.lastSeen,
  resolved: stored.resolved,
});
