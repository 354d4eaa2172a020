/** Kyverno's functions of texts. */

import { createHash } from 'node:crypto';
import { splitText } from '../../pattern/find-text.ts';
import { readBase64 } from '../../cel/ext/encoders.ts';
import { compareTexts } from '../../go/compare-texts.ts';
import { GoInteger, type QueryValue } from '../query-value.ts';
import type { Run } from '../run.ts';
import { fault, numberAt, pure, textAt, type Call, type QueryFunction } from './function.ts';

/** What it gives is a Go int: a number to a condition of Kyverno, but to no operator of JMESPath. */
const compare: Call = (given, run) => {
  run.hasMadeGoValue = true;
  return new GoInteger(compareTexts(textAt(given, 0), textAt(given, 1)));
};

/** By simple case folding, one character at a time. */
const equalFold: Call = (given, run) => {
  const left = Array.from(textAt(given, 0));
  const right = Array.from(textAt(given, 1));
  run.spend(left.length + right.length);
  return left.length === right.length && left.every((character, index) => fold(character) === fold(right[index] ?? ''));
};

const fold = (character: string): string => lowerOf(upperOf(character));

/** Go changes the case of one character to one: `ß` stays. */
const upperOf = (character: string): string => oneFor(character, character.toUpperCase());

const lowerOf = (character: string): string => (character === 'İ' ? 'i' : oneFor(character, character.toLowerCase()));

const oneFor = (character: string, changed: string): string =>
  changed.length === 1 || Array.from(changed).length === 1 ? changed : character;

// oxlint-disable-next-line no-control-regex -- what is ASCII needs no care
const ascii = /^[\x00-\x7f]*$/;

const toUpper: Call = (given, run) => {
  const text = textAt(given, 0);
  run.spendText(text.length);
  return ascii.test(text) ? text.toUpperCase() : Array.from(text, upperOf).join('');
};

const toLower: Call = (given, run) => {
  const text = textAt(given, 0);
  run.spendText(text.length);
  return ascii.test(text) ? text.toLowerCase() : Array.from(text, lowerOf).join('');
};

const replace: Call = (given, run) =>
  replaceSome(textAt(given, 0), textAt(given, 1), textAt(given, 2), Math.trunc(numberAt(given, 3)), run);

const replaceAll: Call = (given, run) => replaceSome(textAt(given, 0), textAt(given, 1), textAt(given, 2), -1, run);

/** At most so many; all where that is negative. The empty text is found before each character and at the end. */
const replaceSome = (text: string, old: string, by: string, most: number, run: Run): string => {
  const limit = most < 0 ? Infinity : most;
  const parts = old === '' ? splitCharacters(text, limit) : splitText(text, old, limit + 1);
  run.spend(parts.length);
  run.spendText(text.length + (parts.length - 1) * by.length);
  return parts.join(by);
};

const splitCharacters = (text: string, most: number): readonly string[] => {
  if (most === 0) return [text];
  const characters = ['', ...Array.from(text)];
  if (characters.length <= most - 1) return [...characters, ''];
  const kept = characters.slice(0, Math.min(most, characters.length));
  return [...kept, characters.slice(kept.length).join('')];
};

const trim: Call = (given, run) => {
  const characters = Array.from(textAt(given, 0));
  const cut = new Set(textAt(given, 1));
  run.spend(characters.length + cut.size);
  let start = 0;
  let end = characters.length;
  while (start < end && cut.has(characters[start] ?? '')) start++;
  while (end > start && cut.has(characters[end - 1] ?? '')) end--;
  return characters.slice(start, end).join('');
};

const trimPrefix: Call = (given) => {
  const text = textAt(given, 0);
  const prefix = textAt(given, 1);
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
};

const split: Call = (given, run) => {
  const text = textAt(given, 0);
  const separator = textAt(given, 1);
  run.spend(text.length);
  return separator === '' ? Array.from(text) : splitText(text, separator);
};

const truncate: Call = (given, run) => {
  const text = textAt(given, 0);
  const length = Math.trunc(numberAt(given, 1));
  if (!(length >= 1)) return '';
  if (length >= text.length) return text;
  run.spend(text.length);
  return Array.from(text).slice(0, length).join('');
};

const base64Decode: Call = (given, run) => {
  const text = textAt(given, 0);
  run.spendText(text.length);
  const bytes = readBase64(Buffer.from(text), true);
  return typeof bytes === 'number'
    ? fault(`illegal base64 data at input byte ${bytes}`)
    : Buffer.from(bytes).toString('utf8');
};

const base64Encode: Call = (given, run) => {
  const text = textAt(given, 0);
  run.spendText(text.length * 4);
  return Buffer.from(text).toString('base64');
};

/** As Go's filepath.Clean, but that nothing stays nothing. */
const pathCanonicalize: Call = (given, run) => {
  const path = textAt(given, 0);
  run.spend(path.length);
  if (path === '') return '';
  const isRooted = path.startsWith('/');
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') kept.push(segment);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (!isRooted) kept.push('..');
  }
  const joined = kept.join('/');
  return isRooted ? `/${joined}` : joined === '' ? '.' : joined;
};

const hash =
  (algorithm: 'sha256' | 'sha1' | 'md5'): Call =>
  (given, run): QueryValue => {
    run.spendText(textAt(given, 0).length);
    return createHash(algorithm).update(textAt(given, 0)).digest('hex');
  };

export const textFunctions: readonly QueryFunction[] = [
  pure('compare', [['string'], ['string']], compare),
  pure('equal_fold', [['string'], ['string']], equalFold),
  pure('replace', [['string'], ['string'], ['string'], ['number']], replace),
  pure('replace_all', [['string'], ['string'], ['string']], replaceAll),
  pure('to_upper', [['string']], toUpper),
  pure('to_lower', [['string']], toLower),
  pure('trim', [['string'], ['string']], trim),
  pure('trim_prefix', [['string'], ['string']], trimPrefix),
  pure('split', [['string'], ['string']], split),
  pure('truncate', [['string'], ['number']], truncate),
  pure('base64_decode', [['string']], base64Decode),
  pure('base64_encode', [['string']], base64Encode),
  pure('path_canonicalize', [['string']], pathCanonicalize),
  pure('sha256', [['string']], hash('sha256')),
  pure('sha1', [['string']], hash('sha1')),
  pure('md5', [['string']], hash('md5')),
];
