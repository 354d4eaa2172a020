/** For each namespace a default-deny and the allows that the estate shows to be needed: whom its objects name, publish and scrape. */

import type { JsonObject } from '../../../model/json.ts';
import { at, objectAt, objectsAt, textAt, textsAt } from '../../../model/read-object.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { toNamespaceName } from '../namespace-name.ts';
import type { Doubt, ObjectProblem } from '../network-estate.ts';
import { parseNetworkPolicies } from '../parse/parse-network-policies.ts';
import { findPlugInDoubts } from '../plug-in/find-plug-in-doubts.ts';
import { readSides } from '../read-sides.ts';
import { findAroundIngress } from './find-around-ingress.ts';
import type { DnsAllow } from './find-dns-flows.ts';
import { findNeededFlows } from './find-needed-flows.ts';
import { ownLabel, type GeneratedNamespace } from './generated-policy.ts';
import type { NeededFlow, OpenQuestion, Workload } from './needed-flow.ts';
import { readWorkloads } from './read-workloads.ts';
import { findCovered } from './find-covered.ts';
import { toPolicies } from './to-policies.ts';
import { withPolicies } from './with-policies.ts';

export interface GenerateRequest {
  readonly snapshot: Snapshot;
  /** Only these; empty for all but those of the system. */
  readonly namespaces: readonly string[];
}

export interface Generation {
  readonly namespaces: readonly GeneratedNamespace[];
  /** Every connection that is known to be needed, in whichever namespaces, DNS left out. */
  readonly flows: readonly NeededFlow[];
  readonly dns: DnsAllow;
  /** Of the flows those that existing policies allow, whatever is closed: no rule is made for them. */
  readonly covered: ReadonlySet<NeededFlow>;
  /** Seen, and for a person to decide. */
  readonly questions: readonly OpenQuestion[];
  readonly leftOut: readonly LeftOut[];
  /** The estate without what an earlier run made for these namespaces: what the policies are added to. */
  readonly without: Snapshot;
  /** Policies of an earlier run that this one makes no more: applying its files leaves them in a cluster. */
  readonly leftOver: readonly Resource[];
  /** Why what existing policies allow may be another thing than is taken here. */
  readonly doubts: readonly Doubt[];
  /** Mistakes in existing policies, which guard nothing then. */
  readonly problems: readonly ObjectProblem[];
}

export interface LeftOut {
  readonly namespace: string;
  readonly why: string;
}

export const generatePolicies = ({ snapshot: given, namespaces: asked }: GenerateRequest): Generation => {
  const [workloads, misnamed] = partition(readWorkloads(given, readSides(given)));
  const { chosen, leftOut } = chooseNamespaces(workloads, asked);
  const own = listPolicies(given).filter((policy) => isOwn(policy, chosen));
  const ownOnes = new Set(own);
  const snapshot = withPolicies(
    given,
    listPolicies(given).filter((policy) => !ownOnes.has(policy)),
  );
  const { flows, entries, dns, questions } = findNeededFlows(snapshot, workloads);
  const { doubts, problems } = parseNetworkPolicies(snapshot);
  const existing = Map.groupBy(listPolicies(snapshot), ({ ref }) => toNamespaceName(ref.namespace));
  const denied = [...chosen.keys()].flatMap((namespace) => {
    const deny = existing.get(namespace)?.find((policy) => isDefaultDeny(policy.object));
    return deny === undefined ? [] : [{ namespace, deny }];
  });
  const covered = findCovered(snapshot, [...chosen.keys()], flows);
  const made = toPolicies({
    namespaces: chosen,
    flows: flows.filter((flow) => !covered.has(flow)),
    hasDns: (namespace) => (existing.get(namespace) ?? []).some(({ object }) => allowsDns(object)),
    dns,
    taken: (namespace) => new Set((existing.get(namespace) ?? []).map(({ ref }) => ref.name)),
    denied: new Set(denied.map(({ namespace }) => namespace)),
  });
  return {
    namespaces: made.filter(({ policies }) => policies.length > 0),
    flows,
    covered,
    dns,
    questions: [
      ...[...findAroundIngress(entries), ...questions].filter(({ namespace }) => chosen.has(namespace)),
      ...denied.map(({ namespace, deny }) => ({
        namespace,
        text: `The policy ${deny.ref.name} closes the namespace already: no second one is made`,
        resource: deny,
        path: '',
      })),
    ],
    leftOut: [
      ...leftOut,
      ...made
        .filter(({ policies }) => policies.length === 0)
        .map(({ namespace }) => ({
          namespace,
          why: 'its policies close it already and allow what it is seen to need',
        })),
      ...[...new Set(misnamed.map(({ namespace }) => namespace.slice(0, 80)))].map((namespace) => ({
        namespace,
        why: 'that is no name of a namespace',
      })),
    ],
    without: snapshot,
    doubts: [...findPlugInDoubts(snapshot), ...doubts],
    problems,
    leftOver: own.filter(({ ref }) => !isMade(made, toNamespaceName(ref.namespace), ref.name)),
  };
};

