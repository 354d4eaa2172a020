/** What every report format promises, held against each of the registry. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { parseYaml } from '../lang/yaml/read-yaml.ts';
import { emptyReport, fullReport, plainOptions, toLargeReport } from './example-report.ts';
import { assertWellFormed } from './junit/well-formed.ts';
import { reportFormats } from './registry.ts';
import type { RenderOptions, Report, ReportFormat } from './report.ts';

const mebibyte = 1024 * 1024;

function parseDocuments(text: string): void {
  for (const document of text.split(/^---$/m)) assert.equal(parseYaml(document).kind, 'value');
}

/** How a reader of the format would find it broken. */
const parsers: Readonly<Record<string, (text: string) => void>> = {
  json: JSON.parse,
  sarif: JSON.parse,
  junit: assertWellFormed,
  html: (text) => {
    assert.match(text, /^<!doctype html>\n<html lang="en">/);
    // Void elements apart, the page is written as XML would be.
    assertWellFormed(
      text
        .slice(16)
        .replaceAll(/<(meta|input)([^>]*)>/g, '<$1$2/>')
        .replaceAll(/(<form[^>]*) hidden>/g, '$1>')
        .replaceAll(/<(style|script)>[\s\S]*?<\/\1>/g, '')
        .replaceAll('<br>', '<br/>'),
    );
  },
  policyreport: parseDocuments,
  openreports: parseDocuments,
  table: () => {},
  markdown: () => {},
};

const render = (format: ReportFormat, report: Report, options: Partial<RenderOptions> = {}): string =>
  [...format.render(report, { ...plainOptions, ...options })].join('');

test('ids are words, unique, and every format has a parser here', () => {
  const ids = reportFormats.map(({ id }) => id);
  assert.deepEqual([...new Set(ids)], ids);
  for (const { id, extension, summary } of reportFormats) {
    assert.match(id, /^[a-z]+$/);
    assert.match(extension, /^[a-z]+$/);
    assert.match(summary, /^\S.*[^.]$/);
    assert.ok(Object.hasOwn(parsers, id), `${id} has no parser in this test`);
  }
});

const reports: readonly (readonly [string, Report])[] = [
  ['an empty report', emptyReport],
  ['a partial report with every status', fullReport],
  ['a complete report', { ...fullReport, complete: true, unread: [], baseline: null }],
  ['a report of problems alone', { ...emptyReport, problems: fullReport.problems }],
];

const hostileUnit = fc.constantFrom(
  '<',
  '>',
  '&',
  '"',
  "'",
  '`',
  '|',
  '\\',
  '[',
  ']',
  '(',
  ')',
  '@a',
  '#1',
  '-',
  '*',
  '\n',
  '\t',
  '\u001b',
  '\u009b',
  '\u202e',
  '\ud800',
  ' ',
  'x',
  ']]>',
  '-->',
  '</script>',
  '</summary>',
  '://',
  'é',
);

/** The same two texts wherever a manifest, a file name or a rule puts text. */
const toHostile = (a: string, b: string): Report => ({
  ...fullReport,
  cluster: a,
  findings: fullReport.findings.map((finding) => ({
    ...finding,
    message: a,
    path: b,
    subject: {
      ...finding.subject,
      kind: b,
      namespace: a,
      name: b,
      origin: { kind: 'file', file: a, document: 0, item: null, start: 0, end: 0 },
    },
    evidence: [{ text: b, source: a }],
  })),
  walls:
    fullReport.walls === null
      ? null
      : {
          ...fullReport.walls,
          from: { ...fullReport.walls.from, title: a, id: b },
          unknowns: [b],
          notes: [a],
          assets: fullReport.walls.assets.map((each) => ({
            ...each,
            asset: { ...each.asset, type: a },
            place: { ...each.place, id: a, title: b },
            way: each.way && {
              ...each.way,
              moves: each.way.moves.map((move) => ({
                ...move,
                grant: a,
                technique: b,
                controls: move.controls.map((control) => ({ ...control, id: a, title: b, scope: a })),
              })),
            },
          })),
        },
  roadmap:
    fullReport.roadmap === null
      ? null
      : {
          ...fullReport.roadmap,
          missing: [a],
          phases: fullReport.roadmap.phases.map((phase) => ({
            ...phase,
            actions: phase.actions.map((action) => ({
              ...action,
              items: action.items.map((item) => ({
                ...item,
                what: a,
                why: b,
                source: a,
                accepted: item.accepted && { reason: b, owner: a, until: b },
              })),
              doubts: [a],
              owner: b,
              settle: a,
              commands: [{ line: b, why: a }],
              files: [b],
            })),
          })),
        },
  problems: [{ severity: 'error', message: b, span: { file: a, line: null, column: null }, policy: b }],
  unread: [{ kind: a, group: null, cluster: null, namespace: b, reason: a, grant: b }],
  next: [{ command: a, why: b }],
});

for (const format of reportFormats) {
  for (const [name, report] of reports) {
    test(`${format.id}: ${name} is rendered, parses, and is the same twice`, () => {
      for (const options of [{}, { all: true }, { brief: true }, { width: 0 }, { width: 30 }]) {
        const text = render(format, report, options);
        assert.match(text, /\n$/);
        parsers[format.id]?.(text);
        assert.equal(render(format, report, options), text);
      }
    });
  }

  test(`${format.id}: nothing from a manifest reaches the terminal as a control character`, () => {
    for (const all of [true, false]) {
      // eslint-disable-next-line no-control-regex
      assert.doesNotMatch(render(format, fullReport, { all }), /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    }
  });

  test(`${format.id}: any text in any place is rendered and parses`, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: hostileUnit }), (a, b) => {
        const text = render(format, toHostile(a, b), { all: true });
        parsers[format.id]?.(text);
        assert.doesNotMatch(text, /[\p{Cc}--\n]|\p{Cs}|[\u202a-\u202e]/v);
      }),
      { seed: 17, numRuns: 60 },
    );
  });

  test(`${format.id}: markup in a name stays text`, () => {
    if (['json', 'sarif', 'table', 'policyreport', 'openreports'].includes(format.id)) return;
    assert.doesNotMatch(render(format, fullReport, { all: true }), /<img/);
  });

  test(`${format.id}: ten thousand findings come in pieces of less than a mebibyte`, () => {
    const report = toLargeReport(10_000);
    const withBaseline: Report = {
      ...report,
      baseline: { file: 'b', known: new Set(), fixed: report.findings.map(({ id }) => id) },
    };
    let pieces = 0;
    for (const piece of format.render(withBaseline, { ...plainOptions, all: true })) {
      pieces += 1;
      assert.ok(piece.length < mebibyte);
    }
    assert.ok(pieces > 5);
  });

  test(`${format.id}: a partial report says so`, () => {
    const text = render(format, fullReport);
    assert.match(text, format.id === 'json' ? /"complete": false/ : /partial/);
    assert.doesNotMatch(render(format, emptyReport).replace(/<style>[^]*<\/style>/, ''), /partial/);
  });
}

test('the first line of every text report says partial', () => {
  for (const id of ['table', 'markdown']) {
    const format = reportFormats.find((each) => each.id === id);
    assert.ok(format !== undefined);
    for (const brief of [true, false])
      assert.match(render(format, fullReport, { brief }).split('\n')[0] ?? '', /partial/);
  }
});
