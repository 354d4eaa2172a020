/** A policy that selects no pod guards nothing, however well its rules are written. */

import type { NetworkPolicy } from '../../kube/network/network-policy.ts';
import { toNamespaceName } from '../../kube/network/namespace-name.ts';
import type { PodSide } from '../../kube/network/side.ts';
import { objectAt, objectsAt, textAt } from '../../model/read-object.ts';
import { groupOf, listNames, nameOf, toElsewhere, toEnforced, toNotEnforced, type Judged } from '../gap.ts';
import { selectsByLabels } from './index-policies.ts';
import { findNearMiss } from './near-miss.ts';
import { workloadContext, type NetworkGap, type NetworkView } from './view.ts';

export const unmatchedPolicy: NetworkGap = {
  rule: {
    id: 'network/unmatched-policy',
    title: 'A network policy selects the pods it is meant for',
    severity: 'high',
    layer: 'network',
    control: 'network-unmatched-policy',
    what: 'Every network policy selects at least one workload of its namespace, and not by labels that only look like theirs.',
    why: 'The API server takes a selector that fits nobody, and kubectl lists the policy as if it worked. The pods it was written for are as open as before: after a rename that is the usual state of the policy of a database.',
    fine: 'A policy that waits for a workload which comes later, or whose workload is in another repository.',
    remediation:
      'Write the labels of the pods into spec.podSelector of the NetworkPolicy: it is compared with the labels of the pod template, not with those of the Deployment.\nkubectl get pods -n NAMESPACE -l LABELS',
    references: [
      'https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource',
      'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors',
    ],
  },
  subjects: ['networking.k8s.io/NetworkPolicy'],
  context: workloadContext,
  judge: (view) => {
    const byNamespace = Map.groupBy(
      view.estate.sides.flatMap((side) => (side.kind === 'pods' ? [side] : [])),
      ({ namespace }) => namespace,
    );
    return view.estate.tiers
      .flatMap(({ policies }) => policies)
      .filter(({ resource }) => isJudged(resource.ref.kind, groupOf(resource)))
      .flatMap((policy) => judge(policy, byNamespace.get(toNamespaceName(policy.resource.ref.namespace)) ?? [], view));
  },
};

/** Other kinds may be about more than pods. */
const isJudged = (kind: string, group: string): boolean =>
  kind === 'NetworkPolicy' && (group === 'networking.k8s.io' || group === 'extensions');

const judge = (policy: NetworkPolicy, neighbours: readonly PodSide[], view: NetworkView): readonly Judged[] => {
  const { resource, subject } = policy;
  const selected = view.policies.selectedBy(policy);
  if (selected.length > 0) {
    const names = new Set(
      selected.map((index) => view.estate.sides[index]).map((side) => (side?.kind === 'pods' ? side.place.name : '')),
    );
    return [toEnforced(resource, `Selects ${listNames([...names])}`)];
  }
  // A default for whoever comes, and a namespace of which nothing was read: nobody can say that it misses anyone.
  if (subject.labels.isEmpty || neighbours.length === 0 || asksControllers(resource.object)) return [];
  const details = { path: 'spec.podSelector' };
  const onHost = neighbours.filter((side) => selectsByLabels(subject, side));
  if (onHost.length > 0)
    return [
      toNotEnforced(
        resource,
        `Selects only ${listNames([...new Set(onHost.map(({ place }) => place.name))])}, with the network of the node, for which no NetworkPolicy holds`,
        { ...details, severity: 'low' },
      ),
    ];
  const near = findNearMiss(objectAt(resource.object, 'spec', 'podSelector', 'matchLabels'), neighbours);
  if (near !== undefined)
    return [
      toNotEnforced(
        resource,
        `Selects no pod: it asks for ${near.asked}, and the pods of ${near.side.place.name} have ${near.found}`,
        {
          ...details,
          evidence: [{ text: `the labels of ${nameOf(near.side.resource)}`, source: nameOf(near.side.resource) }],
        },
      ),
    ];
  const isCluster = view.snapshot.kind === 'cluster';
  const text = `Selects no pod${isCluster ? '' : ' that was read'}: none in namespace ${toNamespaceName(resource.ref.namespace)} has the labels ${subject.labels.text}`;
  return [
    isCluster ? toNotEnforced(resource, text, { ...details, severity: 'low' }) : toElsewhere(resource, text, details),
  ];
};

/** Labels that only a controller gives are on pods and not on templates. */
const asksControllers = (policy: Parameters<typeof objectAt>[0]): boolean => {
  const selector = objectAt(policy, 'spec', 'podSelector');
  const keys = [
    ...Object.keys(objectAt(selector, 'matchLabels')),
    ...objectsAt(selector, 'matchExpressions').map((one) => textAt(one, 'key')),
  ];
  return keys.some((key) => controllerLabels.test(key));
};

const controllerLabels =
  /^(?:pod-template-hash|pod-template-generation|controller-revision-hash|statefulset\.kubernetes\.io\/|apps\.kubernetes\.io\/|batch\.kubernetes\.io\/|job-name$|controller-uid$)/;
