/** Where an estate stands: before each thing that matters the walls in five columns, and what to do this week. */

import type { AssetWalls } from '../../../attack/summarise-walls.ts';
import { layerGroups, layers as allLayers, toLayerGroup } from '../../../model/layer.ts';
import type { Control } from '../../../model/control.ts';
import type { JewelSection, WallColumn, WeekAction } from '../../console/api/overview.ts';
import type { Standing } from '../../console/api/views.ts';
import { renderRef } from '../../../reports/place.ts';
import { count } from '../../../reports/plain-text.ts';
import { toNotEnforced } from '../../../reports/overview.ts';
import type { Inspected } from './inspected.ts';
import { shown } from './shown-text.ts';

/** As many as one screen holds in rows that can be read. */
const mostSections = 24;

export const viewStanding = (inspected: Inspected): Standing => {
  const { report, from } = inspected;
  const assets = report.walls?.assets ?? [];
  const sections = toSections(assets);
  const open = assets.filter(({ depth }) => depth === 0).length;
  return {
    from: from?.title ?? 'the internet',
    sections: sections.slice(0, mostSections),
    left: Math.max(0, sections.length - mostSections),
    open,
    total: assets.length,
    weakest: open > 0 ? null : tellWeakest(sections),
    actions: toWeekActions(inspected),
    notEnforced: toNotEnforced(report)
      .slice(0, 20)
      .map(({ id, message, subject }) => ({ finding: id, text: shown(`${renderRef(subject)}: ${message}`, 300) })),
    endingExceptions: report.exceptions
      .filter(({ states }) => states.includes('ending'))
      .slice(0, 20)
      .map(({ exception, message }) => ({
        text: shown(`${exception.scope.rule ?? exception.scope.finding ?? 'any rule'}: ${message}`, 300),
        until: exception.expires ?? '',
      })),
  };
};

/** Things of one kind and type in one namespace before which the same walls stand are one section, as `walls` tells them. */
const toSections = (assets: readonly AssetWalls[]): readonly JewelSection[] =>
  [
    ...Map.groupBy(assets, ({ asset, place, depth, proven, layers }) =>
      JSON.stringify([
        depth,
        proven,
        allLayers.filter((layer) => layers.includes(layer)),
        asset.kind,
        asset.type,
        place.kind,
        // What somebody marked has a name that matters.
        asset.kind === 'marked' ? place.id : place.namespace,
      ]),
    ).values(),
  ].flatMap((group): readonly JewelSection[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { asset, place, depth, proven, way } = first;
    const type = asset.type === '' || asset.type === 'Opaque' ? '' : ` (${asset.type})`;
    return [
      {
        place: shown(place.id, 1000),
        title: shown(
          group.length === 1
            ? place.title
            : `${nouns[asset.kind]}${place.namespace === null ? '' : ` in ${place.namespace}`}${type}`,
          200,
        ),
        number: group.length,
        depth,
        proven,
        columns: toColumns(first),
        way:
          way === null || way.moves.length === 0
            ? []
            : [way.moves[0]?.from, ...way.moves.map(({ to }) => to)].flatMap((each) =>
                each === undefined ? [] : [{ place: shown(each.id, 1000), title: shown(each.title, 200) }],
              ),
      },
    ];
  });

const nouns: Readonly<Record<AssetWalls['asset']['kind'], string>> = {
  'cluster-admin': 'administrators',
  node: 'nodes',
  secret: 'Secrets',
  data: 'volumes of data',
  cloud: 'cloud identities',
  marked: 'places you marked',
};

/** A group's wall is solid where one that stands is proved. */
const toColumns = ({ way }: AssetWalls): readonly WallColumn[] => {
  const controls = [
    ...new Map((way?.moves ?? []).flatMap((move) => move.controls).map((each) => [each.id, each])).values(),
  ];
  return layerGroups.map((group): WallColumn => {
    const own = controls.filter(({ layer }) => toLayerGroup(layer) === group);
    const standing = own.filter(({ state, effect }) => state.kind === 'standing' && effect === 'guard');
    const isProved = standing.some(({ state }) => state.kind === 'standing' && state.proof === 'enforced');
    return {
      group,
      state: standing.length === 0 ? 'gap' : isProved ? 'solid' : 'hatched',
      walls: standing.slice(0, 6).map(toWall),
      missing: own
        .filter(({ state, remedy }) => state.kind !== 'standing' && remedy !== null)
        .slice(0, 6)
        .map(toWall),
    };
  });
};

const toWall = ({ id, title }: Control): { readonly id: string; readonly title: string } => ({
  id,
  title: shown(title, 200),
});

/** Of what is reached at all the first, which is the worst. */
const tellWeakest = (sections: readonly JewelSection[]): string | null => {
  if (sections.length === 0) return null;
  const worst = sections.find(({ depth }) => depth !== null);
  if (worst === undefined) return 'no way is known to anything that matters';
  const { title, depth, proven } = worst;
  return `the weakest is before ${title}: ${count(depth ?? 0, 'wall')}, ${proven === 0 || proven === null ? 'none' : proven} proved`;
};

const mostActions = 3;
const mostFiles = 12;

/** What is open of the phase that is to be done now, by what it buys; where that is less, what else would buy most. */
const toWeekActions = (inspected: Inspected): readonly WeekAction[] => {
  const { roadmap, program, estate, weighed } = inspected;
  const phase = roadmap.phases.find(({ id }) => id === roadmap.current);
  const open = (phase?.actions ?? []).filter(({ state }) => state !== 'done' && state !== 'accepted');
  const bought = new Set(open.flatMap(({ buys }) => buys.controls.map(({ id }) => id)));
  const planned = open.map(({ id, title, why, buys, files, settle, state }): WeekAction => ({
    id,
    title,
    why,
    gain: buys.gain,
    phase: phase?.id ?? '',
    files: files.slice(0, mostFiles),
    command:
      state === 'cannot-tell' || files.length === 0
        ? (settle ?? '')
        : `${program} roadmap ${estate} --week ${phase?.weeks.first ?? 1} --write FOLDER`,
  }));
  const others = weighed
    .filter(({ control, gain }) => gain > 0 && !bought.has(control.id))
    .map(({ control, gain, after }): WeekAction => ({
      id: shown(control.id, 300),
      title: shown(control.title, 300),
      why: `raises the walls before ${count(after.length, 'thing')} that ${after.length === 1 ? 'matters' : 'matter'}`,
      gain,
      phase: null,
      files: [],
      command: `${program} next ${estate} --write FOLDER`,
    }));
  return [...planned, ...others].slice(0, mostActions);
};
