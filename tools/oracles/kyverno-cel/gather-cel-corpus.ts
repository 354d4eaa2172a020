/** The policies of policies.kyverno.io, and the objects, of the public suites that are beside this repository. */

import { isJsonObject, type JsonObject } from '../../../src/model/json.ts';
import { readDocuments } from '../kyverno/read-documents.ts';

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
