/** Reads the context entries of a rule, a loop or a target. */

import type { Json, JsonObject } from '../../../model/json.ts';
import type { ApiCall, ContextEntry } from '../classic-policy.ts';
import { field, object, objects, text } from './read-field.ts';

export const toContextEntries = (parent: JsonObject): readonly ContextEntry[] =>
  objects(parent, 'context').flatMap((entry) => {
    const read = toEntry(entry);
    return read === null ? [] : [read];
  });

/** `null` for an entry that says nothing but its name. */
const toEntry = (entry: JsonObject): ContextEntry | null => {
  const name = text(entry, 'name');
  const variable = object(entry, 'variable');
  if (variable !== null)
    return {
      name,
      kind: 'variable',
      value: field(variable, 'value') ?? null,
      jmesPath: text(variable, 'jmesPath'),
      fallback: toFallback(variable),
    };
  const configMap = object(entry, 'configMap');
  if (configMap !== null)
    return {
      name,
      kind: 'configMap',
      configMap: { name: text(configMap, 'name'), namespace: text(configMap, 'namespace') },
    };
  const call = object(entry, 'apiCall');
  if (call !== null)
    return {
      name,
      kind: 'apiCall',
      call: toApiCall(call),
      jmesPath: text(call, 'jmesPath'),
      fallback: toFallback(call),
    };
  const registry = object(entry, 'imageRegistry');
  if (registry !== null)
    return {
      name,
      kind: 'imageRegistry',
      reference: text(registry, 'reference'),
      jmesPath: text(registry, 'jmesPath'),
    };
  const reference = object(entry, 'globalReference');
  if (reference !== null)
    return { name, kind: 'globalReference', entry: text(reference, 'name'), jmesPath: text(reference, 'jmesPath') };
  return null;
};

const toFallback = (parent: JsonObject): Json | undefined => field(parent, 'default');

const toApiCall = (call: JsonObject): ApiCall => ({
  urlPath: text(call, 'urlPath'),
  method: text(call, 'method') === 'POST' ? 'POST' : 'GET',
  data: objects(call, 'data').map((pair) => ({ key: text(pair, 'key'), value: field(pair, 'value') ?? null })),
  serviceUrl: toServiceUrl(call),
});

const toServiceUrl = (call: JsonObject): string | null => {
  const service = object(call, 'service');
  return service === null ? null : text(service, 'url');
};