/** A namespace names a file and is written into selectors: what the API server would refuse is neither. */
const partition = (workloads: readonly Workload[]): readonly [readonly Workload[], readonly Workload[]] => {
  const isName = ({ namespace }: Workload): boolean => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(namespace);
  return [workloads.filter(isName), workloads.filter((workload) => !isName(workload))];
};

const listPolicies = (snapshot: Snapshot): readonly Resource[] => snapshot.list('networking.k8s.io', 'NetworkPolicy');

/** Replaced by what is made now, wherever it was read; those of other namespaces stay in force beside it. */
const isOwn = ({ ref, object }: Resource, chosen: ReadonlyMap<string, unknown>): boolean =>
  chosen.has(toNamespaceName(ref.namespace)) && textAt(object, 'metadata', 'labels', ownLabel.key) === ownLabel.value;

const isMade = (made: readonly GeneratedNamespace[], namespace: string, name: string): boolean =>
  made.some((one) => one.namespace === namespace && one.policies.some((policy) => policy.name === name));

/** The shape everybody knows: all pods, both directions, no rule. */
const isDefaultDeny = (policy: JsonObject): boolean => {
  const types = textsAt(policy, 'spec', 'policyTypes');
  return selectsAll(policy) && types.includes('Ingress') && types.includes('Egress') && hasNoRules(policy);
};

const selectsAll = (policy: JsonObject): boolean => {
  const selector = objectAt(policy, 'spec', 'podSelector');
  return Object.values(selector).every(
    (part) => typeof part === 'object' && part !== null && Object.keys(part).length === 0,
  );
};

const hasNoRules = (policy: JsonObject): boolean =>
  ['ingress', 'egress'].every((direction) => {
    const rules = at(policy, 'spec', direction);
    return rules === undefined || (Array.isArray(rules) && rules.length === 0);
  });

/** For every pod of its namespace, to whomever. */
const allowsDns = (policy: JsonObject): boolean =>
  selectsAll(policy) &&
  objectsAt(policy, 'spec', 'egress').some((rule) =>
    objectsAt(rule, 'ports').some(({ port, protocol }) => port === 53 && protocol === 'UDP'),
  );

interface ChosenNamespaces {
  readonly chosen: ReadonlyMap<string, readonly Workload[]>;
  readonly leftOut: readonly LeftOut[];
}

const chooseNamespaces = (workloads: readonly Workload[], asked: readonly string[]): ChosenNamespaces => {
  const chosen = new Map<string, readonly Workload[]>();
  const leftOut: LeftOut[] = [];
  const byNamespace = Map.groupBy(workloads, ({ namespace }) => namespace);
  for (const [namespace, all] of [...byNamespace].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (asked.length > 0 && !asked.includes(namespace)) continue;
    const selectable = all.filter(({ hostNetwork }) => !hostNetwork);
    if (asked.length === 0 && system.test(namespace))
      leftOut.push({ namespace, why: `it belongs to the cluster itself; -n ${namespace} includes it` });
    else if (selectable.length === 0)
      leftOut.push({
        namespace,
        why: 'all its pods have the network of their node, where no NetworkPolicy selects them',
      });
    else
      chosen.set(
        namespace,
        selectable.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      );
  }
  for (const namespace of asked)
    if (!byNamespace.has(namespace)) leftOut.push({ namespace, why: 'no workload of it was read' });
  return { chosen, leftOut };
};

/** What a mistake in would take the cluster down with it. */
export const isOfCluster = (namespace: string): boolean => system.test(namespace);

const system =
  /^(?:kube-(?:system|public|node-lease)|openshift(?:-.*)?|calico-.*|tigera-operator|cilium(?:-.*)?|gke-.*|gmp-.*)$/;
