/** `--store`: which store history is kept in, and opening it; the default is a file of the person's own. */

import { mkdirSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { openStore } from '../../stores/registry.ts';
import { StoreError, type Store } from '../../stores/store.ts';
import type { CliContext } from './cli-context.ts';
import { UsageError, type CommandInput } from './command.ts';
import { textSetting, type Settings } from './settings.ts';

/** Milliseconds. Another look at another estate writes for some seconds at most. */
const patience = 30_000;

/** A year and a month, so that a month can be held against the same one a year before. */
export const keepDays = 400;

export const openChosenStore = (input: CommandInput, settings: Settings, context: CliContext): Store =>
  openStoreAt(toStorePlace(input, settings, context), patience, context);

/** Throws `UsageError` with what the store says: what is wrong with it a person has to mend. */
export const openStoreAt = (
  place: string,
  wait: number,
  { now, workingFolder }: Pick<CliContext, 'now' | 'workingFolder'>,
): Store => {
  const found = toPlaceFrom(workingFolder, place);
  makeFolder(dirname(toFile(found)));
  try {
    return openStore(found, { now, keepDays, patience: wait });
  } catch (error) {
    if (error instanceof StoreError) throw new UsageError(error.message);
    throw error;
  }
};

/** As `--store` or the settings name it, else where programs keep what they know about one person. */
export const toStorePlace = (
  input: CommandInput,
  settings: Settings,
  { environment }: Pick<CliContext, 'environment'>,
): string => {
  const named = textSetting(input, settings, 'store');
  if (named !== undefined)
    return input.options['store'] === undefined && settings.folder !== '.'
      ? toPlaceFrom(settings.folder, named)
      : named;
  // https://specifications.freedesktop.org/basedir-spec: a relative path in there counts as none.
  const state = environment['XDG_STATE_HOME'];
  const home = environment['HOME'] ?? environment['USERPROFILE'];
  if (state !== undefined && isAbsolute(state)) return join(state, 'vauban', 'history.db');
  if (home !== undefined && home !== '') return join(home, '.local', 'state', 'vauban', 'history.db');
  throw new UsageError('neither XDG_STATE_HOME nor HOME is set: name a file with --store');
};

const prefix = /^[a-z][a-z0-9]+:/;

const toFile = (place: string): string => place.replace(prefix, '');

/** A relative file starts from the folder, whatever stands before its colon. */
const toPlaceFrom = (folder: string, place: string): string => {
  const file = toFile(place);
  return file === '' || file === ':memory:'
    ? place
    : `${place.slice(0, place.length - file.length)}${resolve(folder, file)}`;
};

/** For its owner alone: findings say where a cluster is weak. What is there already stays as it is. */
const makeFolder = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `the folder ${folder} for the history cannot be made; name another file with --store (${why})`,
    );
  }
};
