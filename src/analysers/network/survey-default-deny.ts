/** Tells of each namespace with workloads whether policies close it by default, both ways, whichever kind of policy does. */

import { toNamespaceLabels } from '../../kube/admission/match-resources.ts';
import type { NetworkPolicy, NetworkRule, NetworkTier } from '../../kube/network/network-policy.ts';
import { parseNetworkPolicies } from '../../kube/network/parse/parse-network-policies.ts';
import { findPlugInDoubts } from '../../kube/network/plug-in/find-plug-in-doubts.ts';
import type { JsonObject } from '../../model/json.ts';
import { objectAt } from '../../model/read-object.ts';
import type { Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Item } from '../../posture/item.ts';
import { findUnread, nameOf } from '../gap.ts';
import { listInhabitedNamespaces, type Inhabited } from '../inhabited-namespaces.ts';
import type { Where } from '../survey.ts';
import { toItem } from '../to-item.ts';

type Direction = 'ingress' | 'egress';

/** One item a namespace and direction: one that is closed one way is half closed. Linear in namespaces and policies. */
export const surveyDefaultDeny = (snapshot: Snapshot, where: Where): readonly Item[] => {
  const { tiers } = parseNetworkPolicies(snapshot);
  const wide = createWidePolicies(tiers);
  // What nobody may carry out is declared and no more.
  const isSure = findPlugInDoubts(snapshot).length === 0;
  const judge = (namespace: Inhabited, direction: Direction): Item => {
    const { name, about } = namespace;
    const decided = decide(wide.of(name, labelsOf(namespace)), direction);
    const what = `Namespace ${name}`;
    const way = direction === 'ingress' ? 'incoming' : 'outgoing';
    const controls = [`network/default-deny/${name}`];
    const unread = findUnread(snapshot, 'networking.k8s.io/NetworkPolicy', name);
    if (decided.kind === 'closed') {
      const item = toItem(
        {
          about: decided.by,
          what,
          state: 'met',
          why: `is closed to ${way} traffic by ${nameOf(decided.by)}`,
          controls,
        },
        where,
      );
      return isSure ? item : { ...item, proof: 'declared' };
    }
    if (unread !== undefined)
      return toItem(
        { about, what, state: 'unknown', why: `NetworkPolicies could not be read: ${unread.reason}`, controls },
        where,
      );
    if (decided.kind === 'opened')
      return toItem(
        {
          about: decided.by,
          what,
          state: 'unmet',
          why: `is open to all ${way} traffic: ${nameOf(decided.by)} allows everything`,
          path: decided.path,
          controls,
        },
        where,
      );
    const narrow = wide.countNarrow(name, direction);
    const why = `has no policy that denies ${way} traffic by default${narrow === 0 ? '' : `: ${narrow === 1 ? 'the one' : `none of the ${narrow}`} that is about it selects ${narrow === 1 ? 'not ' : ''}all its pods`}`;
    return toItem({ about, what, state: 'unmet', why, controls }, where);
  };
  return listInhabitedNamespaces(snapshot).flatMap((namespace) => [
    judge(namespace, 'ingress'),
    judge(namespace, 'egress'),
  ]);
};

/** Of a Namespace that was not read the name is known. */
const labelsOf = ({ name, about, declared }: Inhabited): JsonObject =>
  toNamespaceLabels(name, declared ? objectAt(about.object, 'metadata', 'labels') : {});

type Decision =
  | { readonly kind: 'closed'; readonly by: Resource }
  | { readonly kind: 'opened'; readonly by: Resource; readonly path: string }
  | { readonly kind: 'untouched' };

/**
 * What becomes of a connection that nothing names, to or from a pod with labels that nobody has written yet: only then is
 * a namespace closed by default, whatever stands in it today.
 */
