/** A security engine whose webhook fails open guards only while it is well. */

import { toNotEnforced } from '../gap.ts';
import { objectsAt, textsAt } from '../../model/read-object.ts';
import { configurationNames, judgeEach, pathOf, tell, type Webhook, type WebhookGap } from './webhooks.ts';

export const failsOpen: WebhookGap = {
  rule: {
    id: 'webhook/fails-open',
    title: 'The webhook of a security engine fails closed',
    severity: 'medium',
    layer: 'cluster',
    control: 'admission-fails-open',
    what: 'No webhook of a known security engine (Kyverno, Gatekeeper, Kubewarden, Sigstore and their like) has failurePolicy Ignore.',
    why: 'With Ignore a request goes through unjudged whenever the engine does not answer in time. Whoever can crash it, fill its queue or cut its network has switched off every policy it carries out, and nobody is told. Gatekeeper is installed so unless told otherwise.',
    fine: 'Where availability comes first, a native admission policy repeats what matters most, and an alert fires when the engine does not answer.',
    remediation:
      'Set failurePolicy to Fail. First run two replicas or more with a PodDisruptionBudget, and leave kube-system and the engine’s own namespace out by namespaceSelector. For Gatekeeper it is the chart’s validatingWebhookFailurePolicy, for Kyverno failurePolicy in each policy and no forceWebhookFailurePolicyIgnore.',
    references: [
      'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#failure-policy',
      'https://open-policy-agent.github.io/gatekeeper/website/docs/failing-closed/',
    ],
  },
  subjects: configurationNames,
  context: [],
  judge: (view) =>
    judgeEach(
      view,
      'Fails closed',
      (webhook) =>
        webhook.failsOpen
          ? toNotEnforced(
              webhook.configuration,
              `${tell(webhook)} lets requests through when it does not answer: failurePolicy is Ignore`,
              {
                path: pathOf(webhook, 'failurePolicy'),
              },
            )
          : undefined,
      isGuarding,
    ),
};

/** Not those by which an engine guards its own objects: they have no say about anything else. */
const isGuarding = ({ engine, object }: Webhook): boolean =>
  engine !== undefined &&
  objectsAt(object, 'rules').some((rule) => textsAt(rule, 'apiGroups').some((group) => !ownGroups.test(group)));

const ownGroups =
  /(?:^|\.)(?:kyverno\.io|gatekeeper\.sh|kubewarden\.io|sigstore\.dev|wgpolicyk8s\.io|openreports\.io|coordination\.k8s\.io)$/;
