/** Which kinds a scan of a cluster lists, owners before what they own, so that one pass sees the owner first. */

import type { Discovery, ServedKind } from '../kube/client/discover-kinds.ts';
import { findKind, isBuiltInGroup, isNamespaced } from '../kube/schema/kinds.ts';
import { podKinds } from '../kube/workload/pod-template.ts';
import type { SourceContext, WantedKind } from './source.ts';

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

/** Native admission policies and their bindings. */
export const policyKinds: readonly ListedKind[] = [
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
].map((kind) => ({ kind, groups: ['admissionregistration.k8s.io'] }));

/**
 * Also what the rules look at, behind the Namespaces and before what holds pods. Never Secrets, whoever asks. Of a
 * person who named namespaces nothing is asked about the rest of the cluster.
 */
export const withWanted = (
  kinds: readonly ListedKind[],
  { kinds: wanted = [], namespaces }: Pick<SourceContext, 'kinds' | 'namespaces'>,
): readonly ListedKind[] => {
  const more = new Map<string, string[]>();
  for (const { group, kind } of wanted) {
    if (kinds.some((known) => known.kind === kind && known.groups.includes(group))) continue;
    if ((group === '' && kind === 'Secret') || (namespaces.length > 0 && isNamespaced(group, kind) === false)) continue;
    // `extensions` is where older servers show the objects of other groups a second time.
    // A network plug-in's own group may have a kind of the same name, with other objects.
    const key =
      group === 'extensions' || (isBuiltInGroup(group) && wantsExtensions(wanted, kind)) ? kind : `${group}/${kind}`;
    const groups = more.get(key);
    if (groups === undefined) more.set(key, [group]);
    else if (group === 'extensions') groups.push(group);
    else groups.unshift(group);
  }
  const [first, ...rest] = kinds;
  const added = [...more].map(([key, groups]) => ({ kind: key.slice(key.indexOf('/') + 1), groups }));
  return first === undefined ? added : [first, ...added, ...rest];
};

const wantsExtensions = (wanted: readonly WantedKind[], kind: string): boolean =>
  wanted.some((one) => one.group === 'extensions' && one.kind === kind);

/** The kinds as the server serves them, in the order given; a kind it does not serve is left out: there are no such objects. */
export const toServed = (kinds: readonly ListedKind[], { kinds: served }: Discovery): readonly ServedKind[] =>
  kinds.flatMap(({ kind, groups }) => {
    if (kind === '*') return served.filter((one) => groups.includes(one.group) && one.verbs.includes('list'));
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
      plural: findKind(group, kind)?.plural ?? `${kind.toLowerCase()}s`,
      namespaced: isNamespaced(group, kind) ?? true,
      verbs: ['list'],
    })),
});
