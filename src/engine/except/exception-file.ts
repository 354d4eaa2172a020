/**
 * Edits `vauban-exceptions.yaml` as a text, so that comments, order and spelling stay as people wrote them. Every edit is
 * read back, and refused where it would say anything else than meant.
 */

import { isDeepStrictEqual } from 'node:util';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { printYaml } from '../../lang/patch/print-yaml.ts';
import { indexFields } from '../../lang/yaml/locate-field.ts';
import { parseYaml } from '../../lang/yaml/read-yaml.ts';
import { type ExceptionEntry, parseExceptionFile } from './parse-exception-file.ts';

export type EditedFile =
  | { readonly kind: 'text'; readonly text: string }
  /** The text cannot be edited safely; `message` says what a person has to do. */
  | { readonly kind: 'defect'; readonly message: string };

/** The text of an exceptions file (empty for a new one) with the entry added as its last. */
export const appendException = (text: string, entry: ExceptionEntry): EditedFile => appendExceptions(text, [entry]);

export const appendExceptions = (text: string, entries: readonly ExceptionEntry[]): EditedFile => {
  const before = readList(text);
  if (before.kind === 'defect') return before;
  const added = entries.map(toYaml);
  if (added.length === 0) return { kind: 'text', text };
  if (text.trim() === '') return appendExceptions(`${opening}\nexceptions:\n`, entries);
  return check(toLines(text), (lines) => insert(lines, text, before.items.length, added), [...before.items, ...added]);
};

/**
 * The text without the entries that begin on the given lines (an Exception's `span.line`), nor the comments right above
 * them; all else stays.
 */
export const pruneExceptions = (text: string, startLines: ReadonlySet<number>): EditedFile => {
  const before = readList(text);
  if (before.kind === 'defect') return before;
  const starts = itemLines(text, before.items.length);
  const gone = starts.map((line) => startLines.has(line));
  if (!gone.includes(true)) return { kind: 'text', text };
  const kept = before.items.filter((_item, index) => gone[index] !== true);
  return check(toLines(text), (lines) => remove(lines, { starts, gone }), kept);
};

const opening = '# Findings we live with: why, who answers for it, and until when.';

const byHand =
  'its layout is not one that can be edited safely; write the list as block YAML, one entry a dash, or edit it by hand';

/** Reads the edit back: the list must be exactly what was meant, and every entry must still be understood. */
const check = (
  lines: Lines,
  edit: (lines: Lines) => readonly string[] | undefined,
  wanted: readonly Json[],
): EditedFile => {
  const edited = edit(lines);
  if (edited === undefined) return { kind: 'defect', message: byHand };
  const text = edited.join(lines.lineBreak);
  const after = readList(text);
  return after.kind === 'list' && isDeepStrictEqual(after.items, wanted)
    ? { kind: 'text', text }
    : { kind: 'defect', message: byHand };
};

type List =
  | { readonly kind: 'list'; readonly items: readonly Json[] }
  | { readonly kind: 'defect'; readonly message: string };

const readList = (text: string): List => {
  const result = parseYaml(text);
  if (result.kind === 'defect') return { kind: 'defect', message: `line ${result.line}: ${result.message}` };
  if (result.value === null) return { kind: 'list', items: [] };
  const whole = parseExceptionFile(text, '').problems.find(({ span }) => span?.line === 1 && span.column === 1);
  const list = isJsonObject(result.value) ? (result.value['exceptions'] ?? []) : undefined;
  return isJsonArray(list) ? { kind: 'list', items: list } : { kind: 'defect', message: whole?.message ?? byHand };
};

const toYaml = ({ scope, reason, owner, expires }: ExceptionEntry): JsonObject => ({
  ...part('rule', scope.rule),
  ...part('finding', scope.finding),
  ...part('kind', scope.kind),
  ...part('namespace', scope.namespace),
  ...part('name', scope.name),
  ...(Object.keys(scope.labels).length === 0 ? {} : { labels: { ...scope.labels } }),
  reason,
  ...part('owner', owner),
  ...part('expires', expires),
});

const part = (key: string, value: string | null): JsonObject => (value === null ? {} : { [key]: value });

