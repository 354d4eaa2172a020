/** Every format's whole text for one report, as a file to be read and reviewed. */

import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { emptyReport, fullReport, plainOptions } from './example-report.ts';
import { reportFormats } from './registry.ts';
import type { RenderOptions, Report } from './report.ts';

/** The formatter must leave the files alone, hence `html.txt`. */
const pictures: readonly (readonly [string, string, Report, Partial<RenderOptions>])[] = [
  ['table.txt', 'table', fullReport, {}],
  ['table-brief.txt', 'table', fullReport, { brief: true }],
  ['table-all.txt', 'table', fullReport, { all: true, width: 60 }],
  ['table-colour.txt', 'table', { ...fullReport, unread: [] }, { colour: true, brief: true }],
  ['table-empty.txt', 'table', emptyReport, {}],
  ['json.json', 'json', fullReport, {}],
  ['sarif.json', 'sarif', fullReport, {}],
  ['junit.xml', 'junit', fullReport, {}],
  ['markdown.md', 'markdown', fullReport, {}],
  ['html.txt', 'html', fullReport, {}],
];

for (const [file, id, report, options] of pictures) {
  test(`${id} looks as golden/${file} shows`, (t) => {
    const format = reportFormats.find((each) => each.id === id);
    const text = [...(format?.render(report, { ...plainOptions, ...options }) ?? [])].join('');
    const path = fileURLToPath(new URL(`golden/${file}`, import.meta.url));
    t.assert.fileSnapshot(text, path, { serializers: [(value: string): string => value] });
  });
}
