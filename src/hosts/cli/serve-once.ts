/** `vauban serve --once`: looks at one estate, keeps what was found in the store, and tells it as lines of JSON. */

import { attackKinds } from '../../analysers/keep-for-attacks.ts';
import { surveys } from '../../analysers/registry.ts';
import { renderUnread } from '../../reports/overview.ts';
import type { WantedKind } from '../../sources/source.ts';
import { StoreError, type Store } from '../../stores/store.ts';
import { renderProblem } from '../assemble/attack/list-missing.ts';
import { inspectEstate, type InspectRequest } from '../assemble/inspect/inspect-estate.ts';
import { toLook } from '../assemble/inspect/to-look.ts';
import { createRuleSet } from '../assemble/rules.ts';
import { listWantedKinds } from '../assemble/wanted-kinds.ts';
import { digestCluster } from '../console/looking/digest-cluster.ts';
import type { LookResult } from '../console/looking/look-result.ts';
import type { CliContext } from './cli-context.ts';
import { UsageError, textOption, type CommandInput, type ExitCode, type RunCommand } from './command.ts';
import { readInspectRequest } from './inspect-request.ts';
import { readServedEstates, type ServedEstate } from './served-estates.ts';
import { readSettings } from './settings.ts';
import { openStoreAt, toStorePlace } from './store-option.ts';

/** 0 where it was kept or nothing has changed, 1 where the store did not take it, 2 where nothing could be read. */
export const run: RunCommand = async (input, context) => {
  const settings = await readSettings(input, context);
  const [estate, other] = await readServedEstates(input, settings, context);
  if (estate === undefined || other !== undefined)
    throw new UsageError('--once looks at one estate: one cluster, or paths');
  const progress = createProgress(context);
  const request = await readInspectRequest(pin(input, estate), settings, context, progress);
  const unless = textOption(input, 'unless') ?? null;
  const seen = estate.context === null ? null : await digestEstate(estate.context, request, context);
  if (unless !== null && seen === unless) return tell({ kind: 'unchanged', seen }, context);
  const store = openStoreAt(toStorePlace(input, settings, context), storePatience, context);
  try {
    return await look(estate, request, seen, store, context);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    await context.error.write(`vauban: what was found could not be kept: ${error.message}\n`);
    return 1;
  } finally {
    store.close();
  }
};

/** Another look at another estate writes for some seconds at most. */
const storePatience = 10_000;

/** By its name, so that a current context that is changed meanwhile changes nothing. */
const pin = (input: CommandInput, { paths, context }: ServedEstate): CommandInput =>
  context === null
    ? { ...input, words: paths }
    : { words: [], options: { ...input.options, cluster: undefined, context: [context] } };

const digestEstate = async (name: string, { scan }: InspectRequest, context: CliContext): Promise<string | null> => {
  const wanted: readonly WantedKind[] = [
    ...listWantedKinds(await createRuleSet(scan.by), true),
    ...attackKinds,
    ...surveys.flatMap(({ kinds }) => kinds),
  ];
  return digestCluster(name, wanted, context);
};

const look = async (
  { name }: ServedEstate,
  request: InspectRequest,
  seen: string | null,
  store: Store,
  context: CliContext,
): Promise<ExitCode> => {
  const inspected = await inspectEstate(request, context);
  if (inspected.nothingRead) {
    const { unread, problems } = inspected.report;
    const why = [...unread.map(renderUnread), ...problems.map(renderProblem)].slice(0, 3).join('; ');
    const message = `nothing could be read${why === '' ? '' : `: ${why}`}`;
    store.looks.fail(name, { at: context.now(), message });
    await context.error.write(`vauban: ${message}\n`);
    return 2;
  }
  request.scan.progress('keeping what was found');
  const found = toLook(inspected, name);
  store.looks.record(found);
  return tell({ kind: 'looked', at: found.at, seen }, context);
};

const tell = async (result: LookResult, { output }: CliContext): Promise<ExitCode> => {
  await output.write(`${JSON.stringify(result)}\n`);
  return 0;
};

/** At most two lines a second: for a page, or for the log of a timer. */
const createProgress = ({ output, now }: CliContext): ((text: string) => void) => {
  let last = -Infinity;
  return (text) => {
    const time = Date.parse(now());
    if (time - last < 500) return;
    last = time;
    void output.write(`${JSON.stringify({ kind: 'looking', text })}\n`);
  };
};
