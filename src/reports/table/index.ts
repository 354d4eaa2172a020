/** The table: what a person reads first in a terminal, and what to do next. */

import { mergeFindings } from '../../engine/merge/merge-findings.ts';
import type { RenderOptions, Report, ReportFormat } from '../report.ts';
import { renderBrief } from './brief.ts';
import { nextSection, totalSection } from './closing-section.ts';
import { findingSection } from './findings-section.ts';
import { enforcementSection, fixSection, groupSection, headSection } from './overview-section.ts';
import { createPaint } from '../paint.ts';
import {
  errorSection,
  exceptedSection,
  exceptionSection,
  otherSection,
  problemSection,
  providerSection,
  unreadSection,
} from './rest-section.ts';
import type { Section, Sheet } from './sheet.ts';
import { wallsSection } from './walls-section.ts';

/** Lines go out in pieces of this many: a report of any size is streamed, in few writes. */
const linesInPiece = 200;

export const tableReport = {
  id: 'table',
  summary: 'for a person at a terminal',
  extension: 'txt',
  *render(report, options) {
    let piece: string[] = [];
    for (const line of renderLines(report, options)) {
      piece.push(line);
      if (piece.length < linesInPiece) continue;
      yield `${piece.join('\n')}\n`;
      piece = [];
    }
    if (piece.length > 0) yield `${piece.join('\n')}\n`;
  },
} satisfies ReportFormat;

/** In the order they are read. */
const sections: readonly Section[] = [
  headSection,
  wallsSection,
  groupSection,
  fixSection,
  enforcementSection,
  findingSection,
  providerSection,
  errorSection,
  unreadSection,
  exceptedSection,
  exceptionSection,
  otherSection,
  problemSection,
  totalSection,
  nextSection,
];

function* renderLines(report: Report, options: RenderOptions): Generator<string> {
  const sheet: Sheet = {
    report,
    options,
    paint: createPaint(options),
    entries: mergeFindings(report.findings, report.rules),
  };
  if (options.brief) {
    yield* renderBrief(sheet);
    return;
  }
  let isFirst = true;
  for (const section of sections) {
    let isBlank = !isFirst;
    for (const line of section(sheet)) {
      if (isBlank) yield '';
      isBlank = false;
      isFirst = false;
      yield line;
    }
  }
}
