/** `vauban policies status`: what exists and is not enforced, what cannot be told, and what is in force. */

import type { Finding } from '../../model/finding.ts';
import { compareSeverity } from '../../model/severity.ts';
import type { Report } from '../../reports/report.ts';
import { renderSubject } from '../../reports/place.ts';
import { toPlainText, wrap } from '../../reports/plain-text.ts';
import { allRules, listKnownRules } from '../assemble/rules.ts';
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
      : renderStatus(status, Math.min(context.output.width === 0 ? 110 : context.output.width, 110)),
  );
  return exitCodeFor(report, {
    failOn,
    allowPartial: flagSetting(input, settings, 'allowPartial') || flagOption(input, 'allowPartial'),
    nothingRead,
    ownFileBroken: false,
  });
};

/** The analysers' rules about what stands between a policy and its being enforced. */
const statusRules = (): readonly string[] =>
  listKnownRules()
    .map(({ id }) => id)
    .filter((id) => /^(?:enforcement|webhook|control-plane)\//.test(id) || id === 'namespace/pod-security-labels');

interface Status {
  readonly cluster: string | null;
  readonly complete: boolean;
  readonly notEnforced: readonly StatusEntry[];
  readonly cannotTell: readonly StatusEntry[];
  readonly enforced: readonly StatusEntry[];
  readonly unread: readonly string[];
}

interface StatusEntry {
  readonly rule: string;
  readonly severity: Finding['severity'];
  readonly subject: string;
  readonly message: string;
  readonly responsible: Finding['responsible'];
  readonly evidence: readonly string[];
}

const toStatus = (report: Report): Status => {
  const ordered = report.findings.toSorted((a, b) => compareSeverity(a.severity, b.severity));
  const pick = (isMeant: (finding: Finding) => boolean): readonly StatusEntry[] => ordered.filter(isMeant).map(toEntry);
  return {
    cluster: report.cluster,
    complete: report.complete,
    notEnforced: pick(({ status }) => status === 'fail'),
    cannotTell: pick(
      ({ status, reason }) =>
        status === 'error' || (status === 'skip' && reason !== 'not-applicable' && reason !== 'excepted'),
    ),
    enforced: pick(({ status }) => status === 'pass'),
    unread: report.unread.map(({ kind, reason }) => `${kind}: ${reason}`),
  };
};

const toEntry = (finding: Finding): StatusEntry => ({
  rule: finding.rule,
  severity: finding.severity,
  subject: renderSubject(finding),
  message: finding.message,
  responsible: finding.responsible,
  evidence: finding.evidence.map(({ text, source }) => `${text} (${source})`),
});

const renderStatus = ({ notEnforced, cannotTell, enforced, unread }: Status, width: number): string => {
  const lines = [
    ...section('Not enforced', notEnforced, width, true),
    ...section('Cannot be told', cannotTell, width, true),
    ...section('In force', enforced, width, false),
    ...(unread.length === 0 ? [] : ['Not read', ...unread.map((line) => `  ${toPlainText(line)}`), '']),
    `${notEnforced.length} not enforced, ${cannotTell.length} cannot be told, ${enforced.length} in force. \`vauban explain RULE\` says how to mend one.`,
  ];
  return `${lines.join('\n')}\n`;
};

const section = (title: string, entries: readonly StatusEntry[], width: number, isTold: boolean): readonly string[] => {
  if (entries.length === 0) return [];
  return [
    `${title} (${entries.length})`,
    ...entries.flatMap((entry) => {
      const [first = '', ...others] = wrap(toPlainText(toSentence(entry)), width - 12);
      const whose = entry.responsible === 'you' ? '' : `  (${entry.responsible})`;
      return [
        `  ${entry.severity.padEnd(8)}  ${first}`,
        ...others.map((line) => `${' '.repeat(12)}${line}`),
        ...(isTold
          ? [
              `${' '.repeat(12)}${entry.rule}${whose}`,
              ...entry.evidence.flatMap((text) =>
                wrap(toPlainText(text), width - 14).map((line) => `${' '.repeat(14)}${line}`),
              ),
            ]
          : []),
      ];
    }),
    '',
  ];
};

/** Most messages name their object already. */
const toSentence = ({ subject, message }: StatusEntry): string => {
  const name = subject.slice(subject.indexOf(' ') + 1);
  return message.includes(name) ? message.charAt(0).toUpperCase() + message.slice(1) : `${subject}: ${message}`;
};
