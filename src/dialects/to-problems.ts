/** Says of what is wrong in a policy's document which file and line it stands in. */

import { renderFieldPath, type FieldPath } from '../model/field-path.ts';
import type { Problem } from '../model/problem.ts';
import type { Resource } from '../model/resource.ts';
import type { CompileOptions } from './dialect.ts';

interface Defect {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly path: FieldPath;
}

export const toProblems = (
  resource: Resource,
  defects: readonly Defect[],
  options: CompileOptions,
): readonly Problem[] =>
  defects.map(({ severity, message, path }) => ({
    severity,
    message,
    span: toSpan(resource, options.locate(resource, renderFieldPath(path))),
    policy: resource.ref.name,
  }));

export const toSpan = (
  { origin }: Resource,
  place: { readonly line: number; readonly column: number } | null,
): Problem['span'] => {
  return { file: toFile(origin), line: place?.line ?? null, column: place?.column ?? null };
};

const toFile = (origin: Resource['origin']): string => {
  switch (origin.kind) {
    case 'file':
      return origin.file;
    case 'rendered':
      return origin.folder;
    case 'cluster':
      return origin.cluster;
    case 'built-in':
      return `Kubernetes ${origin.release}`;
  }
};
