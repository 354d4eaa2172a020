/** Kyverno's functions that match: regular expressions, wildcards, labels, versions. */

import { compileWildcard, type TextTest } from '../../pattern/wildcard.ts';
import { compileRe2, type CompiledRegex, type Regex, type RegexMatch } from '../../regex/compile-re2.ts';
import { areEqual } from '../deep-equal.ts';
import { renderFloat32 } from '../../go/render-float.ts';
import { compileSemverRange, type SemverRange } from '../../go/compile-semver-range.ts';
import { parseSemver, type Semver } from '../../go/parse-semver.ts';
import { QueryFault } from '../query.ts';
import { GoInteger, isNumber, type QueryValue } from '../query-value.ts';
import { readGroupNames } from '../read-group-names.ts';
import type { Run } from '../run.ts';
import { fault, pure, textAt, type Call, type QueryFunction } from './function.ts';

/** A text of a text, a number or a boolean, as Kyverno casts them; `null` for anything else. */
export const castToText = (value: QueryValue | undefined): string | null => {
  if (typeof value === 'string') return value;
  if (isNumber(value)) return renderFloat32(Number(value));
  if (typeof value === 'boolean') return String(value);
  return value instanceof GoInteger ? String(GoInteger.read(value)) : null;
};

/** What was made of the last text at this place: most expressions write theirs down, and it never changes. */
const remember = <Made>(make: (source: string) => Made): ((source: string) => Made) => {
  let last: { readonly source: string; readonly made: Made } | null = null;
  return (source) => {
    if (last?.source !== source) last = { source, made: make(source) };
    return last.made;
  };
};

const regexMatch = (): Call => {
  const compile = remember<CompiledRegex>(compileRe2);
  return (given, run) => {
    const regex = compile(textAt(given, 0));
    if (regex.kind === 'defect') return fault(regex.message);
    const text = castToText(given[1]) ?? '';
    run.spend(text.length);
    return regex.test(text);
  };
};

const regexReplaceAll = (name: string, isLiteral: boolean) => (): Call => {
  const compile = remember<CompiledRegex>(compileRe2);
  const toTemplate = remember((source: string) => (isLiteral ? [source] : readTemplate(source)));
  const toNames = remember(readGroupNames);
  return (given, run) => {
    const regex = compile(textAt(given, 0));
    if (regex.kind === 'defect') return fault(`JMESPath function '${name}': ${regex.message}`);
    const text = castToText(given[1]) ?? '';
    const template = toTemplate(castToText(given[2]) ?? '');
    return replaceMatches(regex, text, template, toNames(regex.source), run);
  };
};

/** Texts as they are, and references to groups by name or number. */
type Template = readonly (string | { readonly group: string })[];

/** Go's templates: `$1`, `${name}`, `$$`; a name goes on as far as letters, digits and underscores do. */
const readTemplate = (source: string): Template => {
  const parts: (string | { readonly group: string })[] = [];
  let from = 0;
  for (const found of source.matchAll(/\$(?:\$|([\p{L}\p{Nd}_]+)|\{([\p{L}\p{Nd}_]+)\})/gu)) {
    parts.push(source.slice(from, found.index));
    const group = found[1] ?? found[2];
    parts.push(group === undefined ? '$' : { group });
    from = found.index + found[0].length;
  }
  parts.push(source.slice(from));
  return parts;
};

const replaceMatches = (
  regex: Regex,
  text: string,
  template: Template,
  names: ReadonlyMap<string, number>,
  run: Run,
): string => {
  run.spend(text.length);
  const pieces: string[] = [];
  let size = 0;
  let from = 0;
  const put = (piece: string): void => {
    pieces.push(piece);
    size += piece.length;
    if (size > text.length) run.spendText(size);
  };
  for (const match of regex.matchAll(text, -1)) {
    run.spend(template.length);
    put(text.slice(from, match.start));
    for (const part of template) put(typeof part === 'string' ? part : groupOf(match, part.group, text, names));
    from = match.end;
  }
  put(text.slice(from));
  return pieces.join('');
};

const groupOf = (match: RegexMatch, group: string, text: string, names: ReadonlyMap<string, number>): string => {
  const index = /^(?:0|[1-9][0-9]{0,8})$/.test(group) ? Number(group) : names.get(group);
  if (index === undefined) return '';
  return index === 0 ? text.slice(match.start, match.end) : (match.groups[index - 1] ?? '');
};

const patternMatch = (): Call => {
  const compile = remember<TextTest>(compileWildcard);
  return (given, run) => {
    const text = castToText(given[1]) ?? '';
    const pattern = textAt(given, 0);
    run.spend(text.length + pattern.length);
    return compile(pattern)(text);
  };
};

const labelMatch: Call = ([wanted, labels], run) => {
  const has = labels as Readonly<Record<string, QueryValue>>;
  for (const [key, value] of Object.entries(wanted as Readonly<Record<string, QueryValue>>)) {
    run.spend(1);
    if (!Object.hasOwn(has, key) || !areEqual(has[key] as QueryValue, value, run)) return false;
  }
  return true;
};

/** A version that is none is 0.0.0 to Kyverno. */
const semverCompare = (): Call => {
  const compile = remember<SemverRange | QueryFault>((source) => {
    const compiled = compileSemverRange(source);
    return compiled.kind === 'defect' ? fault(compiled.message) : compiled.range;
  });
  return (given, run) => {
    run.spend(textAt(given, 0).length + textAt(given, 1).length);
    const range = compile(textAt(given, 1));
    if (range instanceof QueryFault) return range;
    const version = parseSemver(textAt(given, 0));
    return range(version.kind === 'semver' ? version.semver : zeroVersion);
  };
};

const zeroVersion: Semver = { major: 0n, minor: 0n, patch: 0n, prerelease: [] };

export const matchingFunctions: readonly QueryFunction[] = [
  {
    name: 'regex_replace_all',
    takes: [['string'], ['string', 'number'], ['string', 'number']],
    bind: regexReplaceAll('regex_replace_all', false),
  },
  {
    name: 'regex_replace_all_literal',
    takes: [['string'], ['string', 'number'], ['string', 'number']],
    bind: regexReplaceAll('regex_replace_all_literal', true),
  },
  { name: 'regex_match', takes: [['string'], ['string', 'number']], bind: regexMatch },
  { name: 'pattern_match', takes: [['string'], ['string', 'number']], bind: patternMatch },
  pure('label_match', [['object'], ['object']], labelMatch),
  { name: 'semver_compare', takes: [['string'], ['string']], bind: semverCompare },
];
