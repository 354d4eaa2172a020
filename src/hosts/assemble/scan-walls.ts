/** What a scan says of the attack graph: the walls before what matters, and which of the objects it found fault with hold a way in open. */

import type { AttackGraph } from '../../attack/graph.ts';
import { summariseWalls, type AssetWalls } from '../../attack/summarise-walls.ts';
import { compareWalls, type WallsAnswer } from '../../attack/walls-answer.ts';
import type { Finding, Note } from '../../model/finding.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Problem } from '../../model/problem.ts';
import { toRefKey } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { count, toGrouped } from '../../reports/plain-text.ts';
import { chooseEntry } from './attack/choose-entry.ts';
import { drawAttack } from './attack/draw-attack.ts';
import { listMissing } from './attack/list-missing.ts';

export interface ScannedWalls {
  readonly snapshot: Snapshot;
  readonly graph: AttackGraph;
  /** The number of the place ways begin at; `null` where nothing leads on from it. */
  readonly entry: number | null;
  readonly walls: WallsAnswer;
  /** By the objects that grant a step of a way to what has the fewest walls, as `toRefKey` names them. */
  readonly exposes: ReadonlyMap<string, Note>;
}

export interface WallsScan {
  readonly jewels: readonly string[];
  /** What was wrong with what was read: an object that could not be read may grant a step. */
  readonly problems: readonly Problem[];
  /** What the host found out beside what it read. */
  readonly evidence?: readonly Evidence[];
}

/** The snapshot holds what `keepForAttacks` keeps. */
export const scanWalls = (snapshot: Snapshot, { jewels, problems, evidence = [] }: WallsScan): ScannedWalls => {
  const graph = drawAttack(snapshot, { jewels, evidence });
  const entry = chooseEntry(graph, 'internet');
  if (entry.kind === 'unknown') throw new Error(entry.message);
  const { number, place: from, note } = entry;
  const assets = [...(number === null ? toUnreached(graph) : summariseWalls(graph, number))].sort(compareWalls);
  const unknowns = listMissing(snapshot, problems, graph);
  const walls: WallsAnswer = {
    from,
    complete: unknowns.length === 0,
    unknowns,
    notes: note === null ? [] : [note],
    assets,
  };
  return { snapshot, graph, entry: number, walls, exposes: noteExposures(walls) };
};

const toUnreached = ({ assets, places }: AttackGraph): readonly AssetWalls[] =>
  assets.flatMap(({ asset, place: number }) => {
    const place = places[number];
    return place === undefined ? [] : [{ asset, place, depth: null, proven: null, layers: [], way: null }];
  });

/** What an object exposes is told once with what is worth most: an administrator's binding exposes everything. */
const noteExposures = ({ assets, from }: WallsAnswer): ReadonlyMap<string, Note> => {
  const least = assets[0]?.depth ?? null;
  if (least === null) return new Map();
  const byObject = new Map<string, Set<AssetWalls>>();
  for (const each of assets) {
    if (each.depth !== least) break;
    for (const key of each.way?.moves.flatMap(({ by }) => by) ?? []) {
      const known = byObject.get(key);
      if (known === undefined) byObject.set(key, new Set([each]));
      else known.add(each);
    }
  }
  const way = least === 0 ? 'an open way in' : `a way in behind ${count(least, 'wall')}`;
  return new Map(
    [...byObject].map(([key, exposed]) => {
      const [first] = exposed;
      const more = exposed.size === 1 ? '' : ` and ${toGrouped(exposed.size - 1)} more`;
      return [
        key,
        {
          text: `exposes ${first?.place.title ?? ''}${more}: it is on ${way} from ${from.title} (vauban attacks)`,
          source: 'attack graph',
        },
      ];
    }),
  );
};

/** Failures alone: what passes or was accepted needs no reason to be mended. */
export const withExposures = (findings: readonly Finding[], { exposes }: ScannedWalls): readonly Finding[] =>
  exposes.size === 0
    ? findings
    : findings.map((finding) => {
        if (finding.status !== 'fail') return finding;
        const { subject, owner } = finding;
        const note = exposes.get(toRefKey(subject)) ?? (owner === null ? undefined : exposes.get(toRefKey(owner)));
        return note === undefined ? finding : { ...finding, evidence: [...finding.evidence, note] };
      });

/** Of several estates the one that stands worst, and says so: a report begins with what is most urgent. */
export const pickWorst = (scanned: readonly ScannedWalls[]): WallsAnswer | null => {
  const [worst, ...others] = scanned.map(({ walls }) => walls).sort(compareAnswers);
  if (worst === undefined) return null;
  if (others.length === 0) return worst;
  const complete = worst.complete && others.every((each) => each.complete);
  const unknowns = [...new Set([worst, ...others].flatMap((each) => each.unknowns))];
  const note = `Of ${others.length + 1} estates this is the one that stands worst: vauban walls tells each by itself.`;
  return { ...worst, complete, unknowns, notes: [note, ...worst.notes] };
};

const compareAnswers = (a: WallsAnswer, b: WallsAnswer): number => {
  const [ofA, ofB] = [a, b].map(({ assets }) => ({
    least: assets[0]?.depth ?? Number.MAX_SAFE_INTEGER,
    open: assets.filter(({ depth }) => depth === 0).length,
  }));
  return ofA === undefined || ofB === undefined ? 0 : ofA.least - ofB.least || ofB.open - ofA.open;
};
