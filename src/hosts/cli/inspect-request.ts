/** Turns the command line, the settings and the files they name into one look at one estate. */

import { join } from 'node:path';
import { parseOwnRoadmap } from '../../posture/parse-own-roadmap.ts';
import type { OwnRoadmap } from '../../posture/own-roadmap.ts';
import type { Roadmap } from '../../posture/framework.ts';
import type { Problem } from '../../model/problem.ts';
import { readRepository } from '../../sources/registry.ts';
import type { InspectRequest } from '../assemble/inspect/inspect-estate.ts';
import { findSnapshots } from '../assemble/find-snapshots.ts';
import { readRoadmapFramework } from '../assemble/roadmap-framework.ts';
import type { ScanRequest } from '../assemble/scan-estate.ts';
import type { CliContext } from './cli-context.ts';
import { UsageError, type CommandInput } from './command.ts';
import { quoteWord } from './quote-word.ts';
import { readScanRequest } from './scan-request.ts';
import { listSetting, readOrRefuse, textSetting, type Settings } from './settings.ts';

export const readInspectRequest = async (
  input: CommandInput,
  settings: Settings,
  context: CliContext,
  progress: (text: string) => void,
): Promise<InspectRequest> => {
  const scan = await readScanRequest(input.words, input, settings, context, progress);
  if (!(await isOneEstate(scan, context)))
    throw new UsageError('an answer is about one estate: one cluster, one snapshot, or paths');
  // Settings may narrow a scan to some rules; where an estate stands is asked of all of them.
  const { by } = scan;
  const whole = { ...scan, by: { ...by, only: [], library: by.library === 'none' ? 'latest' : by.library } };
  return toInspectRequest(whole, input, settings, context);
};

/** A snapshot is an estate of its own beside other paths. */
export const isOneEstate = async (
  { paths, contexts }: Pick<ScanRequest, 'paths' | 'contexts'>,
  { disk }: CliContext,
): Promise<boolean> => {
  const found = await findSnapshots(paths, disk);
  return (found.paths.length > 0 ? 1 : 0) + found.snapshots.length + contexts.length === 1;
};

export const toInspectRequest = async (
  scan: ScanRequest,
  input: CommandInput,
  settings: Settings,
  context: CliContext,
): Promise<InspectRequest> => {
  const roadmap = await readRoadmapFramework();
  const { own, problems } = await readOwnRoadmap(input, settings, roadmap, context);
  return {
    scan: { ...scan, problems: [...scan.problems, ...problems] },
    jewels: listSetting(input, settings, 'crownJewels'),
    roadmap,
    own,
    evidence: await readRepository(scan.paths, context.disk),
    estate: toEstateWords(scan),
  };
};

/** `./manifests`, `--cluster`, `--context prod`: as it is typed again. */
const toEstateWords = ({ paths, contexts }: InspectRequest['scan']): string => {
  const [name] = contexts;
  if (name !== undefined) return name === '' ? '--cluster' : `--context ${quoteWord(name)}`;
  return paths.map(quoteWord).join(' ');
};

const readOwnRoadmap = async (
  input: CommandInput,
  settings: Settings,
  roadmap: Roadmap,
  { files }: CliContext,
): Promise<{ readonly own: OwnRoadmap | null; readonly problems: readonly Problem[] }> => {
  const named = textSetting(input, settings, 'roadmap');
  const file = named ?? join(settings.folder, 'roadmap.yaml');
  const text = await readOrRefuse(file, () => files.readText(file));
  if (text !== undefined) return parseOwnRoadmap(text, file, roadmap);
  if (named !== undefined) throw new UsageError(`there is no roadmap file ${named}`);
  return { own: null, problems: [] };
};
