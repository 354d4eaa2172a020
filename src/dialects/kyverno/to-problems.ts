/** Says of what is wrong in a Kyverno policy which field it is, and which file and line it stands in. */

import { renderFieldPath } from '../../model/field-path.ts';
import type { Problem } from '../../model/problem.ts';
import type { Resource } from '../../model/resource.ts';
import type { CompileOptions } from '../dialect.ts';
import { toProblems as toDocumentProblems } from '../to-problems.ts';
import type { RuleDefect } from './rule-response.ts';

export const toProblems = (
  resource: Resource,
  defects: readonly RuleDefect[],
  options: CompileOptions,
): readonly Problem[] =>
  toDocumentProblems(
    resource,
    defects.map((defect) => ({ ...defect, message: withField(defect) })),
    options,
  );

const withField = ({ message, path }: RuleDefect): string =>
  path.length === 0 ? message : `${renderFieldPath(path)}: ${message}`;
