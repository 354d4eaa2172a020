/** Tests of which workloads are taken for node agents: by DaemonSet and image, never by name. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../model/json.ts';
import { nodeAgentOf, nodeAgents } from './node-agent.ts';
import { podTemplateOf } from './pod-template.ts';
import { checks } from '../pod-security/registry.ts';

const agentOf = (kind: string, image: string, metadata: JsonObject = {}): string | undefined => {
  const spec = {
    containers: [
      { name: 'other', image: 'registry.example/app' },
      { name: 'agent', image },
    ],
  };
  const object: JsonObject = kind === 'Pod' ? { metadata, spec } : { metadata, spec: { template: { spec } } };
  const ref = { apiVersion: kind === 'Pod' ? 'v1' : 'apps/v1', kind };
  const template = podTemplateOf(ref, object);
  assert.ok(template !== undefined);
  return nodeAgentOf(ref, object, template)?.name;
};

const cases: readonly (readonly [image: string, agent: string | undefined])[] = [
  ['quay.io/prometheus/node-exporter:v1.8.2', 'node-exporter'],
  ['docker.io/calico/node:v3.30.0', 'Calico'],
  ['quay.io/cilium/cilium:v1.18@sha256:00', 'Cilium'],
  ['602401143452.dkr.ecr.eu-west-1.amazonaws.com/amazon-k8s-cni:v1.20', 'the Amazon VPC CNI'],
  ['cr.fluentbit.io/fluent/fluent-bit:4.0', 'Fluent Bit'],
  ['localhost:5000/mirror/grafana/promtail', 'Promtail'],
  ['registry.k8s.io/kube-proxy:v1.37.0', 'kube-proxy'],
  ['registry.k8s.io/sig-storage/csi-node-driver-registrar:v2', 'a CSI node driver'],
  ['falcosecurity/falco:0.41', 'Falco'],
  ['node-exporter', undefined],
  ['evil.example/my-calico/node', undefined],
  ['', undefined],
];

for (const [image, agent] of cases) {
  test(`a DaemonSet of the image "${image}" is ${agent ?? 'no known node agent'}`, () => {
    assert.equal(agentOf('DaemonSet', image), agent);
  });
}

test('a node agent is a DaemonSet, or a pod that one owns', () => {
  const image = 'calico/node';
  assert.equal(agentOf('Deployment', image), undefined);
  assert.equal(agentOf('Pod', image, { name: 'calico-node' }), undefined);
  assert.equal(
    agentOf('Pod', image, { ownerReferences: [{ kind: 'DaemonSet', name: 'x', controller: true }] }),
    'Calico',
  );
  assert.equal(agentOf('Pod', image, { ownerReferences: 'DaemonSet' }), undefined);
});

test('the table of node agents names each image once, and only checks that there are', () => {
  const images = nodeAgents.flatMap((agent) => agent.images);
  assert.deepEqual(
    images.filter((image, index) => images.indexOf(image) !== index),
    [],
  );
  const ids = new Set(checks.map(({ id }) => id));
  assert.deepEqual(
    [...new Set(nodeAgents.flatMap((agent) => agent.checks))].filter((id) => !ids.has(id)),
    [],
  );
});
