/** `vauban exceptions prune`: takes out what has ended and, after a scan, what covers nothing. */

import { applyExceptions } from '../../engine/except/apply-exceptions.ts';
import { pruneExceptions } from '../../engine/except/exception-file.ts';
import type { ExceptionReview } from '../../model/exception.ts';
import { scanEstate } from '../assemble/scan-estate.ts';
import { toAsOf } from './as-of.ts';
import type { CliContext } from './cli-context.ts';
import { UsageError, flagOption, listOption, type CommandInput, type RunCommand } from './command.ts';
import { describeScope } from './exceptions-list-command.ts';
import { readRuleOptions } from './rule-options.ts';
import { saveExceptions } from './save-exceptions.ts';
import { exceptionsFileOf } from './exceptions-file.ts';
import { readExceptions } from './scan-request.ts';
import { readOrRefuse, readSettings, type Settings } from './settings.ts';
import { toTargets } from './targets.ts';
import { toUser } from './value-options.ts';

export const run: RunCommand = async (input, context) => {
  const settings = await readSettings(input, context);
  const { file } = exceptionsFileOf(input, settings);
  const before = await readOrRefuse(file, () => context.files.readText(file));
  if (before === undefined) throw new UsageError(`there is no exceptions file ${file}`);
  const reviews = await reviewAll(file, input, settings, context);
  const going = reviews.filter(
    ({ exception, states }) =>
      exception.format === 'vauban' && (states.includes('expired') || states.includes('unused')),
  );
  for (const review of going) await context.error.write(`vauban: ${describeEnd(review)}\n`);
  if (going.length === 0) {
    await context.error.write(`vauban: nothing to remove from ${file}\n`);
    return 0;
  }
  const lines = new Set(going.flatMap(({ exception }) => exception.span.line ?? []));
  const after = pruneExceptions(before, lines);
  if (after.kind === 'defect') throw new UsageError(`${file}: ${after.message}`);
  return saveExceptions(
    { file, before, after: after.text, done: `${going.length} removed from ${file}` },
    input,
    context,
  );
};

/** Without anything to scan nobody knows what an exception covers: then only what has ended goes. */
const reviewAll = async (
  file: string,
  input: CommandInput,
  settings: Settings,
  context: CliContext,
): Promise<readonly ExceptionReview[]> => {
  const { exceptions, problems } = await readExceptions({ file, isNamed: true }, context);
  const asOf = toAsOf(input, context);
  const scans = input.words.length > 0 || flagOption(input, 'cluster') || listOption(input, 'context').length > 0;
  if (!scans) {
    return applyExceptions([], exceptions, { asOf, scan: null }).reviews;
  }
  const targets = await toTargets(input.words, input, settings, context);
  const { report, nothingRead } = await scanEstate(
    {
      program: context.program,
      by: await readRuleOptions(input, settings, targets, { user: toUser(input) }, context),
      ...targets,
      namespaces: [],
      exceptions,
      baseline: null,
      asOf,
      includePasses: false,
      includeSkips: false,
      problems,
      progress: () => undefined,
    },
    context,
  );
  if (nothingRead || !report.complete) {
    throw new UsageError(
      'not everything could be read, so nobody knows what the exceptions cover; nothing was removed',
    );
  }
  return report.exceptions;
};

const describeEnd = ({ exception, states }: ExceptionReview): string =>
  `line ${exception.span.line ?? '?'}: ${describeScope(exception)}: ${states.includes('expired') ? `ended on ${exception.expires ?? ''}` : 'covers nothing'}`;
