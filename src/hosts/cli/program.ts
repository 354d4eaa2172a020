/** Turns the command table into a program: help, did-you-mean, and one exit code for everything that can go wrong. */

import { Command, CommanderError, Option } from 'commander';
import { version } from '../assemble/version.ts';
import { toPlainText } from '../../reports/plain-text.ts';
import { UsageError, type CommandInput, type CommandSpec, type ExitCode, type OptionSpec } from './command.ts';
import { commands } from './commands.ts';
import type { CliContext } from './cli-context.ts';
import { toPlainSink } from './plain-sink.ts';

/** Runs one command line. Never throws: a bug is one line on standard error and exit code 2. */
export const runProgram = async (words: readonly string[], given: CliContext): Promise<ExitCode> => {
  const context = { ...given, error: toPlainSink(given.error) };
  let code: ExitCode = 0;
  const written: Promise<void>[] = [];
  const program = createProgram(
    async (spec, input) => {
      code = await (await spec.load()).run(input, context);
    },
    (text) => written.push(context.output.write(text)),
    (text) => written.push(context.error.write(text)),
  );
  try {
    // Without a word a person wants to know what there is; commander would call it a mistake.
    await program.parseAsync(words.length === 0 ? ['--help'] : words, { from: 'user' });
  } catch (error) {
    code = await toExitCode(error, context);
  }
  await Promise.all(written);
  return code;
};

const toExitCode = async (error: unknown, { environment, error: sink }: CliContext): Promise<ExitCode> => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError) {
    await sink.write(`vauban: ${toPlainText(error.message)}\n`);
    return 2;
  }
  const message = error instanceof Error ? error.message : String(error);
  await sink.write(`vauban: this is a bug, please report it: ${toPlainText(message)}\n`);
  if (environment['VAUBAN_DEBUG'] !== undefined && error instanceof Error) await sink.write(`${error.stack ?? ''}\n`);
  return 2;
};

type Run = (spec: CommandSpec, input: CommandInput) => Promise<void>;
type Write = (text: string) => void;

export const createProgram = (run: Run, writeOut: Write, writeError: Write): Command => {
  const program = new Command('vauban')
    .description('Kubernetes defence in depth: what stands, what is open, and what to do next.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .showSuggestionAfterError(true)
    .showHelpAfterError('(run with --help for what is possible)')
    .configureOutput({
      writeOut,
      writeErr: writeError,
      outputError: (text, write) => write(text.replace(/^error: /, 'vauban: ')),
    })
    .exitOverride()
    .addHelpText('after', '\nRun `vauban COMMAND --help` for its options and examples.');
  for (const spec of commands) addCommand(program, spec, run);
  return program;
};

const addCommand = (program: Command, spec: CommandSpec, run: Run): void => {
  const [first = '', second] = spec.name.split(' ');
  const parent =
    second === undefined
      ? program
      : (program.commands.find((command) => command.name() === first) ?? addGroup(program, first));
  const command = parent
    .command(second ?? first)
    .description(spec.summary)
    .summary(spec.summary)
    .allowExcessArguments(false);
  for (const argument of spec.arguments) command.argument(argument.name, argument.summary);
  for (const option of spec.options) command.addOption(toOption(option));
  if (spec.examples.length > 0) command.addHelpText('after', renderExamples(spec));
  command.action(async () => {
    await run(spec, { words: command.args, options: command.opts() });
  });
};

const addGroup = (program: Command, name: string): Command => {
  const below = commands
    .filter((spec) => spec.name.startsWith(`${name} `))
    .map((spec) => spec.name.split(' ')[1] ?? '');
  return program
    .command(name)
    .summary(`${below.join(', ')}: what is lived with, and until when`)
    .description(below.join(', '));
};

const toOption = ({ flags, summary, repeats, choices }: OptionSpec): Option => {
  const option = new Option(flags, summary);
  if (choices !== undefined) option.choices([...choices]);
  if (repeats === true)
    option.argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value]);
  return option;
};

const renderExamples = ({ examples }: CommandSpec): string =>
  `\nExamples:\n${examples.map(({ line, why }) => `  ${line}\n      ${why}`).join('\n')}`;
