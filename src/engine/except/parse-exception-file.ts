/**
 * Reads `vauban-exceptions.yaml`:
 *
 *     exceptions:
 *       - rule: pod-security/baseline/host-path-volumes   # or finding: 3f2a9c1b77d0e4aa; * and ? are allowed
 *         kind: DaemonSet                                  # kind, namespace, name, labels: whichever narrow it
 *         namespace: logging
 *         reason: ships the nodes' logs
 *         owner: platform@example.com
 *         expires: 2027-03-31                              # the last day it counts
 *
 * A misspelt key would widen an exception without a word, so an entry with a mistake hides nothing.
 */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Exception, ExceptionScope } from '../../model/exception.ts';
import type { Problem, Span } from '../../model/problem.ts';
import { indexFields } from '../../lang/yaml/locate-field.ts';
import { parseYaml } from '../../lang/yaml/read-yaml.ts';
import { parseDay } from '../../lang/day/parse-day.ts';
import { whyNotApplicable } from './foreign-rules.ts';

export interface ParsedExceptions {
  readonly exceptions: readonly Exception[];
  readonly problems: readonly Problem[];
}

/** Untrusted text; never throws. A wrong entry is a Problem and the others are kept. */
export const parseExceptionFile = (text: string, file: string): ParsedExceptions => {
  const result = parseYaml(text);
  if (result.kind === 'defect') {
    return refuse(result.message, { file, line: result.line, column: result.column });
  }
  const top: Span = { file, line: 1, column: 1 };
  if (result.value === null) return { exceptions: [], problems: [] };
  if (!isJsonObject(result.value)) return refuse('the file must hold a list under exceptions:', top);
  const stray = Object.keys(result.value).find((key) => key !== 'exceptions' && key !== 'version');
  const places = indexFields(text);
  const placeOf = (...path: readonly (string | number)[]): Span => {
    const place = places?.locate(path) ?? null;
    return { file, line: place?.line ?? null, column: place?.column ?? null };
  };
  if (stray !== undefined) {
    return refuse(
      `${quote(stray)} is no part of an exceptions file, which holds a list under exceptions:`,
      placeOf(stray),
    );
  }
  const list = result.value['exceptions'] ?? [];
  if (!isJsonArray(list)) return refuse('exceptions: must be a list, one entry a dash', placeOf('exceptions'));
  const exceptions: Exception[] = [];
  const problems: Problem[] = [];
  for (const [index, item] of list.entries()) {
    const span = placeOf('exceptions', index);
    const entry = readEntry(item);
    if (typeof entry === 'string') problems.push(toProblem(entry, span, 'error'));
    else {
      exceptions.push({ ...entry, format: 'vauban', span, notApplicable: whyNotApplicable(entry.scope.rule) });
      if (entry.owner === null)
        problems.push(toProblem('this exception has no owner: say who answers for it', span, 'warning'));
    }
  }
  return { exceptions, problems };
};

/** What a person decides; the rest of an Exception is where it stands. */
export interface ExceptionEntry {
  readonly scope: ExceptionScope;
  readonly reason: string;
  readonly owner: string | null;
  readonly expires: string | null;
}

const entryKeys = ['rule', 'finding', 'kind', 'namespace', 'name', 'labels', 'reason', 'owner', 'expires'] as const;

/** The entry, or what is wrong with it. */
const readEntry = (item: Json): ExceptionEntry | string => {
  if (!isJsonObject(item)) return `an exception must be a mapping with ${entryKeys.join(', ')}`;
  const stray = Object.keys(item).find((key) => !(entryKeys as readonly string[]).includes(key));
  if (stray !== undefined) return `${quote(stray)} is no part of an exception; it knows ${entryKeys.join(', ')}`;
  const wrong = entryKeys.find((key) => key !== 'labels' && readText(item, key) === undefined);
  if (wrong !== undefined) return `${wrong} must be a text that is not empty`;
  const text = (key: (typeof entryKeys)[number]): string | null => readText(item, key) ?? null;
  const labels = readLabels(item['labels']);
  if (labels === undefined) return 'labels must be a mapping from names to texts';
  const scope: ExceptionScope = {
    rule: text('rule'),
    finding: text('finding'),
    kind: text('kind'),
    namespace: text('namespace'),
    name: text('name'),
    labels,
  };
  const reason = text('reason');
  const end = text('expires');
  const expires = end === null ? null : parseDay(end);
  if (scope.rule === null && scope.finding === null && !narrows(scope))
    return 'an exception must name a rule, a finding or an object';
  if (reason === null) return 'reason is missing: say why it is fine';
  if (expires === undefined) return `expires: ${quote(end ?? '')} is no day; write it as 2027-03-31`;
  return { scope, reason, owner: text('owner'), expires };
};

const narrows = ({ kind, namespace, name, labels }: ExceptionScope): boolean =>
  kind !== null || namespace !== null || name !== null || Object.keys(labels).length > 0;

/** `null` where it is left out, `undefined` where it is no text. An id of sixteen digits is a number to YAML. */
const readText = (item: JsonObject, key: string): string | null | undefined => {
  const value = Object.hasOwn(item, key) ? item[key] : null;
  if (value === null) return null;
  if (typeof value === 'number' || typeof value === 'bigint') return key === 'finding' ? undefined : String(value);
  return typeof value === 'string' && (value.trim() !== '' || key === 'namespace') ? value : undefined;
};

const readLabels = (value: Json | undefined): Readonly<Record<string, string>> | undefined => {
  if (value === undefined || value === null) return {};
  if (!isJsonObject(value)) return undefined;
  const entries: [string, string][] = [];
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') return undefined;
    entries.push([key, text]);
  }
  return Object.fromEntries(entries);
};

/** What a person wrote, short enough for one line. */
const quote = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);

const refuse = (message: string, span: Span): ParsedExceptions => ({
  exceptions: [],
  problems: [toProblem(message, span, 'error')],
});

const toProblem = (message: string, span: Span, severity: Problem['severity']): Problem => ({
  severity,
  message,
  span,
  policy: null,
});
