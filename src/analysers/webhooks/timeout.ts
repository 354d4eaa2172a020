/** A webhook that is waited for long holds up whoever asks, and the API server with them. */

import { toNotEnforced } from '../gap.ts';
import { at } from '../../model/read-object.ts';
import { configurationNames, judgeEach, pathOf, tell, type WebhookGap } from './webhooks.ts';

/** What the API server waits where nothing is said. */
const longest = 10;

export const timeout: WebhookGap = {
  rule: {
    id: 'webhook/timeout',
    title: 'A webhook is waited for ten seconds at most',
    severity: 'low',
    layer: 'cluster',
    control: 'admission-timeout',
    what: `timeoutSeconds of every webhook is ${longest} or less.`,
    why: 'While a webhook does not answer, every request it matches waits for it, mutating ones one after the other. Long waits pile up in the API server and fail the leases of controllers, which turns one slow Pod into an outage; the webhook is then switched off in a hurry.',
    fine: 'For a webhook about rare objects that asks a registry or a signing service.',
    remediation: 'Set timeoutSeconds to 5, and mend what makes the webhook slow.',
    references: ['https://kubernetes.io/docs/concepts/cluster-administration/admission-webhooks-good-practices/'],
  },
  subjects: configurationNames,
  context: [],
  judge: (view) =>
    judgeEach(view, `Waits for ${longest} seconds at most`, (webhook) => {
      const seconds = at(webhook.object, 'timeoutSeconds');
      return typeof seconds === 'number' && seconds > longest
        ? toNotEnforced(webhook.configuration, `${tell(webhook)} is waited for up to ${seconds} seconds`, {
            path: pathOf(webhook, 'timeoutSeconds'),
          })
        : undefined;
    }),
};
