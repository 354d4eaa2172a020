/** Says of what is wrong in a document which file and line it stands in. */

import { renderFieldPath } from '../../model/field-path.ts';
import type { Problem } from '../../model/problem.ts';
import type { Resource } from '../../model/resource.ts';
import type { CompileOptions } from '../dialect.ts';
import type { RuleDefect } from './rule-response.ts';

export const toProblems = (
  resource: Resource,
  defects: readonly RuleDefect[],
  options: CompileOptions,
): readonly Problem[] =>
  defects.map(({ severity, message, path }) => {
    const at = renderFieldPath(path);
    return {
      severity,
      message: at === '' ? message : `${at}: ${message}`,
      span: toSpan(resource, options.locate(resource, at)),
      policy: resource.ref.name,
    };
  });

export const toSpan = (
  { origin }: Resource,
  place: { readonly line: number; readonly column: number } | null,
): Problem['span'] => {
  const file = origin.kind === 'file' ? origin.file : origin.kind === 'rendered' ? origin.folder : origin.cluster;
  return { file, line: place?.line ?? null, column: place?.column ?? null };
};
