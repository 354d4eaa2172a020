/** Ranges of versions as blang/semver, Kyverno's library, reads them. */

import { compareSemvers, parseSemver, type Semver } from './parse-semver.ts';
import { quoteGo as quote } from './quote-go.ts';

export type SemverRange = (version: Semver) => boolean;

export type SemverRangeCompilation =
  | { readonly kind: 'range'; readonly range: SemverRange }
  | { readonly kind: 'defect'; readonly message: string };

export const compileSemverRange = (source: string): SemverRangeCompilation => {
  const alternatives = splitAlternatives(splitParts(source));
  if (typeof alternatives === 'string') return defect(alternatives);
  const compiled: SemverRange[][] = [];
  for (const parts of alternatives) {
    const tests: SemverRange[] = [];
    for (const part of parts.flatMap(expandWildcard)) {
      const test = compilePart(part);
      if (typeof test === 'string') return defect(test);
      tests.push(test);
    }
    compiled.push(tests);
  }
  return { kind: 'range', range: (version) => compiled.some((tests) => tests.every((test) => test(version))) };
};

const defect = (message: string): { readonly kind: 'defect'; readonly message: string } => ({
  kind: 'defect',
  message,
});

/** At spaces that stand behind no operator. A single character between two spaces is lost, as in the library. */
const splitParts = (source: string): readonly string[] => {
  const parts: string[] = [];
  let from = 0;
  let last = '';
  for (let at = 0; at < source.length; at++) {
    const character = source.charAt(at);
    if (character !== ' ') last = character;
    else if (last !== '>' && last !== '<' && last !== '=') {
      if (from < at - 1) parts.push(source.slice(from, at));
      from = at + 1;
    }
  }
  if (from < source.length - 1) parts.push(source.slice(from));
  return parts.map((part) => part.replaceAll(' ', ''));
};

const splitAlternatives = (parts: readonly string[]): readonly (readonly string[])[] | string => {
  const alternatives: (readonly string[])[] = [];
  let from = 0;
  for (const [index, part] of parts.entries()) {
    if (part !== '||') continue;
    if (index === 0) return "First element in range is '||'";
    alternatives.push(parts.slice(from, index));
    from = index + 1;
  }
  if (from === parts.length) return "Last element in range is '||'";
  return [...alternatives, parts.slice(from)];
};

const splitOperator = (part: string): readonly [string, string] | null => {
  const at = part.search(/\p{Nd}/u);
  return at < 0 ? null : [part.slice(0, at).trim(), part.slice(at)];
};

const compilePart = (part: string): SemverRange | string => {
  const split = splitOperator(part);
  if (split === null) return `Could not get version from string: ${quote(part)}`;
  const [operator, text] = split;
  const test = operators.get(operator);
  if (test === undefined) {
    return `Could not parse Range ${quote(part)}: Could not parse comparator ${quote(operator)} in ${quote(operator + text)}`;
  }
  const parsed = parseSemver(text);
  if (parsed.kind === 'defect') {
    return `Could not parse Range ${quote(part)}: Could not parse version ${quote(text)} in ${quote(operator + text)}: ${parsed.message}`;
  }
  return (version) => test(compareSemvers(version, parsed.semver));
};

const operators: ReadonlyMap<string, (order: number) => boolean> = new Map<string, (order: number) => boolean>([
  ['', (order) => order === 0],
  ['=', (order) => order === 0],
  ['==', (order) => order === 0],
  ['!', (order) => order !== 0],
  ['!=', (order) => order !== 0],
  ['>', (order) => order > 0],
  ['>=', (order) => order >= 0],
  ['<', (order) => order < 0],
  ['<=', (order) => order <= 0],
]);

/** `1.2.x` and `1.x`, with any operator, as ranges between plain versions. */
const expandWildcard = (part: string): readonly string[] => {
  if (!part.includes('x')) return [part];
  const split = splitOperator(part);
  if (split === null) return [part];
  const [operator, text] = split;
  const levels = text.split('.');
  const level = levels.at(-1) === 'x' ? levels.length : 0;
  const flat = flatten(text);
  const next = level === 3 ? increment(flat, 1) : level === 2 ? increment(flat, 0) : '';
  switch (operator) {
    case '>':
      return [`>=${next}`];
    case '>=':
      return [`>=${flat}`];
    case '<':
      return [`<${flat}`];
    case '<=':
      return [`<${next}`];
    case '':
    case '=':
    case '==':
      return [`>=${flat}`, `<${next}`];
    case '!=':
    case '!':
      return [`<${flat}`, `>=${next}`];
    default:
      return [flat];
  }
};

const flatten = (text: string): string => {
  const flat = text.replace('.x.x', '.x').replace('.x', '.0');
  return flat.split('.').length === 2 ? `${flat}.0` : flat;
};

const increment = (text: string, index: 0 | 1): string => {
  const parts = text.split('.');
  const part = parts[index] ?? '';
  if (!/^[+-]?[0-9]{1,18}$/.test(part)) return '';
  parts[index] = String(BigInt(part.replace('+', '')) + 1n);
  return parts.join('.');
};
