/** Judges a roadmap: of each action, how much is met, by what evidence, what it would buy, and what to do now. */

import type { Weighed } from '../attack/weigh-controls.ts';
import type { Finding } from '../model/finding.ts';
import type { ResourceRef } from '../model/resource.ts';
import type { Action, Phase, Roadmap } from './framework.ts';
import type { Item, Surveyed } from './item.ts';
import { judgeAction } from './judge-action.ts';
import type { OwnRoadmap } from './own-roadmap.ts';
import { daysLeftOf, weekOf } from './plan-weeks.ts';
import type { ActionAnswer, ActionState, PhaseAnswer, RoadmapAnswer } from './roadmap-answer.ts';

export interface RoadmapFacts {
  readonly roadmap: Roadmap;
  readonly own: OwnRoadmap | null;
  readonly surveyed: readonly Surveyed[];
  readonly findings: readonly Finding[];
  /** Objects that were read, for criteria that count them. */
  readonly objects: (kinds: readonly string[]) => readonly ResourceRef[];
  /** How many objects were judged in all, for criteria that count every one. */
  readonly judged: number;
  /** Where a finding stands, for the source of an item. */
  readonly where: (finding: Finding) => string;
  readonly weighed: readonly Weighed[];
  /** The files that are made for an action, of its open items; `isTold` where nothing of it is left untold. */
  readonly filesOf: (action: Action, open: readonly Item[], isTold: boolean) => readonly string[];
  readonly of: 'cluster' | 'manifests';
  /** RFC 3339. */
  readonly asOf: string;
  readonly complete: boolean;
  readonly missing: readonly string[];
  /** What stands for `{estate}` in command lines: `./manifests`, `--cluster`. */
  readonly estate: string;
  /** What stands for `vauban` at the beginning of a command line. */
  readonly program: string;
}

/** Linear in items, findings and weighed controls. */
export const judgeRoadmap = (facts: RoadmapFacts): RoadmapAnswer => {
  const { roadmap, own, asOf, of, complete, missing } = facts;
  const start = own?.start ?? null;
  const phases = roadmap.phases.map((phase) => judgePhase(phase, facts));
  return {
    asOf,
    start,
    week: start === null ? null : weekOf(start, asOf),
    current: (phases.find(isOpen) ?? phases.find(({ state }) => !isSettled(state)))?.id ?? null,
    of,
    complete,
    missing,
    phases,
  };
};

/** Something of it is known to be left to do: that comes before what only a cluster can tell. */
const isOpen = ({ actions }: PhaseAnswer): boolean =>
  actions.some(({ items }) => items.some(({ state, accepted }) => state === 'unmet' && accepted === null));

const isSettled = (state: ActionState): boolean => state === 'done' || state === 'accepted';

const judgePhase = (phase: Phase, facts: RoadmapFacts): PhaseAnswer => {
  const { id, weeks, title, why } = phase;
  const actions = phase.actions.map((action) => judgeAction(action, phase, facts));
  const { own, asOf } = facts;
  return {
    id,
    weeks,
    title,
    why,
    state: toPhaseState(actions),
    daysLeft: own?.start === undefined || own.start === null ? null : daysLeftOf(own.start, weeks.last, asOf),
    actions: actions
      .map((action, rank) => ({ action, rank }))
      .sort((a, b) => b.action.buys.gain - a.action.buys.gain || a.rank - b.rank)
      .map(({ action }) => action),
  };
};

/** An action that cannot be told is no progress and no lack of it: the others say how the phase stands. */
const toPhaseState = (actions: readonly ActionAnswer[]): ActionState => {
  const states = actions.map(({ state }) => state);
  if (states.every((state) => state === 'accepted')) return 'accepted';
  if (states.every(isSettled)) return 'done';
  if (states.every((state) => state === 'cannot-tell')) return 'cannot-tell';
  const told = states.filter((state) => state !== 'cannot-tell');
  if (told.every((state) => state === 'not-begun')) return 'not-begun';
  return 'partly';
};
