/** `vauban exceptions list`: what is lived with, until when, and what needs a look. */

import { applyExceptions } from '../../engine/except/apply-exceptions.ts';
import type { Exception, ExceptionReview } from '../../model/exception.ts';
import { toPlainText } from '../../reports/plain-text.ts';
import { toAsOf } from './as-of.ts';
import { textOption, type RunCommand } from './command.ts';
import { exceptionsFileOf } from './exceptions-file.ts';
import { readExceptions } from './scan-request.ts';
import { readSettings } from './settings.ts';

export const run: RunCommand = async (input, context) => {
  const settings = await readSettings(input, context);
  const { exceptions, problems } = await readExceptions(exceptionsFileOf(input, settings), context);
  for (const { message, span } of problems) {
    await context.error.write(
      `vauban: ${span === null ? '' : `${span.file}:${span.line ?? 1}: `}${toPlainText(message)}\n`,
    );
  }
  const { reviews } = applyExceptions([], exceptions, { asOf: toAsOf(input, context), scan: null });
  const asJson = textOption(input, 'output') === 'json';
  await context.output.write(asJson ? `${JSON.stringify(reviews.map(toEntry), null, 2)}\n` : renderList(reviews));
  return problems.some(({ severity }) => severity === 'error') ? 2 : 0;
};

const toEntry = ({ exception, states }: ExceptionReview) => ({ ...exception, states });

const renderList = (reviews: readonly ExceptionReview[]): string => {
  if (reviews.length === 0) return 'No exceptions.\n';
  const lines = reviews.flatMap(({ exception, states }) => {
    return [
      `${(exception.expires ?? 'no end').padEnd(10)}  ${states.join(', ').padEnd(8)}  ${toPlainText(describeScope(exception))}`,
      `            ${toPlainText(exception.reason)} (${toPlainText(exception.owner ?? 'nobody named')}; ${exception.span.file}:${exception.span.line ?? 1})`,
    ];
  });
  return `${lines.join('\n')}\n`;
};

/** The parts of the scope that narrow it, in the words of the file. */
export const describeScope = ({ scope }: Exception): string => {
  const parts = [
    scope.finding === null ? null : `finding ${scope.finding}`,
    scope.rule === null ? null : scope.rule,
    scope.kind === null ? null : `kind ${scope.kind}`,
    scope.namespace === null ? null : `namespace ${scope.namespace}`,
    scope.name === null ? null : `name ${scope.name}`,
    ...Object.entries(scope.labels).map(([key, value]) => `label ${key}=${value}`),
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'everything' : parts.join(', ');
};
