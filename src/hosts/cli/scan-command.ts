/** `vauban scan`: reads, judges, reports, and gives the exit code. */

import type { CliContext } from './cli-context.ts';
import { asksWalls, scanEstate, type ScanRequest, type Scanned } from '../assemble/scan-estate.ts';
import { readScanRequest } from './scan-request.ts';
import { exitCodeFor, toFailOn } from './exit-code.ts';
import { toOutputs, writeReports } from './outputs.ts';
import { renderHeadline } from '../../reports/overview.ts';
import { refuseUnknownNamespaces } from './known-namespaces.ts';
import { withProgress } from './progress.ts';
import { flagOption, type CommandInput, type RunCommand } from './command.ts';
import { flagSetting, listSetting, readSettings, sayWhere, textSetting, type Settings } from './settings.ts';

export const run: RunCommand = async (input, context) => {
  const settings = await readSettings(input, context);
  const outputs = await toOutputs(listSetting(input, settings, 'output'), context).catch(
    sayWhere(input, settings, 'output'),
  );
  const failOn = toFailOn(textSetting(input, settings, 'failOn'));
  const [request, { report, nothingRead, namespaces }] = await withProgress(input.words, context, async (say) => {
    const wanted = await readScanRequest(input.words, input, settings, context, say);
    const walls = { jewels: listSetting(input, settings, 'crownJewels') };
    const isPage = outputs.some(({ format }) => format.id === 'html');
    const found = isPage ? await scanWithRoadmap({ ...wanted, walls }, input, settings, context) : null;
    return [wanted, found ?? (await scanEstate({ ...wanted, walls }, context))] as const;
  });
  if (report.complete) refuseUnknownNamespaces(request.namespaces, namespaces);
  const options = { brief: flagOption(input, 'brief'), all: flagOption(input, 'all') };
  if (!(await writeReports(report, outputs, options, context))) return 2;
  // A log with nothing in it looks like a crash.
  if (outputs.every(({ file }) => file !== null)) {
    await context.error.write(
      `vauban: ${renderHeadline(report)}; written to ${outputs.map(({ file }) => file).join(', ')}\n`,
    );
  }
  // A hook is handed whatever was changed; a person who names a path means it.
  const isEmptyFine = report.complete && flagOption(input, 'allowEmpty');
  const code = exitCodeFor(report, {
    failOn,
    allowPartial: flagSetting(input, settings, 'allowPartial'),
    nothingRead: nothingRead && !isEmptyFine,
    ownFileBroken: [...request.problems, ...request.by.policies.problems].some(({ severity }) => severity === 'error'),
  });
  if (nothingRead && !isEmptyFine)
    await context.error.write('vauban: nothing could be read, so nothing can be said; see the problems above\n');
  return code;
};

/** A page for people also says where the roadmap stands; `null` where only part of an estate, or several, is scanned. */
const scanWithRoadmap = async (
  request: ScanRequest,
  input: CommandInput,
  settings: Settings,
  context: CliContext,
): Promise<Pick<Scanned, 'report' | 'nothingRead' | 'namespaces'> | null> => {
  if (!asksWalls(request)) return null;
  // Loaded where there is such a page: a scan does not wait for it.
  const [{ isOneEstate, toInspectRequest }, { inspectEstate }] = await Promise.all([
    import('./inspect-request.ts'),
    import('../assemble/inspect/inspect-estate.ts'),
  ]);
  if (!(await isOneEstate(request, context))) return null;
  return inspectEstate(await toInspectRequest(request, input, settings, context), context);
};
