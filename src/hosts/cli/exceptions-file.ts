/** The one file of exceptions for every command: named by a person, or the one beside the settings. */

import { join } from 'node:path';
import { textOption, type CommandInput } from './command.ts';
import { textSetting, type Settings } from './settings.ts';

export interface ExceptionsFile {
  readonly file: string;
  /** By the command line or the settings; else it is the one beside the settings, which may be absent. */
  readonly isNamed: boolean;
}

/** `--exceptions` or `--file`, else what the settings say. */
export const exceptionsFileOf = (input: CommandInput, settings: Settings): ExceptionsFile => {
  const named = textOption(input, 'file') ?? textSetting(input, settings, 'exceptions');
  return { file: named ?? join(settings.folder, 'vauban-exceptions.yaml'), isNamed: named !== undefined };
};
