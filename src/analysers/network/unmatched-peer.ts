/** Peers of rules that name nobody because a label is not quite the one that is there. */

import { toNamespaceName } from '../../kube/network/namespace-name.ts';
import type { NetworkPolicy, NetworkRule, PodSelector } from '../../kube/network/network-policy.ts';
import type { PodSide } from '../../kube/network/side.ts';
import type { JsonObject } from '../../model/json.ts';
import { objectAt, objectsAt } from '../../model/read-object.ts';
import { groupOf, nameOf, toEnforced, toNotEnforced, type Judged } from '../gap.ts';
import { selectsByLabels } from './index-policies.ts';
import { findNearMiss } from './near-miss.ts';
import { workloadContext, type NetworkGap, type NetworkView } from './view.ts';

export const unmatchedPeer: NetworkGap = {
  rule: {
    id: 'network/unmatched-peer',
    title: 'The peers of a network policy are somebody',
    severity: 'low',
    layer: 'network',
    control: 'network-unmatched-peer',
    what: 'No peer of a NetworkPolicy’s rule misses the pods or the namespace it means by a label that is nearly theirs.',
    why: 'The connection that the rule was to allow is dropped. What people do next in the middle of an outage is to open the policy wider than it ever needed to be.',
    fine: 'A peer that comes later.',
    remediation:
      'Write the labels that pods and namespaces have into the peers of the NetworkPolicy; every namespace has kubernetes.io/metadata.name with its name.\nkubectl get namespaces --show-labels',
    references: [
      'https://kubernetes.io/docs/concepts/services-networking/network-policies/#targeting-a-namespace-by-its-name',
      'https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors',
    ],
  },
  subjects: ['networking.k8s.io/NetworkPolicy'],
  context: workloadContext,
  judge: (view) => {
    const world = toWorld(view);
    return view.estate.tiers
      .flatMap(({ policies }) => policies)
      .filter(({ resource }) => resource.ref.kind === 'NetworkPolicy' && groupOf(resource) === 'networking.k8s.io')
      .flatMap((policy) => judgePolicy(policy, world));
  },
};

interface World {
  readonly byNamespace: ReadonlyMap<string, readonly PodSide[]>;
  /** Namespaces whose labels were read. */
  readonly declared: ReadonlySet<string>;
  readonly fitsSomebody: (selector: PodSelector) => boolean;
}

const toWorld = ({ estate, snapshot }: NetworkView): World => {
  const sides = estate.sides.flatMap((side) => (side.kind === 'pods' ? [side] : []));
  const byNamespace = Map.groupBy(sides, ({ namespace }) => namespace);
  const known = new Map<string, boolean>();
  return {
    byNamespace,
    declared: new Set(snapshot.list('', 'Namespace').map(({ ref }) => ref.name)),
    // Thousands of policies name the same few peers.
    fitsSomebody: (selector) => {
      const { namespaces, labels } = selector;
      const space =
        namespaces.kind === 'all' ? '' : namespaces.kind === 'named' ? namespaces.name : namespaces.labels.text;
      const key = JSON.stringify([namespaces.kind, space, labels.text]);
      const before = known.get(key);
      if (before !== undefined) return before;
      const among = namespaces.kind === 'named' ? (byNamespace.get(namespaces.name) ?? []) : sides;
      const found = among.some((side) => selectsByLabels(selector, side));
      known.set(key, found);
      return found;
    },
  };
};

const judgePolicy = (policy: NetworkPolicy, world: World): readonly Judged[] => {
  const { resource, ingress, egress } = policy;
  const missed = [...judgeRules(policy, ingress, 'from', world), ...judgeRules(policy, egress, 'to', world)];
  const names = [...(ingress ?? []), ...(egress ?? [])].some(({ peers }) => peers.some(({ kind }) => kind === 'pods'));
  return missed.length > 0 || !names
    ? missed
    : [toEnforced(resource, 'None of its peers misses somebody by a slip of the pen')];
};

const judgeRules = (
  { resource }: NetworkPolicy,
  rules: readonly NetworkRule[] | null,
  field: 'from' | 'to',
  world: World,
): readonly Judged[] =>
  (rules ?? []).flatMap((rule) => {
    const written = toWritten(resource.object, rule.path, field);
    return rule.peers.flatMap((peer, index) => {
      const item = written[index];
      if (peer.kind !== 'pods' || item === undefined || world.fitsSomebody(peer.pods)) return [];
      const message = explain(item, peer.pods, toNamespaceName(resource.ref.namespace), world);
      return message === undefined
        ? []
        : [toNotEnforced(resource, message, { path: `${rule.path}.${field}[${index}]` })];
    });
  });

/** The items as written, where they stand one for one for the peers of the rule. */
const toWritten = (object: JsonObject, path: string, field: 'from' | 'to'): readonly JsonObject[] => {
  const direction = field === 'from' ? 'ingress' : 'egress';
  const index = Number(/\[(\d+)\]$/.exec(path)?.[1] ?? -1);
  const rules = objectAt(object, 'spec')[direction];
  return Array.isArray(rules) ? objectsAt(rules[index], field) : [];
};

const explain = (
  item: JsonObject,
  { namespaces, labels }: PodSelector,
  own: string,
  world: World,
): string | undefined => {
  if (namespaces.kind === 'labels') {
    const spaces = [...world.byNamespace].filter(([, sides]) => {
      const [first] = sides;
      return first !== undefined && namespaces.labels.matches(first.namespaceLabels);
    });
    if (spaces.length === 0) return explainNamespace(objectAt(item, 'namespaceSelector', 'matchLabels'), world);
    return explainPods(
      item,
      spaces.flatMap(([, sides]) => sides),
      labels.text,
    );
  }
  return namespaces.kind === 'named' ? explainPods(item, world.byNamespace.get(own) ?? [], labels.text) : undefined;
};

/** `name: shop` was written before every namespace had its name as a label. */
const explainNamespace = (matchLabels: JsonObject, world: World): string | undefined => {
  const entries = Object.entries(matchLabels);
  const [key, value] = entries[0] ?? [];
  if (entries.length !== 1 || typeof value !== 'string' || key === undefined || !world.declared.has(value))
    return undefined;
  return key === 'kubernetes.io/metadata.name'
    ? undefined
    : `A peer names no namespace: none has the label ${key}=${value}, and namespace ${value} has kubernetes.io/metadata.name=${value}`;
};

const explainPods = (item: JsonObject, sides: readonly PodSide[], text: string): string | undefined => {
  const near = findNearMiss(objectAt(item, 'podSelector', 'matchLabels'), sides);
  return near === undefined
    ? undefined
    : `A peer names no pod: it asks for ${text}, and the pods of ${nameOf(near.side.resource)} have ${near.found}`;
};
