/** The fields of the API server's types, read line by line from `data/built-in-types.json` when one is first asked for. */

import type { Json } from '../../model/json.ts';
import data from './data/built-in-types.json' with { type: 'json' };

export interface BuiltInType {
  /** `apps/v1.DeploymentSpec` */
  readonly name: string;
  readonly fields: readonly TypeField[];
}

export interface TypeField {
  readonly name: string;
  readonly type: FieldType;
  /** What is left out where it is set to nothing: anything empty, only a zero time, or nothing at all. */
  readonly omits: 'empty' | 'zero' | 'nothing';
  readonly required: boolean;
  /** The keys by which a list merges; `['*']` for a set; empty for any other field. */
  readonly mergeKeys: readonly string[];
  /** What an unset field is given; `undefined` where it stays unset. */
  readonly default: Json | undefined;
}

export type FieldType =
  /** Unset and empty differ. */
  | { readonly kind: 'pointer'; readonly to: FieldType }
  | { readonly kind: 'list'; readonly of: FieldType }
  | { readonly kind: 'map'; readonly of: FieldType }
  | { readonly kind: 'object'; readonly name: string }
  | { readonly kind: 'scalar'; readonly name: ScalarName };

/**
 * `raw` is JSON of any shape; the `schema…` ones are the unions within the schema of a CustomResourceDefinition.
 */
export type ScalarName =
  | 'string'
  | 'bool'
  | 'int32'
  | 'int64'
  | 'float64'
  | 'bytes'
  | 'quantity'
  | 'time'
  | 'microtime'
  | 'intorstring'
  | 'raw'
  | 'schemaorarray'
  | 'schemaorbool'
  | 'schemaorstrings';

/** The type of a built-in kind; `undefined` for a version the API server v1.37 does not have. */
export const findTypeOfKind = (group: string, version: string, kind: string): BuiltInType | undefined => {
  const name = typeByKind().get(`${group}/${version}/${kind}`);
  return name === undefined ? undefined : readType(name);
};

/** `group/version/kind` of all kinds the API server v1.37 can serve. */
export const servedKinds = (): readonly string[] => [...typeByKind().keys()];

/** A type by its name; a name that is in no field is a bug. */
export const readType = (name: string): BuiltInType => {
  const known = types.get(name);
  if (known !== undefined) return known;
  const line = lineByType().get(name);
  if (line === undefined) throw new Error(`there is no built-in type ${name}`);
  const type = { name, fields: line === '' ? [] : line.split(' ').map(readField) };
  types.set(name, type);
  return type;
};

const types = new Map<string, BuiltInType>();

/** `name:type?!#keys=default`: `?` leaves out what is empty, `~` a zero time; `!` is required. */
const readField = (text: string): TypeField => {
  const colon = text.indexOf(':');
  const equals = text.indexOf('=');
  const [typed = '', keys = ''] = text.slice(colon + 1, equals < 0 ? undefined : equals).split('#');
  return {
    name: text.slice(0, colon),
    type: readFieldType(typed.replace(/[?~!]+$/, '')),
    omits: typed.includes('?') ? 'empty' : typed.includes('~') ? 'zero' : 'nothing',
    required: typed.endsWith('!'),
    mergeKeys: keys === '' ? [] : keys.split(','),
    default: equals < 0 ? undefined : (JSON.parse(text.slice(equals + 1)) as Json),
  };
};

const readFieldType = (text: string): FieldType => {
  if (text.startsWith('*')) return { kind: 'pointer', to: readFieldType(text.slice(1)) };
  if (text.startsWith('[]')) return { kind: 'list', of: readFieldType(text.slice(2)) };
  if (text.startsWith('{}')) return { kind: 'map', of: readFieldType(text.slice(2)) };
  return text.includes('.') ? { kind: 'object', name: text } : { kind: 'scalar', name: text as ScalarName };
};

const readLines = (lines: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    lines.map((line) => {
      const space = line.indexOf(' ');
      return space < 0 ? [line, ''] : [line.slice(0, space), line.slice(space + 1)];
    }),
  );

const once = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};

const typeByKind = once(() => readLines(data.kinds));
const lineByType = once(() => readLines(data.types));
