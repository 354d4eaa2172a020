/** What the API server does to an object it was asked to create before policies see it: status, generation, own fields. */

import type { JsonObject } from '../../../model/json.ts';
import { compileType } from '../compile-type.ts';
import type { Draft } from '../defaults/draft.ts';
import type { BuiltInType } from '../read-types.ts';
import { Trail } from '../trail.ts';
import { preparations } from './preparations.ts';

export const prepareForCreation = (type: BuiltInType, draft: Draft): void => {
  const { name } = type;
  if (withGeneration.has(name)) draft.metadata = { ...(draft.metadata as JsonObject | undefined), generation: 1 };
  if (withoutStatus.has(name)) draft.status = emptyStatus(type);
  preparations[name]?.(draft);
};

const emptyStatus = (type: BuiltInType): JsonObject => {
  const field = type.fields.find(({ name }) => name === 'status');
  return field?.type.kind === 'object' ? compileType(field.type.name)({}, new Trail()) : {};
};

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Kinds whose generations are counted. */
export const withGeneration = words(`
  core/v1.Pod core/v1.ReplicationController core/v1.PodTemplate
  apps/v1.Deployment apps/v1.DaemonSet apps/v1.StatefulSet apps/v1.ReplicaSet batch/v1.Job batch/v1.CronJob
  autoscaling/v1.HorizontalPodAutoscaler autoscaling/v2.HorizontalPodAutoscaler
  networking/v1.Ingress networking/v1.NetworkPolicy networking/v1.IngressClass policy/v1.PodDisruptionBudget
  discovery/v1.EndpointSlice scheduling/v1.PriorityClass flowcontrol/v1.FlowSchema
  flowcontrol/v1.PriorityLevelConfiguration apiextensions/v1.CustomResourceDefinition
  admissionregistration/v1.ValidatingAdmissionPolicy admissionregistration/v1.ValidatingAdmissionPolicyBinding
  admissionregistration/v1.MutatingAdmissionPolicy admissionregistration/v1.MutatingAdmissionPolicyBinding
  admissionregistration/v1.ValidatingWebhookConfiguration admissionregistration/v1.MutatingWebhookConfiguration`);

/** Kinds whose status is set by way of a subresource alone. */
export const withoutStatus = words(`
  core/v1.Pod core/v1.Service core/v1.Namespace core/v1.PersistentVolume core/v1.PersistentVolumeClaim
  core/v1.ReplicationController core/v1.ResourceQuota
  apps/v1.Deployment apps/v1.DaemonSet apps/v1.StatefulSet apps/v1.ReplicaSet batch/v1.Job batch/v1.CronJob
  autoscaling/v1.HorizontalPodAutoscaler autoscaling/v2.HorizontalPodAutoscaler networking/v1.Ingress
  policy/v1.PodDisruptionBudget storage/v1.VolumeAttachment flowcontrol/v1.FlowSchema
  flowcontrol/v1.PriorityLevelConfiguration apiextensions/v1.CustomResourceDefinition
  certificates/v1.CertificateSigningRequest admissionregistration/v1.ValidatingAdmissionPolicy`);
