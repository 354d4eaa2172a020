/** Why a connection is allowed: for each direction the policy and rule that lets it through, or that no policy has a say. */

import type { Because, End, PortSet, Reachability } from '../../../kube/network/reachability.ts';
import { renderRef } from '../../../reports/place.ts';
import { isOfDifferentPods } from './connect-places.ts';
import type { FileLine, Locate } from './locate.ts';
import type { PlaceEntry } from './place-entry.ts';

export interface ToldBecause extends FileLine {
  readonly direction: Because['direction'];
  readonly kind: Because['reason']['kind'];
  readonly ports: PortSet;
  /** `NetworkPolicy shop/web`; `null` where none is asked. */
  readonly policy: string | null;
  /** Where its rule stands in it: `spec.ingress[0]`. */
  readonly rule: string | null;
  /** The labels by which the policy chooses its pods; the empty text where it chooses all of them. */
  readonly selector: string | null;
  /** In plain words. */
  readonly text: string;
}

/** Of places that stand for several ends, what is true of any pair of them, each thing once. */
export const tellBecause = (
  reachability: Reachability,
  from: PlaceEntry,
  to: PlaceEntry,
  locate: Locate,
): readonly ToldBecause[] => {
  const told = new Map<string, ToldBecause>();
  const groups = indexGroups(reachability);
  for (const source of pickEnds(from.ends, groups.sources)) {
    for (const target of pickEnds(to.ends, groups.targets, reachability.ownNode(source))) {
      const isAmong = source === target && isOfDifferentPods(from, to);
      for (const because of isAmong ? reachability.explainAmong(target) : reachability.explain(source, target)) {
        const one = because.direction === 'ingress' ? target : source;
        // Nobody expects a policy of pods to select the internet or a node.
        if (because.reason.kind === 'not-selected' && one.side?.kind !== 'pods') continue;
        const entry = tell(because, from, to, locate);
        const key = `${entry.text}\n${JSON.stringify(entry.ports.ranges)}`;
        if (!told.has(key)) told.set(key, entry);
      }
    }
  }
  return [...told.values()].toSorted((a, b) => order[a.direction] - order[b.direction]);
};

interface GroupIndex {
  readonly sources: ReadonlyMap<End, number>;
  readonly targets: ReadonlyMap<End, number>;
}

const known = new WeakMap<Reachability, GroupIndex>();

const indexGroups = (reachability: Reachability): GroupIndex => {
  const index = (groups: Reachability['sources']): ReadonlyMap<End, number> =>
    new Map(groups.flatMap(({ ends }, number) => ends.map((end) => [end, number] as const)));
  const found = known.get(reachability) ?? {
    sources: index(reachability.sources),
    targets: index(reachability.targets),
  };
  known.set(reachability, found);
  return found;
};

/**
 * A DaemonSet stands for an end on every node, and two of them for a million pairs: of those that no rule tells apart two are
 * asked, since one of them may be told of its node alone; and one that stands on the node of the other end.
 */
const pickEnds = (
  ends: readonly End[],
  groupOf: ReadonlyMap<End, number>,
  own: readonly End[] = [],
): readonly End[] => {
  if (ends.length <= 2) return ends;
  const taken = new Map<string, number>();
  const sides = new Map<End['side'], number>();
  const isOwn = new Set(own);
  return ends.filter((end) => {
    const side = sides.get(end.side) ?? sides.size;
    sides.set(end.side, side);
    const key = `${side} ${groupOf.get(end)} ${isOwn.has(end)}`;
    const before = taken.get(key) ?? 0;
    taken.set(key, before + 1);
    return before < 2;
  });
};

const order: Readonly<Record<Because['direction'], number>> = { always: 0, egress: 1, ingress: 2 };

const tell = ({ direction, ports, reason }: Because, from: PlaceEntry, to: PlaceEntry, locate: Locate): ToldBecause => {
  const who = nameOf(direction === 'ingress' ? to : from);
  const { kind } = reason;
  const none = { direction, kind, ports, policy: null, rule: null, selector: null, file: null, line: null };
  switch (reason.kind) {
    case 'rule': {
      const { policy, rule } = reason;
      const name = renderRef(policy.resource.ref);
      const place = locate(policy.resource, rule.path);
      const lets = direction === 'ingress' ? `lets it in to ${who}` : `lets it out of ${who}`;
      const passes = rule.action === 'pass' ? 'passes it on' : lets;
      return {
        direction,
        kind,
        ports,
        policy: name,
        rule: rule.path,
        selector: policy.subject.labels.text,
        ...place,
        text: `${name} ${passes}: ${rule.path}`,
      };
    }
    case 'not-selected':
      return { ...none, text: `no policy selects ${who} for ${direction}` };
    case 'left-open':
      return { ...none, text: `policies select ${who} for ${direction}, and none of their rules is about it` };
    case 'itself':
      return { ...none, text: 'a pod always reaches itself' };
    case 'own-node':
      return { ...none, text: 'a node always reaches the pods that run on it' };
    case 'host-network':
      return { ...none, text: `${who} has the network of its node, which no policy of pods governs` };
  }
};

/** `shop/web`, `pod shop/web-1`, `10.0.0.0/8`, `the internet`. */
export const nameOf = ({ text }: Pick<PlaceEntry, 'text'>): string => {
  if (text === 'internet//') return 'the internet';
  if (text.startsWith('workload/')) return text.slice('workload/'.length);
  if (text.startsWith('pod/')) return `pod ${text.slice('pod/'.length)}`;
  if (text.startsWith('node//')) return `node ${text.slice('node//'.length)}`;
  return text.replace(/^[a-z]+\/\//, '');
};
