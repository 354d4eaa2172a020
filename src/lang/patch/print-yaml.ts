/** Prints plain JSON data as block YAML that reads back the same in YAML 1.1 and 1.2, in the manner of kubectl. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';

/** The text ends with a line break. Control characters, bidirectional marks and lone surrogates come out escaped. */
export const printYaml = (value: Json): string => `${printBlock(value, '').replace(/^[\n ]+/, '')}\n`;

/** A value after its key or dash: a scalar behind a space, a collection on its own lines. */
const printBlock = (value: Json, indent: string): string => {
  if (isJsonArray(value)) return value.length === 0 ? ' []' : printList(value, indent);
  if (isJsonObject(value)) return Object.keys(value).length === 0 ? ' {}' : printObject(value, indent);
  return ` ${printScalar(value)}`;
};

const printList = (list: readonly Json[], indent: string): string =>
  list.map((item) => `\n${indent}-${printItem(item, indent)}`).join('');

/** What follows a dash starts on the dash's own line. */
const printItem = (item: Json, indent: string): string => {
  const inner = `${indent}  `;
  return printBlock(item, inner).replace(/^\n */, ' ');
};

const printObject = (object: JsonObject, indent: string): string =>
  Object.entries(object)
    .map(([key, value]) => {
      // A list under a key stands below the key itself, as kubectl prints it; an object two further in.
      const inner = isJsonArray(value) ? indent : `${indent}  `;
      // YAML 1.2, section 7.4: a key of more than 1024 characters must be marked as one.
      const text = printText(key);
      const mark = text.length > 1024 ? `? ${text}\n${indent}` : text;
      return `\n${indent}${mark}:${printBlock(value, inner)}`;
    })
    .join('');

const printScalar = (value: null | boolean | number | bigint | string): string => {
  if (typeof value === 'string') return printText(value);
  if (typeof value === 'number') return printNumber(value);
  return String(value);
};

const printNumber = (value: number): string => {
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  // YAML 1.1 readers take an exponent for a number only after a point.
  return text.includes('e') && !text.includes('.') ? text.replace('e', '.0e') : text;
};

const plainText = /^[A-Za-z/$][A-Za-z0-9_./@-]*(?:[ :=,+]+[A-Za-z0-9_./@-]+)*$/;
/** Words that one reader or another takes for a boolean or for null. */
const wordsOfValue = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$/i;

const printText = (text: string): string =>
  plainText.test(text) && !text.includes(': ') && text.length <= 400 && !wordsOfValue.test(text) ? text : quote(text);

/** What `JSON.stringify` leaves as it is and neither a terminal nor a YAML reader should get raw. */
const unprintable = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff]/g;

const quote = (text: string): string =>
  JSON.stringify(text).replace(
    unprintable,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
