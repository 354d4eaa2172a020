/** Test fixture: a roadmap of two phases, and facts about an estate of which each test changes what it is about. */

import type { Finding } from '../model/finding.ts';
import type { Roadmap } from './framework.ts';
import type { Item } from './item.ts';
import type { RoadmapFacts } from './judge-roadmap.ts';
import type { AcceptedGap, OwnRoadmap } from './own-roadmap.ts';
import { parseRoadmap } from './parse-roadmap.ts';

export const exampleText = `version: 1
phases:
  - id: week-1
    weeks: [1, 1]
    title: Close the doors
    why: An open door needs no thief.
    actions:
      - id: locks
        title: Lock every door
        why: A lock costs less than a guard.
        responsible: you
        counts: It counts.
        criteria: [{ survey: house/locks }]
        settle: vauban scan {estate} --only 'house/*'
        commands:
          - { line: 'turn key {estate}', why: it is by hand }
      - id: lamps
        title: Light every door
        why: Nobody likes to be seen.
        responsible: platform
        counts: It counts.
        criteria: [{ survey: house/lamps }]
        settle: vauban scan {estate}
        caveat: Vauban sees no light yet.
  - id: weeks-2-3
    weeks: [2, 3]
    title: Mend
    why: What is broken stays broken.
    actions:
      - id: repairs
        title: Mend what is broken
        why: It breaks again.
        responsible: you
        counts: It counts.
        criteria:
          - findings: { rules: ['*'], severity: high, kinds: ['*'] }
        settle: vauban scan {estate}
`;

const parsed = parseRoadmap(exampleText, 'frameworks/roadmap.yaml');
if (parsed.kind !== 'roadmap') throw new Error(parsed.problems[0]?.message ?? 'the example is no roadmap');

export const exampleRoadmap: Roadmap = parsed.roadmap;

export const door = (name: string, state: Item['state'], more: Partial<Item> = {}): Item => ({
  what: `Door ${name}`,
  ref: null,
  state,
  proof: state === 'met' ? 'declared' : null,
  why: state === 'met' ? 'is locked' : 'stands open',
  source: `house.yaml:${name.length}`,
  controls: [],
  ...more,
});

export const gap = (item: string | null, more: Partial<AcceptedGap> = {}): AcceptedGap => ({
  action: 'locks',
  item,
  reason: 'it leads nowhere',
  owner: null,
  until: '2026-12-31',
  span: { file: 'roadmap.yaml', line: 3, column: 5 },
  ...more,
});

export const own = (accepted: readonly AcceptedGap[], more: Partial<OwnRoadmap> = {}): OwnRoadmap => ({
  file: 'roadmap.yaml',
  start: null,
  owners: {},
  accepted,
  ...more,
});

export const broken = (name: string, more: Partial<Finding> = {}): Finding => ({
  id: name.padEnd(16, '0'),
  rule: 'house/broken',
  status: 'fail',
  reason: null,
  severity: 'high',
  action: 'none',
  enforcement: 'not-enforced',
  message: 'It is broken.',
  path: '',
  subject: {
    apiVersion: 'v1',
    kind: 'Chair',
    namespace: 'hall',
    name,
    origin: { kind: 'cluster', cluster: 'c', uid: '1' },
  },
  owner: null,
  responsible: 'you',
  fix: null,
  evidence: [],
  ...more,
});

/** Doors as told; lamps that are all lit; nothing broken. */
export const factsOf = (doors: readonly Item[], more: Partial<RoadmapFacts> = {}): RoadmapFacts => ({
  roadmap: exampleRoadmap,
  own: null,
  surveyed: [
    { criterion: 'house/locks', items: doors, doubt: null },
    { criterion: 'house/lamps', items: [door('lamp', 'met')], doubt: null },
  ],
  findings: [],
  objects: () => [],
  judged: 5,
  where: ({ subject }) => `${subject.name}.yaml:1`,
  weighed: [],
  filesOf: () => [],
  of: 'manifests',
  asOf: '2026-09-16T12:00:00Z',
  complete: true,
  missing: [],
  estate: './house',
  program: 'npx vauban',
  ...more,
});
