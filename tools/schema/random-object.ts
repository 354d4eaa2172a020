/** Random objects of the built-in kinds: mostly as their types want them, with what servers refuse and pass over in between. */

import * as fc from 'fast-check';
import { type FieldType, findTypeOfKind, readType, type ScalarName } from '../../src/kube/schema/read-types.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';

export interface RandomObjectOptions {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Of values of a wrong type and of unknown fields among a thousand. */
  readonly mistakes: number;
}

/** Named `probe`, with whatever else the type has but what makes the server look for other objects. */
export const randomObject = ({ group, version, kind, mistakes }: RandomObjectOptions): fc.Arbitrary<JsonObject> => {
  const type = findTypeOfKind(group, version, kind);
  if (type === undefined) throw new Error(`there is no kind ${group}/${version}/${kind}`);
  const apiVersion = group === '' ? version : `${group}/${version}`;
  return toArbitrary({ kind: 'object', name: type.name }, { mistakes, depth: 0 }).map((value) => {
    const object = typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
    const metadata = object.metadata as JsonObject | undefined;
    return { ...object, apiVersion, kind, metadata: { ...toMetadata(metadata), name: 'probe' } };
  });
};

const toMetadata = (metadata: Json | undefined): JsonObject => {
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) return {};
  const {
    namespace: _,
    generateName: __,
    resourceVersion: ___,
    managedFields: ____,
    ...others
  } = metadata as JsonObject;
  return others;
};

interface Bounds {
  readonly mistakes: number;
  readonly depth: number;
}

/** Fields by which the server looks for other objects, and refuses the request where there are none. */
const lookedUp = new Set([
  'serviceAccountName',
  'serviceAccount',
  'priorityClassName',
  'runtimeClassName',
  'priority',
  'preemptionPolicy',
]);

const toArbitrary = (type: FieldType, bounds: Bounds): fc.Arbitrary<Json> => {
  const { mistakes, depth } = bounds;
  const right = toRight(type, { mistakes, depth: depth + 1 });
  return mistakes === 0
    ? fc.oneof({ weight: 30, arbitrary: right }, { weight: 1, arbitrary: fc.constant(null) })
    : fc.oneof(
        { weight: 1000 - mistakes, arbitrary: right },
        { weight: 30, arbitrary: fc.constant(null) },
        {
          weight: mistakes,
          arbitrary: fc.constantFrom<Json>('text', 1.5, 7, true, [], {}, ['a'], { a: 1 }, 3_000_000_000),
        },
      );
};

const toRight = (type: FieldType, bounds: Bounds): fc.Arbitrary<Json> => {
  switch (type.kind) {
    case 'pointer':
      return toRight(type.to, bounds);
    case 'scalar':
      return scalars[type.name];
    case 'list':
      return bounds.depth > deepest
        ? fc.constant([])
        : fc.array(toArbitrary(type.of, bounds), { minLength: bounds.depth < 7 ? 1 : 0, maxLength: 2, size: 'max' });
    case 'map':
      return bounds.depth > deepest
        ? fc.constant({})
        : fc.dictionary(fc.constantFrom('cpu', 'memory', 'a', 'b.c/d'), toArbitrary(type.of, bounds), {
            maxKeys: 3,
            noNullPrototype: true,
          });
    case 'object':
      return toObject(type.name, bounds);
  }
};

const deepest = 14;

/** What the most lies within is always there. */
const deep = ['spec', 'template', 'jobTemplate', 'containers'];

const toObject = (name: string, bounds: Bounds): fc.Arbitrary<Json> => {
  const fields = readType(name).fields.filter(
    (field) => !lookedUp.has(field.name) && (bounds.depth <= deepest || field.type.kind === 'scalar'),
  );
  if (fields.length === 0) return fc.constant({});
  const all = Object.fromEntries(
    fields.map(({ name: field, type }) => [field, lazily(() => toArbitrary(type, bounds))]),
  );
  // A few fields each: a type of forty would else be forty in every object.
  const most = Math.min(fields.length, bounds.depth < 8 ? 8 : 4);
  const some = fc.shuffledSubarray(Object.keys(all), { minLength: Math.min(most, 3), maxLength: most });
  const spec = deep.filter((name) => all[name] !== undefined);
  return fc.tuple(some, fc.nat(999)).chain(([names, chance]) => {
    const chosen = [...new Set([...names, ...spec])].flatMap((field) =>
      all[field] === undefined ? [] : [[field, all[field]] as const],
    );
    const unknown = chance < bounds.mistakes ? [['imagPullPolicy', fc.constant<Json>({ a: [1] })] as const] : [];
    return fc.record(Object.fromEntries([...chosen, ...unknown]));
  });
};

const lazily = (make: () => fc.Arbitrary<Json>): fc.Arbitrary<Json> => fc.constant(null).chain(make);

const words = fc.constantFrom(
  '',
  'a',
  'probe',
  'RollingUpdate',
  'OnDelete',
  'Recreate',
  'Container',
  'Pod',
  'ClientIP',
  'None',
  'LoadBalancer',
  'NodePort',
  'ClusterIP',
  'ExternalName',
  'User',
  'Group',
  'ServiceAccount',
  'Resource',
  'cpu',
  'Utilization',
  'nginx',
  'nginx:latest',
  'nginx:1.2',
  'Nginx',
  'localhost:5000/a/b:latest',
  'All',
  'ExactCount',
  'Always',
  'node.kubernetes.io/not-ready',
  'NoExecute',
  'TCP',
);

// oxfmt-ignore
const scalars: Readonly<Record<ScalarName, fc.Arbitrary<Json>>> = {
  string: words,
  bool: fc.boolean(),
  int32: fc.constantFrom<Json>(0, 1, -1, 80, 420, 2_147_483_647),
  int64: fc.constantFrom<Json>(0, 1, -5, 30, 9_007_199_254_740_993n),
  float64: fc.constantFrom<Json>(0.5, 2.25),
  bytes: fc.constantFrom('', 'YQ==', 'YR==', 'YWI=', 'YWJj'),
  quantity: fc.constantFrom<Json>('1', '0', '500m', '0.5', '1024Mi', '1.5Gi', '100u', '1e3', '1000', '0.0001', 2, 0.25, '-1', '12E', '1.500'),
  time: fc.constantFrom('2006-01-02T15:04:05Z', '2006-01-02T15:04:05.123456+02:00', '0001-01-01T00:00:00Z'),
  microtime: fc.constantFrom('2006-01-02T15:04:05.123456Z', '2006-01-02T15:04:05.000000+02:00'),
  intorstring: fc.constantFrom<Json>(0, 80, '', 'http', '25%'),
  raw: fc.constantFrom<Json>({ a: null, b: [1, {}] }, 'x', 1, {}),
  schemaorarray: fc.constantFrom<Json>({ type: 'string', unknown: 1 }, [{ type: 'string' }]),
  schemaorbool: fc.constantFrom<Json>(true, false, { type: 'string' }),
  schemaorstrings: fc.constantFrom<Json>(['a'], { type: 'string' }),
};
