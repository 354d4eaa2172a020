/** The roadmap as Markdown, for a pull request or a wiki: names of strangers are quoted, so that they stay text. */

import type { ActionAnswer, AnsweredItem, PhaseAnswer, RoadmapAnswer } from '../../posture/roadmap-answer.ts';
import { toPlainText } from '../../reports/plain-text.ts';
import { isLate, renderStanding, renderState, renderWeeks, stateWords, tellLate } from './roadmap-text.ts';

/** All weeks as a table, then each in full; of one phase it alone. */
export function* renderRoadmapMarkdown(roadmap: RoadmapAnswer, asked: PhaseAnswer | null): Generator<string> {
  const { asOf, phases, missing } = roadmap;
  if (asked === null) yield `# Roadmap\n\nAs of ${asOf.slice(0, 10)}. ${renderStanding(roadmap)}\n`;
  if (missing.length > 0)
    yield `\n> Not everything was read, and it may be worse than it looks: ${missing.slice(0, mostMissing).map(escape).join('; ')}\n`;
  if (asked === null) {
    yield '\n| Weeks | What | State | Open | Owner |\n| --- | --- | --- | --- | --- |\n';
    for (const phase of phases) for (const action of phase.actions) yield renderRow(phase, action);
  }
  for (const phase of asked === null ? phases : [asked]) yield* renderPhase(phase, asked !== null);
}

const mostMissing = 20;

const renderRow = ({ weeks }: PhaseAnswer, action: ActionAnswer): string => {
  const open = action.items.filter(({ state, accepted }) => state === 'unmet' && accepted === null).length;
  const range = weeks.first === weeks.last ? String(weeks.first) : `${weeks.first}-${weeks.last}`;
  return `| ${range} | ${action.title} | ${renderState(action)} | ${open === 0 ? '' : open} | ${escape(action.owner ?? '')} |\n`;
};

function* renderPhase(phase: PhaseAnswer, isAlone: boolean): Generator<string> {
  const late = isLate(phase) ? `, ${tellLate(phase)} late` : '';
  yield `${isAlone ? '#' : '\n##'} ${renderWeeks(phase)}: ${phase.title}\n\n${phase.why} **${stateWords[phase.state]}${late}**\n`;
  for (const action of phase.actions) yield* renderAction(action, isAlone ? '##' : '###');
}

function* renderAction(action: ActionAnswer, heading: string): Generator<string> {
  const owner = action.owner === null ? '' : `, ${escape(action.owner)}`;
  yield `\n${heading} ${action.title}\n\n${renderState(action)}${owner}. ${action.why}\n`;
  if (action.items.length > 0) yield '\n';
  for (const item of action.items.slice(0, mostItems)) yield renderItem(item);
  if (action.items.length > mostItems)
    yield `- and ${action.items.length - mostItems} more: \`-o json\` has them all\n`;
  for (const doubt of action.doubts) yield `\n> ${escape(doubt)}\n`;
  if (action.caveat !== null) yield `\n> ${action.caveat}\n`;
  if (action.settle !== null) yield `\nSettled by \`${toCode(action.settle)}\`\n`;
  if (action.files.length > 0)
    yield `\nFiles: ${action.files
      .slice(0, mostFiles)
      .map((name) => `\`${toCode(name)}\``)
      .join(', ')}${action.files.length > mostFiles ? ` and ${action.files.length - mostFiles} more` : ''}\n`;
}

/** GitHub cuts a comment at 65,536 characters. */
const mostItems = 100;
const mostFiles = 20;

const renderItem = ({ what, state, why, source, accepted }: AnsweredItem): string => {
  const lived =
    accepted === null ? '' : ` – accepted until ${accepted.until ?? 'for ever'}: ${escape(accepted.reason)}`;
  const place = source === '' ? '' : ` (${escape(source)})`;
  return `- [${state === 'met' ? 'x' : ' '}] ${escape(what)}: ${escape(why)}${state === 'unknown' ? ' (cannot be told)' : ''}${lived}${place}\n`;
};

/** A person is told of by `@name`, and an issue by `#1`: neither is meant. */
const escape = (text: string): string => toPlainText(text).replaceAll(/[\\`*_{}[\]<>#|~]|(?<!\S)@/g, '\\$&');

const toCode = (text: string): string => toPlainText(text).replaceAll('`', "'");
