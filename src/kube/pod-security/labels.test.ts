/** Tests of the namespace labels, wrong values included, each as the API server takes it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../model/json.ts';
import { labelsOf, toNamespacePolicy } from './labels.ts';
import { renderLevelVersion } from './level.ts';

const cases: readonly {
  name: string;
  labels: Record<string, string>;
  policy: string;
  labelled?: boolean;
  defects?: readonly string[];
}[] = [
  {
    name: 'no labels ask for nothing',
    labels: {},
    policy: 'privileged:latest privileged:latest privileged:latest',
    labelled: false,
  },
  {
    name: 'a version alone asks for nothing',
    labels: { 'enforce-version': 'v1.30' },
    policy: 'privileged:v1.30 privileged:latest privileged:latest',
    labelled: false,
  },
  {
    name: 'enforce warns at its own level and version',
    labels: { enforce: 'baseline', 'enforce-version': 'v1.30' },
    policy: 'baseline:v1.30 baseline:v1.30 privileged:latest',
  },
  {
    name: 'enforce warns at the version that warn names',
    labels: { enforce: 'baseline', 'enforce-version': 'v1.30', 'warn-version': 'v1.31' },
    policy: 'baseline:v1.30 baseline:v1.31 privileged:latest',
  },
  {
    name: 'enforce privileged warns of nothing',
    labels: { enforce: 'privileged' },
    policy: 'privileged:latest privileged:latest privileged:latest',
  },
  {
    name: 'warn privileged is heard',
    labels: { enforce: 'restricted', warn: 'privileged' },
    policy: 'restricted:latest privileged:latest privileged:latest',
  },
  {
    name: 'each mode has its own',
    labels: { enforce: 'baseline', warn: 'restricted', audit: 'restricted', 'audit-version': 'v1.25' },
    policy: 'baseline:latest restricted:latest restricted:v1.25',
  },
  {
    name: 'a wrong enforce fails closed and does not warn',
    labels: { enforce: 'Baseline' },
    policy: 'restricted:latest privileged:latest privileged:latest',
    defects: [
      'The label pod-security.kubernetes.io/enforce is "Baseline", which is none of privileged, baseline, restricted: the API server takes it for restricted.',
    ],
  },
  {
    name: 'a wrong warn fails open and does not follow enforce',
    labels: { enforce: 'baseline', warn: 'yes' },
    policy: 'baseline:latest privileged:latest privileged:latest',
    defects: [
      'The label pod-security.kubernetes.io/warn is "yes", which is none of privileged, baseline, restricted: the API server takes it for privileged.',
    ],
  },
  {
    name: 'a wrong audit fails open',
    labels: { audit: '' },
    policy: 'privileged:latest privileged:latest privileged:latest',
    defects: [
      'The label pod-security.kubernetes.io/audit is "", which is none of privileged, baseline, restricted: the API server takes it for privileged.',
    ],
  },
  {
    name: 'a wrong version is the latest',
    labels: { enforce: 'restricted', 'enforce-version': '1.30' },
    policy: 'restricted:latest restricted:latest privileged:latest',
    defects: [
      'The label pod-security.kubernetes.io/enforce-version is "1.30", which is neither "latest" nor like "v1.31": the API server takes it for latest.',
    ],
  },
];

for (const { name, labels, policy, labelled = true, defects = [] } of cases) {
  test(`of the namespace labels, ${name}`, () => {
    const prefixed: JsonObject = Object.fromEntries(
      Object.entries(labels).map(([key, value]) => [`pod-security.kubernetes.io/${key}`, value]),
    );
    const read = toNamespacePolicy(prefixed);
    assert.equal([read.enforce, read.warn, read.audit].map(renderLevelVersion).join(' '), policy);
    assert.equal(read.labelled, labelled);
    assert.deepEqual(
      read.defects.map(({ message }) => message),
      defects,
    );
  });
}

test('labels of a broken answer count as none', () => {
  for (const answer of [undefined, {}, { labels: null }, { labels: 'x' }]) assert.deepEqual(labelsOf(answer), {});
});
