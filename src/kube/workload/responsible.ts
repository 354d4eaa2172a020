/** Whose job a finding about an object is: the workload's people, the cluster's, or the cloud provider's. */

import type { Responsible } from '../../model/finding.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { ResourceRef } from '../../model/resource.ts';

/**
 * Who can mend an object. `provider`: a managed cluster puts it there and puts it back when it is changed.
 * `platform`: it serves the whole cluster. `you`: everything else. This only sorts findings into groups in a report;
 * nothing is hidden by it, so names are good enough evidence, and a workload that calls itself `aws-node` gains
 * nothing outside the namespaces of the provider.
 */
export const responsibleFor = (ref: ResourceRef, object: JsonObject): Responsible => {
  if (isProvided(ref, object)) return 'provider';
  return isPlatform(ref, object) ? 'platform' : 'you';
};

const isProvided = ({ namespace, name }: ResourceRef, object: JsonObject): boolean => {
  const metadata = isJsonObject(object.metadata) ? object.metadata : {};
  if (isMirror(metadata.annotations)) return true;
  if (namespace !== null && providerNamespaces.some((pattern) => pattern.test(namespace))) return true;
  const isInSystem = namespace === null || namespace === 'kube-system';
  if (!isInSystem) return false;
  if (hasLabel(metadata.labels)) return true;
  return (namespace === null ? providerClusterNames : providerSystemNames).some((pattern) => pattern.test(name));
};

/** A mirror pod is the kubelet's report of a manifest on the node's disk: the control plane, where one can see it. */
const isMirror = (annotations: Json | undefined): boolean =>
  isJsonObject(annotations) && typeof annotations['kubernetes.io/config.mirror'] === 'string';

const hasLabel = (labels: Json | undefined): boolean =>
  isJsonObject(labels) &&
  Object.entries(labels).some(
    ([key, value]) => typeof value === 'string' && providerLabels.some((pattern) => pattern.test(`${key}=${value}`)),
  );

const isPlatform = ({ namespace, name }: ResourceRef, object: JsonObject): boolean => {
  if (namespace === null) {
    const metadata = isJsonObject(object.metadata) ? object.metadata : {};
    return systemClusterNames.test(name) || isBootstrapped(metadata.labels);
  }
  return platformNamespaces.has(namespace) || platformNamespacePatterns.some((pattern) => pattern.test(namespace));
};

/** Roles and bindings that every API server makes for itself at start. */
const isBootstrapped = (labels: Json | undefined): boolean =>
  isJsonObject(labels) && labels['kubernetes.io/bootstrapping'] === 'rbac-defaults';

/** Whole namespaces that a managed cluster's provider fills and reconciles. */
const providerNamespaces: readonly RegExp[] = [
  // Node heartbeats, written by the kubelets; people have no business there.
  /^kube-node-lease$/,
  // GKE: gke-managed-system, gke-managed-cim, gmp-system, gmp-public (managed Prometheus), anthos-identity-service …
  /^gke-/,
  /^gmp-(?:system|public)$/,
  /^(?:anthos-identity-service|config-management-system|asm-system)$/,
  // AKS: azure-arc, azure-extensions-usage-system, aks-command, app-routing-system, and kube-system's Gatekeeper add-on.
  /^azure-(?:arc|extensions-usage-system|workload-identity-system)$/,
  /^(?:aks-command|aks-istio-system|aks-istio-ingress|aks-istio-egress|app-routing-system|calico-system-aks)$/,
  // EKS: add-ons with namespaces of their own.
  /^(?:amazon-guardduty|eks-.+|amazon-cloudwatch-system)$/,
];

/** Labels by which a provider marks what it manages; believed in kube-system and on cluster-scoped objects. */
const providerLabels: readonly RegExp[] = [
  // GKE and others: the add-on manager writes the object back.
  /^addonmanager\.kubernetes\.io\/mode=/,
  /^kubernetes\.azure\.com\/managedby=/,
  /^components\.gke\.io\//,
  /^eks\.amazonaws\.com\/component=/,
  /^doks\.digitalocean\.com\/managed=true$/,
];

/** What the providers run in kube-system without a label that says so. */
const providerSystemNames: readonly RegExp[] = [
  // EKS.
  /^(?:aws-node|kube-proxy|coredns|ebs-csi-(?:node|controller)|efs-csi-(?:node|controller)|eks-.+)(?:-|$)/,
  // GKE.
  /^(?:gke-|fluentbit-gke|pdcsi-|netd|ip-masq-agent|konnectivity-agent|event-exporter-gke|l7-default-backend|metrics-server-v|kube-dns|metadata-proxy|anetd|nvidia-gpu-device-plugin|maintenance-handler|collector-gke)/,
  // AKS.
  /^(?:azure-|cloud-node-manager|csi-azure(?:disk|file)|coredns-autoscaler|ama-(?:logs|metrics)|omsagent|extension-|retina-agent|aks-)/,
  // Elsewhere: the control plane's own mirror pods, named after their node.
  /^(?:kube-apiserver|kube-controller-manager|kube-scheduler|etcd|cloud-controller-manager)(?:-|$)/,
];

const providerClusterNames: readonly RegExp[] = [/^(?:eks:|gke-|gce:|gmp-|aks-|aks:|azure-|system:gke|system:aks)/];

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
