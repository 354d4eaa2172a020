/** What exists and is not enforced is said before the findings, in every report that people read. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyReport, fullReport, plainOptions, toFinding } from './example-report.ts';
import { reportFormats } from './registry.ts';
import type { Report } from './report.ts';

const { subject } = fullReport.findings[0] ?? assert.fail('the example has findings');

const idle: Report = {
  ...fullReport,
  findings: [
    toFinding('00000000000000aa', 'enforcement/policy-without-binding', subject, {
      message: 'policy web has no binding: it judges nothing',
    }),
    ...fullReport.findings,
  ],
};

for (const id of ['table', 'markdown', 'html']) {
  test(`${id}: a policy that judges nothing stands under its own heading`, () => {
    const format = reportFormats.find((each) => each.id === id);
    assert.ok(format !== undefined);
    const render = (report: Report): string => [...format.render(report, plainOptions)].join('');
    assert.match(render(idle), /Exists and is not enforced[^]{0,60}policy web has no binding: it judges nothing/);
    assert.doesNotMatch(render(emptyReport), /Exists and is not enforced/);
  });
}
