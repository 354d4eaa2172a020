/** Reads `frameworks/roadmap.yaml`: the phases of a roadmap, their actions, and how each is told. */

import { closest } from '../lang/pattern/closest.ts';
import { indexFields } from '../lang/yaml/locate-field.ts';
import { parseYaml } from '../lang/yaml/read-yaml.ts';
import type { FieldPath } from '../model/field-path.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { Problem } from '../model/problem.ts';
import { isSeverity } from '../model/severity.ts';
import type { Action, Criterion, Phase, Roadmap } from './framework.ts';

export type ParsedRoadmap =
  | { readonly kind: 'roadmap'; readonly roadmap: Roadmap }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** Untrusted text; never throws. A roadmap with a mistake is none: half of it would look like a plan. */
export const parseRoadmap = (text: string, file: string): ParsedRoadmap => {
  const read = parseYaml(text);
  if (read.kind === 'defect')
    return refuse([{ message: read.message, place: { line: read.line, column: read.column } }], file);
  const places = indexFields(text);
  const mistakes: Mistake[] = [];
  const note: Note = (message, path) => mistakes.push({ message, place: places?.locate(path) ?? null });
  const roadmap = readRoadmap(read.value, note);
  return mistakes.length > 0 || roadmap === null ? refuse(mistakes, file) : { kind: 'roadmap', roadmap };
};

interface Mistake {
  readonly message: string;
  readonly place: { readonly line: number; readonly column: number } | null;
}

type Note = (message: string, path: FieldPath) => void;

const refuse = (mistakes: readonly Mistake[], file: string): ParsedRoadmap => ({
  kind: 'problems',
  problems: mistakes.map(({ message, place }) => ({
    severity: 'error',
    message,
    span: { file, line: place?.line ?? null, column: place?.column ?? null },
    policy: null,
  })),
});

const readRoadmap = (value: Json, note: Note): Roadmap | null => {
  const object = readObject(value, ['version', 'phases'], [], note);
  if (object === null) return null;
  if (object['version'] !== 1) note('version must be 1', ['version']);
  const phases = readList(object['phases'], ['phases'], note, readPhase);
  const seen = new Set<string>();
  for (const [number, phase] of phases.entries()) {
    const before = phases[number - 1]?.weeks.last ?? 0;
    if (isWeek(phase.weeks.first) && phase.weeks.first !== before + 1)
      note(`the week after ${before} must come next`, ['phases', number, 'weeks']);
    for (const [index, { id }] of phase.actions.entries()) {
      if (seen.has(id)) note(`two actions are called ${id}`, ['phases', number, 'actions', index]);
      seen.add(id);
    }
  }
  return { version: 1, phases };
};

const readPhase = (value: Json, path: FieldPath, note: Note): Phase | null => {
  const object = readObject(value, ['id', 'weeks', 'title', 'why', 'actions'], path, note);
  if (object === null) return null;
  const weeks = object['weeks'];
  const [first, last] = isJsonArray(weeks) ? weeks : [];
  if (!isWeek(first) || !isWeek(last) || last < first)
    note('weeks must be the first and the last week, such as [5, 6]', [...path, 'weeks']);
  return {
    ...readTexts(object, ['id', 'title', 'why'], path, note),
    weeks: { first: Number(first), last: Number(last) },
    actions: readList(object['actions'], [...path, 'actions'], note, readAction),
  };
};

const isWeek = (value: Json | undefined): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 100;

const actionKeys = ['id', 'title', 'why', 'counts', 'responsible', 'criteria', 'settle', 'commands', 'caveat'];

const readAction = (value: Json, path: FieldPath, note: Note): Action | null => {
  const object = readObject(value, actionKeys, path, note);
  if (object === null) return null;
  const { responsible, caveat = null } = object;
  if (responsible !== 'you' && responsible !== 'platform' && responsible !== 'provider') {
    note('responsible must be you, platform or provider', [...path, 'responsible']);
    return null;
  }
  return {
    ...readTexts(object, ['id', 'title', 'why', 'counts', 'settle'], path, note),
    responsible,
    criteria: readList(object['criteria'], [...path, 'criteria'], note, readCriterion),
    commands: readList(object['commands'] ?? [], [...path, 'commands'], note, (each, place) => {
      const command = readObject(each, ['line', 'why'], place, note);
      return command === null ? null : readTexts(command, ['line', 'why'], place, note);
    }),
    caveat: caveat === null ? null : (readText(caveat, [...path, 'caveat'], note) ?? null),
  };
};

const readCriterion = (value: Json, path: FieldPath, note: Note): Criterion | null => {
  const object = readObject(value, ['survey', 'findings'], path, note);
  if (object === null) return null;
  const { survey, findings } = object;
  if (typeof survey === 'string') return { kind: 'survey', name: survey };
  const place = [...path, 'findings'];
  const body = readObject(findings ?? null, ['rules', 'severity', 'kinds'], place, note);
  if (body === null) return null;
  const severity = body['severity'];
  if (typeof severity !== 'string' || !isSeverity(severity)) {
    note('severity must be one of critical, high, medium, low, info', [...place, 'severity']);
    return null;
  }
  return {
    kind: 'findings',
    rules: readList(body['rules'], [...place, 'rules'], note, readText),
    severity,
    kinds: readList(body['kinds'], [...place, 'kinds'], note, readText),
  };
};

const readText = (value: Json, path: FieldPath, note: Note): string | null => {
  if (typeof value === 'string') return value;
  note('this must be a text', path);
  return null;
};

const readTexts = <K extends string>(
  object: JsonObject,
  keys: readonly K[],
  path: FieldPath,
  note: Note,
): Readonly<Record<K, string>> => {
  const texts = keys.map((key) => {
    const text = object[key];
    if (typeof text === 'string' && text.trim() !== '') return [key, text] as const;
    note(`${key} must be a text that is not empty`, [...path, key]);
    return [key, ''] as const;
  });
  return Object.fromEntries(texts) as Record<K, string>;
};

const readObject = (value: Json, keys: readonly string[], path: FieldPath, note: Note): JsonObject | null => {
  if (!isJsonObject(value)) {
    note(`this must be a mapping with ${keys.join(', ')}`, path);
    return null;
  }
  for (const key of Object.keys(value).filter((each) => !keys.includes(each))) {
    const meant = closest(key, keys);
    note(`${key} is not known here${meant === undefined ? '' : `; did you mean ${meant}?`}`, [...path, key]);
  }
  return value;
};

const readList = <T>(
  value: Json | undefined,
  path: FieldPath,
  note: Note,
  read: (item: Json, path: FieldPath, note: Note) => T | null,
): readonly T[] => {
  if (!isJsonArray(value)) {
    note('this must be a list', path);
    return [];
  }
  if (value.length === 0 && path.at(-1) !== 'commands') note('this must hold at least one', path);
  return value.flatMap((item, index) => read(item, [...path, index], note) ?? []);
};
