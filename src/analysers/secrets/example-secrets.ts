/** Small estates with Secrets, and the check of what the chart draws of them: for tests. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AttackParts } from '../../model/attack-parts.ts';
import { keepForAttacks } from '../keep-for-attacks.ts';
import { toSnapshot, type SnapshotExtras } from '../snapshot-of-yaml.ts';
import { secretsChart } from './index.ts';

export const draw = (text: string, extras: SnapshotExtras = {}): AttackParts =>
  secretsChart.draw(toSnapshot(text, { keep: keepForAttacks }, extras));

export const tell = ({ steps }: AttackParts): readonly string[] =>
  steps.filter(({ type }) => type !== 'MEMBER').map(({ type, from, to }) => `${type} ${from} ${to}`);

export const join = (...documents: readonly string[]): string => documents.join('\n---\n');

export const deployment = (pod: string, container = '', more = ''): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    metadata: {labels: {app: web}${more}}
    spec: {${pod}${pod === '' ? '' : ', '}containers: [{name: app, image: registry.example.com/web:1${container}}, {name: side, image: side:1}]}
`;

export const secret = (name: string, more: string): string => `
apiVersion: v1
kind: Secret
metadata: {name: ${name}, namespace: shop}
${more}
`;

export const account = (more: string): string => `
apiVersion: v1
kind: ServiceAccount
metadata: {name: web, namespace: shop${more}
`;

export interface Case {
  readonly name: string;
  readonly text: string;
  /** All ways but those of new pods. */
  readonly told: readonly string[];
}

export const claim = (name: string, more = ''): string => `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: ${name}, namespace: shop${more}}
spec: {}
`;

/** Each is a test; and every place that is named is declared. */
export const checkCases = (cases: readonly Case[]): void => {
  for (const { name, text, told } of cases)
    test(name, () => {
      const parts = draw(text);
      assert.deepEqual(
        tell(parts).filter((step) => !/ (?:unguarded|new)-pod\//.test(step)),
        told,
      );
      const declared = new Set(parts.places.map(({ id }) => id));
      for (const { from, to } of parts.steps) assert.ok(declared.has(from) && declared.has(to), `${from} ${to}`);
      for (const { place } of parts.assets) assert.ok(declared.has(place));
    });
};
