/** A namespace with workloads denies traffic that nothing allows, inwards and outwards. */

import { isJsonArray, isJsonObject, type Json } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';
import type { RuleMetadata } from '../../model/rule.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { AnalyserConclusion } from '../analyser.ts';

const toRule = (direction: Direction): RuleMetadata => ({
  id: `namespace/default-deny-${direction.toLowerCase()}`,
  title: `A namespace with workloads denies ${direction === 'Ingress' ? 'incoming' : 'outgoing'} traffic by default`,
  severity: direction === 'Ingress' ? 'high' : 'medium',
  layer: 'network',
  control: `namespace-default-deny-${direction.toLowerCase()}`,
  what: `Every namespace that runs workloads has a NetworkPolicy that selects all its Pods, names ${direction} among its policyTypes and allows nothing by itself.`,
  why:
    direction === 'Ingress'
      ? 'Without one every Pod of the cluster can reach every port in this namespace: whoever takes the weakest workload speaks to all others.'
      : 'Without one whatever takes a workload here can send data anywhere and fetch its tools from anywhere, the metadata service of the cloud included.',
  fine:
    direction === 'Ingress'
      ? 'Where another kind of policy (Cilium, Calico, a cluster-wide baseline) already denies by default.'
      : 'Where an egress gateway or the mesh already allows only what is listed, or the namespace must reach the whole internet.',
  remediation: `Add a default-deny NetworkPolicy for ${direction === 'Ingress' ? 'incoming traffic; with it go those that allow the callers each workload has' : 'outgoing traffic; with it go those that allow what is needed, name resolution above all'}.\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: default-deny-${direction.toLowerCase()}}\nspec: {podSelector: {}, policyTypes: [${direction}]}`,
  references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies'],
});

type Direction = 'Ingress' | 'Egress';

const ingressRule = toRule('Ingress');
const egressRule = toRule('Egress');

export const defaultDenyRules: readonly RuleMetadata[] = [ingressRule, egressRule];

export const judgeDefaultDeny = (namespace: Resource, snapshot: Snapshot): readonly AnalyserConclusion[] => {
  const policies = snapshot
    .list('networking.k8s.io', 'NetworkPolicy')
    .filter(({ ref }) => (ref.namespace === '' ? 'default' : ref.namespace) === namespace.ref.name);
  const foreign = findForeign(namespace, snapshot);
  return [
    judgeDirection(ingressRule, 'Ingress', namespace, policies, foreign),
    judgeDirection(egressRule, 'Egress', namespace, policies, foreign),
  ];
};

const judgeDirection = (
  rule: RuleMetadata,
  direction: Direction,
  namespace: Resource,
  policies: readonly Resource[],
  foreign: Resource | undefined,
): AnalyserConclusion => {
  const denying = policies.find(({ object }) => isDefaultDeny(object['spec'], direction));
  const conclude = (conclusion: Pick<AnalyserConclusion['conclusion'], 'status' | 'reason' | 'message'>) => ({
    rule,
    about: namespace,
    conclusion: { action: 'audit', enforcement: 'unknown', path: '', ...conclusion } as const,
  });
  if (denying !== undefined)
    return conclude({
      status: 'pass',
      message: `Is closed to ${direction === 'Ingress' ? 'incoming' : 'outgoing'} traffic by NetworkPolicy ${denying.ref.name}`,
    });
  // What it says is not read here; to call the namespace open would be a guess.
  if (foreign !== undefined)
    return conclude({
      status: 'skip',
      reason: 'manual',
      message: `Has no NetworkPolicy that denies ${direction === 'Ingress' ? 'incoming' : 'outgoing'} traffic by default, but ${foreign.ref.kind} ${foreign.ref.name} may: look at it`,
    });
  return conclude({
    status: 'fail',
    message: `Has no NetworkPolicy that denies ${direction === 'Ingress' ? 'incoming' : 'outgoing'} traffic by default`,
  });
};

/**
 * Selects every Pod and allows nothing: `podSelector: {}`, the direction in force, no rule for it. Ingress is in force
 * where `policyTypes` is absent; Egress then only where `egress` is there (NetworkPolicySpec of networking.k8s.io/v1).
 */
const isDefaultDeny = (spec: Json | undefined, direction: Direction): boolean => {
  if (!isJsonObject(spec)) return false;
  const { podSelector, policyTypes, ingress, egress } = spec;
  if (isJsonObject(podSelector) && (isFilled(podSelector['matchLabels']) || isFilled(podSelector['matchExpressions'])))
    return false;
  const types =
    isJsonArray(policyTypes) && policyTypes.length > 0
      ? policyTypes
      : ['Ingress', ...(isFilled(egress) ? ['Egress'] : [])];
  return types.includes(direction) && !isFilled(direction === 'Ingress' ? ingress : egress);
};

const isFilled = (value: Json | undefined): boolean =>
  isJsonArray(value) ? value.length > 0 : isJsonObject(value) && Object.keys(value).length > 0;

/** By whether objects of the kind hold for the whole cluster. */
const foreignKinds: readonly (readonly [group: string, kind: string, reach: 'cluster' | 'namespace'])[] = [
  ['cilium.io', 'CiliumNetworkPolicy', 'namespace'],
  ['cilium.io', 'CiliumClusterwideNetworkPolicy', 'cluster'],
  ['crd.projectcalico.org', 'NetworkPolicy', 'namespace'],
  ['crd.projectcalico.org', 'GlobalNetworkPolicy', 'cluster'],
  ['projectcalico.org', 'NetworkPolicy', 'namespace'],
  ['projectcalico.org', 'GlobalNetworkPolicy', 'cluster'],
  ['policy.networking.k8s.io', 'AdminNetworkPolicy', 'cluster'],
  ['policy.networking.k8s.io', 'BaselineAdminNetworkPolicy', 'cluster'],
  ['policy.networking.k8s.io', 'ClusterNetworkPolicy', 'cluster'],
];

/** A policy of another kind that could hold for the namespace. */
const findForeign = (namespace: Resource, snapshot: Snapshot): Resource | undefined => {
  for (const [group, kind, reach] of foreignKinds) {
    const found = snapshot
      .list(group, kind)
      .find(({ ref }) => reach === 'cluster' || ref.namespace === namespace.ref.name);
    if (found !== undefined) return found;
  }
  return undefined;
};
