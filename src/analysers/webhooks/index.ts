/** Webhooks of the API server: those that nobody answers, that fail open, that are not asked, and that can lock the cluster. */

import { podTemplatePath } from '../../kube/workload/pod-template.ts';
import { toGroup, type Resource } from '../../model/resource.ts';
import type { Analyser } from '../analyser.ts';
import { judgeGap } from '../gap.ts';
import { at, pick } from '../../model/read-object.ts';
import { caBundleMissing } from './ca-bundle-missing.ts';
import { canLockCluster } from './can-lock-cluster.ts';
import { failsOpen } from './fails-open.ts';
import { scopedAway } from './scoped-away.ts';
import { serviceMissing } from './service-missing.ts';
import { serviceWithoutEndpoints, toPodInBrief } from './service-without-endpoints.ts';
import { timeout } from './timeout.ts';
import { toWebhooksView, withoutCertificates, type WebhookGap } from './webhooks.ts';

const gaps: readonly WebhookGap[] = [
  serviceMissing,
  serviceWithoutEndpoints,
  caBundleMissing,
  failsOpen,
  scopedAway,
  canLockCluster,
  timeout,
];

export const webhooksAnalyser: Analyser = {
  id: 'webhooks',
  rules: gaps.map(({ rule }) => rule),
  keep: (resource) => {
    const { kind } = resource.ref;
    const group = toGroup(resource.ref.apiVersion);
    if (group === 'admissionregistration.k8s.io' && kind.endsWith('WebhookConfiguration'))
      return toConfiguration(resource);
    if (group === '' && kind === 'Service')
      return keepFields(resource, [
        ['spec', 'selector'],
        ['spec', 'ports'],
      ]);
    if (group === '' && kind === 'Namespace') return keepFields(resource, [['metadata', 'labels']]);
    return podTemplatePath(resource.ref) === undefined ? null : toPodInBrief(resource);
  },
  analyse: (snapshot) => {
    const view = toWebhooksView(snapshot);
    return gaps.flatMap((gap) => judgeGap(gap, view, snapshot));
  },
};

const keepFields = ({ ref, object, origin }: Resource, fields: Parameters<typeof pick>[1]): Resource => ({
  ref,
  object: pick(object, fields),
  origin,
});

const toConfiguration = (configuration: Resource): Resource => ({
  ...configuration,
  object: {
    ...pick(configuration.object, [
      ['metadata', 'labels'],
      ['metadata', 'annotations'],
    ]),
    webhooks: withoutCertificates(at(configuration.object, 'webhooks')),
  },
});
