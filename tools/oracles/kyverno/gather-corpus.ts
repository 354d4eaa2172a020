/** The policies and objects of the public suites that are beside this repository. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseYaml } from '../../../src/lang/yaml/read-yaml.ts';
import { isJsonArray, isJsonObject, type JsonObject } from '../../../src/model/json.ts';

export interface Corpus {
  readonly policies: readonly JsonObject[];
  readonly exceptions: readonly JsonObject[];
  readonly resources: readonly JsonObject[];
}

/** Each document once, whatever the number of files it stands in. */
export const gatherCorpus = (root: string): Corpus => {
  const seen = new Set<string>();
  const policies: JsonObject[] = [];
  const exceptions: JsonObject[] = [];
  const resources: JsonObject[] = [];
  for (const document of readDocuments(root)) {
    const { apiVersion, kind } = document;
    if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !isJsonObject(document['metadata'])) continue;
    // Kyverno's stand-in for a cluster takes each of that name for a list, and falls over one that is none.
    if (kind.endsWith('List')) continue;
    const key = JSON.stringify(document);
    if (seen.size === seen.add(key).size) continue;
    if (apiVersion.startsWith('kyverno.io/')) {
      if (kind === 'ClusterPolicy' || kind === 'Policy') {
        // Others are what a cluster's answer is compared with.
        if (isJsonObject(document['spec'])) policies.push(document);
      } else if (kind === 'PolicyException') exceptions.push(document);
    } else if (!/^(cli|policies|chainsaw|kuttl)\.|^(apiextensions|admissionregistration)\.k8s\.io\//.test(apiVersion))
      resources.push(document);
  }
  return { policies, exceptions, resources };
};

function* readDocuments(folder: string): Generator<JsonObject> {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* readDocuments(path);
    else if (/\.ya?ml$/.test(entry.name))
      for (const text of readFileSync(path, 'utf8').split(/^---.*$/m)) {
        const parsed = parseYaml(text);
        if (parsed.kind === 'defect' || !isJsonObject(parsed.value)) continue;
        const items = parsed.value['kind'] === 'List' ? parsed.value['items'] : undefined;
        if (isJsonArray(items)) yield* items.filter(isJsonObject);
        else yield parsed.value;
      }
  }
}
