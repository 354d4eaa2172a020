/** Known node agents: workloads that work on the node by purpose, and which Pod Security checks that gives them a reason to fail. */

import { isJsonArray, isJsonObject, type JsonObject } from '../../model/json.ts';
import type { ResourceRef } from '../../model/resource.ts';
import type { PodTemplate } from './pod-template.ts';
import { visitContainers } from './containers.ts';
import { toRepository } from './image-repository.ts';

/** An agent and what it needs of its node. */
export interface NodeAgent {
  /** As people call it. */
  readonly name: string;
  /** What it does on the node, to be read after its name: "collects the logs …". */
  readonly does: string;
  /** Last segments of the ids of the checks it has a reason to fail. */
  readonly checks: readonly string[];
  /** Image repositories without registry, tag and digest; a mirror may put more before them. */
  readonly images: readonly string[];
}

/**
 * The node agent a workload is, or `undefined`. It must be a DaemonSet, or a pod that a DaemonSet owns, and run an
 * image of a known repository. Names are not asked: anybody may call a pod `node-exporter`. An image can be called
 * anything as well, in a registry of one's own, which is why the answer only adds a note to a finding and never
 * hides one.
 */
export const nodeAgentOf = (
  { kind }: Pick<ResourceRef, 'kind'>,
  object: JsonObject,
  template: PodTemplate,
): NodeAgent | undefined => {
  if (template.kind !== 'template' || (kind !== 'DaemonSet' && !isOwnedByDaemonSet(object))) return undefined;
  let agent: NodeAgent | undefined;
  visitContainers(
    template.spec,
    ({ object: { image } }) => {
      if (agent === undefined && typeof image === 'string') agent = agentOfImage(image);
    },
    () => {},
  );
  return agent;
};

const isOwnedByDaemonSet = ({ metadata }: JsonObject): boolean => {
  const owners = isJsonObject(metadata) ? metadata.ownerReferences : undefined;
  return (
    isJsonArray(owners) &&
    owners.some((owner) => isJsonObject(owner) && owner.kind === 'DaemonSet' && owner.controller === true)
  );
};

/** A repository matches whole path segments from its end: `mirror.example/quay/cilium/cilium` is `cilium/cilium`. */
const agentOfImage = (image: string): NodeAgent | undefined => {
  const parts = toRepository(image).split('/');
  for (let from = 0; from < parts.length; from += 1) {
    const agent = byImage.get(parts.slice(from).join('/'));
    if (agent !== undefined) return agent;
  }
  return undefined;
};

/** What reading the node's files takes: the mounts, and root to read what belongs to root. */
const reads = [
  'host-path-volumes',
  'volume-types',
  'run-as-non-root',
  'run-as-user',
  'selinux',
  'privilege-escalation',
  'capabilities',
];
/** What watching the node as a whole takes besides. */
const watches = [...reads, 'host-namespaces', 'host-ports'];
/** What configuring the node's kernel or mounts takes. */
const configures = [...watches, 'privileged', 'app-armor', 'seccomp', 'host-probes', 'sysctls', 'windows-host-process'];

