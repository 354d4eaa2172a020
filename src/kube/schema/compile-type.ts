/** Makes of a built-in type the function that gives a value of it as the API server holds it: once for each type. */

import { type Json, type JsonObject, isJsonArray, isJsonObject } from '../../model/json.ts';
import { defaults } from './defaults/defaults.ts';
import type { Draft } from './defaults/draft.ts';
import { type BuiltInType, type FieldType, readType, type ScalarName, type TypeField } from './read-types.ts';
import { describe, type Reader, readResourceAmount, scalars } from './scalars.ts';
import type { Trail } from './trail.ts';

export type ObjectReader = (value: Json, trail: Trail) => Draft;

/**
 * Gives a new object: unknown fields left out and noted, what is null or empty left out where Go leaves it out, values in
 * their one form, defaults filled in. The input is not changed; what holds no object is shared with it.
 *
 * Go reads a whole object, then fills in defaults from the top down, then prints it. One walk upwards gives the same: no
 * default of an inner type looks at one of an outer.
 */
export const compileType = (name: string): ObjectReader => {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  // A type may hold itself, by way of a field: it is found here before it is complete.
  const slot: { reader: ObjectReader | undefined } = { reader: undefined };
  compiled.set(name, (value, trail) => slot.reader!(value, trail));
  const reader = toObjectReader(readType(name));
  slot.reader = reader;
  compiled.set(name, reader);
  return reader;
};

const compiled = new Map<string, ObjectReader>();

interface FieldPlan {
  readonly name: string;
  readonly read: Reader;
}

/** A field that is there even where the input has none. */
interface Filling {
  readonly name: string;
  readonly fill: (trail: Trail) => Json;
}

const toObjectReader = (type: BuiltInType): ObjectReader => {
  const plans = new Map<string, FieldPlan>();
  const early: Filling[] = [];
  const late: Filling[] = [];
  for (const field of type.fields) {
    plans.set(field.name, { name: field.name, read: toFieldReader(type, field) });
    const filling = toFilling(field);
    if (filling === undefined) continue;
    if (field.type.kind === 'object' || field.default !== undefined) early.push(filling);
    else late.push(filling);
  }
  const setDefaults = defaults[type.name];
  return (value, trail) => {
    if (!isJsonObject(value)) return trail.refuse(`${describe(value)} is no object`);
    // Most fields are as they were given, and a copy of the whole is cheaper than each by itself.
    let draft: Draft = { ...value };
    let dropped: Set<string> | undefined;
    for (const key in value) {
      const plan = plans.get(key);
      const given = value[key];
      let taken: Json | undefined;
      if (plan === undefined) trail.noteUnknown(key);
      // Go leaves a field as it was for a null.
      else if (given !== null && given !== undefined) {
        trail.enter(key);
        taken = plan.read(given, trail);
        trail.leave();
        if (taken === given) continue;
      }
      if (taken === undefined) (dropped ??= new Set()).add(key);
      else draft[key] = taken;
    }
    if (dropped !== undefined) draft = without(draft, dropped);
    for (const { name, fill } of early) if (draft[name] === undefined) draft[name] = fill(trail);
    setDefaults?.(draft);
    for (const { name, fill } of late) if (draft[name] === undefined) draft[name] = fill(trail);
    return draft;
  };
};

/** Deleting would leave an object whose fields are slow to read. */
const without = (draft: Draft, dropped: ReadonlySet<string>): Draft => {
  const rest: Draft = {};
  for (const key in draft) if (!dropped.has(key)) rest[key] = draft[key]!;
  return rest;
};

const toFieldReader = (owner: BuiltInType, { name, type, omits }: TypeField): Reader => {
  const read = toReader(type, isResourceList(owner, type));
  if (omits === 'zero') return (value, trail) => read(value, trail) ?? undefined;
  if (omits === 'nothing' || type.kind === 'pointer' || type.kind === 'object') return read;
  if (type.kind === 'scalar') {
    const { empty } = scalarOf(type.name);
    if (empty === undefined) return read;
    return (value, trail) => {
      const taken = read(value, trail);
      return taken === empty ? undefined : taken;
    };
  }
  if (emptyMatters.has(`${owner.name}.${name}`)) return read;
  return (value, trail) => {
    const taken = read(value, trail);
    return isEmpty(taken) ? undefined : taken;
  };
};

/** Lists and maps whose defaults tell an empty one, which is left out only after that, from an unset one. */
const emptyMatters: ReadonlySet<string> = new Set([
  'core/v1.NodeStatus.allocatable',
  'autoscaling/v2.HPAScalingRules.policies',
]);

