/** The policies of policies.kyverno.io, and the objects, of the public suites that are beside this repository. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseYaml } from '../../../src/lang/yaml/read-yaml.ts';
import { isJsonArray, isJsonObject, type JsonObject } from '../../../src/model/json.ts';

export interface CelCorpus {
  readonly policies: readonly JsonObject[];
  readonly exceptions: readonly JsonObject[];
  readonly resources: readonly JsonObject[];
}

/** Each document once, whatever its name and the number of files it stands in. */
export const gatherCelCorpus = (root: string): CelCorpus => {
  const seen = new Set<string>();
  const policies: JsonObject[] = [];
  const exceptions: JsonObject[] = [];
  const resources: JsonObject[] = [];
  for (const document of readDocuments(root)) {
    const { apiVersion, kind, metadata } = document;
    if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !isJsonObject(metadata)) continue;
    const key = JSON.stringify({ ...document, metadata: { ...metadata, name: '' } });
    if (seen.size === seen.add(key).size) continue;
    if (apiVersion.startsWith('policies.kyverno.io/')) {
      // Others are what a cluster's answer is compared with.
      if (!isJsonObject(document['spec']) || typeof metadata['name'] !== 'string') continue;
      if (kind === 'PolicyException') exceptions.push(document);
      else if (isJsonObject(document['spec']['matchConstraints'])) policies.push(document);
    } else if (
      !/^(cli|kyverno|chainsaw|kuttl)\.|^kyverno|^(apiextensions|admissionregistration)\.k8s\.io\//.test(apiVersion)
    )
      resources.push(document);
  }
  return { policies: policies.filter((policy) => !leftOut.test(JSON.stringify(policy))), exceptions, resources };
};

/**
 * What they ask of a registry or a server nobody answers here, and Kyverno tries for long. What changes existing objects
 * changes for Kyverno's command line also the object that set it off, which it does in no cluster.
 */
const leftOut =
  /http\.(Get|Post|Client)|resource\.Post|verifyImageSignatures|verifyAttestationSignatures|extractPayload|"mutateExisting":\{"enabled":true/;

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
