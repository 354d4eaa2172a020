/** Texts of strangers as views hold them: well-formed, and never longer than a page can show. */

import { isJsonArray, isJsonObject, type Json } from '../../../model/json.ts';

/** Beyond this nobody reads, and a page of such texts would not fit a browser. */
const longest = 2000;

export const shown = (text: string, most = longest): string => {
  const whole = text.toWellFormed();
  return whole.length <= most ? whole : `${whole.slice(0, most).toWellFormed()}…`;
};

/** Every text in a value: whatever a view forgot to cut is cut all the same. */
export const showAll = (value: Json): Json => {
  if (typeof value === 'string') return shown(value);
  if (isJsonArray(value)) return value.map(showAll);
  if (!isJsonObject(value)) return value;
  const all: [string, Json][] = [];
  for (const [key, each] of Object.entries(value)) all.push([shown(key), showAll(each)]);
  return Object.fromEntries(all);
};
