/** Compares a scan with an earlier one: what the baseline knows is shown and does not fail, what it no longer finds is fixed. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Finding } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { parseYaml } from '../../lang/yaml/read-yaml.ts';

export interface Baseline {
  readonly file: string;
  /** The digest of the rules that judged then; `null` for a plain list of ids. */
  readonly policySet: string | null;
  /** Ids of all that failed or could not be judged then. */
  readonly ids: ReadonlySet<string>;
}

/** What a report needs of it. */
export interface Comparison {
  readonly file: string;
  readonly known: ReadonlySet<string>;
  readonly fixed: readonly string[];
}

/** Reads an untrusted text: a JSON report of an earlier scan (`-o json`), or a list of findings' ids, in JSON or YAML. */
export const parseBaseline = (
  text: string,
  file: string,
):
  | { readonly kind: 'baseline'; readonly baseline: Baseline }
  | { readonly kind: 'problem'; readonly problem: Problem } => {
  const result = parseYaml(text);
  if (result.kind === 'defect') {
    return refuse(`the baseline is no JSON: ${result.message}`, file, result.line, result.column);
  }
  const { value } = result;
  const ids = isJsonArray(value) ? toIds(value, toListedId) : isJsonObject(value) ? toReportIds(value) : undefined;
  if (ids === undefined) {
    return refuse('the baseline is neither a JSON report (-o json) nor a list of ids of findings', file, null, null);
  }
  const policySet = isJsonObject(value) && typeof value['policySet'] === 'string' ? value['policySet'] : null;
  return { kind: 'baseline', baseline: { file, policySet, ids } };
};

/** Warns where the baseline was made with other rules or options: then new and fixed say little. */
export const checkBaseline = ({ file, policySet }: Baseline, current: string): Problem | null =>
  policySet === null || policySet === current
    ? null
    : {
        severity: 'warning',
        message:
          'the baseline was made with other rules or options: what is new may only be newly looked for; make it again with -o json',
        span: { file, line: null, column: null },
        policy: null,
      };

/** `known` are failures and errors the baseline has; `fixed` are its ids that nobody finds now, in its order. */
export const compareWithBaseline = (findings: readonly Finding[], { file, ids }: Baseline): Comparison => {
  const known = new Set<string>();
  const present = new Set<string>();
  for (const { id, status, reason } of findings) {
    if (!ids.has(id)) continue;
    const isOpen = status === 'fail' || status === 'error';
    if (isOpen) known.add(id);
    // What is excepted is still there.
    if (isOpen || reason === 'excepted') present.add(id);
  }
  return { file, known, fixed: [...ids].filter((id) => !present.has(id)) };
};

/** Failures and errors; those a merged finding stands for as well. */
const toReportIds = (report: JsonObject): ReadonlySet<string> | undefined => {
  const { findings } = report;
  return isJsonArray(findings) ? toIds(findings, toReportedIds) : undefined;
};

const toIds = (
  items: readonly Json[],
  read: (item: Json) => readonly string[] | undefined,
): ReadonlySet<string> | undefined => {
  const ids = new Set<string>();
  for (const item of items) {
    const found = read(item);
    if (found === undefined) return undefined;
    for (const id of found) ids.add(id);
  }
  return ids;
};

const toListedId = (item: Json): readonly string[] | undefined => (typeof item === 'string' ? [item] : undefined);

const toReportedIds = (item: Json): readonly string[] | undefined => {
  if (!isJsonObject(item) || typeof item['id'] !== 'string') return undefined;
  if (item['status'] !== 'fail' && item['status'] !== 'error') return [];
  const also = isJsonArray(item['also']) ? item['also'] : [];
  return [
    item['id'],
    ...also.flatMap((one) => (isJsonObject(one) && typeof one['id'] === 'string' ? [one['id']] : [])),
  ];
};

const refuse = (message: string, file: string, line: number | null, column: number | null) =>
  ({ kind: 'problem', problem: { severity: 'error', message, span: { file, line, column }, policy: null } }) as const;
