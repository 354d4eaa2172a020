/** Values as Go prints them: `%v` in messages, and JSON as encoding/json writes it. */

import { sortedKeys } from '../go/compare-texts.ts';
import { quoteGoJson } from '../go/quote-go-json.ts';
import { renderGoFloat, renderJsonFloat } from '../go/render-float.ts';
import { GoInteger, isList, isObject, type QueryValue } from './query-value.ts';
import { LimitReached, longestText, type Run } from './run.ts';

/** What is longer is cut: a message is for a person. */
const longestShown = 2000;

export const renderGoValue = (value: QueryValue): string => {
  const pieces: string[] = [];
  printValue(value, pieces, { left: longestShown });
  const text = pieces.join('');
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
};

const printValue = (value: QueryValue, pieces: string[], room: { left: number }): void => {
  if (room.left < 0) return;
  const put = (text: string): void => {
    pieces.push(text);
    room.left -= text.length;
  };
  if (value === null) return put('<nil>');
  if (typeof value === 'number' || typeof value === 'bigint') return put(renderGoFloat(Number(value)));
  if (typeof value === 'string') return put(value);
  if (typeof value === 'boolean') return put(String(value));
  if (value instanceof GoInteger) return put(String(GoInteger.read(value)));
  if (isList(value)) {
    put('[');
    value.forEach((item, index) => {
      if (index > 0) put(' ');
      printValue(item, pieces, room);
    });
    return put(']');
  }
  if (!isObject(value)) return put('an expression');
  put('map[');
  sortedKeys(value).forEach((key, index) => {
    put(`${index > 0 ? ' ' : ''}${key}:`);
    printValue(value[key] ?? null, pieces, room);
  });
  put(']');
};

/** Keys sorted, `<`, `>` and `&` escaped; a text instead where Go refuses the value. */
export const renderGoJson = (value: QueryValue, run: Run): { readonly text: string } | { readonly refused: string } => {
  const pieces: string[] = [];
  const refused = printJson(value, pieces, run, { left: longestText });
  return refused === null ? { text: pieces.join('') } : { refused };
};

const printJson = (value: QueryValue, pieces: string[], run: Run, room: { left: number }): string | null => {
  const put = (text: string): void => {
    pieces.push(text);
    room.left -= text.length;
    if (room.left < 0) throw new LimitReached(`the expression makes a text of more than ${longestText} characters`);
  };
  run.spend(1);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return `json: unsupported value: ${renderGoFloat(value)}`;
    put(renderJsonFloat(value));
  } else if (typeof value === 'string') put(quoteGoJson(value));
  else if (value instanceof GoInteger) put(String(GoInteger.read(value)));
  else if (isList(value)) {
    put('[');
    for (const [index, item] of value.entries()) {
      if (index > 0) put(',');
      const refused = printJson(item, pieces, run, room);
      if (refused !== null) return refused;
    }
    put(']');
  } else if (isObject(value)) {
    put('{');
    for (const [index, key] of sortedKeys(value).entries()) {
      put(`${index > 0 ? ',' : ''}${quoteGoJson(key)}:`);
      const refused = printJson(value[key] ?? null, pieces, run, room);
      if (refused !== null) return refused;
    }
    put('}');
  } else
    put(
      value === null || typeof value === 'boolean' ? String(value) : typeof value === 'bigint' ? String(value) : '{}',
    );
  return null;
};
