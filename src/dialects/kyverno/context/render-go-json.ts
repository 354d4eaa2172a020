/** JSON as Kyverno puts it into texts: as Go's encoder writes it, but for exponents of two digits at least. */

import { compareTexts } from '../../../lang/go/compare-texts.ts';
import { quoteGoJson } from '../../../lang/go/quote-go-json.ts';
import { renderJsonFloat } from '../../../lang/go/render-float.ts';
import { isJsonArray, isJsonObject, type Json } from '../../../model/json.ts';

export const renderGoJson = (value: Json): string => {
  if (typeof value === 'string') return quoteGoJson(value);
  if (typeof value === 'number') return renderJsonFloat(value).replace(/e([+-])(\d)$/, 'e$10$2');
  if (isJsonArray(value)) return `[${value.map(renderGoJson).join(',')}]`;
  if (!isJsonObject(value)) return String(value);
  const keys = Object.keys(value).sort(compareTexts);
  return `{${keys.map((key) => `${quoteGoJson(key)}:${renderGoJson(value[key] ?? null)}`).join(',')}}`;
};
