/** The sections of the HTML report around its findings. */

import {
  isCounted,
  renderBaseline,
  renderFix,
  renderUnread,
  renderReview,
  toAcceptance,
  toGroupOverviews,
  toNotEnforced,
  toTopFixes,
} from '../overview.ts';
import { renderRef } from '../place.ts';
import type { Report } from '../report.ts';
import { escapeHtml, toLink } from '../escape-html.ts';

export const renderGroups = (report: Report): string => {
  const groups = toGroupOverviews(report);
  const baseline = renderBaseline(report);
  const told = baseline === undefined ? '' : `<p>${escapeHtml(baseline)}</p>\n`;
  if (groups.length === 0) return told;
  const cell = (name: string, words: string, number: number): string =>
    `<div class="${name}${number > 0 ? ' some' : ''}"><dt>${words}</dt><dd>${number}</dd></div>`;
  const items = groups.map(
    ({ group, good, fix, unknown }) =>
      `<li><h2>${group} checks</h2><dl>${cell('good', 'good', good)}${cell('fix', 'fix', fix)}${cell('unknown', 'cannot tell', unknown)}</dl></li>\n`,
  );
  return `${told}<ul class="groups" aria-label="Checks by group">\n${items.join('')}</ul>\n`;
};

export const renderFixes = (report: Report): string => {
  const top = toTopFixes(report);
  if (top.length === 0) return '';
  const items = top.map((fix) => `<li>${renderFix(fix, withCode)}</li>\n`);
  return `<section aria-labelledby="fixes">\n<h2 id="fixes">What matters most</h2>\n<ol class="fixes">\n${items.join('')}</ol>\n</section>\n`;
};

/** Code stands between backticks in an action. */
const withCode = (action: string): string =>
  action
    .split('`')
    .map((part, index) => (index % 2 === 1 ? `<code>${escapeHtml(part)}</code>` : escapeHtml(part)))
    .join('');

/** What must not go unsaid, and what to do next. */
export function* renderNotes(report: Report): Generator<string> {
  const excepted = report.findings.filter(({ status, reason }) => status === 'skip' && reason === 'excepted');
  const errors = report.findings.filter((finding) => isCounted(finding) && finding.status === 'error');
  const toSentence = ({ subject, message, rule }: (typeof errors)[number]): string =>
    `${renderRef(subject)}: ${message} (${rule})`;
  yield* renderList(
    'Exists and is not enforced',
    toNotEnforced(report).map(({ message }) => message),
  );
  yield* renderList('Not read', report.unread.map(renderUnread));
  yield* renderList('Could not be judged', errors.map(toSentence));
  yield* renderList(
    'Accepted by exceptions',
    excepted.map((finding) => `${renderRef(finding.subject)}: ${finding.rule}: ${toAcceptance(finding)}`),
  );
  yield* renderList(
    'Exceptions to look at',
    report.exceptions.filter(({ states }) => states.some((state) => state !== 'active')).map(renderReview),
  );
  yield* renderList(
    'Problems',
    report.problems.map(
      ({ span, message, policy }) =>
        `${span === null ? (policy ?? '') : [span.file, span.line, span.column].filter((part) => part !== null).join(':')}: ${message}`,
    ),
  );
  if (report.next.length === 0) return;
  yield '<section aria-labelledby="next">\n<h2 id="next">Next</h2>\n<ul class="plain commands">\n';
  for (const { command, why } of report.next) {
    yield `<li><code>${escapeHtml(command)}</code> ${escapeHtml(why)}</li>\n`;
  }
  yield '</ul>\n</section>\n';
}

/** Lists beyond this are cut: the JSON report has all. */
const mostListed = 500;

function* renderList(heading: string, items: readonly string[]): Generator<string> {
  if (items.length === 0) return;
  yield `<section>\n<h2>${heading}</h2>\n<ul class="plain">\n`;
  for (const item of items.slice(0, mostListed)) yield `<li>${escapeHtml(item)}</li>\n`;
  yield items.length > mostListed
    ? `</ul>\n<p>… and ${items.length - mostListed} more.</p>\n</section>\n`
    : '</ul>\n</section>\n';
}

/** Each rule once, for all the findings that link to it. */
export function* renderRules(report: Report, anchors: ReadonlyMap<string, string>): Generator<string> {
  if (anchors.size === 0) return;
  yield '<section aria-labelledby="rules">\n<h2 id="rules">The rules behind the findings</h2>\n<div class="rules">\n';
  for (const [id, anchor] of anchors) {
    const rule = report.rules.get(id);
    if (rule === undefined) {
      yield `<article class="rule" id="${anchor}"><h3>${escapeHtml(id)}</h3></article>\n`;
      continue;
    }
    const rows = [
      ['Rule', `<code>${escapeHtml(id)}</code>`],
      ['What', escapeHtml(rule.what)],
      ['Why', escapeHtml(rule.why)],
      ['When it is fine', escapeHtml(rule.fine)],
      ['How to mend it', escapeHtml(rule.remediation)],
      ...(rule.references.length === 0 ? [] : [['References', rule.references.map(toLink).join('<br>')]]),
    ];
    yield `<article class="rule" id="${anchor}"><h3>${escapeHtml(rule.title)}</h3><dl>${rows.map(([term, text]) => `<dt>${term}</dt><dd>${text}</dd>`).join('')}</dl></article>\n`;
  }
  yield '</div>\n</section>\n';
}
