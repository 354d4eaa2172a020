/** Annotations of manifests as exceptions of their own objects. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { annotationFormat } from './index.ts';

const read = (text: string): readonly string[] => {
  const { exceptions, problems } = annotationFormat.parse(text, 'web.yaml');
  return [
    ...exceptions.map(({ scope, reason, owner, expires, span }) =>
      [span.line, scope.rule, scope.kind, scope.namespace, scope.name, reason, owner, expires].join(' | '),
    ),
    ...problems.map(({ severity, message, span }) => `${span?.line} ${severity}: ${message}`),
  ];
};

const manifest = `apiVersion: v1
kind: Service
metadata: {name: web}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
  annotations:
    checkov.io/skip1: CKV_K8S_16=needs the host
    ignore-check.kube-linter.io/run-as-non-root: until the image is rebuilt
spec:
  template:
    metadata:
      annotations:
        except.vauban.dev/logs: rule=pod-security/baseline/host-ports; reason=metrics; owner=ops; expires=2027-03-31
`;

test('each annotation covers its own object alone', () =>
  assert.deepEqual(read(manifest), [
    '7 | pod-security/baseline/privileged | Deployment | shop | web | needs the host |  | ',
    '7 | pod-security/restricted/run-as-non-root | Deployment | shop | web | until the image is rebuilt |  | ',
    '7 | pod-security/baseline/host-ports | Deployment | shop | web | metrics | ops | 2027-03-31',
  ]));

test('items of a List are read singly, and an annotation that cannot be read is a warning with its line', () =>
  assert.deepEqual(
    read(
      `apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Pod
  metadata: {name: one, annotations: {bridgecrew.io/skip9: CKV_K8S_8}}
- apiVersion: v1
  kind: Pod
  metadata: {name: two, annotations: {except.vauban.dev/x: because}}
`,
    ),
    [
      '6 | checkov/CKV_K8S_8 | Pod |  | one | skipped for checkov without a reason |  | ',
      '9 warning: except.vauban.dev/x: write it as rule=RULE; reason=WHY; owner=WHO; expires=2027-03-31',
    ],
  ));

test('a manifest without such an annotation is none of these, also where a sentence speaks of one', () => {
  const recognises = (text: string): boolean => annotationFormat.recognises('web.yaml', text);
  assert.ok(recognises(manifest));
  assert.ok(recognises('{"metadata": {"annotations": {"checkov.io/skip1": "CKV_K8S_16"}}}'));
  assert.ok(!recognises('apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n'));
  assert.ok(!recognises('# see checkov.io/skip1 for how it was\nkind: Pod\n'));
});
