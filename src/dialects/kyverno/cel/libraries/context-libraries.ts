/** `globalContext.get`, `image.getMetadata` and `generator.apply`: one question, or one wish, each. */

import { libraryOf } from '../../../../kube/cel/declare-overload.ts';
import { toJson } from '../../../../kube/policy/mutation/to-json.ts';
import { isNamespaced } from '../../../../kube/schema/kinds.ts';
import type { Library } from '../../../../lang/cel/overload.ts';
import { boolType, dynType, listOf, mapOf, opaqueType, stringType } from '../../../../lang/cel/type.ts';
import type { Value } from '../../../../lang/cel/value.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../../model/json.ts';
import { toGroup } from '../../../../model/resource.ts';
import { ask, refuse, type KyvernoWorld, type WorldValue } from '../kyverno-world.ts';
import { bothNames } from './go-names.ts';

export const globalContextType = opaqueType('globalcontext.Context');
export const imageDataType = opaqueType('imagedata.Context');
export const generatorType = opaqueType('generator.Context');

const worldOf = (context: Value): KyvernoWorld => (context as WorldValue).world;

/** An entry nobody keeps is null. A namespaced policy has no part in what is kept for the whole cluster. */
const getGlobal = (context: Value, name: Value, projection: Value): Value => {
  const world = worldOf(context);
  if (world.namespace !== '') {
    return refuse('failed to get global reference: globalContext.* is not allowed in namespaced policies');
  }
  const asked = projection === '' ? null : (projection as string);
  const answer = ask(world, { kind: 'global-context', name: name as string, projection: asked });
  if (answer.kind === 'value') return answer.value;
  // Without the entry there is nothing to project, either.
  if (asked === null) return null;
  const entry = ask(world, { kind: 'global-context', name: name as string, projection: null });
  if (entry.kind === 'absent') return null;
  return refuse(
    `failed to get global reference: projection ${JSON.stringify(asked)} not found in global context entry ${JSON.stringify(name)}`,
  );
};

export const globalContextLibrary: Library = libraryOf('kyverno.globalcontext', [
  ...bothNames('globalcontext_get_string', 'get', [globalContextType, stringType], dynType, (context, name) =>
    getGlobal(context, name, ''),
  ),
  ...bothNames(
    'globalcontext_get_string_string',
    'get',
    [globalContextType, stringType, stringType],
    dynType,
    getGlobal,
  ),
]);

export const getImage = (world: KyvernoWorld, reference: string, failure: string): Value => {
  const answer = ask(world, { kind: 'image', reference });
  return answer.kind === 'value'
    ? answer.value
    : refuse(`${failure}: image data for ${reference} not found in the context`);
};

export const imageDataLibrary: Library = libraryOf('kyverno.imagedata', [
  ...bothNames('imagedata_get_string', 'getMetadata', [imageDataType, stringType], dynType, (context, reference) =>
    getImage(worldOf(context), reference as string, 'failed to get image data'),
  ),
]);

const objectsType = listOf(mapOf(stringType, dynType));

const generate = (context: Value, namespace: string, written: Value): Value => {
  const world = worldOf(context);
  const list = toJson(written);
  for (const item of isJsonArray(list ?? null) ? (list as readonly Json[]) : []) {
    if (!isJsonObject(item)) return refuse('failed to generate resources: an item is no object');
    placeGenerated(world, namespace, item);
  }
  return true;
};

/** Generates an object, or what a List of them holds, into a namespace; a fault where the policy may not. */
export const placeGenerated = (world: KyvernoWorld, namespace: string, item: JsonObject): void => {
  for (const object of expandList(item)) {
    const isOfNamespace = isNamespaced(toGroup(textOf(object['apiVersion'])), textOf(object['kind'])) ?? true;
    if (!isOfNamespace && world.namespace !== '') {
      refuse(
        `failed to generate resources: cross-scope generation denied: a policy scoped to namespace ${JSON.stringify(world.namespace)} cannot generate cluster-scoped resource ${textOf(object['apiVersion'])}/${textOf(object['kind'])}`,
      );
    }
    world.generate(placeIn(object, isOfNamespace ? namespace : ''));
  }
};

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** A List stands for what is in it. */
const expandList = (object: JsonObject): readonly JsonObject[] => {
  const { items } = object;
  return isJsonArray(items ?? null) && textOf(object['kind']).endsWith('List')
    ? (items as readonly Json[]).filter(isJsonObject)
    : [object];
};

/** Without what only the cluster it was read from could have given it. */
const placeIn = (object: JsonObject, namespace: string): JsonObject => {
  const metadata = isJsonObject(object['metadata']) ? object['metadata'] : {};
  const isMoved = typeof metadata['namespace'] === 'string' && metadata['namespace'] !== namespace;
  const kept = Object.entries(metadata).filter(
    ([name]) => !serverAssigned.has(name) && name !== 'namespace' && !(isMoved && name === 'ownerReferences'),
  );
  return {
    ...object,
    metadata: Object.fromEntries(namespace === '' ? kept : [...kept, ['namespace', namespace] as const]),
  };
};

const serverAssigned: ReadonlySet<string> = new Set([
  'uid',
  'managedFields',
  'resourceVersion',
  'creationTimestamp',
  'selfLink',
]);

export const generatorLibrary: Library = libraryOf('kyverno.generator', [
  ...bothNames(
    'generator_apply_string_list',
    'apply',
    [generatorType, stringType, objectsType],
    boolType,
    (context, namespace, objects) => generate(context, namespace as string, objects),
  ),
]);

export const namespacedGeneratorLibrary: Library = libraryOf('kyverno.generator', [
  ...bothNames('generator_apply_list', 'apply', [generatorType, objectsType], boolType, (context, objects) =>
    generate(context, worldOf(context).namespace, objects),
  ),
]);
