/** What watches at run time: values for Falco's chart with a route to people, alert rules, and a dashboard. */

import { textAt } from '../../../model/read-object.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import type { Control } from '../../../model/control.ts';
import { readStandingWorkloads } from '../../../analysers/standing-workloads.ts';
import { toRepository } from '../../../kube/workload/image-repository.ts';
import { nothingPlanned, type ActionPlan, type PhaseFacts } from './phase-facts.ts';
import { toCreation, toRemedyControl } from './to-remedy-control.ts';

export const planFalco = (): ActionPlan => ({
  ...nothingPlanned,
  beside: [
    {
      name: 'falco-values.yaml',
      text: `# Made by vauban roadmap. Values for the chart falcosecurity/falco.
driver:
  # Needs no kernel module and no headers: kernels from 5.8 on.
  kind: modern_ebpf
# On the control plane as well: what happens there matters most.
tolerations:
  - operator: Exists
collectors:
  kubernetes:
    enabled: true
falco:
  json_output: true
  priority: notice
  http_output:
    enabled: true
metrics:
  enabled: true
falcosidekick:
  enabled: true
  replicaCount: 2
  config:
    # One of many outputs; the address is a secret, so it is not written here.
    existingSecret: falcosidekick-routes
`,
      use: [
        'Falco on every node, and falcosidekick, which sends what it sees to people:',
        '',
        '    kubectl create namespace falco',
        '    kubectl label namespace falco pod-security.kubernetes.io/enforce=privileged',
        '    kubectl create secret generic falcosidekick-routes -n falco --from-literal=SLACK_WEBHOOKURL=… --from-literal=SLACK_MINIMUMPRIORITY=warning',
        '    helm install falco falcosecurity/falco --namespace falco --values falco-values.yaml',
        '',
        'See first what it would install: `helm template falco falcosecurity/falco --values falco-values.yaml`. `kubectl exec -n falco daemonset/falco -- cat /etc/shadow` must then reach your channel. Take it back: `helm uninstall falco --namespace falco`.',
      ].join('\n'),
    },
  ],
});

export const planAlerts = ({ snapshot }: PhaseFacts): ActionPlan => {
  const namespace = findMonitoring(snapshot, 'prometheus');
  return {
    ...nothingPlanned,
    controls: [
      ...createNamespace(namespace, snapshot),
      toCreation('monitoring', 'monitoring/alerts', 'Say what is an alert', namespace, {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'PrometheusRule',
        metadata: { name: 'vauban-security', namespace, labels: { release: 'monitoring' } },
        spec: { groups: [{ name: 'vauban-security', rules: alerts }] },
      }),
    ],
    cautions: [
      'The Prometheus operator reads a PrometheusRule only where its `ruleSelector` fits: `release: monitoring` is what the chart kube-prometheus-stack asks for where it was installed by the name of `monitoring`. `kubectl get prometheus -A -o jsonpath="{.items[*].spec.ruleSelector}"` tells yours.',
      'A rule alone wakes nobody: `alertmanager.config` of that chart names who is told.',
    ],
  };
};

/** By metrics of the API server, kube-state-metrics and falcosidekick. */
const alerts: readonly JsonObject[] = [
  {
    alert: 'FalcoCritical',
    expr: 'sum by (rule, k8s_ns_name, k8s_pod_name) (increase(falcosecurity_falcosidekick_falco_events_total{priority_raw=~"critical|alert|emergency"}[5m])) > 0',
    labels: { severity: 'critical' },
    annotations: { summary: 'Falco: {{ $labels.rule }} in {{ $labels.k8s_ns_name }}/{{ $labels.k8s_pod_name }}' },
  },
  {
    alert: 'FalcoAbsentOnNodes',
    expr: 'kube_daemonset_status_number_unavailable{daemonset="falco"} > 0 or absent(kube_daemonset_status_number_unavailable{daemonset="falco"})',
    for: '15m',
    labels: { severity: 'warning' },
    annotations: { summary: 'Falco does not watch every node' },
  },
  {
    alert: 'PolicyDenials',
    expr: 'sum by (policy) (increase(apiserver_validating_admission_policy_check_total{enforcement_action="deny"}[15m])) > 20',
    labels: { severity: 'warning' },
    annotations: {
      summary: 'Policy {{ $labels.policy }} refuses again and again: somebody is trying, or a rollout is stuck',
    },
  },
  {
    alert: 'PodSecurityDenials',
    expr: 'sum by (policy_level) (increase(pod_security_evaluations_total{decision="deny",mode="enforce"}[15m])) > 20',
    labels: { severity: 'warning' },
    annotations: { summary: 'Pods are refused by the level {{ $labels.policy_level }} again and again' },
  },
  {
    alert: 'AuditLogFailing',
    expr: 'sum(rate(apiserver_audit_error_total[10m])) > 0',
    for: '10m',
    labels: { severity: 'critical' },
    annotations: { summary: 'The API server loses audit events' },
  },
  {
    alert: 'ForbiddenRequests',
    expr: 'sum(rate(apiserver_request_total{code="403"}[10m])) > 1',
    for: '10m',
    labels: { severity: 'warning' },
    annotations: { summary: 'Somebody asks the API server for what they may not have, again and again' },
  },
];

