/** Markdown: short enough for GitHub, and deaf to what a manifest says. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fullReport, toLargeReport } from '../example-report.ts';
import type { Report } from '../report.ts';
import { escapeMarkdown } from './escape-markdown.ts';
import { markdownReport, mostCharacters } from './index.ts';

const render = (report: Report): string => [...markdownReport.render(report)].join('');

const texts: readonly (readonly [string, string, string])[] = [
  ['a bar stays in its cell', 'a|b', 'a&#124;b'],
  ['markup is text', '*a* _b_ `c` [d](e) <f>', '&#42;a&#42; &#95;b&#95; &#96;c&#96; &#91;d&#93;(e) &#60;f&#62;'],
  ['nobody is pinged', '@org/team', '@<!-- -->org/team'],
  ['no issue is linked', 'see #12 and GH-7', 'see #<!-- -->12 and GH<!-- -->-7'],
  ['no address is linked', 'https://a.b www.a.b', 'https:<!-- -->//a.b www<!-- -->.a.b'],
  ['no list, heading or quote begins', '- a', '<!-- -->- a'],
  ['no numbered list begins', '1. a', '<!-- -->1. a'],
  ['an entity is text', '&lt;', '&#38;lt;'],
];

for (const [name, text, expected] of texts) {
  test(name, () => assert.equal(escapeMarkdown(text), expected));
}

test('a comment is never longer than GitHub takes, and says what it left out', () => {
  const report = toLargeReport(5000);
  const text = render(report);
  assert.ok(text.length <= mostCharacters);
  assert.match(text, /\n… and 3,\d{3} more findings: GitHub takes no longer comment\. The JSON report has all\.\n$/);
});

test('one endless message does not fill the comment', () => {
  const [first] = fullReport.findings;
  assert.ok(first);
  const text = render({
    ...fullReport,
    findings: [{ ...first, message: '|'.repeat(1_000_000) }],
    problems: Array.from({ length: 1000 }, () => ({
      severity: 'error' as const,
      message: '@a'.repeat(100_000),
      span: null,
      policy: null,
    })),
  });
  assert.ok(text.length <= mostCharacters);
  assert.match(text, /\| high \|/);
});

test('every row of the table has its five cells', () => {
  const rows = render(fullReport)
    .split('\n')
    .filter((line) => /^\| (?:high|medium|low)/.test(line));
  assert.equal(rows.length, 6);
  for (const row of rows) assert.equal(row.split('|').length, 7, row);
});

test('a note stands below its finding, whole, since it may end with a command to copy', () => {
  const [first] = fullReport.findings;
  assert.ok(first);
  const text = `${'This looks like an agent. '.repeat(14)}vauban exceptions add ${first.id} DATE`;
  const noted = { ...first, evidence: [{ text, source: 'x' }] };
  const page = render({ ...fullReport, findings: [noted] });
  assert.ok(page.includes(`<br>note ${escapeMarkdown(text)} |`));
});
