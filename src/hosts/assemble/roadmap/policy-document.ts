/** The document that says what holds in an estate: made from what was read, so that it says nothing else. */

import type { Snapshot } from '../../../model/snapshot.ts';
import type { RoadmapAnswer } from '../../../posture/roadmap-answer.ts';
import { toPlainText } from '../../../reports/plain-text.ts';
import type { Report } from '../../../reports/report.ts';

export const policyDocumentName = 'SECURITY-POLICY.md';

/** By this it is found again. */
export const policyDocumentMark = '<!-- vauban: security policy -->';

/** Of one look at an estate. */
export interface PolicyFacts {
  readonly roadmap: RoadmapAnswer;
  readonly report: Report;
  readonly snapshot: Snapshot;
}

export const renderPolicyDocument = ({ roadmap, report, snapshot }: PolicyFacts): string => {
  const walls = report.walls?.assets ?? [];
  return [
    policyDocumentMark,
    '# Security policy\n',
    `As of ${roadmap.asOf.slice(0, 10)}, from ${snapshot.kind === 'cluster' ? 'the live cluster' : 'the manifests in this repository'}. Made by \`vauban roadmap --week 12 --write\`; make it anew rather than edit it.\n`,
    '## Walls before what matters\n',
    ...(walls.length === 0
      ? ['Nothing that matters was read.']
      : walls
          .slice(0, 60)
          .map(
            ({ place, depth, proven, layers }) =>
              `- ${escape(place.title)}: ${depth === null ? 'no known way' : depth === 0 ? '**open**' : `${depth} (${layers.join(', ')}), ${proven ?? 0} proved`}`,
          )),
    '',
    '## What is asked, and how far it is\n',
    ...roadmap.phases.flatMap((phase) => [
      `### ${phase.title}\n`,
      ...phase.actions.map(
        ({ title, state, met, of, owner }) =>
          `- ${title}: ${words[state]}${of === 0 ? '' : `, ${met} of ${of}`}${owner === null ? '' : `; ${escape(owner)} answers for it`}`,
      ),
      '',
    ]),
    '## What is accepted\n',
    ...listAccepted(roadmap, report),
    '',
    '## What could not be read\n',
    ...(roadmap.missing.length === 0
      ? ['Nothing was missing.']
      : roadmap.missing.slice(0, 40).map((text) => `- ${escape(text)}`)),
    '',
  ].join('\n');
};

const words = {
  done: 'done',
  partly: 'partly done',
  'not-begun': 'not begun',
  'cannot-tell': 'cannot be told from here',
  accepted: 'accepted',
} as const;

const listAccepted = ({ phases }: RoadmapAnswer, { exceptions }: Report): readonly string[] => {
  const gaps = phases
    .flatMap((phase) => phase.actions)
    .flatMap(({ title, items }) =>
      items.flatMap(({ what, accepted }) =>
        accepted === null
          ? []
          : [
              `- ${title}, ${escape(what)}: ${escape(accepted.reason)}${accepted.owner === null ? '' : ` (${escape(accepted.owner)})`}, until ${accepted.until ?? 'further notice'}`,
            ],
      ),
    );
  const excepted = exceptions
    .slice(0, 200)
    .map(
      ({ exception, covered }) =>
        `- ${escape(exception.scope.rule ?? exception.scope.finding ?? 'any rule')}: ${escape(exception.reason)}${exception.owner === null ? '' : ` (${escape(exception.owner)})`}, until ${exception.expires ?? 'further notice'}; covers ${covered}`,
    );
  return gaps.length + excepted.length === 0 ? ['Nothing.'] : [...gaps, ...excepted];
};

/** One line, in which nothing is HTML, a link or an emphasis of a stranger's. */
const escape = (text: string): string => toPlainText(text).replaceAll(/[<>[\]*_|\\`#]/g, String.raw`\$&`);