export const planDashboard = ({ snapshot }: PhaseFacts): ActionPlan => {
  const namespace = findMonitoring(snapshot, 'grafana');
  return {
    ...nothingPlanned,
    controls: [
      ...createNamespace(namespace, snapshot),
      toCreation(
        'monitoring',
        'monitoring/dashboard',
        'Show what Falco and admission say on one dashboard',
        namespace,
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'vauban-security-dashboard', namespace, labels: { grafana_dashboard: '1' } },
          data: { 'vauban-security.json': `${JSON.stringify(dashboard, null, 2)}\n` },
        },
      ),
    ],
    cautions: [
      'The sidecar of Grafana finds the dashboard by its label `grafana_dashboard`, in the namespaces that `sidecar.dashboards.searchNamespace` names.',
    ],
  };
};

const panel = (id: number, title: string, expr: string, legend: string): JsonObject => ({
  id,
  title,
  type: 'timeseries',
  datasource: { type: 'prometheus', uid: '${datasource}' },
  gridPos: { h: 8, w: 12, x: ((id - 1) % 2) * 12, y: Math.floor((id - 1) / 2) * 8 },
  targets: [{ refId: 'A', expr, legendFormat: legend }],
});

const dashboard: JsonObject = {
  title: 'Security',
  uid: 'vauban-security',
  schemaVersion: 39,
  refresh: '1m',
  time: { from: 'now-24h', to: 'now' },
  templating: { list: [{ name: 'datasource', type: 'datasource', query: 'prometheus' }] },
  panels: [
    panel(
      1,
      'Falco events by rule',
      'sum by (rule) (increase(falcosecurity_falcosidekick_falco_events_total[5m]))',
      '{{rule}}',
    ),
    panel(
      2,
      'Falco events by namespace',
      'sum by (k8s_ns_name) (increase(falcosecurity_falcosidekick_falco_events_total[5m]))',
      '{{k8s_ns_name}}',
    ),
    panel(
      3,
      'Refused by policies',
      'sum by (policy) (increase(apiserver_validating_admission_policy_check_total{enforcement_action="deny"}[5m]))',
      '{{policy}}',
    ),
    panel(
      4,
      'Refused by Pod Security',
      'sum by (policy_level) (increase(pod_security_evaluations_total{decision="deny",mode="enforce"}[5m]))',
      '{{policy_level}}',
    ),
    panel(
      5,
      'Requests that were forbidden',
      'sum by (resource) (rate(apiserver_request_total{code="403"}[5m]))',
      '{{resource}}',
    ),
    panel(6, 'Audit events lost', 'sum(rate(apiserver_audit_error_total[5m]))', 'lost'),
  ],
};

/** Where it stands already; a namespace of its own where it does not. */
const findMonitoring = (snapshot: Snapshot, program: string): string =>
  readStandingWorkloads(snapshot).find(({ containers }) =>
    containers.some(({ object }) => toRepository(textAt(object, 'image')).split('/').at(-1) === program),
  )?.place.namespace ?? 'monitoring';

const createNamespace = (name: string, snapshot: Snapshot): readonly Control[] =>
  name !== 'monitoring' || snapshot.find('', 'Namespace', null, name) !== undefined
    ? []
    : [
        toRemedyControl('monitoring/namespace', 'Make a namespace for what watches', 'monitoring', 'cluster', {
          kind: 'create',
          objects: [
            {
              apiVersion: 'v1',
              kind: 'Namespace',
              metadata: { name, labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } },
            },
          ],
        }),
      ];
