/** Policy report objects: whose they are, what they count, and that none is too large. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import { emptyReport, fullReport, toLargeReport } from './example-report.ts';
import { mostBytes, toPolicyReports, type PolicyReportApi } from './policy-results.ts';
import type { Report } from './report.ts';

const api: PolicyReportApi = {
  apiVersion: 'wgpolicyk8s.io/v1alpha2',
  namespacedKind: 'PolicyReport',
  clusterKind: 'ClusterPolicyReport',
  fields: {},
};

const objectsOf = (report: Report): readonly JsonObject[] => [...toPolicyReports(report, api)];

const resultsOf = ({ results }: JsonObject): readonly JsonObject[] =>
  Array.isArray(results) ? results.filter(isJsonObject) : [];

test('nothing found is no object', () => {
  assert.deepEqual(objectsOf(emptyReport), []);
});

test('every finding is one result, in the namespace of its subject, and the summary counts them', () => {
  const objects = objectsOf(fullReport);
  assert.equal(objects.flatMap(resultsOf).length, fullReport.findings.length);
  for (const object of objects) {
    const { kind, metadata, summary } = object;
    assert.ok(isJsonObject(metadata) && isJsonObject(summary));
    const total = Object.values(summary).reduce<number>((sum, count) => sum + Number(count), 0);
    assert.equal(total, resultsOf(object).length);
    assert.equal(kind, metadata['namespace'] === undefined ? 'ClusterPolicyReport' : 'PolicyReport');
  }
});

test('a namespace with more than fits is split, each part with a name of its own', () => {
  const report = toLargeReport(20_000);
  const objects = objectsOf(report);
  const names = objects.map(({ metadata }) => JSON.stringify(metadata));
  assert.ok(objects.length > 1);
  assert.equal(new Set(names).size, names.length);
  assert.equal(objects.flatMap(resultsOf).length, report.findings.length);
  for (const object of objects) assert.ok(JSON.stringify(object).length < mostBytes * 1.01);
});