interface Lines {
  readonly lines: readonly string[];
  readonly lineBreak: string;
}

const toLines = (text: string): Lines => {
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  return { lines: text.split(/\r?\n/), lineBreak };
};

const isQuiet = (line: string): boolean => /^\s*(?:#.*)?$/.test(line);

const heading = /^exceptions:[ \t]*(?:\[[ \t]*\]|null|~)?[ \t]*(#.*)?$/;

const insert = (
  { lines }: Lines,
  text: string,
  count: number,
  added: readonly JsonObject[],
): readonly string[] | undefined => {
  const trimmed = dropLast(lines);
  const at = trimmed.findIndex((line) => heading.test(line));
  if (at < 0)
    return text.includes('exceptions:') && count > 0
      ? undefined
      : [...trimmed, 'exceptions:', ...printItems(added, '  '), ''];
  const [, comment] = heading.exec(trimmed[at] ?? '') ?? [];
  const title = `exceptions:${comment === undefined ? '' : ` ${comment}`}`;
  if (count === 0) return [...trimmed.slice(0, at), title, ...printItems(added, '  '), ...trimmed.slice(at + 1), ''];
  const first = trimmed.findIndex((line, index) => index > at && !isQuiet(line));
  const indent = /^ */.exec(trimmed[first] ?? '')?.[0] ?? '';
  const end = listEnd(trimmed, first, indent.length);
  return [...trimmed.slice(0, end), ...printItems(added, indent), ...trimmed.slice(end), ''];
};

/** The line after the list's last; comments that follow it stay behind it only where the file goes on. */
const listEnd = (lines: readonly string[], first: number, indent: number): number => {
  let end = first;
  for (let index = first; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const depth = line.length - line.trimStart().length;
    const isInside = depth > indent || (depth === indent && line.startsWith('-', depth));
    if (line.trim() !== '' && !line.trimStart().startsWith('#') && !isInside) return end;
    if (line.trim() !== '' && (isInside || depth >= indent)) end = index + 1;
  }
  return end;
};

const dropLast = (lines: readonly string[]): readonly string[] => {
  let end = lines.length;
  while (end > 0 && (lines[end - 1] ?? '').trim() === '') end--;
  return lines.slice(0, end);
};

const printItems = (items: readonly JsonObject[], indent: string): readonly string[] =>
  items.flatMap((item) =>
    printYaml([item])
      .trimEnd()
      .split('\n')
      .map((line) => `${indent}${line}`),
  );

/** The line of each entry's first field, from 1. */
const itemLines = (text: string, count: number): readonly number[] => {
  const places = indexFields(text);
  return Array.from({ length: count }, (_none, index) => places?.locate(['exceptions', index]).line ?? 0);
};

interface Going {
  readonly starts: readonly number[];
  readonly gone: readonly boolean[];
}

const remove = ({ lines }: Lines, { starts, gone }: Going): readonly string[] | undefined => {
  // Two entries on one line, or none found.
  if (new Set(starts).size < starts.length || starts.includes(0)) return undefined;
  const drop = new Set<number>();
  const heads = starts.map((line) => headOf(lines, line - 1));
  const indent = (lines[heads[0] ?? 0] ?? '').search(/\S/);
  const end = listEnd(lines, heads[0] ?? 0, indent);
  gone.forEach((isGone, index) => {
    if (!isGone) return;
    let from = heads[index] ?? 0;
    let to = heads[index + 1] ?? end;
    while (to > from + 1 && isQuiet(lines[to - 1] ?? '')) to--;
    while (/^\s*#/.test(lines[from - 1] ?? '')) from--;
    for (let line = from; line < to; line++) drop.add(line);
  });
  const left = lines.filter((_line, index) => !drop.has(index));
  if (!gone.every(Boolean)) return left;
  return left.map((line) => (heading.test(line) ? line.replace(/^exceptions:/, 'exceptions: []') : line));
};

/** A dash may stand on a line of its own above the entry. */
const headOf = (lines: readonly string[], line: number): number =>
  /^\s*-/.test(lines[line] ?? '') || !/^\s*-\s*(?:#.*)?$/.test(lines[line - 1] ?? '') ? line : line - 1;
