/** A webhook that fails closed and is asked about what it, or the cluster, needs to come back. */

import { parseLabelSelector } from '../../kube/selector/label-selector.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { toNotEnforced, type Judged } from '../gap.ts';
import { at, objectAt, objectsAt, textAt, textsAt } from '../../model/read-object.ts';
import {
  configurationNames,
  judgeEach,
  namespaceLabels,
  pathOf,
  tell,
  type Webhook,
  type WebhookGap,
} from './webhooks.ts';

export const canLockCluster: WebhookGap = {
  rule: {
    id: 'webhook/can-lock-cluster',
    title: 'A webhook that fails closed cannot lock the cluster',
    severity: 'high',
    layer: 'cluster',
    control: 'admission-cluster-lock',
    what: 'No webhook with failurePolicy Fail is asked about Pods of its own namespace or of kube-system, about Leases there, or about Nodes.',
    why: 'When it is down, the Pods that would bring it back are refused by it. DNS, the network plug-in, the leases of the scheduler and of the nodes follow, and the cluster does not heal: somebody has to delete the configuration by hand, in a hurry, and with it every policy.',
    fine: 'Where the webhook runs outside the cluster it guards and is at least as available as the API server.',
    remediation:
      'Leave kube-system and the webhook’s own namespace out of the webhook: namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [kube-system, NAMESPACE-OF-THE-WEBHOOK]}]}, and nodes and leases out of its rules.',
    references: [
      'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#avoiding-operating-on-the-kube-system-namespace',
      'https://kubernetes.io/docs/concepts/cluster-administration/admission-webhooks-good-practices/',
    ],
  },
  subjects: configurationNames,
  context: ['/Namespace'],
  judge: (view) =>
    judgeEach(view, 'Cannot block kube-system, nodes or leases', (webhook) => judge(webhook, view.snapshot)),
};

const judge = (webhook: Webhook, snapshot: Snapshot): Judged | undefined => {
  if (webhook.failsOpen || isNarrowed(webhook.object)) return undefined;
  const own = webhook.service?.namespace;
  const pods = asksAbout(webhook.object, '', 'pods', true);
  const leases = asksAbout(webhook.object, 'coordination.k8s.io', 'leases', true);
  const selects = (namespace: string): boolean => selectsNamespace(webhook, namespace, snapshot);
  const locks = [
    ...(pods && own !== undefined && own !== 'kube-system' && selects(own) ? [`Pods of its own namespace ${own}`] : []),
    ...(pods && selects('kube-system') ? ['Pods of kube-system'] : []),
    ...(leases && ['kube-system', 'kube-node-lease'].some(selects)
      ? ['the Leases of the control plane or of the nodes']
      : []),
    ...(asksAbout(webhook.object, '', 'nodes', false) ? ['Nodes'] : []),
  ];
  return locks.length === 0
    ? undefined
    : toNotEnforced(webhook.configuration, `${tell(webhook)} refuses, while it is down, ${locks.join(', ')}`, {
        path: pathOf(webhook, 'namespaceSelector'),
      });
};

/** What a condition or a label lets through cannot be told from here: it gets the benefit of the doubt. */
const isNarrowed = (webhook: JsonObject): boolean => {
  const selector = objectAt(webhook, 'objectSelector');
  return (
    objectsAt(webhook, 'matchConditions').length > 0 ||
    Object.keys(objectAt(selector, 'matchLabels')).length + objectsAt(selector, 'matchExpressions').length > 0
  );
};

const asksAbout = (webhook: JsonObject, group: string, resource: string, isNamespaced: boolean): boolean =>
  objectsAt(webhook, 'rules').some(
    (rule) =>
      textsAt(rule, 'apiGroups').some((one) => one === '*' || one === group) &&
      textsAt(rule, 'resources').some(
        (one) => one === '*' || one === '*/*' || one === resource || one === `${resource}/*`,
      ) &&
      textsAt(rule, 'operations').some((one) => ['*', 'CREATE', 'UPDATE'].includes(one)) &&
      ['', '*', isNamespaced ? 'Namespaced' : 'Cluster'].includes(textAt(rule, 'scope')),
  );

/** By labels that were not read nothing is decided, but by the one that every namespace has. */
const selectsNamespace = ({ object }: Webhook, namespace: string, snapshot: Snapshot): boolean => {
  const selector = at(object, 'namespaceSelector');
  const parsed = parseLabelSelector(selector);
  if (parsed.kind === 'defects') return false;
  const { labels, areKnown } = namespaceLabels(snapshot, namespace);
  return parsed.selector.matches(labels) && (areKnown || isByName(selector));
};

const isByName = (selector: ReturnType<typeof at>): boolean =>
  [
    ...Object.keys(objectAt(selector, 'matchLabels')),
    ...objectsAt(selector, 'matchExpressions').map((expression) => textAt(expression, 'key')),
  ].every((key) => key === 'kubernetes.io/metadata.name');
