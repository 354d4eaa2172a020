/** The formats Kubernetes checks names and texts by, and what it says of a text that does not fit. */

import { parseRequestUri } from './parse-url.ts';

export interface NamedFormat {
  readonly name: string;
  /** The length of the pattern the API server charges for, whether there is one or not. */
  readonly patternLength: number;
  /** What is wrong; empty where nothing is. */
  readonly validate: (text: string) => readonly string[];
}

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomain = `${label}(\\.${label})*`;
const label1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const labelKey = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const labelValue = `(${labelKey})?`;

/** The same patterns written so that no text makes them slow. */
const isLabel = (text: string): boolean => /^[a-z0-9][-a-z0-9]*$/.test(text) && !text.endsWith('-');
const isSubdomain = (text: string): boolean => text.split('.').every(isLabel);
const isLabelKey = (text: string): boolean => /^[A-Za-z0-9][-A-Za-z0-9_.]*$/.test(text) && !/[-_.]$/.test(text);

const bytesOf = (text: string): number => Buffer.byteLength(text);

/** Kubernetes says bytes of labels and characters of names, and counts bytes of both. */
const tooLong = (most: number, unit: 'bytes' | 'characters'): string => `must be no more than ${most} ${unit}`;

const mismatch = (message: string, pattern: string, examples: readonly string[]): string =>
  `${message} (e.g. ${joinExamples(examples)}regex used for validation is '${pattern}')`;

/** Kubernetes puts a comma behind each example: `(e.g. 'a',  or 'b', regex …)`. */
const joinExamples = (examples: readonly string[]): string =>
  examples.map((example, index) => `${index === 0 ? '' : ' or '}'${example}', `).join('');

const validateLabel = (text: string): string[] => {
  const defects = bytesOf(text) > 63 ? [tooLong(63, 'characters')] : [];
  if (isLabel(text)) return defects;
  if (isSubdomain(text)) return [...defects, 'must not contain dots'];
  const message =
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
  return [...defects, mismatch(message, label, ['my-name', '123-abc'])];
};

const validateSubdomain = (text: string, unit: 'bytes' | 'characters' = 'characters'): string[] => {
  const defects = bytesOf(text) > 253 ? [tooLong(253, unit)] : [];
  if (isSubdomain(text)) return defects;
  const message =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
  return [...defects, mismatch(message, subdomain, ['example.com'])];
};

const validateLabel1035 = (text: string): string[] => {
  const defects = bytesOf(text) > 63 ? [tooLong(63, 'characters')] : [];
  if (/^[a-z]/.test(text) && isLabel(text)) return defects;
  const message =
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
  return [...defects, mismatch(message, label1035, ['my-name', 'abc-123'])];
};

const keyMessage =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const keyMismatch = mismatch(keyMessage, labelKey, ['MyName', 'my.name', '123-abc']);

const validateQualifiedName = (text: string): string[] => {
  const parts = text.split('/');
  if (parts.length > 2) {
    return [
      `a valid label key ${keyMismatch} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const name = parts.at(-1) ?? '';
  const defects = parts.length === 2 ? validatePrefix(parts[0] ?? '') : [];
  if (name === '') defects.push('name part must be non-empty');
  else if (bytesOf(name) > 63) defects.push(`name part ${tooLong(63, 'bytes')}`);
  if (!isLabelKey(name)) defects.push(`name part ${keyMismatch}`);
  return defects;
};

const validatePrefix = (prefix: string): string[] =>
  prefix === ''
    ? ['prefix part must be non-empty']
    : validateSubdomain(prefix, 'bytes').map((message) => `prefix part ${message}`);

const validateLabelValue = (text: string): string[] => {
  const defects = bytesOf(text) > 63 ? [tooLong(63, 'bytes')] : [];
  if (text === '' || isLabelKey(text)) return defects;
  const message =
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
  return [...defects, mismatch(message, labelValue, ['MyValue', 'my_value', '12345'])];
};

/** A prefix may end with a dash. Kubernetes puts an `a` for its last two characters, and so do we. */
const asPrefix =
  (validate: (text: string) => readonly string[]) =>
  (text: string): readonly string[] =>
    validate(bytesOf(text) > 1 && text.endsWith('-') ? `${text.slice(0, -2)}a` : text);

const validateUri = (text: string): readonly string[] => {
  const parsed = parseRequestUri(text);
  return parsed.kind === 'url' ? [] : [parsed.message];
};

const says =
  (message: string, isValid: (text: string) => boolean) =>
  (text: string): readonly string[] =>
    isValid(text) ? [] : [message];

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i.test(text);

/** Padded and not empty, in the standard alphabet. */
const isBase64 = (text: string): boolean =>
  text.length > 0 && text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text !== '====';

const isDate = (text: string): boolean => {
  const parts = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text);
  if (parts === null) return false;
  const [year = 0, month = 0, day = 0] = parts.slice(1).map(Number);
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= days;
};

/** A date, a `t` and a time with a zone; what stands behind a second `t` is not looked at. */
const isDateTime = (text: string): boolean => {
  const [date = '', time] = text.toLowerCase().split('t');
  if (time === undefined || !isDate(date)) return false;
  const parts = /^([0-9]{2}):([0-9]{2}):([0-9]{2})(?:.[0-9]+)?(?:z|[+-][0-9]{2}:[0-9]{2})$/.exec(time);
  if (parts === null) return false;
  const [hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  return hour <= 23 && minute <= 59 && second <= 59;
};

const dateTimeLength = 71;

export const namedFormats: ReadonlyMap<string, NamedFormat> = new Map<string, NamedFormat>([
  ['dns1123Label', { name: 'DNS1123Label', patternLength: 30, validate: validateLabel }],
  ['dns1123Subdomain', { name: 'DNS1123Subdomain', patternLength: 60, validate: (text) => validateSubdomain(text) }],
  ['dns1035Label', { name: 'DNS1035Label', patternLength: 30, validate: validateLabel1035 }],
  ['qualifiedName', { name: 'QualifiedName', patternLength: 60, validate: validateQualifiedName }],
  ['dns1123LabelPrefix', { name: 'DNS1123LabelPrefix', patternLength: 30, validate: asPrefix(validateLabel) }],
  [
    'dns1123SubdomainPrefix',
    { name: 'DNS1123SubdomainPrefix', patternLength: 60, validate: asPrefix((text) => validateSubdomain(text)) },
  ],
  ['dns1035LabelPrefix', { name: 'DNS1035LabelPrefix', patternLength: 30, validate: asPrefix(validateLabel1035) }],
  ['labelValue', { name: 'LabelValue', patternLength: 40, validate: validateLabelValue }],
  ['uri', { name: 'URI', patternLength: 1103, validate: validateUri }],
  ['uuid', { name: 'uuid', patternLength: 70, validate: says('does not match the UUID format', isUuid) }],
  ['byte', { name: 'byte', patternLength: 84, validate: says('invalid base64', isBase64) }],
  ['date', { name: 'date', patternLength: dateTimeLength, validate: says('invalid date', isDate) }],
  ['datetime', { name: 'datetime', patternLength: dateTimeLength, validate: says('invalid datetime', isDateTime) }],
]);