const decide = (tiers: readonly WideTier[], direction: Direction): Decision => {
  for (const { atEnd, policies } of tiers) {
    const speaking = policies.filter((policy) => policy[direction] !== null);
    const [first] = speaking;
    if (first === undefined) continue;
    const decisive = speaking
      .flatMap((policy) => (policy[direction] ?? []).map((rule) => ({ policy, rule })))
      .find(({ rule }) => isForEverybody(rule));
    if (decisive !== undefined && decisive.rule.action !== 'pass')
      return decisive.rule.action === 'deny'
        ? { kind: 'closed', by: decisive.policy.resource }
        : { kind: 'opened', by: decisive.policy.resource, path: decisive.rule.path };
    if (decisive === undefined && atEnd === 'deny') return { kind: 'closed', by: first.resource };
  }
  return { kind: 'untouched' };
};

/** At every port, of everybody or of every pod there is. */
const isForEverybody = ({ ports, peers, action }: NetworkRule): boolean =>
  ports === null &&
  peers.some((peer) => {
    if (peer.kind === 'everyone') return true;
    if (action === 'deny') return false;
    if (peer.kind === 'addresses') return peer.except.length === 0 && peer.prefixes.some((one) => one.endsWith('/0'));
    return (
      peer.kind === 'pods' &&
      peer.pods.namespaces.kind === 'all' &&
      peer.pods.labels.isEmpty &&
      peer.pods.accounts === undefined
    );
  });

interface WideTier {
  readonly atEnd: NetworkTier['atEnd'];
  readonly policies: readonly NetworkPolicy[];
}

interface WidePolicies {
  /** Those that select every pod of the namespace, tier by tier in the order they are asked. */
  of(name: string, labels: JsonObject): readonly WideTier[];
  /** How many others are about that namespace alone. */
  countNarrow(name: string, direction: Direction): number;
}

const createWidePolicies = (tiers: readonly NetworkTier[]): WidePolicies => {
  const narrow = new Map<string, number>();
  const indexed = tiers.map(({ atEnd, policies }) => ({ atEnd, ...indexTier(policies, narrow) }));
  return {
    of: (name, labels) =>
      indexed.map(({ atEnd, named, chosen }) => ({
        atEnd,
        policies: [
          ...(named.get(name) ?? []),
          ...[...chosen.values()].flatMap(({ fits, members }) => (fits(labels) ? members : [])),
        ]
          .toSorted((a, b) => a.rank - b.rank)
          .map(({ policy }) => policy),
      })),
    countNarrow: (name, direction) => narrow.get(`${direction}/${name}`) ?? 0,
  };
};

interface Ranked {
  readonly rank: number;
  readonly policy: NetworkPolicy;
}

interface IndexedTier {
  readonly named: ReadonlyMap<string, readonly Ranked[]>;
  /** By the text of the selector: policies by the thousand share a few. */
  readonly chosen: ReadonlyMap<
    string,
    { readonly fits: (labels: JsonObject) => boolean; readonly members: readonly Ranked[] }
  >;
}

const indexTier = (policies: readonly NetworkPolicy[], narrow: Map<string, number>): IndexedTier => {
  const named = new Map<string, Ranked[]>();
  const chosen = new Map<string, { fits: (labels: JsonObject) => boolean; members: Ranked[] }>();
  for (const [rank, policy] of policies.entries()) {
    const { namespaces, labels, accounts } = policy.subject;
    if (!labels.isEmpty || accounts !== undefined) {
      if (namespaces.kind === 'named')
        for (const direction of ['ingress', 'egress'] as const)
          if (policy[direction] !== null) {
            const key = `${direction}/${namespaces.name}`;
            narrow.set(key, (narrow.get(key) ?? 0) + 1);
          }
      continue;
    }
    if (namespaces.kind === 'named') {
      const known = named.get(namespaces.name);
      if (known === undefined) named.set(namespaces.name, [{ rank, policy }]);
      else known.push({ rank, policy });
      continue;
    }
    const text = namespaces.kind === 'all' ? '' : namespaces.labels.text;
    const fits = namespaces.kind === 'all' ? () => true : namespaces.labels.matches;
    const known = chosen.get(text) ?? { fits, members: [] };
    chosen.set(text, known);
    known.members.push({ rank, policy });
  }
  return { named, chosen };
};
