/** Reads what a provider says of a cluster, as its command line prints it: JSON or YAML, one cluster a file. */

import { toClusterRef, toFact, type FactOrigin, type ProviderName } from '../../../kube/control-plane/fact.ts';
import { parseYaml } from '../../../lang/yaml/read-yaml.ts';
import type { Evidence } from '../../../model/evidence.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import { toAksFacts, toFlat } from './aks.ts';
import { toEksFacts } from './eks.ts';
import { textAt } from './field.ts';
import { toGkeFacts } from './gke.ts';

export type ProviderFacts =
  | { readonly kind: 'facts'; readonly evidence: readonly Evidence[] }
  | { readonly kind: 'defect'; readonly message: string };

export const parseProviderFacts = (text: string, file: string): ProviderFacts => {
  const parsed = parseYaml(text);
  if (parsed.kind === 'defect') return { kind: 'defect', message: parsed.message };
  const described = toDescription(parsed.value);
  if (described === null)
    return {
      kind: 'defect',
      message: `this describes no cluster; what is read is the output of ${descriptions.map(({ command }) => command).join(', ')}`,
    };
  const { description, cluster } = described;
  const name = textAt(cluster, 'name');
  const origin: FactOrigin = {
    about: toClusterRef(name === '' ? file : name),
    means: 'provider-file',
    file,
    source: `${description.command} in ${file}`,
    at: null,
  };
  const version = description.versionOf(cluster);
  return {
    kind: 'facts',
    evidence: [
      toFact('control-plane/provider', { name: description.provider }, 'certain', origin),
      ...(version === '' ? [] : [toFact('control-plane/version', { server: `v${version}` }, 'certain', origin)]),
      ...description.facts(cluster, origin),
    ],
  };
};

interface Description {
  readonly provider: ProviderName;
  readonly command: string;
  /** The cluster inside what the command printed; `undefined` where another printed it. */
  readonly clusterOf: (printed: JsonObject) => JsonObject | undefined;
  readonly versionOf: (cluster: JsonObject) => string;
  readonly facts: (cluster: JsonObject, origin: FactOrigin) => readonly Evidence[];
}

const descriptions: readonly Description[] = [
  {
    provider: 'eks',
    command: 'aws eks describe-cluster',
    // `--query cluster` leaves the envelope away.
    clusterOf: (printed) =>
      [printed['cluster'], printed].filter(isJsonObject).find((one) => /^arn:[^:]+:eks:/.test(textAt(one, 'arn'))),
    versionOf: (cluster) => textAt(cluster, 'version'),
    facts: toEksFacts,
  },
  {
    provider: 'gke',
    command: 'gcloud container clusters describe',
    clusterOf: (printed) => (textAt(printed, 'currentMasterVersion') === '' ? undefined : printed),
    versionOf: (cluster) => textAt(cluster, 'currentMasterVersion'),
    facts: toGkeFacts,
  },
  {
    provider: 'aks',
    command: 'az aks show',
    clusterOf: (printed) =>
      /^Microsoft\.ContainerService\/managedClusters$/i.test(textAt(printed, 'type')) ? toFlat(printed) : undefined,
    versionOf: (cluster) => textAt(cluster, 'currentKubernetesVersion') || textAt(cluster, 'kubernetesVersion'),
    facts: toAksFacts,
  },
];

/** The commands that list clusters print a list: one of a single cluster is as good as its description. */
const toDescription = (value: Json): { readonly description: Description; readonly cluster: JsonObject } | null => {
  const printed = isJsonArray(value) && value.length === 1 ? value[0] : value;
  if (!isJsonObject(printed)) return null;
  for (const description of descriptions) {
    const cluster = description.clusterOf(printed);
    if (cluster !== undefined) return { description, cluster };
  }
  return null;
};
