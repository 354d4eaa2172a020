/** `vauban snapshot`: one estate, redacted, as a file that every command takes as a path. */

import { createRuleSet } from '../assemble/rules.ts';
import { listSnapshotKinds } from '../assemble/snapshot-kinds.ts';
import { SeveralEstates, takeSnapshot, type Taken, type Taking } from '../assemble/take-snapshot.ts';
import { loadSnapshotWriter } from '../../sources/registry.ts';
import { count, toPlainText } from '../../reports/plain-text.ts';
import { explainUnread, nameUnread } from '../../reports/overview.ts';
import type { CliContext } from './cli-context.ts';
import { UsageError, textOption, type CommandInput, type RunCommand } from './command.ts';
import { explainWriteFailure } from './outputs.ts';
import { withProgress } from './progress.ts';
import { readRuleOptions } from './rule-options.ts';
import { flagSetting, readSettings } from './settings.ts';
import { toTargets } from './targets.ts';

export const run: RunCommand = async (input, context) => {
  const file = await toFile(input, context);
  const settings = await readSettings(input, context);
  const { paths, contexts } = await toTargets(input.words, input, settings, context);
  const [name = null, other] = contexts;
  if (name !== null && (other !== undefined || paths.length > 0))
    throw new UsageError('a snapshot is of one estate: one cluster, or paths');
  const { taken, outcome } = await withProgress(input.words, context, async (progress) => {
    const by = await readRuleOptions(input, settings, { paths, contexts }, { user: null }, context);
    const kinds = name === null ? [] : listSnapshotKinds(await createRuleSet(by));
    const taking = await takeSnapshot({ paths, context: name, kinds, takenAt: context.now(), progress }, context).catch(
      refuseSeveral,
    );
    return { taken: taking.taken, outcome: await writeFile(file, taking, context) };
  });
  await tell(taken, context);
  const isWhole = taken.unread.length === 0 && taken.problems.every(({ severity }) => severity !== 'error');
  await context.error.write(`vauban: ${describeOutcome(outcome, file, taken, isWhole)}\n`);
  if (outcome.kind !== 'written') return 2;
  return isWhole || flagSetting(input, settings, 'allowPartial') ? 0 : 1;
};

const describeOutcome = (outcome: Outcome, file: string, { objects, cluster }: Taken, isWhole: boolean): string => {
  switch (outcome.kind) {
    case 'written':
      return `${count(objects, 'object')}${cluster === null ? '' : ` of ${toPlainText(cluster)}`} written to ${file}${isWhole ? '' : '; the snapshot is partial, and says of what'}`;
    case 'nothing':
      return `nothing could be read, so ${file} was not written`;
    case 'stopped':
      return `stopped, so ${file} was not written`;
    case 'failed':
      return `${file} could not be written: ${outcome.why}`;
  }
};

const example = 'vauban snapshot --cluster --write estate.json.gz';

const toFile = async (input: CommandInput, { disk }: CliContext): Promise<string> => {
  const file = textOption(input, 'write');
  const meant = input.words.find((word) => /\.json(?:\.gz)?$/.test(word));
  if (file === undefined) {
    const hint = meant === undefined ? example : example.replace('estate.json.gz', meant);
    throw new UsageError(`a snapshot is written to a file: name it with --write, for example ${hint}`);
  }
  if (file === '' || file === '-')
    throw new UsageError(`--write ${file === '' ? "''" : file} names no file; for example ${example}`);
  if (await isTerminal(file, disk))
    throw new UsageError(`${file} is a terminal, and a snapshot is for programs; for example ${example}`);
  return file;
};

/** Whatever name it has: `/dev/stdout` leads to it. */
const isTerminal = async (file: string, disk: CliContext['disk']): Promise<boolean> => {
  try {
    return /^\/dev\/(?:pts\/\d+|tty\w*|console)$/.test(await disk.realPath(file));
  } catch {
    // It is still to be made.
    return false;
  }
};

const refuseSeveral = (error: unknown): never => {
  if (!(error instanceof SeveralEstates)) throw error;
  throw new UsageError(`${error.message} is a snapshot, an estate of its own: a snapshot is of one estate`);
};

type Outcome = { readonly kind: 'written' | 'nothing' | 'stopped' } | { readonly kind: 'failed'; readonly why: string };

/** A file that is half written is no file. */
const writeFile = async (file: string, { pieces }: Taking, { files, signal }: CliContext): Promise<Outcome> => {
  const { pack } = await loadSnapshotWriter();
  const whole = refuseNothing(pieces, signal);
  try {
    await files.write(file, file.endsWith('.gz') ? pack(whole) : whole);
    return { kind: 'written' };
  } catch (error) {
    if (error instanceof NothingWritten) return { kind: signal.aborted ? 'stopped' : 'nothing' };
    if (!(error instanceof Error && 'code' in error)) throw error;
    return { kind: 'failed', why: explainWriteFailure(error) };
  }
};

/** There was nothing to write, or the person stopped it. */
class NothingWritten extends Error {
  override readonly name = 'NothingWritten';
}

/** What is thrown leaves the file as it was: an empty snapshot would make everything look safe. */
async function* refuseNothing(pieces: AsyncIterable<string>, signal: AbortSignal): AsyncGenerator<string> {
  let isEmpty = true;
  for await (const piece of pieces) {
    isEmpty = false;
    yield piece;
  }
  if (isEmpty || signal.aborted) throw new NothingWritten();
}

const tell = async ({ unread, problems }: Taken, { error }: CliContext): Promise<void> => {
  for (const { span, message } of problems) {
    const place = span === null ? '' : `${span.file}${span.line === null ? '' : `:${span.line}`}: `;
    await error.write(`vauban: ${toPlainText(`${place}${message}`)}\n`);
  }
  for (const one of unread)
    if (one.group !== null)
      await error.write(`vauban: ${toPlainText(`${nameUnread(one)} was not read: ${explainUnread(one)}`)}\n`);
};
