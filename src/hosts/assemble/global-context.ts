/** Answers what policies read of Kyverno's global context: the entries that lie beside the policies, over what was read. */

import { QueryFault, type QueryCalls } from '../../lang/jmespath/query.ts';
import { compileQuery } from '../../lang/jmespath/compile-query.ts';
import { kindOfPlural } from '../../kube/schema/parse-resource-path.ts';
import { everything } from '../../kube/selector/label-selector.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Answer, Request } from '../../model/request.ts';
import { toGroup, type Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { answerPath, listObjects } from './answer-objects.ts';

export interface GlobalContext {
  /** Kinds its entries keep. */
  readonly asked: readonly { readonly group: string; readonly kind: string }[];
  answer(request: Extract<Request, { kind: 'global-context' }>, read: Snapshot): Answer;
}

export const isGlobalContextEntry = ({ ref }: Resource): boolean =>
  ref.kind === 'GlobalContextEntry' && toGroup(ref.apiVersion) === 'kyverno.io';

export const createGlobalContext = (entries: readonly Resource[]): GlobalContext => {
  const byName = new Map(entries.map((entry) => [entry.ref.name, toSpec(entry)]));
  return {
    asked: [...byName.values()].flatMap((spec) => toWanted(spec) ?? []),
    answer({ name, projection }, read) {
      const spec = byName.get(name);
      if (spec === undefined)
        return { kind: 'refused', why: `there is no GlobalContextEntry ${name} beside the policies` };
      const data = answerEntry(spec, name, read);
      return data.kind !== 'value' || projection === null || projection === ''
        ? data
        : project(spec, projection, data.value);
    },
  };
};

const toSpec = ({ object }: Resource): JsonObject => (isJsonObject(object['spec']) ? object['spec'] : {});

const toWanted = ({ kubernetesResource }: JsonObject): { readonly group: string; readonly kind: string } | null => {
  if (!isJsonObject(kubernetesResource)) return null;
  const { group, resource } = kubernetesResource;
  const named = typeof group === 'string' ? group : '';
  const kind = typeof resource === 'string' ? kindOfPlural(named, resource) : undefined;
  return kind === undefined ? null : { group: named, kind };
};

const answerEntry = (spec: JsonObject, name: string, read: Snapshot): Answer => {
  const { kubernetesResource, apiCall } = spec;
  const wanted = toWanted(spec);
  if (wanted !== null && isJsonObject(kubernetesResource)) {
    const { version, namespace } = kubernetesResource;
    const apiVersion = `${wanted.group === '' ? '' : `${wanted.group}/`}${typeof version === 'string' ? version : 'v1'}`;
    const within = typeof namespace === 'string' && namespace !== '' ? namespace : null;
    return {
      kind: 'value',
      value: listObjects(read, { apiVersion, objectKind: wanted.kind, namespace: within }, everything),
    };
  }
  if (isJsonObject(apiCall) && typeof apiCall['urlPath'] === 'string' && apiCall['service'] === undefined)
    return answerPath(read, apiCall['urlPath']);
  return {
    kind: 'refused',
    why: `what the GlobalContextEntry ${name} keeps comes from outside, and nothing is fetched`,
  };
};

const project = ({ projections }: JsonObject, wanted: string, data: Json): Answer => {
  const projection = isJsonArray(projections)
    ? projections.filter(isJsonObject).find(({ name }) => name === wanted)
    : undefined;
  const path = projection?.['jmesPath'];
  if (typeof path !== 'string') return { kind: 'refused', why: `the entry has no projection ${wanted}` };
  const compiled = compileQuery(path);
  if (compiled.kind === 'defect') return { kind: 'refused', why: `the projection ${wanted}: ${compiled.message}` };
  const found = compiled.query.evaluate(data, noCalls);
  return found instanceof QueryFault
    ? { kind: 'refused', why: `the projection ${wanted}: ${found.message}` }
    : { kind: 'value', value: found };
};

/** What is kept for all policies is the same for every one of them. */
const noCalls: QueryCalls = { now: () => '1970-01-01T00:00:00Z', random: (bytes) => '0'.repeat(2 * bytes) };
