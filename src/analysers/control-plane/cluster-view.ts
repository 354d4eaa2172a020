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
import type { Note } from '../../model/finding.ts';
import type { Origin, Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';

export interface ClusterView {
  readonly name: string;
  /** The subject of what the people who run the cluster can mend. */
  readonly kept: Resource;
  /** The subject of what only the provider can. */
  readonly provided: Resource;
  readonly provider: ProviderName | null;
  facts<Kind extends FactKind>(kind: Kind): readonly Fact<Kind>[];
  /** Why it was not read, with the grant that would help, where that is known. */
  notRead(what: FactValues['control-plane/not-read']['what']): Fact<'control-plane/not-read'> | undefined;
}

/** Files handed over beside one live cluster are about it; without one each names its own. */
export const toClusterViews = (snapshot: Snapshot): readonly ClusterView[] => {
  const evidence = [...snapshot.evidence.filter(isOurs), ...toManifestFacts(snapshot)];
  const live = evidence.filter((one) => !isOfFile(one));
  const [named] = live;
  const files = new Map<string, Evidence[]>();
  for (const one of evidence.filter(isOfFile)) {
    const name = one.about?.name ?? one.source;
    files.set(name, [...(files.get(name) ?? []), one]);
  }
  if (named === undefined) return [...files].map(([name, facts]) => toView(name, fileOf(facts), facts));
  const name = named.about?.name ?? '';
  const origin: Origin = { kind: 'cluster', cluster: name, uid: '' };
  if (files.size === 1) return [toView(name, origin, evidence)];
  return [toView(name, origin, live), ...[...files].map(([other, facts]) => toView(other, fileOf(facts), facts))];
};

const isOurs = ({ kind }: Evidence): boolean => kind.startsWith('control-plane/');

/** A provider's description, or a static Pod's manifest: facts that no live server gave. */
const isOfFile = ({ kind, value }: Evidence): boolean =>
  isOurs({ kind } as Evidence) && (value as { readonly means?: string; readonly file?: string }).file !== undefined
    ? (value as { readonly file: string | null }).file !== null
    : (value as { readonly means?: string }).means === 'provider-file';

const toManifestFacts = (snapshot: Snapshot): readonly Evidence[] => [];

const fileOf = (facts: readonly Evidence[]): Origin => ({
  kind: 'file',
  file: '',
  document: 0,
  item: null,
  start: 0,
  end: 0,
});

const toView = (name: string, origin: Origin, evidence: readonly Evidence[]): ClusterView => ({}) as ClusterView;
