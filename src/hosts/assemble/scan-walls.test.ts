/** The walls of a scan, and the notes on findings about what holds a way in open. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepForAttacks } from '../../analysers/keep-for-attacks.ts';
import { toSnapshot } from '../../analysers/snapshot-of-yaml.ts';
import type { Finding, FindingSubject } from '../../model/finding.ts';
import { toFinding } from '../../reports/example-report.ts';
import { pickWorst, scanWalls, withExposures, type WallsScan } from './scan-walls.ts';

const estate = (service: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: shop}
spec:
  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api}}
    spec:
      automountServiceAccountToken: false
      containers:
      - name: app
        image: api:1
        ports: [{containerPort: 8080}]
        envFrom: [{secretRef: {name: database}}]
---
apiVersion: v1
kind: Secret
metadata: {name: database, namespace: shop}
type: Opaque
---
apiVersion: v1
kind: Service
metadata: {name: api, namespace: shop}
spec:
  type: ${service}
  selector: {app: api}
  ports: [{port: 80, targetPort: 8080}]`;

const asked: WallsScan = { jewels: [], problems: [] };

const scan = (yaml: string, more: Partial<WallsScan> = {}) =>
  scanWalls(toSnapshot(yaml, { keep: keepForAttacks }), { ...asked, ...more });

const deployment: FindingSubject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'shop',
  name: 'api',
  origin: { kind: 'file', file: 'api.yaml', document: 0, item: null, start: 0, end: 9 },
};

const notesOf = (finding: Finding, yaml: string): readonly string[] =>
  withExposures([finding], scan(yaml))[0]?.evidence.map(({ text }) => text) ?? [];

test('a Secret that an exposed container is given is open from the internet', () => {
  const { walls } = scan(estate('NodePort'));
  assert.equal(walls.from.id, 'internet');
  assert.equal(walls.assets.find(({ place }) => place.id === 'secret/shop/database')?.depth, 0);
  assert.equal(walls.assets[0]?.depth, 0);
});

test('where nothing is exposed the answer begins in any workload, and says so', () => {
  const { walls } = scan(estate('ClusterIP'));
  assert.equal(walls.from.id, 'any-workload');
  assert.match(walls.notes.join(), /Nothing that was read is exposed to the internet/);
});

test('a failed finding about what grants a step of an open way says what it exposes', () => {
  const failed = toFinding('a1', 'image/digest', deployment);
  assert.deepEqual(notesOf(failed, estate('NodePort')), [
    'exposes Secret shop/database: it is on an open way in from the internet (vauban attacks)',
  ]);
  assert.deepEqual(notesOf({ ...failed, subject: { ...deployment, name: 'other' } }, estate('NodePort')), []);
});

test('a pod that was found fault with says so for its owner, and what passed says nothing', () => {
  const { origin, ...owner } = deployment;
  const pod = { ...deployment, apiVersion: 'v1', kind: 'Pod', name: 'api-1', origin };
  assert.equal(notesOf(toFinding('a1', 'image/digest', pod, { owner }), estate('NodePort')).length, 1);
  assert.deepEqual(notesOf(toFinding('a1', 'image/digest', deployment, { status: 'pass' }), estate('NodePort')), []);
});

test('a file that could not be read makes the answer partial', () => {
  const span = { file: 'rbac.yaml', line: 3, column: 1 };
  const problem = { severity: 'error', message: 'this is no YAML', span, policy: null } as const;
  const { walls } = scan(estate('NodePort'), { problems: [problem] });
  assert.equal(walls.complete, false);
  assert.match(walls.unknowns.join('\n'), /^rbac\.yaml.*: this is no YAML$/m);
});

test('what a person marks is counted', () => {
  const { walls } = scan(estate('NodePort'), { jewels: ['container/shop/*'] });
  assert.equal(walls.assets.find(({ asset }) => asset.kind === 'marked')?.place.id, 'container/shop/api/app');
});

test('of several estates the worst is told, and how many there are', () => {
  const [open, closed] = [scan(estate('NodePort')), scan(estate('ClusterIP').replace('envFrom', 'ignored'))];
  assert.equal(pickWorst([]), null);
  assert.equal(pickWorst([open]), open.walls);
  const worst = pickWorst([closed, open]);
  assert.equal(worst?.from.id, 'internet');
  assert.match(worst?.notes[0] ?? '', /^Of 2 estates this is the one that stands worst/);
});
