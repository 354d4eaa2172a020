/** Puts the overview together: how the estate stands, from its last look, and what has changed, from its history. */

import type { RoadmapAnswer } from '../../posture/roadmap-answer.ts';
import { toOverview } from '../assemble/inspect/to-overview.ts';
import type { Overview } from './api/overview.ts';
import type { Standing } from './api/views.ts';
import type { ConsoleApp } from './route.ts';

/** The longest trend a page shows. */
const mostDays = 90;

/** `null` before the first look. */
export const readOverview = (
  estate: string,
  { store, now }: Pick<ConsoleApp, 'store' | 'now'>,
): { readonly at: string; readonly body: Overview } | null => {
  const read = store.looks.view(estate, 'standing');
  if (read === null) return null;
  const days = store.history.days(estate, mostDays);
  const [today, before] = days;
  const compared =
    today === undefined || before === undefined ? null : store.history.compare(estate, before.day, today.day);
  const overview = toOverview(read.body as unknown as Standing, days, compared, now());
  const roadmap = store.looks.view(estate, 'roadmap')?.body as unknown as RoadmapAnswer | undefined;
  return { at: read.at, body: { ...overview, week: overview.week ?? toWeek(roadmap) } };
};

/** The phase that comes next, and whether it should be over by the plan's start date. */
const toWeek = (roadmap: RoadmapAnswer | undefined): Overview['week'] => {
  const phase = roadmap?.phases.find(({ id }) => id === roadmap.current);
  if (roadmap === undefined || phase === undefined) return null;
  return { title: phase.title, number: roadmap.week, late: (phase.daysLeft ?? 0) < 0 };
};
