/** Policies from the text of a manifest, for tests: parsed, and rendered as lines. */

import { createSnapshotBuilder } from '../../snapshot/build-snapshot.ts';
import { parseYaml } from '../../../lang/yaml/read-yaml.ts';
import { isJsonObject, type Json } from '../../../model/json.ts';
import { textAt } from '../../../model/read-object.ts';
import type { Resource } from '../../../model/resource.ts';
import { parseNetworkPolicies } from './parse-network-policies.ts';
import { renderTiers } from './render-tiers.ts';

/** Kinds of policies and of what they refer to that have no namespace. */
const clusterScoped = new Set([
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
  'ClusterNetworkPolicy',
  'CiliumClusterwideNetworkPolicy',
  'CiliumCIDRGroup',
  'GlobalNetworkPolicy',
  'GlobalNetworkSet',
  'Tier',
  'Node',
  'Namespace',
]);

export const toTestResource = (object: Json, from: 'file' | 'cluster' = 'file'): Resource => {
  const kind = textAt(object, 'kind');
  const name = textAt(object, 'metadata', 'name');
  const isCluster = clusterScoped.has(kind) && !textAt(object, 'apiVersion').startsWith('networking.k8s.io');
  return {
    ref: {
      apiVersion: textAt(object, 'apiVersion'),
      kind,
      namespace: isCluster ? null : textAt(object, 'metadata', 'namespace'),
      name,
    },
    object: isJsonObject(object) ? object : {},
    origin:
      from === 'cluster'
        ? { kind: 'cluster', cluster: 'test', uid: name }
        : { kind: 'file', file: 'policies.yaml', document: 0, item: null, start: 0, end: 0 },
  };
};

export interface RenderedPolicies {
  readonly tiers: string;
  /** `severity path: message`. */
  readonly problems: readonly string[];
  readonly doubts: readonly string[];
}

export const renderYamlPolicies = (text: string, from: 'file' | 'cluster' = 'file'): RenderedPolicies => {
  const objects = text.split(/^---$/m).map((document) => {
    const parsed = parseYaml(document);
    if (parsed.kind === 'defect') throw new Error(document);
    return parsed.value;
  });
  return renderPolicies(objects.map((object) => toTestResource(object, from)));
};

export const renderPolicies = (resources: readonly Resource[]): RenderedPolicies => {
  const builder = createSnapshotBuilder('manifests');
  for (const resource of resources) builder.add(resource);
  const { tiers, problems, doubts } = parseNetworkPolicies(builder.build({ evidence: [], unread: [] }));
  return {
    tiers: renderTiers(tiers),
    problems: problems.map(({ severity, path, message }) => `${severity} ${path}: ${message}`),
    doubts: doubts.map(({ why }) => why),
  };
};
