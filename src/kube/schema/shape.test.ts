/** Slips of indentation are said, in words and at the field; sound objects are left alone. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { renderFieldPath } from '../../model/field-path.ts';
import { isJsonObject } from '../../model/json.ts';
import { parseYaml } from '../../lang/yaml/read-yaml.ts';
import { findShapeProblems } from './shape.ts';

const problemsOf = (text: string): readonly string[] => {
  const read = parseYaml(text);
  assert.ok(read.kind === 'value' && isJsonObject(read.value));
  return findShapeProblems(read.value).map(
    ({ severity, message, path }) => `${severity} ${renderFieldPath(path)}: ${message}`,
  );
};

const pod = (rest: string): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n${rest}`;

describe('lost indentation is an error', () => {
  const cases: readonly (readonly [name: string, text: string, problems: readonly string[]])[] = [
    [
      'all of a Pod at the margin',
      'apiVersion: v1\nkind: Pod\nmetadata:\nname: web\nspec:\nsecurityContext:\nrunAsNonRoot: true\ncontainers:\n- name: web\n',
      [
        'error runAsNonRoot: the indentation seems lost: `runAsNonRoot` stands at the top level, where a Pod has no such field; it belongs under spec.securityContext (and 3 more so)',
      ],
    ],
    [
      'one security context',
      pod('spec:\n  securityContext:\n  runAsNonRoot: true\n  containers: []\n'),
      [
        'error spec.runAsNonRoot: the indentation seems lost: `runAsNonRoot` stands in the spec of a pod, which has no such field; it belongs under spec.securityContext',
      ],
    ],
    [
      'the security context of a container',
      pod('spec:\n  containers:\n  - name: web\n    securityContext:\n    readOnlyRootFilesystem: true\n'),
      [
        'error spec.containers[0].readOnlyRootFilesystem: the indentation seems lost: `readOnlyRootFilesystem` stands in a container, which has no such field; it belongs under spec.containers.securityContext',
      ],
    ],
    [
      'the metadata of any kind',
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\nname: a\ndata: {}\n',
      [
        'error name: the indentation seems lost: `name` stands at the top level, where a ConfigMap has no such field; it belongs under metadata',
      ],
    ],
    [
      'a template of a Deployment',
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  template:\n    metadata: {}\n    spec:\n    containers:\n    - name: a\n',
      [
        'error spec.template.containers: the indentation seems lost: `containers` stands in a pod template, which has no such field; it belongs under spec.template.spec',
      ],
    ],
  ];
  for (const [name, text, problems] of cases) test(name, () => assert.deepEqual(problemsOf(text), problems));
});

describe('a field on the wrong level is a warning', () => {
  const cases: readonly (readonly [name: string, text: string, problems: readonly string[]])[] = [
    [
      'a field of a container beside its containers',
      pod('spec:\n  image: nginx\n  containers: []\n'),
      [
        'warning spec.image: `image` stands in the spec of a pod, which has no such field, so Kubernetes ignores or refuses it; it belongs under spec.containers',
      ],
    ],
    [
      "a field of a container's security context in the pod's",
      pod('spec:\n  securityContext: {allowPrivilegeEscalation: false}\n'),
      [
        'warning spec.securityContext.allowPrivilegeEscalation: `allowPrivilegeEscalation` stands in the security context of a pod, which has no such field, so Kubernetes ignores or refuses it; it belongs in securityContext of each container',
      ],
    ],
    [
      "a field of the pod's security context in a container's",
      pod('spec:\n  containers:\n  - securityContext: {fsGroup: 1}\n'),
      [
        'warning spec.containers[0].securityContext.fsGroup: `fsGroup` stands in the security context of a container, which has no such field, so Kubernetes ignores or refuses it; it belongs in securityContext in the spec of the pod',
      ],
    ],
  ];
  for (const [name, text, problems] of cases) test(name, () => assert.deepEqual(problemsOf(text), problems));
});

describe('the wrong type is an error', () => {
  const cases: readonly (readonly [name: string, text: string, problems: readonly string[]])[] = [
    [
      'a text for an object',
      pod('spec: containers\n'),
      ['error spec: `spec` is a text where a Pod has an object; is the indentation below it lost?'],
    ],
    [
      'an object for a list',
      pod('spec:\n  containers:\n    name: web\n'),
      [
        'error spec.containers: `spec.containers` is an object where a Pod has a list; is the indentation below it lost?',
      ],
    ],
    [
      'a kind in a group that does not have it',
      'apiVersion: v1\nkind: Deployment\nmetadata: {name: a}\n',
      ['error apiVersion: there is no Deployment in `v1`, so the API server refuses it; it belongs to `apps`'],
    ],
  ];
  for (const [name, text, problems] of cases) test(name, () => assert.deepEqual(problemsOf(text), problems));
});

describe('a kind that its group does not have', () => {
  const cases: readonly (readonly [name: string, text: string, problems: readonly string[]])[] = [
    [
      'in lower case is an error',
      'apiVersion: v1\nkind: pod\n',
      ['error kind: there is no kind `pod`, so the API server refuses it; did you mean `Pod`?'],
    ],
    [
      'in the plural is an error',
      'apiVersion: networking.k8s.io/v1\nkind: Ingresses\n',
      ['error kind: there is no kind `Ingresses`, so the API server refuses it; did you mean `Ingress`?'],
    ],
    [
      'with letters swapped is an error',
      'apiVersion: apps/v1\nkind: Deploymnet\n',
      ['error kind: there is no kind `Deploymnet`, so the API server refuses it; did you mean `Deployment`?'],
    ],
    [
      'with a letter missing is an error',
      'apiVersion: apps/v1\nkind: StatefulSe\n',
      ['error kind: there is no kind `StatefulSe`, so the API server refuses it; did you mean `StatefulSet`?'],
    ],
    [
      'and that resembles none is a warning, since a newer Kubernetes may have it',
      'apiVersion: apps/v1\nkind: Rollout\n',
      ['warning kind: no Rollout in `apps/v1` is known here, so it was not judged; is it spelt as meant?'],
    ],
  ];
  for (const [name, text, problems] of cases) test(name, () => assert.deepEqual(problemsOf(text), problems));
});

describe('a workload without a pod', () => {
  const deployment = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n';
  const cases: readonly (readonly [name: string, text: string, problems: readonly string[]])[] = [
    [
      'whose template is empty is an error',
      `${deployment}spec: {template: null}\n`,
      [
        'error spec.template: this Deployment has an empty `spec.template`, so no pod to judge; the API server refuses it',
      ],
    ],
    [
      'whose template has an empty spec is an error',
      `${deployment}spec: {template: {spec: null}}\n`,
      [
        'error spec.template.spec: this Deployment has an empty `spec.template.spec`, so no pod to judge; the API server refuses it',
      ],
    ],
    [
      'that has no template is a warning: it may be a patch',
      `${deployment}spec: {replicas: 2}\n`,
      ['warning spec: this Deployment has no `spec.template`, so no pod to judge; the API server refuses it'],
    ],
    [
      'below a CronJob is one too',
      'apiVersion: batch/v1\nkind: CronJob\nspec: {jobTemplate: {spec: {}}}\n',
      [
        'warning spec.jobTemplate.spec: this CronJob has no `spec.jobTemplate.spec.template`, so no pod to judge; the API server refuses it',
      ],
    ],
    [
      'or a Pod whose spec is empty is an error',
      'apiVersion: v1\nkind: Pod\nspec:\n',
      ['error spec: this Pod has an empty `spec`; the API server refuses it'],
    ],
    [
      'or a Pod whose containers are empty is an error',
      pod('spec:\n  containers:\n'),
      ['error spec.containers: this Pod has an empty `spec.containers`; the API server refuses it'],
    ],
    [
      'for its indentation is told of that alone',
      'apiVersion: apps/v1\nkind: Deployment\nspec: {replicas: 1}\ntemplate: {spec: {containers: []}}\n',
      [
        'warning template: `template` stands at the top level, where a Deployment has no such field, so Kubernetes ignores or refuses it; it belongs under spec',
      ],
    ],
  ];
  for (const [name, text, problems] of cases) test(name, () => assert.deepEqual(problemsOf(text), problems));
});

describe('sound objects are left alone', () => {
  const cases: readonly (readonly [name: string, text: string])[] = [
    ['a Pod', pod('spec:\n  securityContext: {runAsNonRoot: true}\n  containers:\n  - name: web\n    image: x\n')],
    ['a Pod without metadata below it', 'apiVersion: v1\nkind: Pod\nmetadata:\nspec: {containers: []}\n'],
    ['an empty security context', pod('spec:\n  securityContext:\n  containers: []\n')],
    ['fields nobody knows', pod('spec:\n  newField: 1\n  containers: []\nnewer: 2\n')],
    ['a custom kind that looks like a Pod', 'apiVersion: a.example/v1\nkind: Pod\nmetadata: {}\nimage: x\n'],
    [
      'a retired group',
      'apiVersion: extensions/v1beta1\nkind: Deployment\nspec: {template: {spec: {containers: []}}}\n',
    ],
  ];
  for (const [name, text] of cases) test(name, () => assert.deepEqual(problemsOf(text), []));
});
