/** What a viewer must know besides the results: problems, what was not read, and what did not fit. */

import type { JsonObject } from '../../model/json.ts';
import type { Problem } from '../../model/problem.ts';
import { renderBaseline } from '../overview.ts';
import { count } from '../plain-text.ts';
import type { Report } from '../report.ts';
import { mostResults } from './limits.ts';
import { toArtifactLocation } from './location.ts';

export const toNotifications = (report: Report, left: number): readonly JsonObject[] => [
  ...(report.complete
    ? []
    : [toNotification('warning', 'partial', 'The scan is partial: not everything could be read.')]),
  ...report.unread.map(({ kind, namespace, reason, grant }) =>
    toNotification(
      'warning',
      'unread',
      `${kind}${namespace === null ? '' : ` in namespace ${namespace}`} was not read: ${reason}.${grant === null ? '' : ` To allow it: ${grant}.`}`,
    ),
  ),
  ...report.problems.map(toProblemNotification),
  ...(left === 0
    ? []
    : [
        toNotification(
          'warning',
          'truncated',
          `${count(left, 'result')} left out: GitHub takes at most ${count(mostResults, 'result')} a run. The worst are kept; the JSON report has all.`,
        ),
      ]),
  ...toBaselineNotification(report),
];

const toBaselineNotification = (report: Report): readonly JsonObject[] => {
  const text = renderBaseline(report);
  return text === undefined ? [] : [toNotification('note', 'baseline', `${text}.`)];
};

const toNotification = (level: string, id: string, text: string): JsonObject => ({
  level,
  descriptor: { id },
  message: { text },
});

const toProblemNotification = ({ severity, message, span, policy }: Problem): JsonObject => ({
  ...toNotification(severity, 'problem', policy === null ? message : `${policy}: ${message}`),
  ...(span === null ? {} : { locations: [{ physicalLocation: toPhysical(span) }] }),
});

const toPhysical = ({ file, line, column }: NonNullable<Problem['span']>): JsonObject => ({
  artifactLocation: toArtifactLocation(file),
  ...(line === null ? {} : { region: { startLine: line, ...(column === null ? {} : { startColumn: column }) } }),
});
