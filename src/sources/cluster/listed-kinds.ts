/** Which kinds a scan of a cluster lists, owners before what they own, so that one pass sees the owner first. */

import type { Discovery, ServedKind } from '../../kube/client/discover-kinds.ts';
import { podKinds } from '../../kube/workload/pod-template.ts';

/** A kind to list, of any of these groups. Groups that serve the same objects stand in one entry: the first that is served counts. */
export interface ListedKind {
  readonly kind: string;
  readonly groups: readonly string[];
}

/** Kubernetes' own kinds with pods, top down; what is not here is an extension's, and these own Kubernetes' kinds. */
const topDown = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'CronJob',
  'Job',
  'ReplicaSet',
  'ReplicationController',
  'PodTemplate',
  'Pod',
];

/** Kubernetes' own groups. `extensions` is where older servers show the objects of `apps` a second time. */
const ownGroups = new Set(['', 'apps', 'batch', 'extensions']);

const toListed = (kind: string, groups: readonly string[]): readonly ListedKind[] => {
  const own = groups.filter((group) => ownGroups.has(group));
  const others = groups.filter((group) => !ownGroups.has(group)).map((group) => ({ kind, groups: [group] }));
  return own.length === 0 ? others : [...others, { kind, groups: own }];
};

const toRank = ({ kind, groups }: ListedKind): number => (ownGroups.has(groups[0] ?? '') ? topDown.indexOf(kind) : -1);

/** Namespaces and every kind with a pod template, which is what the rules of Pod Security need. Never Secrets. */
export const defaultKinds: readonly ListedKind[] = [
  { kind: 'Namespace', groups: [''] },
  ...podKinds.flatMap(({ kind, groups }) => toListed(kind, groups)).toSorted((a, b) => toRank(a) - toRank(b)),
];

/** The kinds as the server serves them, in the order given; a kind it does not serve is left out: there are no such objects. */
export const toServed = (kinds: readonly ListedKind[], { kinds: served }: Discovery): readonly ServedKind[] =>
  kinds.flatMap(({ kind, groups }) => {
    const found = groups
      .map((group) => served.find((one) => one.group === group && one.kind === kind && one.verbs.includes('list')))
      .find((one) => one !== undefined);
    return found === undefined ? [] : [found];
  });

/** What every server of the last years serves, for a person who may list pods and not look at the discovery documents. */
export const assumedDiscovery = (kinds: readonly ListedKind[]): Discovery => ({
  missing: [],
  kinds: kinds
    .filter(({ groups }) => ['', 'apps', 'batch'].includes(groups[0] ?? '-'))
    .map(({ kind, groups: [group = ''] }) => ({
      group,
      version: 'v1',
      kind,
      plural: `${kind.toLowerCase()}s`,
      namespaced: kind !== 'Namespace',
      verbs: ['list'],
    })),
});
