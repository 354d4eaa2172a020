/** What each command reads of a cluster: the lists it sends requests by, told without sending one. */

import { attackKinds } from '../../analysers/keep-for-attacks.ts';
import { generateKinds } from '../../kube/network/generate/generate-kinds.ts';
import { networkKinds } from '../../kube/network/read-network-estate.ts';
import { accessKinds } from '../../kube/rbac/create-access-index.ts';
import { defaultKinds, withWanted, type ListedKind } from '../../sources/listed-kinds.ts';
import type { WantedKind } from '../../sources/source.ts';
import { allRules, createRuleSet, type RuleOptions } from './rules.ts';
import { asksControlPlane } from './scan-estate.ts';
import { inspectKinds, listSnapshotKinds } from './snapshot-kinds.ts';
import { statusRules } from './status-rules.ts';
import { listWantedKinds } from './wanted-kinds.ts';

export interface ClusterNeeds {
  readonly kinds: readonly ListedKind[];
  /** The API server's counters, which no object holds. */
  readonly metrics: boolean;
}

/** Only what is in namespaces, where somebody names one: nothing is asked about the cluster then. */
export type NeedsOf = (namespaces: readonly string[]) => Promise<ClusterNeeds>;

const ofRules =
  (by: Partial<RuleOptions>, attacks = false): NeedsOf =>
  async (namespaces) => {
    const ruleSet = await createRuleSet({ ...allRules, ...by });
    // Of some namespaces alone no walls are counted.
    const wanted = listWantedKinds(ruleSet, attacks && namespaces.length === 0);
    const kinds = withWanted(defaultKinds, { kinds: wanted, namespaces });
    return { kinds, metrics: namespaces.length === 0 && asksControlPlane(ruleSet) };
  };

/** A command that answers instead of judging reads what its answer needs, and no more. */
const ofKinds =
  (kinds: readonly WantedKind[]): NeedsOf =>
  async (namespaces) => ({ kinds: withWanted([], { kinds, namespaces }), metrics: false });

/** The roadmap asks what a scan does, and what its surveys count. */
const ofInspect: NeedsOf = async (namespaces) => {
  const kinds = [...listWantedKinds(await createRuleSet(allRules), true), ...inspectKinds];
  return { kinds: withWanted(defaultKinds, { kinds, namespaces }), metrics: namespaces.length === 0 };
};

const ofSnapshot: NeedsOf = async (namespaces) => {
  const kinds = listSnapshotKinds(await createRuleSet(allRules));
  return { kinds: withWanted(defaultKinds, { kinds, namespaces }), metrics: namespaces.length === 0 };
};

/** By the names of the commands that take `--cluster`, in the order help shows them. */
export const clusterNeeds: ReadonlyMap<string, NeedsOf> = new Map<string, NeedsOf>([
  ['scan', ofRules({}, true)],
  ['preview', ofRules({ whose: 'pod-security' })],
  ['next', ofKinds(attackKinds)],
  ['attacks', ofKinds(attackKinds)],
  ['walls', ofKinds(attackKinds)],
  ['rbac who-can', ofKinds(accessKinds)],
  ['rbac what-can', ofKinds(accessKinds)],
  ['network reach', ofKinds(networkKinds)],
  ['network diff', ofKinds(networkKinds)],
  ['network generate', ofKinds(generateKinds)],
  ['policies status', ofRules({ only: statusRules() })],
  ['exceptions prune', ofRules({})],
  ['roadmap', ofInspect],
  ['serve', ofInspect],
  ['snapshot', ofSnapshot],
]);
