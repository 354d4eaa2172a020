/** The findings of the HTML report: one line each that opens to where, why and the patch. */

import { renderStrategicPatch } from '../../lang/patch/to-strategic-patch.ts';
import { toEntryFix, type MergedFinding } from '../../engine/merge/merge-findings.ts';
import { severities } from '../../model/severity.ts';
import { isKnown } from '../overview.ts';
import { renderPlace, renderRef, toPlace } from '../place.ts';
import type { Report } from '../report.ts';
import { escapeHtml, escapeHtmlLines } from '../escape-html.ts';

export function* renderFindings(
  entries: readonly MergedFinding[],
  report: Report,
  anchors: ReadonlyMap<string, string>,
): Generator<string> {
  yield '<form class="filter" role="search" hidden>\n<label>Filter <input type="search" placeholder="shop run-as-non-root"></label>\n';
  yield `<label>Severity <select><option value="">any</option>${severities.map((severity) => `<option>${severity}</option>`).join('')}</select></label>\n`;
  yield '<output aria-live="polite" class="soft"></output>\n</form>\n<ul class="findings">\n';
  for (const entry of entries) yield renderFinding(entry, report, anchors);
  yield '</ul>\n';
}

const renderFinding = (entry: MergedFinding, report: Report, anchors: ReadonlyMap<string, string>): string => {
  const { finding, also } = entry;
  const place = renderPlace(toPlace(report, finding), finding.subject.origin);
  const fix = toEntryFix(entry);
  const patch = fix === null ? null : renderStrategicPatch(fix.edits, fix.target);
  const where = [
    renderRef(finding.subject),
    place,
    ...(finding.responsible === 'provider' ? ['the provider’s'] : []),
    ...(isKnown(entry, report) ? ['known'] : []),
  ].filter((part) => part !== '');
  const rows: readonly (readonly [string, string])[] = [
    ['Rule', toRuleLink(finding.rule, anchors)],
    ...also.map(({ rule, message }): [string, string] => [
      'Also',
      `${toRuleLink(rule, anchors)}: ${escapeHtml(message)}`,
    ]),
    ...(finding.path === '' ? [] : [['Field', `<code>${escapeHtml(finding.path)}</code>`] as const]),
    ...(finding.owner === null ? [] : [['Owner', escapeHtml(renderRef(finding.owner))] as const]),
    ...finding.evidence.map(({ text }): [string, string] => ['Evidence', escapeHtml(text)]),
    ...(finding.responsible === 'you' ? [] : [['Whose', `the ${finding.responsible}’s`] as const]),
    ['Id', `<code>${escapeHtml(finding.id)}</code>`],
  ];
  return [
    `<li data-severity="${finding.severity}"><details><summary>`,
    `<span class="severity ${finding.severity}">${finding.severity}</span>`,
    `<span class="message">${escapeHtml(finding.message)}</span>`,
    `<span class="place">${where.map(escapeHtml).join(' · ')}</span></summary>\n<div class="more"><dl>`,
    ...rows.map(([term, text]) => `<dt>${term}</dt><dd>${text}</dd>`),
    '</dl>',
    patch === null ? '' : `<p>A patch that mends it:</p><pre tabindex="0">${escapeHtmlLines(patch)}</pre>`,
    '</div></details></li>\n',
  ].join('');
};

const toRuleLink = (rule: string, anchors: ReadonlyMap<string, string>): string => {
  const anchor = anchors.get(rule);
  return anchor === undefined ? escapeHtml(rule) : `<a href="#${anchor}">${escapeHtml(rule)}</a>`;
};
