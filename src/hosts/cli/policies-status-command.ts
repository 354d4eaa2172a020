/** `vauban policies status`: what exists and is not enforced, what cannot be told, and what is in force. */

import type { Finding } from '../../model/finding.ts';
import type { Span } from '../../model/problem.ts';
import { compareSeverity } from '../../model/severity.ts';
import type { Report } from '../../reports/report.ts';
import { renderSubject } from '../../reports/place.ts';
import { toPlainText, wrap } from '../../reports/plain-text.ts';
import { allRules } from '../assemble/rules.ts';
import { statusRules } from '../assemble/status-rules.ts';
import { scanEstate } from '../assemble/scan-estate.ts';
import { exitCodeFor, toFailOn } from './exit-code.ts';
import { flagOption, listOption, textOption, type RunCommand } from './command.ts';
import { withProgress } from './progress.ts';
import { flagSetting, readSettings, textSetting } from './settings.ts';
import { toTargets } from './targets.ts';

export const run: RunCommand = async (input, context) => {
  const settings = await readSettings(input, context);
  const failOn = toFailOn(textSetting(input, settings, 'failOn'));
  const { report, nothingRead } = await withProgress(input.words, context, async (progress) =>
    scanEstate(
      {
        program: context.program,
        by: { ...allRules, only: statusRules() },
        ...(await toTargets(input.words, input, settings, context)),
        namespaces: listOption(input, 'namespace'),
        exceptions: [],
        baseline: null,
        asOf: context.now(),
        includePasses: true,
        includeSkips: true,
        problems: [],
        progress,
      },
      context,
    ),
  );
  const status = toStatus(report);
  await context.output.write(
    textOption(input, 'output') === 'json'
      ? `${JSON.stringify(status, null, 2)}\n`
      : renderStatus(status, {
          width: Math.min(context.output.width === 0 ? 110 : context.output.width, 110),
          all: flagOption(input, 'all'),
        }),
  );
  return exitCodeFor(report, {
    failOn,
    allowPartial: flagSetting(input, settings, 'allowPartial') || flagOption(input, 'allowPartial'),
    nothingRead,
    ownFileBroken: false,
  });
};

interface Status {
  readonly cluster: string | null;
  readonly complete: boolean;
  readonly notEnforced: readonly StatusEntry[];
  readonly cannotTell: readonly StatusEntry[];
  readonly enforced: readonly StatusEntry[];
  readonly unread: readonly string[];
  readonly problems: readonly string[];
}

interface StatusEntry {
  readonly rule: string;
  readonly title: string;
  readonly severity: Finding['severity'];
  readonly subject: string;
  readonly message: string;
  readonly responsible: Finding['responsible'];
  readonly evidence: readonly string[];
}

const toStatus = (report: Report): Status => {
  const unread = report.unread.map(({ kind, reason }) => `${kind}: ${reason}`);
  const ordered = report.findings.toSorted((a, b) => compareSeverity(a.severity, b.severity));
  const pick = (isMeant: (finding: Finding) => boolean): readonly StatusEntry[] =>
    ordered.filter(isMeant).map((finding) => toEntry(finding, report));
  return {
    cluster: report.cluster,
    complete: report.complete,
    notEnforced: pick(({ status }) => status === 'fail'),
    cannotTell: pick(
      ({ status, reason }) =>
        status === 'error' || (status === 'skip' && reason !== 'not-applicable' && reason !== 'excepted'),
    ),
    enforced: pick(({ status }) => status === 'pass'),
    unread,
    // What was not read is a problem too, and said once.
    problems: report.problems
      .map(({ message, span }) => `${renderSpan(span)}${message}`)
      .filter((problem) => !unread.includes(problem)),
  };
};

const renderSpan = (span: Span | null): string =>
  span === null ? '' : `${span.file}${span.line === null ? '' : `:${span.line}`}: `;

