/** `vauban roadmap`: where an estate stands, week by week, with the evidence; and one phase's files for a pull request. */

import type { Weighed } from '../../attack/weigh-controls.ts';
import type { ActionAnswer, PhaseAnswer, RoadmapAnswer } from '../../posture/roadmap-answer.ts';
import { toPlainText } from '../../reports/plain-text.ts';
import { inspectEstate } from '../assemble/inspect/inspect-estate.ts';
import { UsageError, flagOption, textOption, type CommandInput, type RunCommand } from './command.ts';
import { toTextWidth } from './attacks-command.ts';
import { readInspectRequest } from './inspect-request.ts';
import { withProgress } from './progress.ts';
import { renderProblem } from '../assemble/attack/list-missing.ts';
import { renderRoadmapMarkdown } from './roadmap-markdown.ts';
import { renderPhaseText, renderRoadmapText, type RoadmapText } from './roadmap-text.ts';
import { flagSetting, readSettings } from './settings.ts';
import { tellGain } from './tell-gain.ts';
import { writePhase } from './write-phase.ts';

export const run: RunCommand = async (input, context) => {
  const settings = await readSettings(input, context);
  const week = readWeek(input);
  const folder = textOption(input, 'write');
  if (folder !== undefined && week === null) throw new UsageError('--write needs --week: the files of which week?');
  if (folder === '') throw new UsageError('--write names the folder to write into; . is this one');
  const [request, inspected] = await withProgress(input.words, context, async (say) => {
    const wanted = await readInspectRequest(input, settings, context, say);
    return [wanted, await inspectEstate(wanted, context)] as const;
  });
  const { roadmap, nothingRead } = inspected;
  if (nothingRead)
    throw new UsageError(`nothing could be read${roadmap.missing.length > 0 ? `: ${roadmap.missing.join('; ')}` : ''}`);
  for (const problem of request.scan.problems)
    await context.error.write(`vauban: ${toPlainText(renderProblem(problem))}\n`);
  for (const why of roadmap.missing.slice(0, mostMissing))
    await context.error.write(`vauban: partial: ${toPlainText(why)}\n`);
  const phase = week === null ? null : findPhase(roadmap, week);
  const { output, program } = context;
  const text: RoadmapText = {
    width: toTextWidth(output.width),
    colour: output.colour,
    program,
    estate: request.estate,
    tellBuys: (action) => tellBuys(action, inspected.weighed),
  };
  for (const piece of render(input, roadmap, phase, text)) await output.write(piece);
  const isTolerant = flagSetting(input, settings, 'allowPartial');
  const code = request.scan.problems.some(({ severity }) => severity === 'error')
    ? 2
    : roadmap.complete || isTolerant
      ? 0
      : 1;
  if (folder === undefined || phase === null) return code;
  if (code !== 0 && !flagOption(input, 'dryRun')) {
    await context.error.write(
      'vauban: nothing is written: files made from half a picture may cut what was not read. Read the rest, or --allow-partial; --dry-run shows the files\n',
    );
    return code;
  }
  return (await writePhase({ phase, inspected, folder }, input, context)) ? code : 2;
};

const mostMissing = 12;

const render = (
  input: CommandInput,
  roadmap: RoadmapAnswer,
  phase: PhaseAnswer | null,
  options: RoadmapText,
): Iterable<string> => {
  switch (textOption(input, 'output')) {
    case 'json':
      return [`${JSON.stringify(phase === null ? roadmap : { ...roadmap, phases: [phase] }, null, 2)}\n`];
    case 'markdown':
      return renderRoadmapMarkdown(roadmap, phase);
    default:
      return phase === null ? renderRoadmapText(roadmap, options) : renderPhaseText(phase, options);
  }
};

/** Of its walls the one that buys most: each is counted alone, so what two buy is not their sum. */
const tellBuys = ({ buys }: ActionAnswer, weighed: readonly Weighed[]): string => {
  const ids = new Set(buys.controls.map(({ id }) => id));
  const best = weighed.find(({ control, gain }) => gain > 0 && ids.has(control.id));
  return best === undefined ? '' : tellGain(best.after);
};

const readWeek = (input: CommandInput): number | null => {
  const text = textOption(input, 'week');
  if (text === undefined) return null;
  const week = Number(text);
  if (!Number.isInteger(week) || week < 1 || week > 12)
    throw new UsageError(`--week is a number from 1 to 12, not ${text}`);
  return week;
};

const findPhase = ({ phases }: RoadmapAnswer, week: number): PhaseAnswer => {
  const phase = phases.find(({ weeks }) => weeks.first <= week && week <= weeks.last);
  if (phase === undefined) throw new Error(`no phase has week ${week}`);
  return phase;
};
