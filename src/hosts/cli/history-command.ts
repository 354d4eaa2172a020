/** `vauban history`: how an estate fared day by day, from what was kept of it; reads the store and no cluster. */

import { openContext } from '../../sources/cluster-connection.ts';
import { ClientError } from '../../kube/client/client-error.ts';
import { parseDay } from '../../lang/day/parse-day.ts';
import { StoreError, type EstateRow, type Store } from '../../stores/store.ts';
import { nameEstate } from '../assemble/inspect/name-estate.ts';
import type { CliContext } from './cli-context.ts';
import { UsageError, flagOption, listOption, textOption, type CommandInput, type RunCommand } from './command.ts';
import { renderHistoryJson } from './history-json.ts';
import { renderComparisonText, renderEstatesText, renderHistoryText } from './history-text.ts';
import { readSettings, type Settings } from './settings.ts';
import { openChosenStore } from './store-option.ts';
import { toTargets } from './targets.ts';

export const run: RunCommand = async (input, context) => {
  const settings = await readSettings(input, context);
  const days = readDays(input);
  const pair = readPair(input);
  const store = openChosenStore(input, settings, context);
  try {
    const pieces = answer(store, await chooseEstate(store, input, settings, context), { days, pair, input, context });
    for (const piece of pieces) await context.output.write(piece);
    return 0;
  } catch (error) {
    if (error instanceof StoreError) throw new UsageError(error.message);
    throw error;
  } finally {
    store.close();
  }
};

/** Longer lines are hard to read. */
const mostColumns = 110;

interface Asked {
  readonly days: number;
  readonly pair: readonly [from: string, to: string] | null;
  readonly input: CommandInput;
  readonly context: CliContext;
}

const answer = (store: Store, estate: EstateRow | null, { days, pair, input, context }: Asked): Iterable<string> => {
  const isJson = textOption(input, 'output') === 'json';
  const { width } = context.output;
  const text = { width: width === 0 ? mostColumns : Math.min(width, mostColumns), program: context.program };
  if (estate === null) {
    if (pair !== null) throw new UsageError('--from and --to compare days of one estate: name it');
    const estates = store.looks.estates();
    return isJson ? renderHistoryJson({ estates }) : renderEstatesText(estates, text);
  }
  if (pair !== null) {
    const compared = store.history.compare(estate.id, ...pair);
    return isJson ? renderHistoryJson({ estate, compared }) : renderComparisonText(estate, compared, text);
  }
  const rows = store.history.days(estate.id, days);
  return isJson ? renderHistoryJson({ estate, days: rows }) : renderHistoryText(estate, rows, text);
};

/** Without a word it is the only one there is, if it is; `null` is all of them. */
const chooseEstate = async (
  store: Store,
  input: CommandInput,
  settings: Settings,
  context: CliContext,
): Promise<EstateRow | null> => {
  const known = store.looks.estates();
  const isNamed = input.words.length > 0 || flagOption(input, 'cluster') || listOption(input, 'context').length > 0;
  if (!isNamed) {
    const [only, other] = known;
    return only !== undefined && other === undefined ? only : null;
  }
  const { paths, contexts } = await toTargets(input.words, input, settings, context);
  if (contexts.length + (paths.length > 0 ? 1 : 0) > 1)
    throw new UsageError('history is that of one estate: name one context, or paths');
  const [asked] = contexts;
  const name =
    asked === undefined
      ? nameEstate({ kind: 'manifests', paths, workingFolder: context.workingFolder })
      : nameEstate({ kind: 'cluster', context: asked === '' ? await toCurrentContext(context) : asked });
  const found = known.find(({ id }) => id === name.id);
  if (found !== undefined) return found;
  throw new UsageError(
    `nothing was kept of ${name.title}${known.length === 0 ? '' : `; there is ${known.map(({ title }) => title).join(', ')}`}: ` +
      `${context.program} serve --once ${renderTarget(paths, contexts)} looks at it`,
  );
};

const renderTarget = (paths: readonly string[], [asked]: readonly string[]): string =>
  asked === undefined ? paths.join(' ') : asked === '' ? '--cluster' : `--context ${asked}`;

/** From the kubeconfig alone; the cluster is not asked. */
const toCurrentContext = async (context: CliContext): Promise<string> => {
  try {
    return (await openContext('', context)).context;
  } catch (error) {
    if (error instanceof ClientError) throw new UsageError(error.message);
    throw error;
  }
};

const readDays = (input: CommandInput): number => {
  const text = textOption(input, 'days') ?? '30';
  const days = Number(text);
  if (!/^\d+$/.test(text) || days < 1 || days > 4000) throw new UsageError(`--days ${text}: a number from 1 to 4000`);
  return days;
};

const readPair = (input: CommandInput): readonly [from: string, to: string] | null => {
  const [from, to] = [readDay(input, 'from'), readDay(input, 'to')];
  if (from === null && to === null) return null;
  if (from === null || to === null) throw new UsageError('--from and --to compare two days: give both');
  return [from, to];
};

const readDay = (input: CommandInput, name: 'from' | 'to'): string | null => {
  const text = textOption(input, name);
  if (text === undefined) return null;
  if (parseDay(text) !== text) throw new UsageError(`--${name} ${text} is no day; write 2026-11-30`);
  return text;
};
