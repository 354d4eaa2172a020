/** A webhook whose Service is not there reaches nobody. */

import { findUnread, toElsewhere, toEnforced, toNotEnforced, type Judged } from '../gap.ts';
import { objectsAt } from '../../model/read-object.ts';
import { toNoEvidence } from './no-evidence.ts';
import { configurationNames, pathOf, tell, type Webhook, type WebhookGap, type WebhooksView } from './webhooks.ts';
import { severityOf, whatFollows } from './what-follows.ts';

export const serviceMissing: WebhookGap = {
  rule: {
    id: 'webhook/service-missing',
    title: 'The Service of a webhook is there',
    severity: 'high',
    layer: 'cluster',
    control: 'webhook-service',
    what: 'The Service that clientConfig.service of every webhook names exists, with the port it names (443 where it names none).',
    why: 'An uninstalled engine often leaves its configuration behind. With failurePolicy Ignore nothing is judged any more, and nothing says so; with Fail every request it matches is refused, and whoever makes a Service of that name answers in its place.',
    fine: 'For the moments between applying the configuration and its Service.',
    remediation:
      'Delete the webhook whose Service is gone, or install the Service; where its name or port is wrong, correct that.',
    references: [
      'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#service-reference',
    ],
  },
  subjects: configurationNames,
  context: ['/Service'],
  judge: (view) =>
    view.configurations.flatMap(({ configuration, webhooks }) => {
      const calling = webhooks.filter(({ service }) => service !== undefined);
      const judged = calling.flatMap((webhook) => judge(webhook, view) ?? []);
      if (calling.length === 0 || judged.length > 0) return judged;
      return [toEnforced(configuration, 'Calls Services that are there')];
    }),
};

const judge = (webhook: Webhook, { snapshot }: WebhooksView): Judged | undefined => {
  const { service, configuration } = webhook;
  if (service === undefined) return undefined;
  const told = `Service ${service.namespace}/${service.name}`;
  const path = pathOf(webhook, 'clientConfig', 'service');
  const details = { path, severity: severityOf(webhook) };
  const found = snapshot.find('', 'Service', service.namespace, service.name);
  if (found !== undefined) {
    const ports = objectsAt(found.object, 'spec', 'ports').map(({ port }) => port);
    return ports.length === 0 || ports.includes(service.port)
      ? undefined
      : toNotEnforced(
          configuration,
          `${tell(webhook)} calls port ${service.port} of ${told}, which has none such: ${whatFollows(webhook)}`,
          details,
        );
  }
  const missing = findUnread(snapshot, '/Service', service.namespace);
  if (missing !== undefined)
    return toNoEvidence(
      configuration,
      `Whether ${told} is there, which webhook ${webhook.name} calls, cannot be told: ${missing.reason}`,
      missing,
      { path },
    );
  return snapshot.kind === 'cluster'
    ? toNotEnforced(
        configuration,
        `${tell(webhook)} calls ${told}, which is not there: ${whatFollows(webhook)}`,
        details,
      )
    : toElsewhere(
        configuration,
        `${tell(webhook)} calls ${told}, which is not among what was read: without it ${whatFollows(webhook)}`,
        { path },
      );
};