const toEntry = (finding: Finding, { rules }: Report): StatusEntry => ({
  rule: finding.rule,
  title: rules.get(finding.rule)?.title ?? finding.rule,
  severity: finding.severity,
  subject: renderSubject(finding),
  message: finding.message,
  responsible: finding.responsible,
  evidence: finding.evidence.map(({ text, source }) => `${text} (${source})`),
});

const renderStatus = (status: Status, { width, all }: { readonly width: number; readonly all: boolean }): string => {
  const { notEnforced, cannotTell, enforced, unread, problems } = status;
  const lines = [
    ...section('Not enforced', 'Not so', notEnforced, width, all),
    ...section('Cannot be told', 'Cannot be told', cannotTell, width, all),
    ...(all ? section('In force', 'So', enforced, width, all) : names('In force', enforced, width)),
    ...list('Not read', unread),
    ...list('Problems', problems),
    `${notEnforced.length} not enforced, ${cannotTell.length} cannot be told, ${enforced.length} in force. \`vauban explain RULE\` says how to mend one${all ? '' : '; --all tells every one'}.`,
  ];
  return `${lines.join('\n')}\n`;
};

const list = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${toPlainText(line)}`), ''];

/** More of one rule than this are named in one line. */
const mostOfRule = 3;

/** Rule by rule, worst first: forty policies of which one thing is to be said are one entry. */
const section = (
  title: string,
  lead: string,
  entries: readonly StatusEntry[],
  width: number,
  all: boolean,
): readonly string[] => {
  if (entries.length === 0) return [];
  const byRule = Map.groupBy(entries, ({ rule }) => rule);
  return [
    `${title} (${entries.length})`,
    ...[...byRule.values()].flatMap((same) =>
      same.length > mostOfRule && !all
        ? renderTogether(lead, same, width)
        : same.flatMap((entry) => renderEntry(entry, width)),
    ),
    '',
  ];
};

const indent = ' '.repeat(12);

const renderEntry = (entry: StatusEntry, width: number): readonly string[] => {
  const [first = '', ...others] = wrap(toPlainText(`${entry.subject}: ${entry.message}`), width - indent.length);
  return [
    `  ${entry.severity.padEnd(8)}  ${first}`,
    ...others.map((line) => indent + line),
    `${indent}${entry.rule}${whose[entry.responsible]}`,
    ...entry.evidence.flatMap((text) =>
      wrap(toPlainText(text), width - indent.length - 2).map((line) => `${indent}  ${line}`),
    ),
  ];
};

const renderTogether = (lead: string, entries: readonly StatusEntry[], width: number): readonly string[] => {
  const [first] = entries;
  if (first === undefined) return [];
  const [head = '', ...others] = wrap(
    toPlainText(`${lead} in ${entries.length} places: ${first.title}`),
    width - indent.length,
  );
  return [
    `  ${first.severity.padEnd(8)}  ${head}`,
    ...others.map((line) => indent + line),
    ...wrap(toPlainText(toShared(entries)), width - indent.length).map((line) => indent + line),
    `${indent}${first.rule}${whose[first.responsible]}`,
  ];
};

/** The objects, after what is to be said of them where it is the same of all. */
const toShared = (entries: readonly StatusEntry[]): string => {
  const subjects = entries.map(({ subject }) => subject).join(', ');
  const messages = new Set(entries.map(({ message }) => message));
  const [message = ''] = messages;
  return messages.size === 1 ? `${message}: ${subjects}` : subjects;
};

const whose: Readonly<Record<StatusEntry['responsible'], string>> = {
  you: '',
  platform: '  for: platform team',
  provider: '  for: your provider',
};

/** What is well takes a name, not a sentence. */
const names = (title: string, entries: readonly StatusEntry[], width: number): readonly string[] => {
  if (entries.length === 0) return [];
  const subjects = [...new Set(entries.map(({ subject }) => subject))];
  return [
    `${title} (${entries.length})`,
    ...wrap(toPlainText(subjects.join(', ')), width - 2).map((line) => `  ${line}`),
    '',
  ];
};
