/** Manifests in versions the API server v1.37 no longer serves, rewritten for the version that took over. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { toMetric, withoutUnset } from './metrics.ts';

/**
 * The object in the version that took over, where its fields map; otherwise the object itself. Defaults are those of the
 * successor: the server that applied the old ones is gone.
 */
export const toSuccessor = (object: JsonObject): JsonObject => {
  const { apiVersion, kind } = object;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return object;
  const successor = successors.get(`${apiVersion} ${kind}`);
  if (successor === undefined) return object;
  return { ...(successor.rewrite?.(object) ?? object), apiVersion: successor.apiVersion };
};

interface Successor {
  readonly apiVersion: string;
  readonly rewrite?: (object: JsonObject) => JsonObject;
}

const objectAt = (object: JsonObject, field: string): JsonObject | undefined => {
  const value = object[field];
  return isJsonObject(value) ? value : undefined;
};

/** Before apps/v1 a selector that was not written was the template's labels. */
const selectByTemplate = (object: JsonObject): JsonObject => {
  const spec = objectAt(object, 'spec');
  if (spec === undefined || isJsonObject(spec.selector)) return object;
  const labels = objectAt(objectAt(objectAt(spec, 'template') ?? {}, 'metadata') ?? {}, 'labels');
  return labels === undefined ? object : { ...object, spec: { ...spec, selector: { matchLabels: labels } } };
};

const rewriteIngress = (object: JsonObject): JsonObject => {
  const spec = objectAt(object, 'spec');
  if (spec === undefined) return object;
  const { backend, rules, ...others } = spec;
  return {
    ...object,
    spec: {
      ...others,
      ...(backend === undefined ? {} : { defaultBackend: toBackend(backend) }),
      ...(rules === undefined ? {} : { rules: isJsonArray(rules) ? rules.map(toIngressRule) : rules }),
    },
  };
};

const toIngressRule = (rule: Json): Json => {
  if (!isJsonObject(rule) || !isJsonObject(rule.http) || !isJsonArray(rule.http.paths)) return rule;
  return { ...rule, http: { ...rule.http, paths: rule.http.paths.map(toIngressPath) } };
};

const toIngressPath = (path: Json): Json => {
  if (!isJsonObject(path)) return path;
  const backend = path.backend === undefined ? {} : { backend: toBackend(path.backend) };
  return { ...path, pathType: path.pathType ?? 'ImplementationSpecific', ...backend };
};

const toBackend = (backend: Json): Json => {
  if (!isJsonObject(backend)) return backend;
  const { serviceName, servicePort, ...others } = backend;
  if (serviceName === undefined) return others;
  const port =
    servicePort === undefined
      ? {}
      : { port: typeof servicePort === 'string' ? { name: servicePort } : { number: servicePort } };
  return { ...others, service: { name: serviceName, ...port } };
};

/** In v2beta1 a metric's target stood beside its name. */
const rewriteAutoscaler = (object: JsonObject): JsonObject => {
  const spec = objectAt(object, 'spec');
  if (spec === undefined || !isJsonArray(spec.metrics)) return object;
  return { ...object, spec: { ...spec, metrics: spec.metrics.map(toMetric) } };
};

const rewriteSlice = (object: JsonObject): JsonObject => {
  if (!isJsonArray(object.endpoints)) return object;
  return {
    ...object,
    endpoints: object.endpoints.map((endpoint) => {
      if (!isJsonObject(endpoint) || !isJsonObject(endpoint.topology)) return endpoint;
      const { topology, ...others } = endpoint;
      const {
        'kubernetes.io/hostname': nodeName,
        'topology.kubernetes.io/zone': zone,
        ...deprecatedTopology
      } = topology;
      return withoutUnset({ nodeName, zone, ...others, deprecatedTopology });
    }),
  };
};

const same = (apiVersion: string, from: readonly string[], kinds: string): readonly (readonly [string, Successor])[] =>
  from.flatMap((old) => kinds.split(' ').map((kind) => [`${old} ${kind}`, { apiVersion }] as const));

const rewritten = (
  apiVersion: string,
  from: readonly string[],
  kinds: string,
  rewrite: (object: JsonObject) => JsonObject,
): readonly (readonly [string, Successor])[] =>
  from.flatMap((old) => kinds.split(' ').map((kind) => [`${old} ${kind}`, { apiVersion, rewrite }] as const));

// oxfmt-ignore
const successors: ReadonlyMap<string, Successor> = new Map([
  ...rewritten('apps/v1', ['extensions/v1beta1', 'apps/v1beta1', 'apps/v1beta2'], 'Deployment DaemonSet ReplicaSet StatefulSet', selectByTemplate),
  ...same('apps/v1', ['apps/v1beta1', 'apps/v1beta2'], 'ControllerRevision'),
  ...same('networking.k8s.io/v1', ['extensions/v1beta1'], 'NetworkPolicy'),
  ...rewritten('networking.k8s.io/v1', ['extensions/v1beta1', 'networking.k8s.io/v1beta1'], 'Ingress', rewriteIngress),
  ...same('networking.k8s.io/v1', ['networking.k8s.io/v1beta1'], 'IngressClass IPAddress ServiceCIDR'),
  ...same('batch/v1', ['batch/v1beta1', 'batch/v2alpha1'], 'CronJob'),
  ...rewritten('autoscaling/v2', ['autoscaling/v2beta1'], 'HorizontalPodAutoscaler', rewriteAutoscaler),
  ...same('autoscaling/v2', ['autoscaling/v2beta2'], 'HorizontalPodAutoscaler'),
  ...same('policy/v1', ['policy/v1beta1'], 'PodDisruptionBudget Eviction'),
  ...same('rbac.authorization.k8s.io/v1', ['rbac.authorization.k8s.io/v1beta1', 'rbac.authorization.k8s.io/v1alpha1'], 'Role RoleBinding ClusterRole ClusterRoleBinding'),
  ...same('storage.k8s.io/v1', ['storage.k8s.io/v1beta1', 'storage.k8s.io/v1alpha1'], 'StorageClass CSIDriver CSINode CSIStorageCapacity VolumeAttachment VolumeAttributesClass'),
  ...same('scheduling.k8s.io/v1', ['scheduling.k8s.io/v1beta1', 'scheduling.k8s.io/v1alpha1'], 'PriorityClass'),
  ...same('coordination.k8s.io/v1', ['coordination.k8s.io/v1beta1'], 'Lease'),
  ...same('events.k8s.io/v1', ['events.k8s.io/v1beta1'], 'Event'),
  ...rewritten('discovery.k8s.io/v1', ['discovery.k8s.io/v1beta1'], 'EndpointSlice', rewriteSlice),
  ...same('node.k8s.io/v1', ['node.k8s.io/v1beta1'], 'RuntimeClass'),
  ...same('certificates.k8s.io/v1', ['certificates.k8s.io/v1beta1'], 'CertificateSigningRequest'),
  ...same('flowcontrol.apiserver.k8s.io/v1', ['flowcontrol.apiserver.k8s.io/v1beta1', 'flowcontrol.apiserver.k8s.io/v1beta2', 'flowcontrol.apiserver.k8s.io/v1beta3'], 'FlowSchema PriorityLevelConfiguration'),
  ...same('admissionregistration.k8s.io/v1', ['admissionregistration.k8s.io/v1beta1'], 'ValidatingWebhookConfiguration MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding'),
  ...same('admissionregistration.k8s.io/v1', ['admissionregistration.k8s.io/v1alpha1'], 'ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding'),
  ...same('apiregistration.k8s.io/v1', ['apiregistration.k8s.io/v1beta1'], 'APIService'),
]);
