/** The server of `vauban serve`: the console over the store, and the looks that fill it. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { toPlainText } from '../../reports/plain-text.ts';
import type { Drafted, ConsoleOptions } from '../console/console-options.ts';
import { findConsole } from '../console/find-console.ts';
import { PortError } from '../console/listen.ts';
import { createLiveEvents } from '../console/live-events.ts';
import { digestFiles } from '../console/looking/digest-files.ts';
import { hearOthers } from '../console/looking/hear-others.ts';
import type { WatchedEstate } from '../console/looking/look-result.ts';
import { watchEstates } from '../console/looking/watch-estates.ts';
import { startConsole } from '../console/start-console.ts';
import type { ExceptionDraft } from '../console/api/findings.ts';
import type { CliContext } from './cli-context.ts';
import { UsageError, listOption, textOption, type CommandInput, type RunCommand } from './command.ts';
import { draftException, parseEnd } from './draft-exception.ts';
import { quoteWord } from './quote-word.ts';
import { runLook } from './run-look.ts';
import { exceptionsFileOf } from './exceptions-file.ts';
import { readServedEstates, type ServedEstate } from './served-estates.ts';
import { listSetting, readSettings, textSetting, type Settings } from './settings.ts';
import { openStoreAt, toStorePlace } from './store-option.ts';

export const run: RunCommand = async (input, context) => {
  const settings = await readSettings(input, context);
  const port = readPort(input, settings);
  const interval = readInterval(textSetting(input, settings, 'interval') ?? '5m');
  const served = await readServedEstates(input, settings, context);
  const place = toStorePlace(input, settings, context);
  const store = openStoreAt(place, serverPatience, context);
  const live = createLiveEvents();
  const ended = new AbortController();
  const signal = AbortSignal.any([context.signal, ended.signal]);
  try {
    const watch = watchEstates({
      estates: served.map((estate) => toWatched(estate, input, settings, place, signal)),
      store,
      live,
      clock: context.clock,
      now: context.now,
      interval,
      signal,
    });
    const options: ConsoleOptions = {
      estates: served.map(({ name }) => name),
      store,
      program: context.program,
      port,
      assets: findConsole(),
      live,
      looks: watch,
      draft: (draft) => draftFile(draft, input, settings, context),
    };
    const deaf = hearOthers({ estates: options.estates, store, live, every: context.every });
    const say = (line: string): void => void context.error.write(`vauban: ${line}\n`);
    const console = await startConsole(options, { ...context, say });
    await greet(console.address, options, context);
    const quiet = context.onEnter(() => say(`signs in once: ${console.invite()}`));
    await untilAborted(signal);
    quiet();
    deaf();
    await console.close();
    await watch.done;
    return 0;
  } catch (error) {
    if (error instanceof PortError) throw new UsageError(error.message);
    throw error;
  } finally {
    ended.abort();
    store.close();
  }
};

/** Reads never wait in the store; what the server writes is one line about a look that failed, and pages wait for it. */
const serverPatience = 250;

const greet = async (address: string, { assets }: ConsoleOptions, { output, error }: CliContext): Promise<void> => {
  if (!existsSync(join(assets, 'index.html')))
    await error.write('vauban: the console is not built: run npm run console in the clone; the API answers already\n');
  await output.write(`${address}\n`);
  await error.write('vauban: the link signs in one browser, once; Enter prints another one, Ctrl-C ends\n');
};

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

const toWatched = (
  { name, paths, context }: ServedEstate,
  input: CommandInput,
  settings: Settings,
  place: string,
  signal: AbortSignal,
): WatchedEstate => {
  const words = toLookWords(input, place);
  const target = context === null ? ['--', ...paths] : ['--context', context];
  return {
    name,
    look: (request) => runLook([...words, ...target], request),
    stamp: context === null ? () => digestFiles([...paths, ...ownFiles(input, settings)], signal) : null,
  };
};

/** What changes a look besides the objects: settings, exceptions, policies, and what people decided of the roadmap. */
const ownFiles = (input: CommandInput, settings: Settings): readonly string[] => [
  settings.file,
  exceptionsFileOf(input, settings).file,
  textSetting(input, settings, 'roadmap') ?? join(settings.folder, 'roadmap.yaml'),
  ...listSetting(input, settings, 'policies'),
  ...listOption(input, 'policy'),
  ...listSetting(input, settings, 'facts'),
];

/** The options of this command line that a look reads too. */
const toLookWords = (input: CommandInput, place: string): readonly string[] => [
  '--store',
  place,
  ...['config', 'library', 'exceptions'].flatMap((name) => {
    const value = textOption(input, name);
    return value === undefined ? [] : [`--${name}`, value];
  }),
  ...listOption(input, 'policy').flatMap((value) => ['--policy', value]),
  ...listOption(input, 'facts').flatMap((value) => ['--facts', value]),
  ...listOption(input, 'crownJewels').flatMap((value) => ['--crown-jewels', value]),
];

const readPort = (input: CommandInput, settings: Settings): number | null => {
  const setting = settings.values['port'];
  const text = textOption(input, 'port') ?? (typeof setting === 'number' ? String(setting) : undefined);
  if (text === undefined) return null;
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65535) throw new UsageError(`--port ${text} is no port: 0 to 65535`);
  return Number(text);
};

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

const readInterval = (text: string): number => {
  const [, number = '', unit = ''] = /^(\d{1,4})([smh])$/.exec(text) ?? [];
  const milliseconds = Number(number) * (units[unit] ?? 0);
  if (milliseconds >= 1000 && milliseconds <= 24 * 3_600_000) return milliseconds;
  throw new UsageError(`--interval ${text} is no such time: 1s to 24h, as 90s, 5m or 1h`);
};

const draftFile = async (
  { finding, reason, owner, expires }: ExceptionDraft,
  input: CommandInput,
  settings: Settings,
  { files, now, program }: CliContext,
): Promise<Drafted> => {
  const texts = { reason: reason.trim(), owner: owner.trim() };
  if (texts.reason === '') return { kind: 'refused', message: 'the reason is missing: why is it fine?' };
  if (texts.owner === '') return { kind: 'refused', message: 'the owner is missing: who answers for it?' };
  const end = parseEnd(expires, now());
  if (end.day === null) return { kind: 'refused', message: end.why };
  const { file } = exceptionsFileOf(input, settings);
  const before = (await files.readText(file)) ?? '';
  const scope = { rule: null, finding, kind: null, namespace: null, name: null, labels: {} };
  const drafted = draftException(before, { scope, ...texts, expires: end.day }, file, now());
  if (drafted.kind === 'refused') return drafted;
  const words = ['--reason', texts.reason, '--owner', texts.owner, '--expires', end.day].map(quoteWord).join(' ');
  return {
    kind: 'drafted',
    exception: {
      file,
      text: drafted.text,
      added: toAdded(before, drafted.text),
      command: toPlainText(`${program} exceptions add ${finding} ${words}`),
    },
  };
};

/** The entry is the last of the file, or all of a new one. */
const toAdded = (before: string, after: string): string => {
  const old = before.split('\n');
  const lines = after.split('\n');
  const same = lines.findIndex((line, at) => line !== old[at]);
  return `${lines.slice(Math.max(0, same)).join('\n').trimEnd()}\n`;
};
