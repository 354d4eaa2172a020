/** A distinguished name as Go's pkix.Name is written in JSON. */

import type { Json, JsonObject } from '../../model/json.ts';
import { DerReader, readOid, readText, tags } from './read-der.ts';

export const parseName = (body: Uint8Array): JsonObject => {
  const names: JsonObject[] = [];
  const lists = new Map<string, string[]>();
  const singles = new Map<string, string>();
  const sets = new DerReader(body);
  while (!sets.isAtEnd) {
    const set = sets.readInside(tags.set);
    while (!set.isAtEnd) {
      const pair = set.readInside();
      const type = readOid(pair.read(tags.oid).body);
      const value = readText(pair.read());
      names.push({ Type: type, Value: value });
      const field = type.length === 4 && type[0] === 2 && type[1] === 5 && type[2] === 4 ? type[3] : undefined;
      const list = listFields.get(field);
      if (list !== undefined) lists.set(list, [...(lists.get(list) ?? []), value]);
      const single = singleFields.get(field);
      if (single !== undefined) singles.set(single, value);
    }
  }
  const fields: Record<string, Json> = {};
  for (const field of listFields.values()) fields[field] = lists.get(field) ?? null;
  for (const field of singleFields.values()) fields[field] = singles.get(field) ?? '';
  return { ...fields, Names: names.length === 0 ? null : names, ExtraNames: null };
};

const listFields: ReadonlyMap<number | undefined, string> = new Map([
  [6, 'Country'],
  [10, 'Organization'],
  [11, 'OrganizationalUnit'],
  [7, 'Locality'],
  [8, 'Province'],
  [9, 'StreetAddress'],
  [17, 'PostalCode'],
]);

const singleFields: ReadonlyMap<number | undefined, string> = new Map([
  [5, 'SerialNumber'],
  [3, 'CommonName'],
]);