export const nodeAgents: readonly NodeAgent[] = [
  // The pod network: routes, interfaces and packet filters of the node.
  {
    name: 'Calico',
    does: "configures the node's network",
    checks: configures,
    images: ['calico/node', 'calico/cni', 'calico/pod2daemon-flexvol', 'calico/csi', 'calico/node-driver-registrar'],
  },
  {
    name: 'Cilium',
    does: "configures the node's network",
    checks: configures,
    images: ['cilium/cilium', 'cilium/cilium-envoy'],
  },
  {
    name: 'Flannel',
    does: "configures the node's network",
    checks: configures,
    images: ['flannel/flannel', 'flannel-io/flannel', 'coreos/flannel'],
  },
  {
    name: 'Weave Net',
    does: "configures the node's network",
    checks: configures,
    images: ['weaveworks/weave-kube', 'weaveworks/weave-npc'],
  },
  {
    name: 'the Amazon VPC CNI',
    does: "configures the node's network",
    checks: configures,
    images: ['amazon-k8s-cni', 'amazon/aws-network-policy-agent'],
  },
  {
    name: 'kube-router',
    does: "configures the node's network",
    checks: configures,
    images: ['cloudnativelabs/kube-router'],
  },
  {
    name: 'Antrea',
    does: "configures the node's network",
    checks: configures,
    images: ['antrea/antrea-agent-ubuntu', 'antrea/antrea-ubuntu', 'antrea/antrea-agent-ubi'],
  },
  {
    name: 'Multus',
    does: "configures the node's network",
    checks: configures,
    images: ['k8snetworkplumbingwg/multus-cni', 'multus-cni'],
  },
  { name: 'kindnet', does: "configures the node's network", checks: configures, images: ['kindest/kindnetd'] },
  {
    name: 'OVN-Kubernetes',
    does: "configures the node's network",
    checks: configures,
    images: ['ovn-kubernetes/ovn-kube-ubuntu', 'ovn-kubernetes/ovn-kube-fedora'],
  },
  {
    name: 'the Istio CNI',
    does: "redirects the traffic of the node's pods",
    checks: configures,
    images: ['istio/install-cni', 'istio/ztunnel'],
  },
  {
    name: 'the Linkerd CNI',
    does: "redirects the traffic of the node's pods",
    checks: configures,
    images: ['linkerd/cni-plugin'],
  },
  {
    name: 'kube-proxy',
    does: "programs the node's packet filter for Services",
    checks: configures,
    images: ['kube-proxy', 'kube-proxy-amd64', 'eks/kube-proxy'],
  },
  {
    name: 'MetalLB',
    does: 'announces service addresses from the node',
    checks: watches,
    images: ['metallb/speaker', 'frrouting/frr'],
  },
  {
    name: 'NodeLocal DNSCache',
    does: 'answers DNS on the node',
    checks: configures,
    images: ['dns/k8s-dns-node-cache'],
  },
  // Storage: mounts in the node's own mount namespace.
  {
    name: 'a CSI node driver',
    does: "mounts volumes in the node's own mount namespace",
    checks: configures,
    images: [
      'sig-storage/csi-node-driver-registrar',
      'csi-node-driver-registrar',
      'ebs-csi-driver/aws-ebs-csi-driver',
      'amazon/aws-efs-csi-driver',
      'cephcsi/cephcsi',
      'csi-secrets-store/driver',
      'longhornio/longhorn-manager',
      'longhornio/longhorn-csi-plugin',
      'openebs/node-disk-manager',
      'portworx/oci-monitor',
    ],
  },
  // Logs and measurements.
  {
    name: 'Fluent Bit',
    does: "collects the logs of the node's containers",
    checks: reads,
    images: [
      'fluent/fluent-bit',
      'aws-observability/aws-for-fluent-bit',
      'amazon/aws-for-fluent-bit',
      'bitnami/fluent-bit',
    ],
  },
  {
    name: 'Fluentd',
    does: "collects the logs of the node's containers",
    checks: reads,
    images: [
      'fluent/fluentd',
      'fluent/fluentd-kubernetes-daemonset',
      'fluentd_elasticsearch/fluentd',
      'bitnami/fluentd',
    ],
  },
  { name: 'Promtail', does: "collects the logs of the node's containers", checks: reads, images: ['grafana/promtail'] },
  {
    name: 'Grafana Alloy',
    does: "collects the node's logs and metrics",
    checks: watches,
    images: ['grafana/alloy', 'grafana/agent'],
  },
  { name: 'Vector', does: "collects the logs of the node's containers", checks: reads, images: ['timberio/vector'] },
  {
    name: 'Filebeat',
    does: "collects the logs of the node's containers",
    checks: watches,
    images: ['beats/filebeat', 'beats/metricbeat', 'beats/elastic-agent', 'elastic-agent/elastic-agent'],
  },
  {
    name: 'the Datadog agent',
    does: "collects the node's logs, metrics and processes",
    checks: configures,
    images: ['datadog/agent', 'DataDog/agent', 'datadoghq/agent', 'datadog/system-probe'],
  },
  {
    name: 'the New Relic agent',
    does: "collects the node's metrics",
    checks: configures,
    images: ['newrelic/infrastructure-bundle', 'newrelic/k8s-events-forwarder', 'newrelic/infrastructure-k8s'],
  },
  {
    name: 'the Splunk OpenTelemetry collector',
    does: "collects the node's logs and metrics",
    checks: watches,
    images: ['signalfx/splunk-otel-collector'],
  },
  {
    name: 'the OpenTelemetry collector',
    does: "collects the node's logs and metrics",
    checks: watches,
    images: [
      'otel/opentelemetry-collector-contrib',
      'otel/opentelemetry-collector-k8s',
      'open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-contrib',
      'open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-k8s',
    ],
  },
  {
    name: 'node-exporter',
    does: "measures the node's hardware and kernel",
    checks: watches,
    images: ['prometheus/node-exporter', 'prom/node-exporter', 'bitnami/node-exporter'],
  },
  {
    name: 'node-problem-detector',
    does: "watches the node's kernel log for faults",
    checks: configures,
    images: ['node-problem-detector/node-problem-detector'],
  },
  {
    name: 'cAdvisor',
    does: "measures the node's containers",
    checks: configures,
    images: ['cadvisor/cadvisor', 'google/cadvisor'],
  },
  {
    name: 'the NVIDIA device plug-in',
    does: "hands the node's GPUs to pods",
    checks: configures,
    images: ['nvidia/k8s-device-plugin', 'nvidia/dcgm-exporter', 'nvidia/k8s/dcgm-exporter'],
  },
  // Runtime security: watching every process of the node is the job.
  {
    name: 'Falco',
    does: "watches the node's system calls",
    checks: configures,
    images: [
      'falcosecurity/falco',
      'falcosecurity/falco-no-driver',
      'falcosecurity/falco-driver-loader',
      'falcosecurity/falcoctl',
    ],
  },
  { name: 'Tetragon', does: "watches the node's system calls", checks: configures, images: ['cilium/tetragon'] },
  {
    name: 'Tracee',
    does: "watches the node's system calls",
    checks: configures,
    images: ['aquasecurity/tracee', 'aquasec/tracee'],
  },
  {
    name: 'Trivy node-collector',
    does: "reads the node's settings",
    checks: watches,
    images: ['aquasecurity/node-collector'],
  },
  {
    name: 'the Kubescape node agent',
    does: "watches the node's system calls",
    checks: configures,
    images: ['kubescape/node-agent', 'kubescape/host-scanner'],
  },
  {
    name: 'KubeArmor',
    does: "confines the node's processes",
    checks: configures,
    images: ['kubearmor/kubearmor', 'kubearmor/kubearmor-init'],
  },
];

const byImage: ReadonlyMap<string, NodeAgent> = new Map(
  nodeAgents.flatMap((agent) => agent.images.map((image): [string, NodeAgent] => [image, agent])),
);
