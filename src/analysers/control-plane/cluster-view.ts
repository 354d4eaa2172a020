/** The clusters of a snapshot with what is known of each, as the rules look at them. */

import { readApiServerArguments, toArgumentFacts } from '../../kube/control-plane/api-server-arguments.ts';
import {
  listFacts,
  toClusterRef,
  type Fact,
  type FactKind,
  type FactValues,
  type ProviderName,
} from '../../kube/control-plane/fact.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Origin, Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';

export interface ClusterView {
  readonly name: string;
  /** The subject of what the people who run the cluster can mend. */
  readonly kept: Resource;
  /** The subject of what only the provider can; the same where there is none. */
  readonly provided: Resource;
  readonly provider: ProviderName | null;
  facts<Kind extends FactKind>(kind: Kind): readonly Fact<Kind>[];
  /** Why something was not read, and the grant that would help. */
  notRead(what: FactValues['control-plane/not-read']['what']): FactValues['control-plane/not-read'] | undefined;
}

/** A file handed over beside one live cluster is about it; else each file names a cluster of its own. */
export const toClusterViews = (snapshot: Snapshot): readonly ClusterView[] => {
  const live: Evidence[] = [];
  const files = new Map<string, Evidence[]>();
  for (const one of [...snapshot.evidence.filter(isOurs), ...readManifests(snapshot)]) {
    const name = one.about?.name ?? '';
    if (fileOf(one) === null) live.push(one);
    else files.set(name, [...(files.get(name) ?? []), one]);
  }
  const [first] = live;
  if (first === undefined) return [...files].map(([name, facts]) => toFileView(name, facts));
  const name = first.about?.name ?? '';
  const [only] = files.size === 1 ? files.values() : [];
  const own = toView(name, { kind: 'cluster', cluster: name, uid: '' }, [...live, ...(only ?? [])]);
  return [own, ...(only === undefined ? [...files].map(([other, facts]) => toFileView(other, facts)) : [])];
};

const isOurs = ({ kind }: Evidence): boolean => kind.startsWith('control-plane/');

const fileOf = (evidence: Evidence): string | null => (evidence as unknown as Fact<FactKind>).value.file;

const toFileView = (name: string, facts: readonly Evidence[]): ClusterView => {
  const [first] = facts;
  const file = (first === undefined ? null : fileOf(first)) ?? '';
  return toView(name, { kind: 'file', file, document: 0, item: null, start: 0, end: 0 }, facts);
};

const toView = (name: string, origin: Origin, evidence: readonly Evidence[]): ClusterView => {
  const provider = listFacts(evidence, 'control-plane/provider')[0]?.value.name ?? null;
  const ref = toClusterRef(name);
  const kept: Resource = { ref, object: {}, origin };
  return {
    name,
    kept,
    provided: provider === null ? kept : { ref, object: { keptBy: 'provider' }, origin },
    provider,
    facts: (kind) => listFacts(evidence, kind),
    notRead: (what) => listFacts(evidence, 'control-plane/not-read').find(({ value }) => value.what === what)?.value,
  };
};

/** Manifests of static Pods in a repository or in /etc/kubernetes/manifests: a cluster to be, by the name of the file. */
const readManifests = (snapshot: Snapshot): readonly Evidence[] =>
  snapshot.list('', 'Pod').flatMap((pod) => {
    const flags = readApiServerArguments(pod.object);
    const file = toFile(pod.origin);
    if (flags === null || file === null) return [];
    const source = `arguments of Pod ${pod.ref.name} in ${file}`;
    return toArgumentFacts(flags, { about: toClusterRef(file), means: 'arguments', file, source, at: null });
  });

const toFile = (origin: Origin): string | null => {
  switch (origin.kind) {
    case 'file':
      return origin.file;
    case 'rendered':
      return origin.folder;
    case 'cluster':
    case 'built-in':
      return null;
  }
};

/** What the snapshot keeps of Pods: manifests of API servers. A live cluster's come as evidence, mirror Pods alone. */
export const keepManifest = (resource: Resource): Resource | null =>
  resource.ref.kind === 'Pod' &&
  resource.ref.apiVersion === 'v1' &&
  resource.ref.namespace === 'kube-system' &&
  resource.origin.kind !== 'cluster' &&
  readApiServerArguments(resource.object) !== null
    ? resource
    : null;
