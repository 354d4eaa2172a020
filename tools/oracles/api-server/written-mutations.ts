/** Mutations worth having whatever chance brings: merging by key, atomic lists, removal, JSON Patch of every kind, faults. */

import type { MutationCase } from './generate-mutation.ts';
import { toMutationCase } from './generate-mutation.ts';

const apply = (expression: string): readonly [patchType: 'ApplyConfiguration', expression: string] => [
  'ApplyConfiguration',
  expression,
];
const patch = (expression: string): readonly [patchType: 'JSONPatch', expression: string] => ['JSONPatch', expression];

const pod = {
  containers: [
    {
      name: 'main',
      image: 'nginx:1.25',
      env: [{ name: 'A', value: '1' }],
      ports: [{ containerPort: 80 }],
      args: ['a', 'b'],
    },
    { name: 'side', image: 'busybox' },
  ],
  volumes: [{ name: 'tmp', emptyDir: {} }],
  tolerations: [{ key: 'a', operator: 'Exists' }],
};

const deployment = {
  replicas: 2,
  selector: { matchLabels: { app: 'x' } },
  template: { metadata: { labels: { app: 'x' } }, spec: pod },
};

// oxfmt-ignore
const mutations: readonly (readonly [name: string, kind: 'Pod' | 'Deployment' | 'ConfigMap', ...mutations: (readonly ['ApplyConfiguration' | 'JSONPatch', string])[]])[] = [
  ['a-field', 'Pod', apply('Object{spec: Object.spec{hostNetwork: false, dnsPolicy: "Default"}}')],
  ['a-label', 'Pod', apply('Object{metadata: Object.metadata{labels: {"added": "yes"}}}')],
  ['an-annotation', 'ConfigMap', apply('Object{metadata: Object.metadata{annotations: {"a/b": string(size(object.data))}}}')],
  ['a-container', 'Pod', apply('Object{spec: Object.spec{containers: [Object.spec.containers{name: "new", image: "new:1"}]}}')],
  ['an-init-container', 'Pod', apply('Object{spec: Object.spec{initContainers: [Object.spec.initContainers{name: "new", image: "new:1", restartPolicy: "Always"}]}}')],
  ['every-container', 'Pod', apply('Object{spec: Object.spec{containers: object.spec.containers.map(c, Object.spec.containers{name: c.name, imagePullPolicy: "Always", securityContext: Object.spec.containers.securityContext{allowPrivilegeEscalation: false}})}}')],
  ['an-env-of-one', 'Pod', apply('Object{spec: Object.spec{containers: [Object.spec.containers{name: "main", env: [Object.spec.containers.env{name: "B", value: "2"}, Object.spec.containers.env{name: "A", value: "3"}]}]}}')],
  ['a-port', 'Pod', apply('Object{spec: Object.spec{containers: [Object.spec.containers{name: "main", ports: [Object.spec.containers.ports{containerPort: 81, protocol: "UDP"}]}]}}')],
  ['a-volume', 'Pod', apply('Object{spec: Object.spec{volumes: [Object.spec.volumes{name: "more", emptyDir: Object.spec.volumes.emptyDir{medium: "Memory"}}]}}')],
  ['atomic-args', 'Pod', apply('Object{spec: Object.spec{containers: [Object.spec.containers{name: "main", args: ["c"]}]}}')],
  ['tolerations', 'Pod', apply('Object{spec: Object.spec{tolerations: [Object.spec.tolerations{key: "b", operator: "Exists"}]}}')],
  ['node-selector', 'Pod', apply('Object{spec: Object.spec{nodeSelector: {"disk": "ssd"}}}')],
  ['limits', 'Pod', apply('Object{spec: Object.spec{containers: [Object.spec.containers{name: "main", resources: Object.spec.containers.resources{limits: {"memory": "0.5Gi"}}}]}}')],
  ['topology', 'Deployment', apply('Object{spec: Object.spec{template: Object.spec.template{spec: Object.spec.template.spec{topologySpreadConstraints: [Object.spec.template.spec.topologySpreadConstraints{maxSkew: 1, topologyKey: "zone", whenUnsatisfiable: "DoNotSchedule"}]}}}}')],
  ['replicas', 'Deployment', apply('Object{spec: Object.spec{replicas: object.spec.replicas + 1}}')],
  ['template-label', 'Deployment', apply('Object{spec: Object.spec{template: Object.spec.template{metadata: Object.spec.template.metadata{labels: {"b": "c"}}}}}')],
  ['optional-field', 'Pod', apply('Object{spec: Object.spec{?priorityClassName: object.spec.?nothing, ?hostname: optional.of("host")}}')],
  ['nothing', 'Pod', apply('Object{}')],
  ['wrong-type-name', 'Pod', apply('Object{spec: Object.status{hostNetwork: true}}')],
  ['unknown-field', 'Pod', apply('Object{spec: Object.spec{nothing: "x"}}')],
  ['wrong-value', 'Deployment', apply('Object{spec: Object.spec{replicas: "many"}}')],
  ['fault', 'Pod', apply('Object{spec: Object.spec{hostname: object.spec.nothing}}')],
  ['data', 'ConfigMap', apply('Object{data: {"new": "value", "a": "changed"}}')],
  ['two', 'Pod', apply('Object{metadata: Object.metadata{labels: {"first": "1"}}}'), apply('Object{metadata: Object.metadata{labels: {"second": object.metadata.labels.first + "2"}}}')],
  ['both', 'Pod', apply('Object{spec: Object.spec{hostname: "h"}}'), patch('[JSONPatch{op: "add", path: "/metadata/labels/host", value: object.spec.hostname}]')],
  ['patch-add', 'Pod', patch('[JSONPatch{op: "add", path: "/spec/nodeSelector", value: {"a": "b"}}]')],
  ['patch-append', 'Pod', patch('[JSONPatch{op: "add", path: "/spec/containers/-", value: Object.spec.containers{name: "new", image: "new:1"}}]')],
  ['patch-insert', 'Pod', patch('[JSONPatch{op: "add", path: "/spec/containers/0", value: {"name": "new", "image": "new:1"}}]')],
  ['patch-remove', 'Pod', patch('[JSONPatch{op: "remove", path: "/spec/containers/1"}]')],
  ['patch-replace', 'Pod', patch('[JSONPatch{op: "replace", path: "/spec/containers/0/image", value: "other:1"}]')],
  ['patch-copy', 'Pod', patch('[JSONPatch{op: "copy", from: "/metadata/labels/app", path: "/metadata/labels/copied"}]')],
  ['patch-move', 'Pod', patch('[JSONPatch{op: "move", from: "/spec/containers/1/image", path: "/spec/containers/0/image"}, JSONPatch{op: "add", path: "/spec/containers/1/image", value: "x"}]')],
  ['patch-test', 'Pod', patch('[JSONPatch{op: "test", path: "/spec/containers/0/image", value: "nginx:1.25"}, JSONPatch{op: "replace", path: "/spec/containers/0/image", value: "b"}]')],
  ['patch-untested', 'Pod', patch('[JSONPatch{op: "test", path: "/spec/containers/0/image", value: "other"}, JSONPatch{op: "replace", path: "/spec/containers/0/image", value: "b"}]')],
  ['patch-missing', 'Pod', patch('[JSONPatch{op: "remove", path: "/spec/nothing"}]')],
  ['patch-nowhere', 'Pod', patch('[JSONPatch{op: "add", path: "/spec/nothing/deeper", value: "x"}]')],
  ['patch-key', 'Pod', patch('[JSONPatch{op: "add", path: "/metadata/labels/" + jsonpatch.escapeKey("example.com/a~b"), value: "x"}].map(p, p)')],
  ['patch-empty', 'Pod', patch('[]')],
  ['patch-choice', 'Deployment', patch('object.spec.replicas > 1 ? [JSONPatch{op: "replace", path: "/spec/replicas", value: 1}] : []')],
  ['patch-out-of-range', 'Pod', patch('[JSONPatch{op: "add", path: "/spec/containers/9", value: {"name": "new", "image": "i"}}]')],
  ['patch-wrong-op', 'Pod', patch('[JSONPatch{op: "erase", path: "/spec/containers/0"}]')],
  ['patch-annotations', 'ConfigMap', patch('[JSONPatch{op: "add", path: "/metadata/annotations", value: {"k": object.data["a"]}}, JSONPatch{op: "remove", path: "/data/a"}]')],
  ['order-0', 'Pod', apply('Object{spec: Object.spec{containers: ["side", "main"].map(n, Object.spec.containers{name: n, image: "i"})}}')],
  ['order-1', 'Pod', apply('Object{spec: Object.spec{containers: ["new", "main"].map(n, Object.spec.containers{name: n, image: "i"})}}')],
  ['order-2', 'Pod', apply('Object{spec: Object.spec{containers: ["side", "new", "main"].map(n, Object.spec.containers{name: n, image: "i"})}}')],
  ['order-3', 'Pod', apply('Object{spec: Object.spec{containers: ["new", "side"].map(n, Object.spec.containers{name: n, image: "i"})}}')],
  ['order-4', 'Pod', apply('Object{spec: Object.spec{containers: ["main", "new", "side", "last"].map(n, Object.spec.containers{name: n, image: "i"})}}')],
  ['variables', 'Pod'],
];

export const writtenMutations: readonly MutationCase[] = mutations.map(([name, kind, ...steps]) =>
  toMutationCase({
    name: `mutation-${name}`,
    kind,
    body: kind === 'Pod' ? { spec: pod } : kind === 'Deployment' ? { spec: deployment } : { data: { a: 'b', c: '' } },
    mutations: steps.length > 0 ? steps : [apply('Object{metadata: Object.metadata{labels: variables.more}}')],
    more:
      steps.length > 0
        ? {}
        : { variables: [{ name: 'more', expression: '{"images": string(size(object.spec.containers))}' }] },
  }),
);
