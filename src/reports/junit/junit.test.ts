/** JUnit: the numbers agree with the cases, and no text breaks the document. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { emptyReport, fullReport } from '../example-report.ts';
import { escapeXml } from '../escape-xml.ts';
import { junitReport } from './index.ts';
import { assertWellFormed } from './well-formed.ts';

test('every total is the number of cases below it', () => {
  const xml = [...junitReport.render(fullReport)].join('');
  for (const [, head = '', body = ''] of xml.matchAll(/<testsuite ([^>]*)>([^]*?)<\/testsuite>/g)) {
    assert.equal(attribute(head, 'tests'), body.match(/<testcase /g)?.length ?? 0);
    assert.equal(attribute(head, 'failures'), body.match(/<failure /g)?.length ?? 0);
    assert.equal(attribute(head, 'errors'), body.match(/<error /g)?.length ?? 0);
    assert.equal(attribute(head, 'skipped'), body.match(/<skipped /g)?.length ?? 0);
  }
  const head = /<testsuites ([^>]*)>/.exec(xml)?.[1] ?? '';
  assert.equal(attribute(head, 'tests'), xml.match(/<testcase /g)?.length);
  assert.equal(attribute(head, 'failures'), fullReport.summary.fail);
});

test('a scan that found nothing is a suite without cases', () => {
  const xml = [...junitReport.render(emptyReport)].join('');
  assert.match(xml, /<testsuites name="vauban" tests="0" failures="0" errors="0" skipped="0" time="0">/);
});

test('any text can stand in an attribute and in an element', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const escaped = escapeXml(text);
      assertWellFormed(`<a b="${escaped}">${escaped}</a>`);
    }),
    { seed: 13, numRuns: 500 },
  );
});

const attribute = (head: string, name: string): number => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(head)?.[1]);
