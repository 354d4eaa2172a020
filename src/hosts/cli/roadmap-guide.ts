/** The README.md of a phase's files: what each is for and what it buys, what to know first, how to apply it and take it back. */

import type { Weighed } from '../../attack/weigh-controls.ts';
import type { ActionAnswer, PhaseAnswer } from '../../posture/roadmap-answer.ts';
import { renderRef } from '../../reports/place.ts';
import type { PlannedFile, PlannedFiles } from '../assemble/attack/component/planned-file.ts';
import type { ActionPlan } from '../assemble/roadmap/phase-facts.ts';
import { escapeText, renderUse, toCode } from './next-guide.ts';
import { renderState, renderWeeks } from './roadmap-text.ts';
import { tellGain } from './tell-gain.ts';

/** How a README.md begins that may be replaced by a later run. */
export const phaseGuideMark = '<!-- Made by vauban roadmap. -->';

export interface PhaseGuide {
  readonly phase: PhaseAnswer;
  readonly plans: readonly { readonly action: ActionAnswer; readonly plan: ActionPlan }[];
  readonly component: PlannedFiles;
  readonly weighed: readonly Weighed[];
  readonly missing: readonly string[];
  readonly folder: string;
  readonly program: string;
}

export const renderPhaseGuide = (guide: PhaseGuide): string => {
  const { phase, plans, component, missing, folder, program } = guide;
  return [
    phaseGuideMark,
    `# ${renderWeeks(phase)}: ${phase.title}\n`,
    `${phase.why}\n`,
    ...(missing.length === 0
      ? []
      : [
          '## Partial\n',
          'Not everything was read, and what these files cut may be needed by what is missing here:\n',
          ...missing.slice(0, mostMissing).map((why) => `- ${escapeText(why)}`),
          '',
        ]),
    '## What it does\n',
    ...plans.flatMap(({ action, plan }) => renderAction(action, plan, guide)),
    ...(component.advice.length === 0
      ? []
      : [
          '## For a person to do\n',
          ...component.advice.map(({ control, text }) => `- \`${toCode(control)}\`: ${escapeText(text)}`),
          '',
        ]),
    ...(component.files.length === 0
      ? []
      : renderUse(component.files, { folder, command: `${program} roadmap`, counts: 'what is done' })),
  ].join('\n');
};

const mostMissing = 60;

const renderAction = (action: ActionAnswer, plan: ActionPlan, guide: PhaseGuide): readonly string[] => {
  const ids = new Set(plan.controls.map(({ id }) => id));
  const names = new Set(plan.whole.map(({ name }) => name));
  const own = guide.component.files.filter(
    ({ name, controls }) => names.has(name) || controls.some((id) => ids.has(id)),
  );
  return [
    `### ${action.title}\n`,
    `${renderState(action)}${action.owner === null ? '' : `, ${escapeText(action.owner)}`}. ${action.why}\n`,
    ...(own.length + plan.beside.length === 0 ? ['Nothing is made for it.\n'] : []),
    ...own.slice(0, mostFiles).flatMap((file) => renderFile(file, guide)),
    ...(own.length > mostFiles ? [`- and ${own.length - mostFiles} more files like these`] : []),
    ...(own.length === 0 ? [] : ['']),
    ...plan.beside.flatMap(({ name, use }) => [`\`${toCode(name)}\`: ${toParagraphs(use)}\n`]),
    ...(plan.cautions.length === 0 ? [] : ['Before you merge it:\n', ...plan.cautions.map(toListItem), '']),
  ];
};

/** More than anybody reads; each file says itself what it is for. */
const mostFiles = 300;

const renderFile = ({ name, ref, reasons, controls }: PlannedFile, { weighed }: PhaseGuide): readonly string[] => {
  const gains = weighed
    .filter(({ control, gain }) => gain > 0 && controls.includes(control.id))
    .flatMap(({ after }) => tellGain(after) || []);
  return [
    `- \`${toCode(name)}\`: ${escapeText(renderRef(ref))}`,
    ...reasons.slice(0, mostReasons).map((reason) => `   - ${escapeText(reason)}`),
    ...(reasons.length > mostReasons ? [`   - and ${reasons.length - mostReasons} reasons more`] : []),
    ...gains.map((gain) => `   - buys: ${escapeText(gain)}`),
  ];
};

const mostReasons = 12;

/** Each line is one, but for what is code. */
const toParagraphs = (text: string): string => text.replaceAll(/\n(?=[^\n ])/g, '\n\n').replaceAll(/\n{3,}/g, '\n\n');

/** Lines below the first are of the same item. */
const toListItem = (text: string): string =>
  `- ${text
    .split('\n')
    .map((line, index) => (index === 0 || line === '' ? line : `  ${line}`))
    .join('\n')}`;
