/** Which pipelines stop an image with known holes, which would only say so, and what reports on images that run. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Evidence } from '../../model/evidence.ts';
import type { JsonObject } from '../../model/json.ts';
import { surveyYaml } from '../surveyed-of-yaml.ts';
import { pipelineSurvey } from './index.ts';

const workflow = (value: JsonObject): Evidence => ({
  kind: 'ci/workflow',
  about: null,
  value: { file: '.github/workflows/ci.yml', builds: true, scanner: '', canFail: false, elsewhere: [], ...value },
  source: '.github/workflows/ci.yml:3',
  confidence: 'certain',
  at: null,
});

const scanned = 'scans with Trivy';
const unseen = 'the roadmap of the repository that builds the images tells';

const pipelines: readonly (readonly [name: string, readonly Evidence[], told: readonly string[]])[] = [
  ['none at all', [], [`unknown: A pipeline that builds images: no pipeline file was found; ${unseen}`]],
  [
    'none that builds an image, also where it scans one',
    [workflow({ builds: false, scanner: 'Trivy', canFail: true })],
    [`unknown: A pipeline that builds images: none of the pipelines that were read builds one; ${unseen}`],
  ],
  [
    'one that builds and scans',
    [workflow({ scanner: 'Trivy', canFail: true })],
    [`met (declared): Pipeline .github/workflows/ci.yml: ${scanned}, which can fail it`],
  ],
  [
    'one whose scan cannot fail it',
    [workflow({ scanner: 'Trivy', harmless: 'exit-code is 0' })],
    [`unmet: Pipeline .github/workflows/ci.yml: ${scanned}, and goes on whatever is found: exit-code is 0`],
  ],
  [
    'one that builds and scans nothing',
    [workflow({ builder: 'docker build' })],
    ['unmet: Pipeline .github/workflows/ci.yml: builds images (docker build) and scans none'],
  ],
  [
    'one that takes over steps from elsewhere',
    [workflow({ elsewhere: ['org/.github/ci.yml'] })],
    [
      'unknown: Pipeline .github/workflows/ci.yml: builds images and scans none; it takes over org/.github/ci.yml, which was not read',
    ],
  ],
];

for (const [name, evidence, told] of pipelines)
  test(`image/pipeline-scan: ${name}`, () =>
    assert.deepEqual(surveyYaml(pipelineSurvey, '', { criterion: 'image/pipeline-scan', extras: { evidence } }), told));

const report = (apiVersion: string, kind: string): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: r, namespace: shop}`;

const running = (image: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: scanner, namespace: ops}\nspec: {template: {spec: {containers: [{name: a, image: "${image}"}]}}}`;

const reports: readonly (readonly [name: string, text: string, told: string])[] = [
  [
    'one of the Trivy operator',
    report('aquasecurity.github.io/v1alpha1', 'VulnerabilityReport'),
    'met (enforced): Reports on images that run: is one of them',
  ],
  [
    'one of Kubescape',
    report('spdx.softwarecomposition.kubescape.io/v1beta1', 'VulnerabilityManifestSummary'),
    'met (enforced): Reports on images that run: is one of them',
  ],
  [
    'one of the same name of another group',
    report('example.com/v1', 'VulnerabilityReport'),
    'unmet: Reports on images that run: no scanner and no VulnerabilityReport was read',
  ],
  [
    'the operator that writes them',
    running('ghcr.io/aquasecurity/trivy-operator:0.28.0'),
    'met (enforced): Deployment ops/scanner: runs the Trivy operator',
  ],
  [
    'what is merely called a scanner',
    running('busybox:1'),
    'unmet: Reports on images that run: no scanner and no VulnerabilityReport was read',
  ],
];

for (const [name, text, told] of reports)
  test(`image/cluster-reports: ${name}`, () =>
    assert.deepEqual(surveyYaml(pipelineSurvey, text, { criterion: 'image/cluster-reports', kind: 'cluster' }), [
      told,
    ]));
