/** What tests of stores ask for, with everything but what they are about filled in. */

import { everyFinding, type FindingsFilter, type FindingsQuery } from './findings-query.ts';
import type { StoredFinding } from './finding-record.ts';

export const filter = (rest: Partial<FindingsFilter>): FindingsFilter => ({ ...everyFinding, ...rest });
export const query = (rest: Partial<FindingsQuery> = {}): FindingsQuery => ({
  estate: '0123456789ab',
  filter: everyFinding,
  order: 'worst',
  after: null,
  most: 100,
  ...rest,
});
export const idsOf = (findings: readonly StoredFinding[]): readonly string[] =>
  findings.map(({ finding }) => finding.id);
