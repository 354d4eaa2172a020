/**
 * Takes the secrets out of a text that holds more than one value: a configuration file in a ConfigMap, a script, a
 * flag, an annotation. Properties, INI, .env, YAML, JSON, XML, connection strings and command lines are told apart
 * only as far as needed to see where a value ends; where that is unclear, more is taken out rather than less.
 */

import { redactedLiteral } from './marker.ts';
import { type NameKind, toNameKind } from './secret-name.ts';
import { isReference, looksRandom, redactShapes } from './secret-value.ts';

/** Every name that `toNameKind` does not call plain has one of these inside. */
const stems =
  /pass|pwd|secret|token|credential|key|auth|bearer|dsn|jwt|cookie|conn|otp|hmac|salt|seed|cert|licen[sc]e|session|sig|hash|login|cred|webhook/gi;

/**
 * Short texts that were looked at and hold no secret: `RollingUpdate`, `100m` and the like come with every object of
 * an estate. Only what stays as it is, is remembered; emptied when full.
 */
const clean = new Set<string>();
const mostClean = 16_384;
const longestClean = 48;

/** The text without its secrets; the same text where it has none. */
export const redactText = (text: string): string => {
  const isShort = text.length <= longestClean;
  if (isShort && clean.has(text)) return text;
  const after = redactShapes(redactPairs(text));
  if (isShort && after === text) {
    if (clean.size >= mostClean) clean.clear();
    clean.add(text);
  }
  return after;
};

const redactPairs = (text: string): string => {
  stems.lastIndex = 0;
  if (!stems.test(text)) return text;
  let done = '';
  let kept = 0;
  let from = 0;
  for (;;) {
    stems.lastIndex = from;
    const hit = stems.exec(text);
    if (hit === null) break;
    const name = toName(text, hit.index, from);
    from = name.end;
    const kind = toNameKind(text.slice(name.start, name.end));
    if (kind === 'plain') continue;
    const value = findValue(text, name, kind);
    if (value === undefined) continue;
    from = value.start;
    if (!isSecretText(kind, text.slice(value.start, value.end))) continue;
    done += text.slice(kept, value.start) + redactedLiteral;
    kept = value.end;
    from = value.end;
  }
  return kept === 0 ? text : done + text.slice(kept);
};

/** True where a text under a name of this kind has to go. */
export const isSecretText = (kind: NameKind, text: string): boolean => {
  if (kind === 'plain' || (kind === 'hint' && !looksRandom(text))) return false;
  if (isReference(text) || text.trim() === redactedLiteral) return false;
  // `maxTokens: 4096` is a limit, `pin: 4096` and `password: 4096` are not.
  return kind !== 'secret' || !/^\d{1,7}(?:\.\d+)?(?:ms|[smhd])?$/.test(text.trim());
};

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A name is never longer: what is, is a payload, and is stepped over. */
const longestName = 128;

const toName = (text: string, hit: number, from: number): Stretch => {
  let start = hit;
  while (start > from && hit - start < longestName && isNameCode(text.charCodeAt(start - 1))) start--;
  let end = hit;
  while (end < text.length && isNameCode(text.charCodeAt(end))) end++;
  return { start, end };
};

/** Letters, digits, `_`, `-` and `.`. */
const isNameCode = (code: number): boolean =>
  (code >= 97 && code <= 122) ||
  (code >= 65 && code <= 90) ||
  (code >= 48 && code <= 57) ||
  code === 95 ||
  code === 45 ||
  code === 46;

const separator = /\\?["']?[ \t]*(?::=|=>|:(?!\/\/)|=)[ \t]*/y;
const blank = /[ \t]+(?=[^\s=:<>|&;-][^\s]*[ \t]*(?:\r?\n|$|[;&|]))/y;

/** Where the value of the name is, if one follows it. */
const findValue = (text: string, name: Stretch, kind: NameKind): Stretch | undefined => {
  separator.lastIndex = name.end;
  if (separator.test(text)) return toValue(text, separator.lastIndex, name, kind);
  if (text[name.end] === '>' && kind !== 'hint') return upTo(text, name.end + 1, /</g);
  if (kind === 'hint') return undefined;
  // `--token abc` anywhere, and `requirepass abc` alone on its line.
  const isFlag = text[name.start] === '-';
  blank.lastIndex = name.end;
  if (isFlag && text[name.end] === ' ' && text[name.end + 1] !== '-') return toInline(text, name.end + 1);
  return startsLine(text, name.start) && blank.test(text) ? toInline(text, blank.lastIndex) : undefined;
};

const toValue = (text: string, start: number, name: Stretch, kind: NameKind): Stretch | undefined => {
  const first = text[start];
  if (first === undefined) return undefined;
  if (first === '<' && text.startsWith(redactedLiteral, start)) return undefined;
  if (first === '\n' || first === '\r') return toBlock(text, start, name, 'nested');
  if ((first === '|' || first === '>') && blockHeader.test(text.slice(start, start + 16))) {
    return toBlock(text, start, name, 'scalar');
  }
  if (first === '[') return kind === 'hint' ? undefined : upTo(text, start + 1, /[\]\n]/g);
  if (first === '{' && text[start + 1] !== '{') {
    return kind === 'collection' ? upTo(text, start + 1, /[}\n]/g) : undefined;
  }
  if (first === '\\' && text[start + 1] === '"') return upTo(text, start + 2, /\\"|\n/g);
  if (first === '"' || first === "'") return toQuoted(text, start, first);
  if (text[name.end] === '"' && /[\d-]/.test(first)) return toInline(text, start);
  return startsLine(text, name.start) ? toLineEnd(text, start) : toInline(text, start);
};

