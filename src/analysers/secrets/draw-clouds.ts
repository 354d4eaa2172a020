/** Draws who is somebody in a cloud: accounts by their annotations, workloads by theirs and by keys written into them. */

import { redactedLiteral } from '../../kube/redaction/marker.ts';
import { toNamespaceName } from '../../kube/network/namespace-name.ts';
import type { Place } from '../../model/place.ts';
import { objectAt, objectsAt, textAt } from '../../model/read-object.ts';
import { toRefKey } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { cloudPlace, identityPlace } from '../places.ts';
import type { StandingWorkload } from '../standing-workloads.ts';
import type { DraftParts } from './draft-parts.ts';
import { tellWhatOpens } from './what-opens.ts';

/** Whoever has the account's token, or may ask for one, exchanges it. */
export const drawAccounts = (snapshot: Snapshot, draft: DraftParts): void => {
  for (const { ref, object } of snapshot.list('', 'ServiceAccount')) {
    const namespace = toNamespaceName(ref.namespace);
    const account = identityPlace({ kind: 'serviceaccount', namespace, name: ref.name });
    for (const [annotation, provider] of accountAnnotations) {
      const name = textAt(object, 'metadata', 'annotations', annotation);
      if (name === '') continue;
      const grant = `annotation ${annotation} of service account ${namespace}/${ref.name} says ${name}`;
      const cloud = drawCloud(provider, name, draft);
      draft.lead(account, cloud, { type: 'CLOUD_ASSUME', grant, by: toRefKey(ref) });
    }
  }
  // The controller of EKS makes what else only the cloud knows: which role pods of an account are given.
  for (const { ref, object } of snapshot.list('eks.services.k8s.aws', 'PodIdentityAssociation')) {
    const spec = objectAt(object, 'spec');
    const name = textAt(spec, 'serviceAccount');
    const role = textAt(spec, 'roleARN');
    if (name === '' || role === '') continue;
    const namespace = textAt(spec, 'namespace') || toNamespaceName(ref.namespace);
    draft.lead(identityPlace({ kind: 'serviceaccount', namespace, name }), drawCloud('aws', role, draft), {
      type: 'CLOUD_ASSUME',
      grant: `PodIdentityAssociation ${toNamespaceName(ref.namespace)}/${ref.name} gives its pods the role ${role}`,
      by: toRefKey(ref),
    });
  }
};

/** Roles of pods by annotation or variable, and keys that stand in plain text in a variable. */
export const drawWorkloadClouds = ({ resource, prefix, containers }: StandingWorkload, draft: DraftParts): void => {
  const { ref, object } = resource;
  const by = toRefKey(ref);
  const title = `${ref.kind} ${toNamespaceName(ref.namespace)}/${ref.name}`;
  const annotations = objectAt(object, ...prefix, 'metadata', 'annotations');
  for (const container of containers) {
    for (const [annotation, provider] of podAnnotations) {
      const name = textAt(annotations, annotation);
      if (name === '') continue;
      const grant = `annotation ${annotation} of ${title} says ${name}`;
      draft.lead(container.place, drawCloud(provider, name, draft), { type: 'CLOUD_ASSUME', grant, by });
    }
    const variables = objectsAt(container.object, 'env');
    for (const [variable, provider] of roleVariables) {
      const name = textAt(
        variables.find((each) => each['name'] === variable),
        'value',
      );
      if (name === '' || name.includes(redactedLiteral) || name.startsWith('$(')) continue;
      const grant = `container ${container.name} of ${title} has ${variable} in its environment`;
      draft.lead(container.place, drawCloud(provider, name, draft), { type: 'CLOUD_ASSUME', grant, by });
    }
    const literals = variables
      .filter((variable) => textAt(variable, 'value').includes(redactedLiteral))
      .map((variable) => textAt(variable, 'name'));
    for (const opened of tellWhatOpens('', literals)) {
      if (opened.kind !== 'cloud') continue;
      const grant = `container ${container.name} of ${title} ${opened.because} in plain text in its environment`;
      const cloud = drawCloud(opened.provider, `the account of the keys in ${title}`, draft);
      draft.lead(container.place, cloud, { type: 'CREDENTIAL_USE', grant, by });
    }
  }
};

const drawCloud = (provider: string, name: string, draft: DraftParts): Place => {
  const place = cloudPlace(provider, name);
  draft.asset(place, { kind: 'cloud', type: provider, weight: 5 });
  return place;
};

const accountAnnotations: readonly (readonly [annotation: string, provider: string])[] = [
  ['eks.amazonaws.com/role-arn', 'aws'],
  ['iam.gke.io/gcp-service-account', 'gcp'],
  ['azure.workload.identity/client-id', 'azure'],
  ['pod-identity.alibabacloud.com/role-name', 'alibaba'],
  ['iam.cloud.ibm.com/trusted-profile', 'ibm'],
];

/** Of kube2iam and kiam, which answer in the place of the metadata service. */
const podAnnotations: readonly (readonly [annotation: string, provider: string])[] = [
  ['iam.amazonaws.com/role', 'aws'],
];

/** What the webhooks of the clouds set, or a person by hand beside a projected token. */
const roleVariables: readonly (readonly [variable: string, provider: string])[] = [['AWS_ROLE_ARN', 'aws']];
