/** What counts as a sensor, as a route and as a dashboard, and what only has such a name. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { surveyYaml } from '../surveyed-of-yaml.ts';
import { join } from '../told-of-yaml.ts';
import { monitoringSurvey } from './index.ts';

const workload = (kind: string, name: string, image: string, spec = '', container = ''): string => `
apiVersion: apps/v1
kind: ${kind}
metadata: {name: ${name}, namespace: ops}
spec: {template: {metadata: {labels: {app: ${name}}}, spec: {${spec}containers: [{name: ${name}, image: "${image}"${container}}]}}}`;

const object = (apiVersion: string, kind: string, name: string, rest: string, labels = '{}'): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}, namespace: ops, labels: ${labels}}\n${rest}`;

const node = (name: string, os = 'linux'): string =>
  `apiVersion: v1\nkind: Node\nmetadata: {name: ${name}, labels: {kubernetes.io/os: ${os}}}`;

const pod = (on: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: falco-${on}, namespace: ops, labels: {app: falco}, ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: falco, controller: true}]}\nspec: {nodeName: ${on}, containers: [{name: falco}]}`;

type Case = readonly [name: string, text: string, told: readonly string[], kind?: 'cluster'];

const run = (criterion: string, cases: readonly Case[]): void => {
  for (const [name, text, told, kind = 'manifests'] of cases)
    test(`${criterion}: ${name}`, () =>
      assert.deepEqual(surveyYaml(monitoringSurvey, text, { criterion, kind }), told));
};

const falco = workload('DaemonSet', 'falco', 'docker.io/falcosecurity/falco:0.42.0');
const noSensor = 'A sensor on every node: no Falco, Tetragon, KubeArmor or Tracee was read';
const elsewhere = 'it may be installed from elsewhere';
const release = (chart: string, spec = ''): string =>
  object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'x', `spec: {chart: {spec: {chart: ${chart}}}${spec}}`);

run('monitoring/falco', [
  ['nothing in files cannot be told', workload('Deployment', 'web', 'web:1'), [`unknown: ${noSensor}; ${elsewhere}`]],
  ['nothing in a cluster is nothing', workload('Deployment', 'web', 'web:1'), [`unmet: ${noSensor}`], 'cluster'],
  [
    'a DaemonSet that is merely called falco',
    workload('DaemonSet', 'falco', 'nginx:1'),
    [`unmet: ${noSensor}`],
    'cluster',
  ],
  ['Falco', falco, ['met (declared): DaemonSet ops/falco: runs Falco on every node']],
  [
    'Falco from a mirror, by digest',
    workload('DaemonSet', 'f', `mirror.example:5000/x/falco@sha256:${'a'.repeat(64)}`),
    ['met (declared): DaemonSet ops/f: runs Falco on every node'],
  ],
  [
    'Tetragon',
    workload('DaemonSet', 't', 'quay.io/cilium/tetragon:v1.5.0'),
    ['met (declared): DaemonSet ops/t: runs Tetragon on every node'],
  ],
  [
    'Falco beside nothing but its sidekick',
    workload('Deployment', 'f', 'falcosecurity/falcosidekick:2'),
    [`unmet: ${noSensor}`],
    'cluster',
  ],
  [
    'Falco as a Deployment',
    workload('Deployment', 'falco', 'falcosecurity/falco:0.42.0'),
    ['unmet: Deployment ops/falco: runs Falco, but not as a DaemonSet on every node'],
  ],
  [
    'on some nodes',
    workload('DaemonSet', 'falco', 'falcosecurity/falco:0.42.0', 'nodeSelector: {pool: a}, '),
    ['unmet: DaemonSet ops/falco: runs Falco only on nodes with the label pool'],
  ],
  [
    'on every node of Linux',
    join(
      workload('DaemonSet', 'falco', 'falcosecurity/falco:0.42.0', 'nodeSelector: {kubernetes.io/os: linux}, '),
      node('a'),
      node('w', 'windows'),
      pod('a'),
    ),
    ['met (enforced): DaemonSet ops/falco: runs Falco on every node'],
    'cluster',
  ],
  [
    'not on the control plane',
    join(falco, node('a'), node('b'), pod('a')),
    ['unmet: DaemonSet ops/falco: runs Falco, and not on b'],
    'cluster',
  ],
  [
    'a chart in files',
    release('falco'),
    ['met (declared): HelmRelease ops/x: installs Falco, which stands on every node'],
  ],
  ['a chart that is suspended', release('falco', ', suspend: true'), [`unknown: ${noSensor}; ${elsewhere}`]],
  ['a chart in a cluster that runs nothing', release('falco'), [`unmet: ${noSensor}`], 'cluster'],
  [
    'the operator of Falco',
    object('instance.falcosecurity.dev/v1alpha1', 'Falco', 'f', 'spec: {}'),
    ['met (declared): Falco ops/f: installs Falco, which stands on every node'],
  ],
]);

const noRoute = 'A route from alerts to people: no Alertmanager, AlertmanagerConfig or Falcosidekick was read';
const rule = object('monitoring.coreos.com/v1', 'PrometheusRule', 'r', 'spec: {groups: [{rules: [{alert: Down}]}]}');
const receivers = (text: string): string =>
  object('monitoring.coreos.com/v1alpha1', 'AlertmanagerConfig', 'c', `spec: {receivers: ${text}}`);

run('monitoring/alerts', [
  ['nothing', workload('Deployment', 'web', 'web:1'), [`unmet: ${noRoute}`], 'cluster'],
  [
    'rules without a route',
    rule,
    ['met (enforced): PrometheusRule ops/r: says what is an alert', `unmet: ${noRoute}`],
    'cluster',
  ],
  [
    'rules that only record',
    object('monitoring.coreos.com/v1', 'PrometheusRule', 'r', 'spec: {groups: [{rules: [{record: a}]}]}'),
    [`unmet: ${noRoute}`],
    'cluster',
  ],
  [
    'a receiver',
    receivers('[{name: a, slackConfigs: [{channel: x}]}]'),
    ['met (declared): AlertmanagerConfig ops/c: says who is told'],
  ],
  [
    'a receiver without a channel',
    receivers('[{name: "null"}]'),
    ['unmet: AlertmanagerConfig ops/c: has no receiver that tells anybody'],
  ],
  [
    'a configuration in a ConfigMap',
    object('v1', 'ConfigMap', 'a', 'data: {alertmanager.yml: "receivers: [{name: a, webhook_configs: [{url: x}]}]"}'),
    ['met (declared): ConfigMap ops/a: says who is told'],
  ],
  [
    'a configuration that is no YAML',
    object('v1', 'ConfigMap', 'a', 'data: {alertmanager.yml: "receivers: ["}'),
    ['unmet: ConfigMap ops/a: has no receiver that tells anybody'],
  ],
  [
    'Alertmanager alone',
    workload('StatefulSet', 'am', 'quay.io/prometheus/alertmanager:v0.28.1'),
    ['unknown: StatefulSet ops/am: runs Alertmanager, whose receivers lie in a Secret that is not read'],
  ],
  [
    'Falcosidekick',
    workload('Deployment', 's', 'falcosecurity/falcosidekick:2.31.1', '', ', envFrom: [{secretRef: {name: s}}]'),
    ['met (declared): Deployment ops/s: runs Falcosidekick, which sends alerts on'],
  ],
  [
    'Falcosidekick without an output',
    workload('Deployment', 's', 'falcosecurity/falcosidekick:2.31.1'),
    ['unmet: Deployment ops/s: runs Falcosidekick without any output'],
  ],
  [
    'a Deployment that is merely called falcosidekick',
    workload('Deployment', 'falcosidekick', 'nginx:1'),
    [`unmet: ${noRoute}`],
    'cluster',
  ],
  [
    'the chart with its sidekick',
    release('falco', ', values: {falcosidekick: {enabled: true}}'),
    ['met (declared): HelmRelease ops/x: installs Falcosidekick, which sends alerts on'],
  ],
  ['the chart without', release('falco'), [`unknown: ${noRoute}; ${elsewhere}`]],
  [
    'the stack with the receiver it comes with',
    release('kube-prometheus-stack'),
    ['unmet: HelmRelease ops/x: installs Alertmanager with the receiver it comes with, which tells nobody'],
  ],
]);

const noBoard = 'A dashboard: no ConfigMap labelled grafana_dashboard and no GrafanaDashboard was read';
const board = object('v1', 'ConfigMap', 'd', "data: {a.json: '{}'}", '{grafana_dashboard: "1"}');

run('monitoring/dashboards', [
  ['nothing', workload('Deployment', 'grafana', 'grafana/grafana:12'), [`unknown: ${noBoard}; ${elsewhere}`]],
  ['a ConfigMap with the label', board, ['met (declared): ConfigMap ops/d: is a dashboard of Grafana']],
  [
    'a ConfigMap with the label and no dashboard',
    object('v1', 'ConfigMap', 'd', 'data: {}', '{grafana_dashboard: "1"}'),
    [`unknown: ${noBoard}; ${elsewhere}`],
  ],
  [
    'a ConfigMap without the label',
    object('v1', 'ConfigMap', 'grafana_dashboard', "data: {a.json: '{}'}"),
    [`unknown: ${noBoard}; ${elsewhere}`],
  ],
  [
    'a GrafanaDashboard',
    object('grafana.integreatly.org/v1beta1', 'GrafanaDashboard', 'd', 'spec: {}'),
    ['met (declared): GrafanaDashboard ops/d: is a dashboard of Grafana'],
  ],
  [
    'a dashboard that nothing shows',
    board,
    [
      'met (enforced): ConfigMap ops/d: is a dashboard of Grafana',
      'unmet: Grafana: dashboards lie there, and no Grafana that shows them runs',
    ],
    'cluster',
  ],
  [
    'a dashboard that Grafana shows',
    join(board, workload('Deployment', 'grafana', 'grafana/grafana:12')),
    ['met (enforced): ConfigMap ops/d: is a dashboard of Grafana'],
    'cluster',
  ],
]);
