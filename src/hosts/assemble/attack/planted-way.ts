/** For tests: an estate with one planted way in, and the proof that an attacker takes it and loses it with its grant. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { keepForAttacks } from '../../../analysers/keep-for-attacks.ts';
import { charts } from '../../../analysers/registry.ts';
import { toSnapshot } from '../../../analysers/snapshot-of-yaml.ts';
import { compileGraph } from '../../../attack/compile-graph.ts';
import { findWays } from '../../../attack/find-ways.ts';
import { internet } from '../../../analysers/places.ts';

export const provePlanted = (planted: readonly Planted[]): void => {
  for (const { by, estate, to, moves, without, depth = 0 } of planted) {
    test(`an attacker gets to ${to} by ${by}`, () => {
      const ways = waysTo(estate, to);
      const found = ways.find((way) => way.moves === `ENDPOINT_EXPLOIT ${moves}`);
      assert.ok(found !== undefined, `ways there: ${ways.map((way) => way.moves).join('; ')}`);
      assert.equal(found.depth, depth);
      assert.ok(estate.includes(without[0]));
      const mended = waysTo(estate.replaceAll(without[0], without[1]), to);
      assert.ok(mended.every((way) => way.moves !== found.moves));
    });
  }
};

const waysTo = (estate: string, to: string): readonly { readonly moves: string; readonly depth: number }[] => {
  const snapshot = toSnapshot(estate, { keep: keepForAttacks });
  const graph = compileGraph(charts.map((chart) => chart.draw(snapshot)));
  const entry = graph.numberOf(internet.id);
  assert.ok(entry !== undefined);
  const targets = graph.places.flatMap(({ id }, number) =>
    id === to || (to.endsWith('//') && id.startsWith(to)) ? [number] : [],
  );
  return findWays(graph, entry, targets, { most: 200 }).map(({ moves, depth }) => ({
    moves: moves.map(({ type }) => type).join(' '),
    depth,
  }));
};

export interface Planted {
  /** What an attacker uses: the sentence's end. */
  readonly by: string;
  readonly estate: string;
  readonly to: string;
  /** After ENDPOINT_EXPLOIT into `web`. */
  readonly moves: string;
  /** What is taken out of the estate for the way to be gone. */
  readonly without: readonly [string, string];
  /** Of the way; 0 unless said. */
  readonly depth?: number;
}

/** A Deployment `web` that a NodePort publishes; `pod` goes into its pod, `app` into its container. */
export const web = (pod: string, app = ''): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      ${pod.replaceAll('\n', '\n      ')}
      containers:
      - name: app
        image: registry.example.com/web:1
        ports: [{containerPort: 8080}]
        ${app.replaceAll('\n', '\n        ')}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  type: NodePort
  selector: {app: web}
  ports: [{port: 80, targetPort: 8080}]`;

/** Takes no part but by what is said of it. */
export const other = (name: string, pod: string, app = ''): string => `
---
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: shop, labels: {app: ${name}}}
spec:
  automountServiceAccountToken: false
  ${pod.replaceAll('\n', '\n  ')}
  containers:
  - name: app
    image: registry.example.com/${name}:1
    ${app.replaceAll('\n', '\n    ')}`;

export const privileged = 'securityContext: {privileged: true}';
export const noToken = 'automountServiceAccountToken: false';
export const account = 'serviceAccountName: web';

/** The account `web` may do this, in its namespace or everywhere. */
export const may = (
  rules: string,
  where: 'shop' | 'cluster',
  subject = 'kind: ServiceAccount, name: web, namespace: shop',
): string => `
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ${where === 'shop' ? 'Role' : 'ClusterRole'}
metadata: {name: web${where === 'shop' ? ', namespace: shop' : ''}}
rules: [${rules}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ${where === 'shop' ? 'RoleBinding' : 'ClusterRoleBinding'}
metadata: {name: web${where === 'shop' ? ', namespace: shop' : ''}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ${where === 'shop' ? 'Role' : 'ClusterRole'}, name: web}
subjects: [{${subject}}]`;

export const rule = (group: string, resources: string, verbs: string, names = ''): string =>
  `{apiGroups: ["${group}"], resources: [${resources}], verbs: [${verbs}]${names === '' ? '' : `, resourceNames: [${names}]`}}`;

export const adminAccount = `
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: admin, namespace: shop}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: admin}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: ServiceAccount, name: admin, namespace: shop}]`;

export const secret = (name: string, type = 'Opaque', keys = 'password', annotations = ''): string => `
---
apiVersion: v1
kind: Secret
metadata: {name: ${name}, namespace: shop${annotations === '' ? '' : `, annotations: {${annotations}}`}}
type: ${type}
stringData: {${keys}: example-not-a-real-value}`;

export const hostPath = (path: string, mount = ''): readonly [string, string] => [
  `${noToken}\nvolumes: [{name: host, hostPath: {path: ${path}}}]`,
  `volumeMounts: [{name: host, mountPath: /host${mount}}]`,
];

export const asWeb = (rules: string, where: 'shop' | 'cluster' = 'shop'): string => web(account) + may(rules, where);

export const restricted = `
---
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: restricted}}`;
