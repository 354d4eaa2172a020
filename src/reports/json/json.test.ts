/** The JSON report against its published schema, and against the exact keys other tools rely on. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { present } from '../../model/change.ts';
import { emptyReport, fullReport, toLargeReport } from '../example-report.ts';
import type { Report } from '../report.ts';
import { jsonReport } from './index.ts';

const schema = JSON.parse(readFileSync(new URL('../../../docs/report.schema.json', import.meta.url), 'utf8')) as {
  readonly properties: Readonly<Record<string, unknown>>;
};

const render = (report: Report): string => [...jsonReport.render(report)].join('');
const parse = (report: Report): Parsed => JSON.parse(render(report)) as Parsed;

interface Parsed {
  readonly findings: readonly Readonly<Record<string, unknown>>[];
  readonly [key: string]: unknown;
}

for (const [name, report] of [
  ['empty', emptyReport],
  ['full', fullReport],
  ['large', toLargeReport(60)],
] as const) {
  test(`a report that is ${name} obeys docs/report.schema.json`, () => {
    const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
    const validate = ajv.compile(schema);
    validate(parse(report));
    assert.deepEqual(validate.errors ?? [], []);
  });
}

test('the schema describes every key that is printed, and no other', () => {
  assert.deepEqual(Object.keys(parse(fullReport)), Object.keys(schema.properties));
  assert.deepEqual(toUndescribed(schema, ''), []);
  assert.deepEqual(toStray(parse(fullReport), schema, ''), []);
});

test('a finding has the keys of the contract in their order', () => {
  assert.deepEqual(Object.keys(parse(fullReport).findings[0] ?? {}).join(' '), contract);
});

const contract =
  'id rule control status reason severity layer action enforcement title message path subject owner responsible also fix evidence remediation references';

const seccompFix = {
  reason: 'Use a seccomp profile',
  edits: [
    { path: 'spec.template.spec.securityContext.seccompProfile', before: null, after: { type: 'RuntimeDefault' } },
  ],
  patch: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  template:
    spec:
      securityContext:
        seccompProfile:
          type: RuntimeDefault
`,
  permissions: [],
};

test('what is merged is one entry, and every finding is counted', () => {
  const { findings, summary } = parse(fullReport);
  const merged = findings.find(({ rule }) => rule === 'pod-security/baseline/seccomp');
  assert.deepEqual(merged?.['also'], [
    {
      id: 'a200000000000000',
      rule: 'pod-security/restricted/seccomp',
      status: 'fail',
      reason: null,
      severity: 'medium',
      action: 'deny',
      enforcement: 'not-enforced',
      message: 'No seccomp profile is set.',
      fix: seccompFix,
    },
  ]);
  assert.deepEqual(merged?.['fix'], seccompFix);
  assert.equal(findings.length, fullReport.findings.length - 1);
  assert.deepEqual(summary, fullReport.summary);
});

test('an integer of any size is printed exactly', () => {
  const first = toLargeReport(6).findings.find(({ fix }) => fix !== null);
  assert.ok(first?.fix);
  const edits = [{ path: 'spec.x', before: present(-(2n ** 63n)), after: present([2n ** 64n]) }];
  const text = render({ ...fullReport, findings: [{ ...first, fix: { ...first.fix, edits } }] });
  assert.match(text, /"before":-9223372036854775808,"after":\[18446744073709551616\]/);
});

type Schema = Readonly<Record<string, unknown>>;

/** Places of the schema that lack a description. */
const toUndescribed = (node: Schema, path: string): readonly string[] => [
  ...(typeof node['description'] === 'string' || path.endsWith('[]') ? [] : [path]),
  ...Object.entries((node['properties'] ?? {}) as Readonly<Record<string, Schema>>).flatMap(([key, child]) =>
    toUndescribed(child, `${path}.${key}`),
  ),
  ...(node['items'] === undefined ? [] : toUndescribed(node['items'] as Schema, `${path}[]`)),
];

/** Keys that are printed and not described. */
const toStray = (value: unknown, node: Schema, path: string): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap((item) => toStray(item, (node['items'] ?? {}) as Schema, `${path}[]`));
  if (typeof value !== 'object' || value === null || node['properties'] === undefined) return [];
  const properties = node['properties'] as Readonly<Record<string, Schema>>;
  return Object.entries(value).flatMap(([key, child]) =>
    properties[key] === undefined ? [`${path}.${key}`] : toStray(child, properties[key], `${path}.${key}`),
  );
};
