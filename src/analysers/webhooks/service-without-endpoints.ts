/** A webhook whose Service has no ready Pod behind it reaches nobody. */

import { parseLabelSelector } from '../../kube/selector/label-selector.ts';
import { podTemplatePath } from '../../kube/workload/pod-template.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { findUnread, toElsewhere, toNotEnforced, toUndecided, type Judged } from '../gap.ts';
import { at, objectAt, textAt } from '../../model/read-object.ts';
import { toNoEvidence } from './no-evidence.ts';
import { configurationNames, judgeEach, pathOf, tell, type Webhook, type WebhookGap } from './webhooks.ts';
import { severityOf, whatFollows } from './what-follows.ts';

export const serviceWithoutEndpoints: WebhookGap = {
  rule: {
    id: 'webhook/service-without-endpoints',
    title: 'A ready Pod answers for a webhook',
    severity: 'high',
    layer: 'cluster',
    control: 'webhook-service',
    what: 'The selector of the Service that a webhook calls selects at least one Pod that is ready.',
    why: 'A webhook without a Pod is a webhook that does not answer: with failurePolicy Ignore nothing is judged, and nothing says so; with Fail every request it matches is refused, often that for the Pod that would answer.',
    fine: 'For the moments of a restart of a single replica, which two replicas would not have.',
    remediation:
      'Run a ready Pod behind the webhook’s Service: see `kubectl get endpointslices -n NAMESPACE -l kubernetes.io/service-name=SERVICE`; correct the selector, scale the Deployment up, or mend what keeps its Pods from being ready.',
    references: ['https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/'],
  },
  subjects: configurationNames,
  context: ['/Service', '/Pod'],
  judge: (view) =>
    judgeEach(
      view,
      'Has ready Pods to answer',
      (webhook) => judge(webhook, view.snapshot),
      ({ service }) =>
        service !== undefined && view.snapshot.find('', 'Service', service.namespace, service.name) !== undefined,
    ),
};

const judge = (webhook: Webhook, snapshot: Snapshot): Judged | undefined => {
  const { service, configuration } = webhook;
  const found = service === undefined ? undefined : snapshot.find('', 'Service', service.namespace, service.name);
  if (service === undefined || found === undefined) return undefined;
  const { namespace } = service;
  const told = `Service ${namespace}/${service.name}`;
  const details = { path: pathOf(webhook, 'clientConfig', 'service') };
  const selector = objectAt(found.object, 'spec', 'selector');
  if (Object.keys(selector).length === 0)
    return toUndecided(
      configuration,
      `Who answers for ${told}, which webhook ${webhook.name} calls, cannot be told: it has no selector`,
      {
        ...details,
        evidence: [
          {
            text: `kubectl get endpointslices -n ${namespace} -l kubernetes.io/service-name=${service.name}`,
            source: 'a command that tells',
          },
        ],
      },
    );
  const pods = listPods(snapshot, namespace, selector);
  if (snapshot.kind === 'manifests')
    return pods.length > 0
      ? undefined
      : toElsewhere(
          configuration,
          `${tell(webhook)} calls ${told}, which selects no Pod of what was read: without one ${whatFollows(webhook)}`,
          details,
        );
  if (pods.some(isReady)) return undefined;
  const missing = findUnread(snapshot, '/Pod', namespace);
  if (missing !== undefined)
    return toNoEvidence(
      configuration,
      `Whether a Pod answers for ${told}, which webhook ${webhook.name} calls, cannot be told: ${missing.reason}`,
      missing,
      details,
    );
  return toNotEnforced(
    configuration,
    `${tell(webhook)} calls ${told}, ${pods.length === 0 ? 'which selects no Pod' : pods.length === 1 ? 'whose only Pod is not ready' : `none of whose ${pods.length} Pods is ready`}: ${whatFollows(webhook)}`,
    { ...details, severity: severityOf(webhook) },
  );
};

/** Of manifests the templates count too: nobody writes Pods. */
const listPods = (snapshot: Snapshot, namespace: string, selector: JsonObject): readonly Resource[] => {
  const parsed = parseLabelSelector({ matchLabels: selector });
  if (parsed.kind === 'defects') return [];
  const kinds = snapshot.kind === 'cluster' ? [['', 'Pod']] : [['', 'Pod'], ...templateKinds];
  return kinds.flatMap(([group = '', kind = '']) =>
    snapshot
      .list(group, kind)
      .filter(
        ({ ref, object }) =>
          (ref.namespace === '' ? 'default' : ref.namespace) === namespace &&
          parsed.selector.matches(objectAt(object, 'labels')),
      ),
  );
};

const templateKinds = [
  ['apps', 'Deployment'],
  ['apps', 'StatefulSet'],
  ['apps', 'DaemonSet'],
];

/** A Pod as far as this rule looks: its labels, or those its template gives, and whether it is ready. */
export const toPodInBrief = ({ ref, object, origin }: Resource): Resource => {
  const prefix = podTemplatePath(ref) ?? [];
  const labels = objectAt(object, ...prefix, 'metadata', 'labels');
  return { ref, object: { labels, isReady: readReady(object) }, origin };
};

const isReady = ({ object }: Resource): boolean => at(object, 'isReady') === true;

/** One that is being deleted gets no more requests. */
const readReady = (object: JsonObject): boolean => {
  const conditions = at(object, 'status', 'conditions');
  return (
    at(object, 'metadata', 'deletionTimestamp') === undefined &&
    Array.isArray(conditions) &&
    conditions.some((condition) => textAt(condition, 'type') === 'Ready' && textAt(condition, 'status') === 'True')
  );
};
