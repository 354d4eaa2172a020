/** Queries by their text: one that many rules share, or that only a value made, is compiled once. */

import { compileQuery } from '../../../lang/jmespath/compile-query.ts';
import type { QueryCompilation } from '../../../lang/jmespath/query.ts';

/** A policy's own queries are a few hundred; texts that objects put together must not pile up for ever. */
const mostKept = 4096;

const kept = new Map<string, QueryCompilation>();

export const cachedQuery = (source: string): QueryCompilation => {
  const known = kept.get(source);
  if (known !== undefined) return known;
  const compiled = compileQuery(source);
  if (kept.size >= mostKept) kept.clear();
  kept.set(source, compiled);
  return compiled;
};
