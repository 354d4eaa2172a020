/** The variable `images`: the images of an object by the list and the name of their containers, or as extractors find them. */

import { QueryFault, type QueryCalls } from '../../../lang/jmespath/query.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import { cachedQuery } from './cached-query.ts';
import { readImage } from './read-image.ts';

/** `undefined` where the object has none, so that the variable is not there; a fault where one cannot be read. */
export const readImages = (
  object: JsonObject,
  extractors: JsonObject | null,
  calls: QueryCalls,
): JsonObject | QueryFault | undefined => {
  if (extractors !== null) return findImages(object, extractors, calls);
  if (last === null || last.object !== object) last = { object, images: findImages(object, null, calls) };
  return last.images;
};

/** Many rules ask for those of one object, one after another. */
let last: { readonly object: JsonObject; readonly images: JsonObject | QueryFault | undefined } | null = null;

const findImages = (
  object: JsonObject,
  extractors: JsonObject | null,
  calls: QueryCalls,
): JsonObject | QueryFault | undefined => {
  const images: Record<string, Json> = {};
  for (const extractor of extractorsFor(object, extractors)) {
    const found: Record<string, Json> = {};
    try {
      extract({ extractor, found, calls }, object, [], extractor.fields);
    } catch (thrown) {
      if (thrown instanceof QueryFault) return thrown;
      throw thrown;
    }
    if (Object.keys(found).length > 0) images[extractor.name] = found;
  }
  return Object.keys(images).length === 0 ? undefined : images;
};

interface Extractor {
  readonly name: string;
  /** `*` stands for every item. */
  readonly fields: readonly string[];
  /** The field of an item that names it; the empty text for its path. */
  readonly key: string;
  readonly value: string;
  readonly query: string;
}

const extractorsFor = (object: JsonObject, extractors: JsonObject | null): readonly Extractor[] => {
  const kind = typeof object['kind'] === 'string' ? object['kind'] : '';
  const own = extractors !== null && Object.hasOwn(extractors, kind) ? extractors[kind] : undefined;
  if (isJsonArray(own)) return own.filter(isJsonObject).map(toExtractor);
  return standard.get(kind) ?? [];
};

const toExtractor = (written: JsonObject): Extractor => {
  const text = (key: string): string => (typeof written[key] === 'string' ? written[key] : '');
  const fields = text('path')
    .split('/')
    .map((field) => field.trim())
    .filter((field) => field !== '');
  const value = text('value');
  return {
    name: text('name') || 'custom',
    fields: value === '' ? fields.slice(0, -1) : fields,
    key: text('key'),
    value: value === '' ? (fields.at(-1) ?? '') : value,
    query: text('jmesPath'),
  };
};

const ofPods = (...path: readonly string[]): readonly Extractor[] =>
  ['initContainers', 'containers', 'ephemeralContainers'].map((list) => ({
    name: list,
    fields: [...path, list, '*'],
    key: 'name',
    value: 'image',
    query: '',
  }));

const ofControllers = ofPods('spec', 'template', 'spec');

const standard: ReadonlyMap<string, readonly Extractor[]> = new Map([
  ['Pod', ofPods('spec')],
  ['DaemonSet', ofControllers],
  ['Deployment', ofControllers],
  ['ReplicaSet', ofControllers],
  ['ReplicationController', ofControllers],
  ['StatefulSet', ofControllers],
  ['CronJob', ofPods('spec', 'jobTemplate', 'spec', 'template', 'spec')],
  ['Job', ofControllers],
]);

interface Search {
  readonly extractor: Extractor;
  readonly found: Record<string, Json>;
  readonly calls: QueryCalls;
}

/** No deeper than the extractor has fields, but for lists of lists, which the object's reader bounds. */
const extract = (search: Search, value: Json | undefined, path: readonly string[], fields: readonly string[]): void => {
  if (value === null || value === undefined) return;
  const [field, ...rest] = fields;
  if (field === '*' && isJsonArray(value)) {
    for (const [index, item] of value.entries()) {
      if (isJsonObject(item)) extract(search, item, [...path, String(index)], rest);
      else if (isJsonArray(item)) extract(search, item, [...path, String(index)], fields);
    }
    return;
  }
  if (!isJsonObject(value)) throw new QueryFault('error', 'invalid image config');
  if (field === undefined) addImage(search, value, path);
  else if (field === '*') {
    for (const key of Object.keys(value)) {
      if (typeof value[key] === 'object' && value[key] !== null) extract(search, value[key], [...path, key], rest);
    }
  } else extract(search, Object.hasOwn(value, field) ? value[field] : undefined, [...path, field], rest);
};

const addImage = ({ extractor, found, calls }: Search, item: JsonObject, path: readonly string[]): void => {
  const jsonPointer = `/${path.join('/')}/${extractor.value}`;
  const key = extractor.key === '' ? jsonPointer : item[extractor.key];
  if (typeof key !== 'string') throw new QueryFault('error', 'invalid key');
  const written = Object.hasOwn(item, extractor.value) ? item[extractor.value] : undefined;
  if (typeof written !== 'string' || written.trim() === '') return;
  const reference = extractor.query === '' ? written : transform(extractor.query, written, calls);
  const read = readImage(reference);
  if (read.kind === 'defect') throw new QueryFault('error', `invalid image '${reference}' (${read.message})`);
  Object.defineProperty(found, key, {
    value: { ...read.image, jsonPointer },
    enumerable: true,
    writable: true,
    configurable: true,
  });
};

const transform = (query: string, written: string, calls: QueryCalls): string => {
  const compiled = cachedQuery(query);
  if (compiled.kind === 'defect') throw new QueryFault('error', `invalid jmespath ${query}: ${compiled.message}`);
  const result = compiled.query.evaluate(written, calls);
  if (result instanceof QueryFault) {
    throw new QueryFault(
      result.kind === 'over-budget' ? result.kind : 'error',
      `failed to apply jmespath ${query}: ${result.message}`,
    );
  }
  if (typeof result === 'string') return result;
  throw new QueryFault('error', `jmespath ${query} must produce a string`);
};
