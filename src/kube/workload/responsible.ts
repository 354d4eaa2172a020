/** Whose job a finding about an object is: the workload's people, the cluster's, or the cloud provider's. */

import type { Responsible } from '../../model/finding.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Origin, ResourceRef } from '../../model/resource.ts';
import { clusterApiVersion } from '../control-plane/fact.ts';

/**
 * Who can mend an object. `provider`: a managed cluster puts it there and puts it back when it is changed, which only
 * an object of a cluster can be: in a file everything is somebody's to write. `platform`: it serves the whole
 * cluster. `you`: everything else. Reports fold what is the provider's, so only closed lists and the provider's own
 * marks count, and those in places where people who run workloads have no rights: what is in doubt stays in sight.
 */
export const responsibleFor = (ref: ResourceRef, object: JsonObject, origin: Origin): Responsible => {
  const isLive = origin.kind === 'cluster';
  // A cluster itself is nobody's workload; what of it its provider alone can change is marked so by who judged it.
  if (ref.apiVersion === clusterApiVersion) return object['keptBy'] === 'provider' ? 'provider' : 'platform';
  if (isLive && isProvided(ref, object)) return 'provider';
  return isPlatform(ref, object) || (isLive && isMirror(ref, object)) ? 'platform' : 'you';
};

const isProvided = ({ kind, namespace, name }: ResourceRef, object: JsonObject): boolean => {
  const space = kind === 'Namespace' && namespace === null ? name : namespace;
  if (space !== null && providerNamespaces.has(space)) return true;
  if (namespace !== null && namespace !== 'kube-system') return false;
  if (hasProviderLabel(toMetadata(object).labels)) return true;
  return (namespace === null ? providerClusterNames : providerSystemNames).test(name);
};

const toMetadata = ({ metadata }: JsonObject): JsonObject => (isJsonObject(metadata) ? metadata : {});

const hasProviderLabel = (labels: Json | undefined): boolean =>
  isJsonObject(labels) &&
  Object.entries(labels).some(
    ([key, value]) => typeof value === 'string' && providerLabels.some((pattern) => pattern.test(`${key}=${value}`)),
  );

/**
 * A mirror pod is the kubelet's report of a manifest on the node's disk: a matter for whoever runs the nodes. Any
 * object may carry the annotation; a kubelet deletes a Pod that has it without such a manifest.
 */
const isMirror = ({ kind }: ResourceRef, object: JsonObject): boolean => {
  const { annotations } = toMetadata(object);
  return kind === 'Pod' && isJsonObject(annotations) && typeof annotations['kubernetes.io/config.mirror'] === 'string';
};

const isPlatform = ({ namespace, name }: ResourceRef, object: JsonObject): boolean =>
  namespace === null
    ? systemClusterNames.test(name) || isBootstrapped(toMetadata(object).labels)
    : platformNamespaces.has(namespace) || platformNamespacePatterns.some((pattern) => pattern.test(namespace));

/** Roles and bindings that every API server makes for itself at start. */
const isBootstrapped = (labels: Json | undefined): boolean =>
  isJsonObject(labels) && labels['kubernetes.io/bootstrapping'] === 'rbac-defaults';

/**
 * Whole namespaces that a managed cluster's provider fills and reconciles. By name and never by prefix: a team may
 * well call its own `eks-shop`.
 */
const providerNamespaces: ReadonlySet<string> = new Set(
  [
    // GKE.
    'gke-managed-system gke-managed-cim gke-managed-checkpointing gke-managed-dpv2-observability',
    'gke-managed-filestorecsi gke-managed-lustrecsi gke-managed-parallelstorecsi gke-managed-volumepopulator',
    'gke-gmp-system gke-mcs gmp-system gmp-public',
    'anthos-identity-service config-management-system asm-system',
    // AKS.
    'azure-arc azure-extensions-usage-system azure-workload-identity-system',
    'aks-command aks-istio-system app-routing-system',
    // EKS.
    'amazon-guardduty',
  ].flatMap((names) => names.split(' ')),
);

/** Labels by which a provider marks what it manages; believed in kube-system and on cluster-scoped objects. */
const providerLabels: readonly RegExp[] = [
  // GKE and others: the add-on manager writes the object back. With EnsureExists it is left to people once it is there.
  /^addonmanager\.kubernetes\.io\/mode=Reconcile$/,
  /^kubernetes\.azure\.com\/managedby=aks$/,
  /^components\.gke\.io\//,
  /^eks\.amazonaws\.com\/component=/,
  /^doks\.digitalocean\.com\/managed=true$/,
];

/**
 * What the providers run in kube-system without a label that says so, with what a controller appends to a name. No
 * name that other clusters know too: kubeadm's coredns, kube-proxy and etcd belong to the people who ran kubeadm.
 */
const providerSystemNames = new RegExp(
  `^(?:${[
    // EKS.
    'aws-node',
    'e[bf]s-csi-(?:node|controller)',
    'eks-(?:pod-identity-agent|node-monitoring-agent|certificates-controller|vpc-resource-controller)',
    // GKE.
    'gke-metadata-server|gke-metrics-agent|fluentbit-gke|pdcsi-node|netd|anetd|event-exporter-gke|collector-gke',
    'kube-proxy-gke|maintenance-handler',
    // AKS.
    'azure-(?:cns|ip-masq-agent|npm|policy|policy-webhook|wi-webhook-controller-manager)|cloud-node-manager',
    'csi-azure(?:disk|file)-node|ama-logs|ama-metrics|omsagent|retina-agent',
  ].join('|')})(?:-|$)`,
);

/** The providers name what is cluster-scoped with a prefix and a colon, which no manifest generator does. */
const providerClusterNames = /^(?:eks|gce|aks|gmp-system|system:gke|system:aks):/;

/** Objects of the API server itself and of its add-ons. */
const systemClusterNames =
  /^(?:system:|cluster-admin$|kubeadm:|cert-manager|ingress-nginx|calico-|cilium|metrics-server|system-(?:node|cluster)-critical$)/;

/** Namespaces that by custom hold what the whole cluster stands on. */
const platformNamespaces: ReadonlySet<string> = new Set(
  [
    'kube-system kube-public',
    // Into the cluster: ingress controllers and gateways.
    'ingress-nginx nginx-ingress traefik traefik-system haproxy-controller kong contour projectcontour',
    'envoy-gateway-system gateway-system metallb-system external-dns',
    // Certificates and secrets.
    'cert-manager trust-manager sealed-secrets external-secrets vault vault-secrets-operator-system',
    // Network and mesh.
    'calico-system calico-apiserver tigera-operator kube-flannel cilium antrea weave submariner-operator',
    'istio-system istio-ingress istio-operator linkerd linkerd-viz linkerd-cni consul kuma-system',
    // Storage.
    'rook-ceph longhorn-system openebs portworx velero csi-driver local-path-storage',
    // Seeing what goes on.
    'monitoring prometheus observability logging grafana loki elastic-system opentelemetry-operator-system',
    // Delivery, policy, security, scaling.
    'argocd flux-system gatekeeper-system kyverno falco tetragon trivy-system kubescape neuvector',
    'keda karpenter cluster-autoscaler kubernetes-dashboard cattle-system cattle-fleet-system',
    'node-feature-discovery gpu-operator capi-system crossplane-system olm operators',
  ].flatMap((names) => names.split(' ')),
);

const platformNamespacePatterns: readonly RegExp[] = [
  /^openshift(?:-|$)/,
  /^cattle-/,
  /^kube-/,
  /^knative-/,
  /^cilium-/,
];
