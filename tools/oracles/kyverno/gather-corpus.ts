/** The policies and objects of the public suites that are beside this repository. */

import { isJsonObject, type JsonObject } from '../../../src/model/json.ts';
import { readDocuments } from './read-documents.ts';

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
