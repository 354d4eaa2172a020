/** Turns the command table into a program: help, did-you-mean, and one exit code for everything that can go wrong. */

import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { version } from '../assemble/version.ts';
import { closest } from '../../lang/pattern/closest.ts';
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
    await program.parseAsync(toWords(words), { from: 'user' });
  } catch (error) {
    code = await toExitCode(error, context);
  }
  await Promise.all(written);
  return code;
};

/** Without a word a person wants to know what there is, as with `help`; commander would call both a mistake. */
const toWords = (words: readonly string[]): readonly string[] => {
  if (words.length === 0) return ['--help'];
  return words[0] === 'help' ? [...words.slice(1), '--help'] : words;
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
      outputError: (text, write) => write(addHint(text.replace(/^error: /, 'vauban: '))),
    })
    .exitOverride()
    .addHelpText('after', '\nRun `vauban COMMAND --help` for its options and examples.');
  for (const spec of commands) addCommand(program, spec, run);
  return program;
};

/** An option that takes no value and was given one is unknown to commander. */
const addHint = (text: string): string =>
  text.replace(
    /unknown option '--cluster=(.*)'/,
    (_match, name: string) => `--cluster takes no name; did you mean --context ${name}?`,
  );

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
    .summary(`${below.join(', ')}: ${groupSummaries[name] ?? ''}`)
    .description(below.join(', '));
};

/** What the commands below a word have in common. */
const groupSummaries: Readonly<Record<string, string>> = {
  rbac: 'who may do what, and through which grant',
  exceptions: 'what is lived with, and until when',
  network: 'who can reach whom, what a change opens and closes, and what to close',
  policies: 'the library, your own, and what is really enforced',
};

const toOption = ({ flags, summary, repeats, choices }: OptionSpec): Option => {
  const option = new Option(flags, summary);
  if (choices !== undefined) option.choices([...choices]).argParser((value: string) => toChoice(value, choices));
  if (repeats === true)
    option.argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value]);
  return option;
};

const toChoice = (value: string, choices: readonly string[]): string => {
  if (choices.includes(value)) return value;
  const meant = closest(value, choices);
  const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
  throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.${hint}`);
};

const renderExamples = ({ examples }: CommandSpec): string =>
  `\nExamples:\n${examples.map(({ line, why }) => `  ${line}\n      ${why}`).join('\n')}`;
