/** The types CEL is told an object's fields have, as the API server tells it when it checks the types of a policy. */

import type { TypeProvider } from '../../lang/cel/environment.ts';
import {
  boolType,
  bytesType,
  doubleType,
  dynType,
  intType,
  listOf,
  mapOf,
  objectType,
  stringType,
  timestampType,
  durationType,
  type Type,
} from '../../lang/cel/type.ts';
import { EvaluationFault } from '../../lang/cel/value.ts';
import type { StructuralSchema } from './custom-object.ts';
import { type FieldType, findTypeOfKind, readType, type ScalarName } from './read-types.ts';

export interface ObjectTypes {
  /** Of the object: `Pod`, with `Pod.spec.containers.@idx` within. */
  readonly type: Type;
  readonly provider: TypeProvider;
}

/** `undefined` for a kind or a version the API server v1.37 does not have. */
export const objectTypesFor = (group: string, version: string, kind: string): ObjectTypes | undefined => {
  const type = findTypeOfKind(group, version, kind);
  return type === undefined ? undefined : toObjectTypes(kind, ofBuiltIn(type.name, []));
};

/** Of a custom resource with the schema of its version. */
export const objectTypesOfSchema = (kind: string, schema: StructuralSchema): ObjectTypes =>
  toObjectTypes(kind, ofSchema(schema, true) ?? { kind: 'object', field: () => undefined });

/** What a schema says of a value, before its types have names. `undefined` is what CEL is not told of. */
type Shape =
  | { readonly kind: 'simple'; readonly type: Type }
  | { readonly kind: 'list' | 'map'; readonly of: Shape }
  | { readonly kind: 'object'; readonly field: (name: string) => Shape | undefined };

/** Types are named by the way to them, when a field of that type is first asked for. */
const toObjectTypes = (root: string, shape: Shape): ObjectTypes => {
  const objects = new Map<string, Extract<Shape, { kind: 'object' }>>();
  const name = (each: Shape, path: string): Type => {
    switch (each.kind) {
      case 'simple':
        return each.type;
      case 'list':
        return listOf(name(each.of, `${path}.@idx`));
      case 'map':
        return mapOf(stringType, name(each.of, `${path}.@elem`));
      case 'object':
        if (!objects.has(path)) objects.set(path, each);
        return objectType(path);
    }
  };
  const type = name(shape, root);
  return {
    type,
    provider: {
      findType: (typeName) => (objects.has(typeName) ? objectType(typeName) : undefined),
      findField: (typeName, field) => {
        const found = objects.get(typeName)?.field(unescape(field));
        return found === undefined ? undefined : name(found, `${typeName}.${escape(unescape(field))}`);
      },
      construct: (typeName) => {
        // eslint-disable-next-line no-throw-literal -- evaluation's own kind of fault
        throw new EvaluationFault(`an object of type ${typeName} cannot be made here`);
      },
    },
  };
};

const simple = (type: Type): Shape => ({ kind: 'simple', type });

const ofFieldType = (type: FieldType, above: readonly string[]): Shape | undefined => {
  switch (type.kind) {
    case 'pointer':
      return ofFieldType(type.to, above);
    case 'scalar':
      return ofScalar[type.name];
    case 'list':
    case 'map': {
      const of = ofFieldType(type.of, above);
      return of === undefined ? undefined : { kind: type.kind, of };
    }
    case 'object':
      return ofBuiltIn(type.name, above);
  }
};

/** A type within itself has no fields that CEL is told of. */
const ofBuiltIn = (name: string, above: readonly string[]): Shape => {
  if (above.includes(name)) return { kind: 'object', field: () => undefined };
  const within = [...above, name];
  return {
    kind: 'object',
    field: (field) => {
      const found = readType(name).fields.find((each) => each.name === field);
      if (found === undefined || (name === schemaType && isRaw(found.type))) return undefined;
      return ofFieldType(found.type, within);
    },
  };
};

/** JSON within a schema is of no type, where elsewhere it is an object. */
const schemaType = 'apiextensions/v1.JSONSchemaProps';

const isRaw = (type: FieldType): boolean =>
  type.kind === 'pointer'
    ? isRaw(type.to)
    : type.kind === 'list'
      ? isRaw(type.of)
      : type.kind === 'scalar' && type.name === 'raw';

/** Quantities are a string or a number, for which the server has no declaration: CEL is not told of them. */
const ofScalar: Readonly<Record<ScalarName, Shape | undefined>> = {
  string: simple(stringType),
  bool: simple(boolType),
  int32: simple(intType),
  int64: simple(intType),
  float64: simple(doubleType),
  bytes: simple(bytesType),
  quantity: undefined,
  time: simple(timestampType),
  microtime: simple(timestampType),
  intorstring: simple(dynType),
  raw: { kind: 'object', field: () => undefined },
  schemaorarray: undefined,
  schemaorbool: undefined,
  schemaorstrings: undefined,
};

const ofSchema = (schema: StructuralSchema, isResource: boolean): Shape | undefined => {
  if (schema['x-kubernetes-int-or-string'] === true) return simple(dynType);
  switch (schema.type) {
    case 'array': {
      const of = schema.items === undefined ? undefined : ofSchema(schema.items, isEmbedded(schema.items));
      return of === undefined ? undefined : { kind: 'list', of };
    }
    case 'object':
      return ofObjectSchema(schema, isResource);
    case 'string':
      return simple(ofFormat[schema.format ?? ''] ?? stringType);
    case 'boolean':
      return simple(boolType);
    case 'number':
      return simple(doubleType);
    case 'integer':
      return simple(intType);
    default:
      return undefined;
  }
};

const isEmbedded = (schema: StructuralSchema): boolean => schema['x-kubernetes-embedded-resource'] === true;

const ofObjectSchema = (schema: StructuralSchema, isResource: boolean): Shape | undefined => {
  const { properties = {}, additionalProperties: others } = schema;
  if (typeof others === 'object') {
    const of = ofSchema(others, isEmbedded(others));
    return of === undefined ? undefined : { kind: 'map', of };
  }
  return {
    kind: 'object',
    field: (field) => {
      if (isResource && field === 'metadata') return ofBuiltIn('meta/v1.ObjectMeta', []);
      if (isResource && (field === 'apiVersion' || field === 'kind')) return simple(stringType);
      const found = Object.hasOwn(properties, field) ? properties[field] : undefined;
      return found === undefined ? undefined : ofSchema(found, isEmbedded(found));
    },
  };
};

const ofFormat: Readonly<Record<string, Type>> = {
  byte: bytesType,
  duration: durationType,
  date: timestampType,
  'date-time': timestampType,
};

/** Words of the language, and what no identifier may hold, are written otherwise: `__namespace__`, `a__dash__b`. */
const escape = (field: string): string => {
  if (words.has(field)) return `__${field}__`;
  return field.replaceAll(/__|[./-]/g, (part) => escapes[part] ?? part);
};

const unescape = (field: string): string => {
  const word = /^__([a-z]+)__$/.exec(field)?.[1];
  if (word !== undefined && words.has(word)) return word;
  return field.replaceAll(/__(?:underscores|dot|dash|slash)__/g, (part) => unescapes[part] ?? part);
};

const words: ReadonlySet<string> = new Set(
  `true false null in as break const continue else for function if import let loop package namespace return var void while`.split(
    ' ',
  ),
);

const escapes: Readonly<Record<string, string>> = {
  __: '__underscores__',
  '.': '__dot__',
  '-': '__dash__',
  '/': '__slash__',
};

const unescapes: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(escapes).map(([sign, escaped]) => [escaped, sign]),
);
