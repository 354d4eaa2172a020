/** A webhook without the certificate authority of its Service cannot be called. */

import { labelsOf } from '../../kube/admission/match-resources.ts';
import type { Resource } from '../../model/resource.ts';
import { toElsewhere, toNotEnforced } from '../gap.ts';
import { objectAt, textAt } from '../../model/read-object.ts';
import { configurationNames, judgeEach, pathOf, tell, type WebhookGap } from './webhooks.ts';
import { severityOf, whatFollows } from './what-follows.ts';

export const caBundleMissing: WebhookGap = {
  rule: {
    id: 'webhook/ca-bundle-missing',
    title: 'A webhook has the CA of its Service',
    severity: 'high',
    layer: 'cluster',
    control: 'webhook-ca-bundle',
    what: 'Every webhook that calls a Service has a caBundle.',
    why: 'Without one the API server verifies the Service’s certificate with the roots of its host, which no certificate for a name ending in .svc chains to: each call fails, and the failurePolicy decides.',
    fine: 'In manifests whose controller writes the caBundle when it starts.',
    remediation:
      'Give the webhook the CA of its Service: let cert-manager write caBundle (annotation cert-manager.io/inject-ca-from: NAMESPACE/CERTIFICATE), or see in the engine’s log why it did not.',
    references: [
      'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#contacting-the-webhook',
      'https://cert-manager.io/docs/concepts/ca-injector/',
    ],
  },
  subjects: configurationNames,
  context: [],
  judge: (view) =>
    judgeEach(
      view,
      'Has the CA of its Services',
      (webhook) => {
        const { configuration, object } = webhook;
        if (textAt(object, 'clientConfig', 'caBundle') !== '') return undefined;
        const details = { path: pathOf(webhook, 'clientConfig', 'caBundle'), severity: severityOf(webhook) };
        if (view.snapshot.kind === 'cluster')
          return toNotEnforced(
            configuration,
            `${tell(webhook)} has no caBundle, so that no call succeeds: ${whatFollows(webhook)}`,
            details,
          );
        return isInjected(configuration)
          ? undefined
          : toElsewhere(
              configuration,
              `${tell(webhook)} has no caBundle here: unless something writes it, ${whatFollows(webhook)}`,
              { path: details.path },
            );
      },
      ({ service }) => service !== undefined,
    ),
};

const isInjected = (configuration: Resource): boolean =>
  [
    ...Object.keys(objectAt(configuration.object, 'metadata', 'annotations')),
    ...Object.keys(labelsOf(configuration.object)),
  ].some((key) => injectors.test(key));

const injectors = /^(?:cert-manager\.io\/inject-|service\.beta\.openshift\.io\/inject-cabundle)/;
