/** The ways in as a page tells them: the worst way to each thing that matters, move by move, with its walls. */

import type { AssetWalls } from '../../../attack/summarise-walls.ts';
import type { Move } from '../../../attack/way.ts';
import type { Control } from '../../../model/control.ts';
import type { Place } from '../../../model/place.ts';
import { stepTypes } from '../../../model/step-type.ts';
import { createGrantFinder, type FindGrant } from '../attack/find-grants.ts';
import { renderFile, tellRemedy } from '../attack/tell-remedy.ts';
import type { AttackMove, AttackPlace, Attacks, AttackWall } from '../../console/api/attacks.ts';
import type { Inspected } from './inspected.ts';
import { shown } from './shown-text.ts';

/** More ways than this no page lists. */
const mostWays = 500;
const mostWalls = 8;

export const viewAttacks = (inspected: Inspected): Attacks => {
  const { report, from } = inspected;
  const { walls } = report;
  const find = createGrantFinder(inspected);
  const reached = walls?.assets.filter(({ way }) => way !== null) ?? [];
  return {
    from: from === null ? { id: 'internet', kind: 'internet', title: 'the internet' } : toPlace(from),
    complete: walls?.complete ?? report.complete,
    unknowns: (walls?.unknowns ?? []).map((text) => shown(text)),
    notes: (walls?.notes ?? []).map((text) => shown(text)),
    ways: reached.slice(0, mostWays).map((asset) => toWay(asset, find)),
    safe: (walls?.assets ?? [])
      .filter(({ way }) => way === null)
      .slice(0, mostWays)
      .map(({ place }) => toPlace(place)),
    left: Math.max(0, reached.length - mostWays),
  };
};

const toWay = ({ place, depth, proven, layers, way }: AssetWalls, find: FindGrant): Attacks['ways'][number] => ({
  to: toPlace(place),
  depth: depth ?? 0,
  proven: proven ?? 0,
  layers,
  moves: (way?.moves ?? []).map((move) => toMove(move, find)),
});

const toMove = (move: Move, find: FindGrant): AttackMove => {
  const { type, technique, from, to, grant, by, controls } = move;
  return {
    from: toPlace(from),
    to: toPlace(to),
    technique,
    text: shown(
      type === 'MEMBER' ? `${from.title}, here ${to.title}` : `${from.title} ${stepTypes[type].does} ${to.title}`,
    ),
    grant: shown(grant),
    by: by.map((key) => {
      const { object, file, line } = find(key);
      return { what: shown(object, 300), place: file === null ? '' : renderFile(file, line) };
    }),
    standing: controls.filter(({ state }) => state.kind === 'standing').map((control) => toWall(control, find)),
    missing: controls
      .filter(({ state, remedy }) => state.kind !== 'standing' && remedy !== null)
      .slice(0, mostWalls)
      .map((control) => toWall(control, find)),
  };
};

const toWall = (control: Control, find: FindGrant): AttackWall => {
  const { id, title, layer, state } = control;
  return {
    id,
    title: shown(title, 300),
    layer,
    proof: state.kind === 'standing' ? state.proof : null,
    todo: state.kind === 'standing' ? null : shown(tellRemedy(control, find), 600),
  };
};

const toPlace = ({ id, kind, title }: Place): AttackPlace => ({
  id: shown(id, 1000),
  kind,
  title: shown(title, 300),
});
