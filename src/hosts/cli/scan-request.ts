/** Turns the command line, the settings and the files they name into what a scan needs. */

import { parseBaseline, type Baseline } from '../../engine/except/baseline.ts';
import type { Exception } from '../../model/exception.ts';
import type { Problem } from '../../model/problem.ts';
import type { ScanRequest } from '../assemble/scan-estate.ts';
import { toAsOf } from './as-of.ts';
import type { CliContext } from './cli-context.ts';
import { UsageError, flagOption, listOption, type CommandInput } from './command.ts';
import { exceptionsFileOf, type ExceptionsFile } from './exceptions-file.ts';
import { readRuleOptions } from './rule-options.ts';
import { listSetting, readOrRefuse, textSetting, type Settings } from './settings.ts';
import { readTold } from './value-options.ts';
import { toTargets } from './targets.ts';

export const readScanRequest = async (
  words: readonly string[],
  input: CommandInput,
  settings: Settings,
  context: CliContext,
  progress: (text: string) => void,
): Promise<ScanRequest> => {
  const targets = await toTargets(words, input, settings, context);
  const { exceptions, problems } = await readExceptions(exceptionsFileOf(input, settings), context);
  const baseline = await readBaseline(textSetting(input, settings, 'baseline'), context);
  const { known, ...told } = await readTold(input, context);
  return {
    program: context.program,
    by: { ...(await readRuleOptions(input, settings, targets, told, context)) },
    known,
    random: context.random,
    ...targets,
    facts: listSetting(input, settings, 'facts'),
    namespaces: listOption(input, 'namespace'),
    exceptions,
    baseline,
    asOf: toAsOf(input, context),
    includePasses: flagOption(input, 'includePasses'),
    includeSkips: flagOption(input, 'includeSkips'),
    problems,
    progress,
  };
};

export const readExceptions = async (
  { file, isNamed }: ExceptionsFile,
  { files }: CliContext,
): Promise<{ readonly exceptions: readonly Exception[]; readonly problems: readonly Problem[] }> => {
  const text = await readOrRefuse(file, () => files.readText(file));
  if (text === undefined) {
    if (isNamed) throw new UsageError(`there is no exceptions file ${file}`);
    return { exceptions: [], problems: [] };
  }
  // Loaded where there is something to read: a scan without exceptions starts without its parsers.
  const { importExceptions } = await import('../../exceptions/import-exceptions.ts');
  return importExceptions(text, file);
};

const readBaseline = async (file: string | undefined, { files }: CliContext): Promise<Baseline | null> => {
  if (file === undefined) return null;
  const text = await readOrRefuse(file, () => files.readText(file));
  if (text === undefined) throw new UsageError(`there is no baseline file ${file}; make it with -o json=${file}`);
  const parsed = parseBaseline(text, file);
  if (parsed.kind === 'problem') throw new UsageError(`${file}: ${parsed.problem.message}`);
  return parsed.baseline;
};
