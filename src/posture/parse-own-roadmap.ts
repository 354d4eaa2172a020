/**
 * Reads a person's `roadmap.yaml`:
 *
 *     start: 2026-09-07                 # the first day of week 1
 *     owners:
 *       '*': platform@example.com       # by action, phase or * for all; the closest counts
 *       default-deny: ann@example.com
 *     accepted:
 *       - action: default-deny
 *         item: Namespace legacy        # * and ? are allowed; without it the whole action
 *         reason: goes in March
 *         owner: ann@example.com
 *         until: 2027-03-31             # the last day it counts
 *
 * An accepted gap with a mistake accepts nothing: a misspelt key would widen it without a word.
 */

import { parseDay } from '../lang/day/parse-day.ts';
import { closest } from '../lang/pattern/closest.ts';
import { indexFields } from '../lang/yaml/locate-field.ts';
import { parseYaml } from '../lang/yaml/read-yaml.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { Problem, Span } from '../model/problem.ts';
import type { Roadmap } from './framework.ts';
import type { AcceptedGap, OwnRoadmap } from './own-roadmap.ts';

export interface ParsedOwnRoadmap {
  readonly own: OwnRoadmap;
  readonly problems: readonly Problem[];
}

/** Untrusted text; never throws. What is wrong is a Problem and counts for nothing, the rest is kept. */
export const parseOwnRoadmap = (text: string, file: string, roadmap: Roadmap): ParsedOwnRoadmap => {
  const problems: Problem[] = [];
  const nothing: OwnRoadmap = { file, start: null, owners: {}, accepted: [] };
  const read = parseYaml(text);
  if (read.kind === 'defect') {
    const span = { file, line: read.line, column: read.column };
    return { own: nothing, problems: [{ severity: 'error', message: read.message, span, policy: null }] };
  }
  if (read.value === null) return { own: nothing, problems };
  const places = indexFields(text);
  const spanOf = (...path: readonly (string | number)[]): Span => {
    const place = places?.locate(path) ?? null;
    return { file, line: place?.line ?? null, column: place?.column ?? null };
  };
  const note = (message: string, ...path: readonly (string | number)[]): void =>
    void problems.push({ severity: 'error', message, span: spanOf(...path), policy: null });
  if (!isJsonObject(read.value)) {
    note('the file must be a mapping with start, owners and accepted');
    return { own: nothing, problems };
  }
  // A key with nothing behind it is what a file looks like before its first entry.
  const start = read.value['start'] ?? null;
  const owners = read.value['owners'] ?? {};
  const accepted = read.value['accepted'] ?? [];
  for (const key of Object.keys(read.value))
    if (!topKeys.includes(key)) note(`${quote(key)} is not known here${hint(key, topKeys)}`, key);
  const day = typeof start === 'string' ? parseDay(start) : undefined;
  if (start !== null && day === undefined)
    note(`start: ${quote(show(start))} is no day; write it as 2026-09-07`, 'start');
  const actions = roadmap.phases.flatMap((phase) => phase.actions.map(({ id }) => id));
  const known = [...roadmap.phases.map(({ id }) => id), ...actions, '*'];
  if (!isJsonArray(accepted)) note('accepted must be a list, one entry a dash', 'accepted');
  return {
    own: {
      file,
      start: day ?? null,
      owners: readOwners(owners, known, note),
      accepted: (isJsonArray(accepted) ? accepted : []).flatMap((item, index): readonly AcceptedGap[] => {
        const gap = readGap(item, actions);
        if (typeof gap !== 'string') return [{ ...gap, span: spanOf('accepted', index) }];
        note(gap, 'accepted', index);
        return [];
      }),
    },
    problems,
  };
};

const topKeys = ['start', 'owners', 'accepted'];
const gapKeys = ['action', 'item', 'reason', 'owner', 'until'] as const;

const readOwners = (
  value: Json,
  known: readonly string[],
  note: (message: string, ...path: readonly string[]) => void,
): OwnRoadmap['owners'] => {
  if (!isJsonObject(value)) {
    note('owners must be a mapping from actions to people', 'owners');
    return {};
  }
  const owners: [string, string][] = [];
  for (const [id, owner] of Object.entries(value)) {
    if (!known.includes(id)) note(`there is no action or phase ${quote(id)}${hint(id, known)}`, 'owners', id);
    else if (typeof owner !== 'string' || owner.trim() === '')
      note('an owner is a text that is not empty', 'owners', id);
    else owners.push([id, owner]);
  }
  return Object.fromEntries(owners);
};

/** The gap, or what is wrong with it. */
const readGap = (item: Json, actions: readonly string[]): Omit<AcceptedGap, 'span'> | string => {
  if (!isJsonObject(item)) return `an accepted gap must be a mapping with ${gapKeys.join(', ')}`;
  const stray = Object.keys(item).find((key) => !isGapKey(key));
  if (stray !== undefined) return `${quote(stray)} is no part of an accepted gap${hint(stray, gapKeys)}`;
  const wrong = gapKeys.find((key) => Object.hasOwn(item, key) && textOf(item, key) === null);
  if (wrong === 'item') return 'item must be a text that is not empty; leave the line out for the whole action';
  if (wrong !== undefined) return `${wrong} must be a text that is not empty`;
  const action = textOf(item, 'action');
  if (action === null) return 'action is missing: say which action it is about';
  if (!actions.includes(action)) return `there is no action ${quote(action)}${hint(action, actions)}`;
  const reason = textOf(item, 'reason');
  if (reason === null) return 'reason is missing: say why it is fine';
  const until = textOf(item, 'until');
  if (until === null) return 'until is missing: say the last day on which it counts, such as 2027-03-31';
  const day = parseDay(until);
  if (day === undefined) return `until: ${quote(until)} is no day; write it as 2027-03-31`;
  const pattern = textOf(item, 'item');
  if (pattern !== null && pattern.length > mostOfPattern) return `item has more than ${mostOfPattern} characters`;
  return { action, item: pattern, reason, owner: textOf(item, 'owner'), until: day };
};

const isGapKey = (key: string): boolean => gapKeys.some((each) => each === key);

/** A kind, a namespace and a name of the longest kind have fewer; `?` against a hostile name costs the product of both. */
const mostOfPattern = 1000;

/** `null` where it is left out and where it is no text: a gap with a mistake must not become a wider one. */
const textOf = (item: JsonObject, key: string): string | null => {
  const value = Object.hasOwn(item, key) ? item[key] : null;
  return typeof value === 'string' && value.trim() !== '' ? value : null;
};

const hint = (word: string, known: readonly string[]): string => {
  const meant = word.length > mostOfWord ? undefined : closest(word, known);
  return meant === undefined ? '' : `; did you mean ${meant}?`;
};

const show = (value: Json): string => (isJsonArray(value) ? '[…]' : isJsonObject(value) ? '{…}' : String(value));

const quote = (text: string): string =>
  JSON.stringify(text.length > mostOfWord ? `${text.slice(0, mostOfWord).toWellFormed()}…` : text);

const mostOfWord = 60;
