/** The page of the roadmap, made from `frameworks/roadmap.yaml`: what each week asks for and what it counts. */

import { readRoadmapFramework } from '../../src/hosts/assemble/roadmap-framework.ts';
import type { Action, Phase } from '../../src/posture/framework.ts';

export const renderRoadmapPage = async (): Promise<string> => {
  const { phases } = await readRoadmapFramework();
  return [
    '<!-- Made from frameworks/roadmap.yaml by `npm run docs`; edit that. -->',
    '',
    '# The twelve-week roadmap',
    '',
    '`vauban roadmap` computes where an estate stands from what it has: nobody ticks a box. It reads manifests or a cluster, and the repository around the manifests for pipelines and documents.',
    '',
    '    vauban roadmap ./manifests                             # the twelve weeks, and what to do now',
    '    vauban roadmap ./manifests --week 2                    # one phase: each gap, its evidence, what to type',
    '    vauban roadmap ./manifests --week 2 --write ./gitops   # the files of that phase, with a README',
    '',
    '## What an action can be',
    '',
    '| state | when |',
    '| --- | --- |',
    '| done | everything it counts is met, or the rest is accepted |',
    '| partly done, n of m | something is met, and something is open or cannot be told |',
    '| not begun | something is open and nothing is met |',
    '| cannot be told | nothing it counts could be told from what was read; the one command that settles it stands beside it |',
    '| accepted | nothing is met, and every gap is one that somebody decided to live with |',
    '',
    'What cannot be told counts neither as met nor as open, and keeps an action from being done. What is met is *proved* where a live cluster shows all of it, else *declared*: files say so. A phase is done when all its actions are done or accepted.',
    '',
    'The actions of a phase stand in the order of what they buy: how much the walls they build add before what matters, as `vauban next` counts it ([attacks.md](attacks.md)).',
    '',
    '## Your own `roadmap.yaml`',
    '',
    'When it began, who does what, and which gaps you live with stand in your repository, beside `vauban.yaml` (or wherever `--roadmap` points):',
    '',
    '```yaml',
    ownExample.trimEnd(),
    '```',
    '',
    '- Weeks are counted from `start` in days of UTC. A phase whose weeks are over and that is not done is late.',
    '- The closest of the `owners` counts: the action’s, then the phase’s, then `*`.',
    '- A gap needs a `reason` and an `until`; the last day it counts is that day. After it the gap is open again, and the roadmap says so. `item` is what the roadmap calls the gap, with `*` and `?`; without it the whole action is meant.',
    '- An entry with a mistake (a misspelt key, an action that is not there, no end) accepts nothing, and the command ends with exit code 2.',
    '- What an [exception](ci.md) accepts is accepted in the roadmap too, where it counts findings.',
    '',
    '## The weeks',
    '',
    ...phases.flatMap(renderPhase),
  ].join('\n');
};

/** Held against the parser by a test. */
export const ownExample = `start: 2026-09-07                  # the first day of week 1
owners:
  '*': platform@example.com        # by action, by phase, or * for all
  weeks-5-6: ann@example.com
  default-deny: bob@example.com
accepted:
  - action: default-deny
    item: Namespace legacy         # as the roadmap names it
    reason: it is switched off in March
    owner: bob@example.com
    until: 2027-03-31              # the last day it counts
`;

const renderPhase = ({ id, weeks, title, why, actions }: Phase): readonly string[] => [
  `### ${weeks.first === weeks.last ? `Week ${weeks.first}` : `Weeks ${weeks.first} and ${weeks.last}`}: ${title}`,
  '',
  `${why} (\`${id}\`)`,
  '',
  ...actions.flatMap(renderAction),
];

const renderAction = ({ id, title, why, counts, responsible, settle, commands, caveat }: Action): readonly string[] => [
  `**${title}** · \`${id}\` · ${whose[responsible]}`,
  '',
  `${why} *Counted:* ${lowerFirst(counts)}${caveat === null ? '' : ` *Caveat:* ${caveat}`}`,
  '',
  `- \`${fill(settle)}\` settles what cannot be told`,
  ...commands.map(({ line, why: reason }) => `- \`${fill(line)}\`: ${reason}`),
  '',
];

const whose = {
  you: 'who runs the workloads',
  platform: 'who runs the cluster',
  provider: 'the provider',
} as const;

const lowerFirst = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;

/** As it is typed where the manifests lie in `./manifests`. */
const fill = (line: string): string => line.replaceAll('{estate}', './manifests');
