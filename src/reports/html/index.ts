/** HTML: one self-contained file to hand on. It loads nothing, runs one small script, and says so to the browser. */

import { createHash } from 'node:crypto';
import { mergeFindings, type MergedFinding } from '../../engine/merge/merge-findings.ts';
import { compareSeverity } from '../../model/severity.ts';
import { isKnown, renderHeadline } from '../overview.ts';
import { count } from '../plain-text.ts';
import type { RenderOptions, Report, ReportFormat } from '../report.ts';
import { escapeHtml } from '../escape-html.ts';
import { renderFindings } from './findings.ts';
import { script } from './script.ts';
import { renderRoadmap } from './roadmap.ts';
import { renderFixes, renderGroups, renderNotes, renderRules } from './sections.ts';
import { style } from './style.ts';
import { renderWalls } from './walls.ts';
import { chooseWays, renderWays, toWayAnchors } from './ways.ts';

/** Beyond this a browser takes seconds to open the page; `--all` writes all of them nevertheless. */
const most = 5000;

export const htmlReport = {
  id: 'html',
  summary: 'one self-contained page, to hand on or to print',
  extension: 'html',
  *render(report, options) {
    const { shown, left } = toShown(report, options);
    const anchors = toAnchors(shown);
    const ways = chooseWays(report);
    yield renderHead(report);
    yield renderParts(report, { hasFindings: shown.length > 0, hasWays: ways.length > 0 });
    yield renderWalls(report, toWayAnchors(ways));
    yield renderGroups(report);
    yield renderFixes(report);
    yield* renderRoadmap(report);
    if (shown.length > 0) {
      yield '<section aria-labelledby="findings">\n<h2 id="findings">Findings, worst first</h2>\n';
      yield* renderFindings(shown, report, anchors);
      if (left > 0) yield `<p>… and ${count(left, 'more finding')}: <code>--all</code> writes them too.</p>\n`;
      yield '</section>\n';
    }
    yield* renderWays(report, ways);
    yield* renderNotes(report);
    yield* renderRules(report, anchors);
    yield renderFoot(report);
  },
} satisfies ReportFormat;

const toShown = (
  report: Report,
  { all }: RenderOptions,
): { readonly shown: readonly MergedFinding[]; readonly left: number } => {
  const entries = mergeFindings(report.findings, report.rules)
    .filter(({ finding }) => finding.status === 'fail')
    .sort(
      (a, b) =>
        Number(isKnown(a, report)) - Number(isKnown(b, report)) ||
        Number(a.finding.responsible === 'provider') - Number(b.finding.responsible === 'provider') ||
        compareSeverity(a.finding.severity, b.finding.severity),
    );
  return all
    ? { shown: entries, left: 0 }
    : { shown: entries.slice(0, most), left: Math.max(0, entries.length - most) };
};

const toAnchors = (entries: readonly MergedFinding[]): ReadonlyMap<string, string> => {
  const rules = new Set(entries.flatMap(({ finding, also }) => [finding.rule, ...also.map(({ rule }) => rule)]));
  return new Map([...rules].map((rule, index) => [rule, `rule-${index + 1}`]));
};

/**
 * The page holds names that strangers wrote. Should an escape ever be missed, the policy still lets nothing run or
 * load but the style and the script whose digests it names. It must stand before anything it governs.
 */
const renderHead = (report: Report): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${toDigest(style)}'; script-src '${toDigest(script)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Vauban: ${escapeHtml(renderHeadline(report))}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#main">To the findings</a>
<header>
<h1>${escapeHtml(capitalise(renderHeadline({ ...report, complete: true })))}</h1>
<p class="soft">Vauban ${escapeHtml(report.version)}${report.cluster === null ? '' : `, cluster ${escapeHtml(report.cluster)}`}, as of <time datetime="${escapeHtml(report.asOf)}">${escapeHtml(report.asOf)}</time></p>
${report.complete ? '' : '<p class="partial" role="note"><strong>This report is partial.</strong> Not everything could be read: what was not read is listed below and is not called safe.</p>\n'}</header>
<main id="main">
`;

/** What the page holds, for who looks for one part of it. */
const renderParts = (
  { walls, roadmap }: Report,
  { hasFindings, hasWays }: { readonly hasFindings: boolean; readonly hasWays: boolean },
): string => {
  const parts = [
    ...(walls !== null && walls.assets.length > 0 ? [['walls', 'Walls']] : []),
    ...(roadmap === null ? [] : [['roadmap', 'Roadmap']]),
    ...(hasFindings ? [['findings', 'Findings']] : []),
    ...(hasWays ? [['ways', 'Ways in']] : []),
  ];
  return parts.length < 2
    ? ''
    : `<nav class="parts" aria-label="Parts of this page">${parts.map(([id, name]) => `<a href="#${id}">${name}</a>`).join(' ')}</nav>\n`;
};

const toDigest = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

const renderFoot = (report: Report): string => {
  const { evaluated, pass, fail, error, skip } = report.summary;
  return `</main>
<footer>
<p>${count(evaluated, 'judgement')}: ${pass} pass, ${fail} fail, ${count(error, 'error')}, ${skip} skipped. Rules and options: <code>${escapeHtml(report.policySet)}</code>.</p>
</footer>
<script>${script}</script>
</body>
</html>
`;
};

const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
