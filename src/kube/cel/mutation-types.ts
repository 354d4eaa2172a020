/** `Object{spec: Object.spec{…}}` and `JSONPatch{…}`: what a MutatingAdmissionPolicy's expressions make. */

import type { TypeProvider } from '../../lang/cel/environment.ts';
import { equalValues } from '../../lang/cel/equality.ts';
import { dynType, objectType, stringType } from '../../lang/cel/type.ts';
import { typeNameOf } from '../../lang/cel/value-type.ts';
import { EvaluationFault, MapValue, ObjectValue, toMapKey } from '../../lang/cel/value.ts';
import type { Value } from '../../lang/cel/value.ts';

/** Kubernetes answers `type(…)` with the type of types here. */
const typeOfMutations = 'type';

/** Part of an object to apply. Its fields are checked against nothing: any name and any value is taken. */
export class AppliedValue extends ObjectValue {
  readonly typeName: string;
  readonly fields: ReadonlyMap<string, Value>;
  constructor(typeName: string, fields: ReadonlyMap<string, Value>) {
    super();
    this.typeName = typeName;
    this.fields = fields;
  }
  /** What an expression reads back of it is a plain map, as in Kubernetes. */
  field(name: string): Value | undefined {
    const value = this.fields.get(name);
    return value === undefined ? undefined : toPlain(value);
  }
  override get typeOfType(): string {
    return typeOfMutations;
  }
  equals(other: ObjectValue): boolean {
    return other instanceof AppliedValue && this.typeName === other.typeName && isSame(this.fields, other.fields);
  }
}

/** One operation of a JSON patch. */
export class JsonPatchValue extends ObjectValue {
  readonly typeName = 'JSONPatch';
  readonly op: string;
  readonly path: string;
  readonly from: string;
  readonly value: Value | undefined;
  constructor(fields: ReadonlyMap<string, Value>) {
    super();
    this.op = textOf(fields, 'op');
    this.path = textOf(fields, 'path');
    this.from = textOf(fields, 'from');
    this.value = fields.get('value');
  }
  field(name: string): Value | undefined {
    switch (name) {
      case 'op':
      case 'path':
      case 'from':
        return this[name] === '' ? undefined : this[name];
      case 'value':
        return this.value;
      default:
        throw new EvaluationFault(`unsupported field: ${name}`);
    }
  }
  override unsetField(name: string): Value | undefined {
    return name === 'value' ? null : '';
  }
  override get typeOfType(): string {
    return typeOfMutations;
  }
  equals(other: ObjectValue): boolean {
    if (!(other instanceof JsonPatchValue)) return false;
    if (this.op !== other.op || this.path !== other.path || this.from !== other.from) return false;
    if (this.value === undefined || other.value === undefined) return this.value === other.value;
    return equalValues(this.value, other.value);
  }
}

export const mutationTypes: TypeProvider = {
  findType: (name) =>
    name === 'JSONPatch' || name === 'Object' || name.startsWith('Object.') ? objectType(name) : undefined,
  findField: (typeName, field) => (typeName === 'JSONPatch' ? patchFields.get(field) : dynType),
  construct: (typeName, fields) =>
    typeName === 'JSONPatch' ? new JsonPatchValue(fields) : new AppliedValue(typeName, fields),
};

/** The types of nested parts that do not name the path they stand at: `Object.metadata` under `spec`. Empty where all do. */
export const findMisnamedTypes = (value: Value, path: string = typeNameOf(value)): readonly string[] => {
  if (value instanceof AppliedValue) {
    const own =
      value.typeName === path
        ? []
        : [
            `unexpected type name "${value.typeName}", expected "${path}", which matches field name path from root Object type`,
          ];
    return [...own, ...Array.from(value.fields, ([name, field]) => findMisnamedTypes(field, `${path}.${name}`)).flat()];
  }
  return Array.isArray(value) ? value.flatMap((item: Value) => findMisnamedTypes(item, path)) : [];
};

const toPlain = (value: Value): Value => {
  if (Array.isArray(value)) return value.map((item: Value) => toPlain(item));
  if (!(value instanceof AppliedValue)) return value;
  return new MapValue(new Map(Array.from(value.fields, ([name, field]) => [toMapKey(name), [name, toPlain(field)]])));
};

const patchFields = new Map([
  ['op', stringType],
  ['path', stringType],
  ['from', stringType],
  ['value', dynType],
]);

const textOf = (fields: ReadonlyMap<string, Value>, name: string): string => {
  const value = fields.get(name) ?? '';
  if (typeof value === 'string') return value;
  throw new EvaluationFault(`unexpected type ${goNameOf(value)} for JSONPatchType '${name}' field`);
};

/** The Go type behind a value, which Kubernetes' message names. */
const goNameOf = (value: Value): string => {
  const name = typeNameOf(value);
  return goNames.get(name) ?? name;
};

const goNames = new Map([
  ['int', 'int64'],
  ['uint', 'uint64'],
  ['double', 'float64'],
  ['bytes', '[]uint8'],
  ['null_type', 'structpb.NullValue'],
]);

/** Strict, as Go's DeepEqual: 1 is not 1.0. */
const isSame = (a: ReadonlyMap<string, Value>, b: ReadonlyMap<string, Value>): boolean =>
  a.size === b.size &&
  Array.from(a).every(([name, value]) => {
    const other = b.get(name);
    return other !== undefined && typeNameOf(value) === typeNameOf(other) && equalValues(value, other);
  });
