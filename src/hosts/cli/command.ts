/** What a command of the command line is: its words as data, from which help, completion, config schema and docs are made. */

import type { JsonObject } from '../../model/json.ts';
import type { CliContext } from './cli-context.ts';

export interface OptionSpec {
  /** As commander reads it: `-o, --output <format[=file]>`. */
  readonly flags: string;
  readonly summary: string;
  /** May be given more than once. */
  readonly repeats?: boolean;
  readonly choices?: readonly string[];
  /** The key of `vauban.yaml` that sets it, with its JSON schema; absent where a file has no business setting it. */
  readonly setting?: { readonly key: string; readonly schema: JsonObject };
}

export interface ArgumentSpec {
  /** As commander reads it: `[path...]`, `<rule>`. */
  readonly name: string;
  readonly summary: string;
}

export interface CommandSpec {
  /** One word, or two for a command below a command: `exceptions add`. */
  readonly name: string;
  readonly summary: string;
  readonly arguments: readonly ArgumentSpec[];
  readonly options: readonly OptionSpec[];
  readonly examples: readonly { readonly line: string; readonly why: string }[];
  /** Loads the code that runs it: a command that is not asked for costs no start-up time. */
  readonly load: () => Promise<{ readonly run: RunCommand }>;
}

export interface CommandInput {
  readonly words: readonly string[];
  /** By the option's long name in camel case; `undefined` where it was not given. */
  readonly options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
}

/** Gives the exit code: 0 clean, 1 findings, 2 usage error, nothing readable or a mistake in a policy. */
export type RunCommand = (input: CommandInput, context: CliContext) => Promise<ExitCode>;

export type ExitCode = 0 | 1 | 2;

/** What the person typed cannot be done. Told in one line on standard error; exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const textOption = ({ options }: CommandInput, name: string): string | undefined => {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
};

export const flagOption = ({ options }: CommandInput, name: string): boolean => options[name] === true;

export const listOption = ({ options }: CommandInput, name: string): readonly string[] => {
  const value = options[name];
  return Array.isArray(value) ? (value as readonly string[]) : typeof value === 'string' ? [value] : [];
};