const isEmpty = (value: Json | undefined): boolean => {
  if (isJsonArray(value)) return value.length === 0;
  for (const _ in value as JsonObject) return false;
  return true;
};

/** Maps of quantities by resource are of one type in core/v1, whose amounts are rounded. */
const isResourceList = (owner: BuiltInType, type: FieldType): boolean =>
  owner.name.startsWith('core/v1.') && type.kind === 'map' && type.of.kind === 'scalar' && type.of.name === 'quantity';

const toReader = (type: FieldType, isRounded = false): Reader => {
  switch (type.kind) {
    case 'pointer':
      return toReader(type.to);
    case 'object':
      return compileType(type.name);
    case 'scalar':
      return scalarOf(type.name).read;
    case 'list':
      return toListReader(toReader(type.of), toZero(type.of));
    case 'map':
      return toMapReader(isRounded ? readResourceAmount : toReader(type.of), toZero(type.of));
  }
};

/** A null within a list or a map is the zero of what it holds. */
const toListReader =
  (read: Reader, zero: (trail: Trail) => Json): Reader =>
  (value, trail) => {
    if (!isJsonArray(value)) return trail.refuse(`${describe(value)} is no list`);
    let copy: Json[] | undefined;
    for (let index = 0; index < value.length; index += 1) {
      const given = value[index] ?? null;
      trail.enter(index);
      const taken = given === null ? zero(trail) : read(given, trail);
      trail.leave();
      if (copy !== undefined) copy.push(taken as Json);
      else if (taken !== given) copy = [...value.slice(0, index), taken as Json];
    }
    return copy ?? value;
  };

const toMapReader =
  (read: Reader, zero: (trail: Trail) => Json): Reader =>
  (value, trail) => {
    if (!isJsonObject(value)) return trail.refuse(`${describe(value)} is no object`);
    let copy: Draft | undefined;
    for (const key in value) {
      const given = value[key] ?? null;
      trail.enter(key);
      const taken = given === null ? zero(trail) : read(given, trail);
      trail.leave();
      if (taken === given) continue;
      copy ??= { ...value };
      copy[key] = taken as Json;
    }
    return copy ?? value;
  };

const toZero = (type: FieldType): ((trail: Trail) => Json) => {
  switch (type.kind) {
    case 'pointer':
    case 'list':
    case 'map':
      return () => null;
    case 'object': {
      const read = compileType(type.name);
      return (trail) => read({}, trail);
    }
    case 'scalar': {
      const { zero } = scalarOf(type.name);
      return () => zero;
    }
  }
};

const toFilling = ({ name, type, omits, default: given }: TypeField): Filling | undefined => {
  if (given !== undefined) return { name, fill: () => given };
  // Go never leaves out an object that is no pointer, whatever its tag says.
  if (type.kind === 'object') return { name, fill: toZero(type) };
  if (omits === 'zero') return undefined;
  const isAlways = omits === 'nothing' || (type.kind === 'scalar' && scalarOf(type.name).empty === undefined);
  return isAlways ? { name, fill: toZero(type) } : undefined;
};

const scalarOf = (name: ScalarName): (typeof scalars)['string'] => {
  switch (name) {
    case 'schemaorarray':
      return { read: readSchemaOrArray, zero: null, empty: undefined };
    case 'schemaorbool':
      return { read: readSchemaOrBool, zero: null, empty: undefined };
    case 'schemaorstrings':
      return { read: readSchemaOrStrings, zero: null, empty: undefined };
    default:
      return scalars[name];
  }
};

const schemaType = 'apiextensions/v1.JSONSchemaProps';

const readSchemaOrArray = (value: Json, trail: Trail): Json => {
  if (isJsonObject(value)) return compileType(schemaType)(value, trail);
  if (!isJsonArray(value)) return null;
  return value.map((each) => (each === null ? {} : compileType(schemaType)(each, trail)));
};

const readSchemaOrBool = (value: Json, trail: Trail): Json => {
  if (typeof value === 'boolean') return value;
  if (isJsonObject(value)) return compileType(schemaType)(value, trail);
  return trail.refuse(`${describe(value)} is neither a boolean nor a schema`);
};

const readSchemaOrStrings = (value: Json, trail: Trail): Json => {
  if (isJsonObject(value)) return compileType(schemaType)(value, trail);
  return isJsonArray(value) ? value : null;
};
