/** Which provider runs a cluster's control plane, from what its API server and nodes say of themselves. */

import { isJsonObject, type JsonObject } from '../../model/json.ts';
import type { ProviderName } from './fact.ts';

/** `v1.33.1-gke.1584000`, `v1.33.3-eks-ace6451`; Azure's servers carry no mark. `null` where nothing tells. */
export const providerOfVersion = (version: string): ProviderName | null =>
  /-eks-/.test(version) ? 'eks' : /-gke\./.test(version) ? 'gke' : null;

/**
 * By labels that only managed nodes carry: a cluster that people run themselves on a cloud's machines has its
 * `providerID` too, and has its control plane to look after.
 */
export const providerOfNode = (node: JsonObject): ProviderName | null => {
  const metadata = isJsonObject(node['metadata']) ? node['metadata'] : {};
  const labels = Object.keys(isJsonObject(metadata['labels']) ? metadata['labels'] : {});
  const found = managedLabels.find(([, prefix]) => labels.some((label) => label.startsWith(prefix)));
  return found?.[0] ?? providerOfVersion(kubeletVersionOf(node));
};

const managedLabels: readonly (readonly [ProviderName, string])[] = [
  ['eks', 'eks.amazonaws.com/'],
  ['gke', 'cloud.google.com/gke-nodepool'],
  ['aks', 'kubernetes.azure.com/cluster'],
];

/** The empty text where the node does not say. */
export const kubeletVersionOf = (node: JsonObject): string => {
  const status = isJsonObject(node['status']) ? node['status'] : {};
  const system = isJsonObject(status['nodeInfo']) ? status['nodeInfo'] : {};
  const version = system['kubeletVersion'];
  return typeof version === 'string' ? version : '';
};