const blockHeader = /^[|>][+-]?\d?[+-]?[ \t]*(?:#|\r?\n|$)/;

/** Looking back further for the line's beginning would make a long line's names cost its length each. */
const widest = 256;

const lineOpening = /^[ \t"'{(-]*(?:(?:export|set|setx|ENV|ARG|env|declare|local|const|let|var)[ \t]+)?["']?$/;

/** Only what a person puts before a name: indentation, a list's dash, `export`, a quote. */
const startsLine = (text: string, start: number): boolean => {
  const near = text.slice(Math.max(0, start - widest), start);
  const line = near.lastIndexOf('\n') + 1;
  return (line > 0 || start <= widest) && lineOpening.test(near.slice(line));
};

const toQuoted = (text: string, start: number, quote: string): Stretch => {
  const end = quote === '"' ? /(?<!\\)(?:\\\\)*"/g : /'(?!')/g;
  const inside = upTo(text, start + 1, end);
  // Escaped backslashes before the quote belong to the value.
  if (inside.end < text.length && text[inside.end] === '\\') {
    return { start: inside.start, end: text.indexOf(quote, inside.end) };
  }
  return inside;
};

/** To the end of the line, without a comma of JSON, a closing brace or a comment. */
const toLineEnd = (text: string, start: number): Stretch => {
  const line = upTo(text, start, /\r?\n/g);
  if (line.end - start > longestLine) return line;
  const value = text.slice(start, line.end);
  const tail = (value.includes('{{') ? comment : closing).exec(value);
  return tail === null ? line : { start, end: start + tail.index };
};

/** A longer line ends in no comment. */
const longestLine = 4096;
const comment = /(?:[ \t]+#.*|[ \t]+)$/;
const closing = /(?:[ \t]+#.*|[ \t]*[,}\]]+[ \t]*|[ \t]+)$/;

const toInline = (text: string, start: number): Stretch => {
  const quote = text[start];
  if (quote === '"' || quote === "'") return toQuoted(text, start, quote);
  // `Authorization: Bearer abc`: the word before the blank is no secret, the one after it is.
  scheme.lastIndex = start;
  return upTo(text, scheme.test(text) ? scheme.lastIndex : start, /[\s,;&"'<>)}\]]|$/g);
};

const scheme = /(?:bearer|basic|token|digest|apikey)[ \t]+/iy;

/** The more indented lines below a name: all of a block scalar; of a nested value only those that are no fields. */
const toBlock = (text: string, start: number, name: Stretch, what: 'scalar' | 'nested'): Stretch | undefined => {
  const lineStart = text.lastIndexOf('\n', name.start - 1) + 1;
  const outer = indentOf(text, lineStart);
  const first = text.indexOf('\n', start) + 1;
  let end = 0;
  for (let line = first; line > 0 && line < text.length; line = text.indexOf('\n', line) + 1) {
    const stop = text.indexOf('\n', line);
    const content = text.slice(line, stop < 0 ? text.length : stop);
    if (content.trim() !== '') {
      const indent = indentOf(text, line);
      const isItem = what === 'nested' && /^\s*- /.test(content);
      if (indent < outer || (indent === outer && !isItem)) break;
      if (what === 'nested' && field.test(content)) break;
    }
    end = stop < 0 ? text.length : stop;
    if (stop < 0) break;
  }
  if (end === 0) return undefined;
  return { start: first + indentOf(text, first), end };
};

const field = /^\s*(?:- +)?["']?[\w.$/-]+["']?\s*(?::(?:\s|$)|=\s*[^\s=])/;

const indentOf = (text: string, line: number): number => {
  let at = line;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at - line;
};

/** From `start` to the first match of `end`, else to the end of the text. */
const upTo = (text: string, start: number, end: RegExp): Stretch => {
  end.lastIndex = start;
  const match = end.exec(text);
  return { start, end: match === null ? text.length : match.index };
};
