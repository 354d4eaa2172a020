/** Answers what policies read of Kyverno's global context: the entries that lie beside the policies, over what was read. */

import { QueryFault, type QueryCalls, type QueryCompilation } from '../../lang/jmespath/query.ts';
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

/** Most runs have no entry: only where there is one, what reads its projections is loaded. */
export const readGlobalContext = async (documents: readonly Resource[]): Promise<GlobalContext> => {
  const entries = documents.filter(isGlobalContextEntry);
  if (entries.length === 0) return noGlobalContext;
  const { compileQuery } = await import('../../lang/jmespath/compile-query.ts');
  return createGlobalContext(entries.map((entry) => toEntry(entry, compileQuery)));
};

const isGlobalContextEntry = ({ ref }: Resource): boolean =>
  ref.kind === 'GlobalContextEntry' && toGroup(ref.apiVersion) === 'kyverno.io';

interface Entry {
  readonly name: string;
  readonly spec: JsonObject;
  readonly projections: ReadonlyMap<string, QueryCompilation>;
}

const createGlobalContext = (entries: readonly Entry[]): GlobalContext => {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  return {
    asked: [...byName.values()].flatMap(({ spec }) => toWanted(spec) ?? []),
    answer({ name, projection }, read) {
      const entry = byName.get(name);
      if (entry === undefined)
        return { kind: 'refused', why: `there is no GlobalContextEntry ${name} beside the policies` };
      const data = answerEntry(entry.spec, name, read);
      return data.kind !== 'value' || projection === null || projection === ''
        ? data
        : project(entry, projection, data.value);
    },
  };
};

export const noGlobalContext: GlobalContext = createGlobalContext([]);

const toEntry = ({ ref, object }: Resource, compileQuery: (source: string) => QueryCompilation): Entry => {
  const spec = isJsonObject(object['spec']) ? object['spec'] : {};
  const written = isJsonArray(spec['projections']) ? spec['projections'].filter(isJsonObject) : [];
  const projections = new Map<string, QueryCompilation>();
  for (const { name, jmesPath } of written)
    if (typeof name === 'string' && typeof jmesPath === 'string' && !projections.has(name))
      projections.set(name, compileQuery(jmesPath));
  return { name: ref.name, spec, projections };
};

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

const project = ({ projections }: Entry, wanted: string, data: Json): Answer => {
  const compiled = projections.get(wanted);
  if (compiled === undefined) return { kind: 'refused', why: `the entry has no projection ${wanted}` };
  if (compiled.kind === 'defect') return { kind: 'refused', why: `the projection ${wanted}: ${compiled.message}` };
  const found = compiled.query.evaluate(data, noCalls);
  return found instanceof QueryFault
    ? { kind: 'refused', why: `the projection ${wanted}: ${found.message}` }
    : { kind: 'value', value: found };
};

/** What is kept for all policies is the same for every one of them. */
const noCalls: QueryCalls = { now: () => '1970-01-01T00:00:00Z', random: (bytes) => '0'.repeat(2 * bytes) };
