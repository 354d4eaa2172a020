/** What a store knows of estates, and the views of their last looks. */

import type { DatabaseSync } from 'node:sqlite';
import type { Json } from '../../model/json.ts';
import type { EstateName, EstateRow, Looks } from '../store.ts';

export const createLookReader = (database: DatabaseSync): Pick<Looks, 'estates' | 'view'> => {
  const estates = database.prepare(
    `select estate.id, title, kind, failing_since, failing_at, failing_message,
       at, policy_set, program, complete, missing, digest, objects, open
     from estate left join look on look.number = estate.last order by title, estate.id`,
  );
  const view = database.prepare(
    `select at, body from estate join view on view.estate = estate.number join look on look.number = estate.last
     where estate.id = ? and view.name = ?`,
  );
  return {
    estates: () => (estates.all() as unknown as readonly Row[]).map(toEstateRow),
    view: (estate, name) => {
      const row = view.get(estate, name) as { at: string; body: string } | undefined;
      return row === undefined ? null : { at: row.at, body: JSON.parse(row.body) as Json };
    },
  };
};

interface Row {
  readonly id: string;
  readonly title: string;
  readonly kind: EstateName['kind'];
  readonly failing_since: string | null;
  readonly failing_at: string | null;
  readonly failing_message: string | null;
  readonly at: string | null;
  readonly policy_set: string;
  readonly program: string;
  readonly complete: number;
  readonly missing: string;
  readonly digest: string;
  readonly objects: number;
  readonly open: number;
}

const toEstateRow = (row: Row): EstateRow => ({
  id: row.id,
  title: row.title,
  kind: row.kind,
  last:
    row.at === null
      ? null
      : {
          at: row.at,
          policySet: row.policy_set,
          version: row.program,
          complete: row.complete === 1,
          missing: JSON.parse(row.missing) as readonly string[],
          digest: row.digest,
          objects: row.objects,
          open: row.open,
        },
  failing:
    row.failing_since === null || row.failing_at === null
      ? null
      : { since: row.failing_since, at: row.failing_at, message: row.failing_message ?? '' },
});
