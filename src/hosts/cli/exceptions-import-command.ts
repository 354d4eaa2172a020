/** `vauban exceptions import`: takes over what somebody decided in another tool, with an owner and an end for each. */

import { appendExceptions } from '../../engine/except/exception-file.ts';
import type { Exception } from '../../model/exception.ts';
import { importExceptions } from '../../exceptions/import-exceptions.ts';
import { count, toPlainText } from '../../reports/plain-text.ts';
import { UsageError, type RunCommand } from './command.ts';
import { describeScope } from './exceptions-list-command.ts';
import { requireFutureDay, requireText } from './exceptions-add-command.ts';
import { saveExceptions } from './save-exceptions.ts';
import { exceptionsFileOf } from './exceptions-file.ts';
import { readExceptions } from './scan-request.ts';
import { readOrRefuse, readSettings } from './settings.ts';

export const run: RunCommand = async (input, context) => {
  const [foreign = ''] = input.words;
  const owner = requireText(input, 'owner', 'who answers for the entries that name nobody?');
  const expires = requireFutureDay(input, context);
  const text = await readOrRefuse(foreign, () => context.files.readText(foreign));
  if (text === undefined) throw new UsageError(`there is no file ${foreign}`);
  const imported = importExceptions(text, foreign);
  for (const { message, span } of imported.problems) {
    const line = span?.line ?? null;
    const place = line === null ? foreign : `${foreign}:${line}`;
    await context.error.write(`vauban: ${place}: ${toPlainText(message)}\n`);
  }
  const { file } = exceptionsFileOf(input, await readSettings(input, context));
  const before = (await readOrRefuse(file, () => context.files.readText(file))) ?? '';
  const known = new Set((await readExceptions({ file, isNamed: false }, context)).exceptions.map(describeScope));
  const fresh = imported.exceptions.filter((exception) => !known.has(describeScope(exception)));
  const entries = fresh.map((exception) => ({
    ...exception,
    owner: exception.owner ?? owner,
    expires: exception.expires ?? expires,
  }));
  if (entries.length === 0) {
    if (imported.problems.some(({ severity }) => severity === 'error')) return 2;
    const what = imported.exceptions.length === 0 ? 'no exceptions' : `nothing that is not in ${file} already`;
    await context.error.write(`vauban: ${foreign} has ${what}\n`);
    return 0;
  }
  const after = appendExceptions(before, entries);
  if (after.kind === 'defect') throw new UsageError(`${file}: ${after.message}`);
  const code = await saveExceptions(
    {
      file,
      before,
      after: after.text,
      done: `${describeImport(entries, imported.format ?? foreign)} written to ${file}`,
    },
    input,
    context,
  );
  return imported.problems.some(({ severity }) => severity === 'error') ? 2 : code;
};

const describeImport = (entries: readonly Exception[], format: string): string => {
  const waiting = entries.filter(({ notApplicable }) => notApplicable !== null).length;
  const later =
    waiting === 0 ? '' : `, ${waiting} of which cannot be applied yet and ${waiting === 1 ? 'hides' : 'hide'} nothing`;
  return `${count(entries.length, 'exception')} of ${format}${later}`;
};
