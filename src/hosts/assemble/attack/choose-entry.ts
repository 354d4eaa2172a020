/** Where an answer about ways in begins: what `--from` names, or what stands in for it. */

import { identityPlace } from '../../../analysers/places.ts';
import type { AttackGraph } from '../../../attack/graph.ts';
import { parseSubject } from '../../../kube/rbac/subject.ts';
import { closest } from '../../../lang/pattern/closest.ts';
import type { Place } from '../../../model/place.ts';

export type ChosenEntry =
  | {
      readonly kind: 'entry';
      /** Its number in the graph; `null` where nothing leads on from it, and no place was drawn for it. */
      readonly number: number | null;
      readonly place: Place;
      /** What a reader must know of it; `null` where it is what was asked for. */
      readonly note: string | null;
    }
  | { readonly kind: 'unknown'; readonly message: string };

const nothingExposed =
  'Nothing that was read is exposed to the internet: this is what an attacker reaches who already runs code in any workload.';

/** `asked` is `internet`, `any-workload` or `identity:SUBJECT`. */
export const chooseEntry = (graph: AttackGraph, asked: string): ChosenEntry => {
  if (asked === 'internet') {
    const number = graph.numberOf('internet');
    return number !== undefined && leadsOn(graph, number)
      ? toEntry(graph, number, null)
      : chooseAnyWorkload(graph, nothingExposed);
  }
  if (asked === 'any-workload') return chooseAnyWorkload(graph, null);
  const text = /^identity[:/](.+)$/s.exec(asked)?.[1];
  if (text !== undefined) return chooseIdentity(graph, text);
  const meant = closest(asked, ['internet', 'any-workload', 'identity']);
  return {
    kind: 'unknown',
    message: `--from ${asked}: say internet, any-workload, or identity: with user:NAME, group:NAME or serviceaccount:NAMESPACE:NAME${meant === undefined ? '' : `; did you mean ${meant}?`}`,
  };
};

const leadsOn = ({ outStart }: AttackGraph, number: number): boolean =>
  (outStart[number + 1] ?? 0) > (outStart[number] ?? 0);

const chooseAnyWorkload = (graph: AttackGraph, note: string | null): ChosenEntry => {
  const number = graph.numberOf('any-workload');
  const place: Place = {
    id: 'any-workload',
    kind: 'any-workload',
    title: 'any workload of the cluster',
    namespace: null,
  };
  return number === undefined ? { kind: 'entry', number: null, place, note } : toEntry(graph, number, note);
};

const chooseIdentity = (graph: AttackGraph, text: string): ChosenEntry => {
  const subject = parseSubject(text);
  if (subject === undefined)
    return {
      kind: 'unknown',
      message: `--from identity:${text}: say identity: with user:NAME, group:NAME or serviceaccount:NAMESPACE:NAME`,
    };
  const number = graph.numberOf(identityPlace(subject).id);
  if (number !== undefined) return toEntry(graph, number, null);
  const known = graph.places.flatMap(({ id, kind }) => (kind === 'identity' ? [id.slice('identity/'.length)] : []));
  // Of a hundred thousand the nearest would take seconds to find.
  const meant = known.length > mostCompared ? undefined : closest(text, known);
  return {
    kind: 'unknown',
    message: `--from identity:${text}: nothing that was read speaks of it${meant === undefined ? '' : `; did you mean identity:${meant}?`}`,
  };
};

const mostCompared = 10_000;

const toEntry = ({ places }: AttackGraph, number: number, note: string | null): ChosenEntry => {
  const place = places[number];
  if (place === undefined) throw new Error(`the attack graph has no place ${number}`);
  return { kind: 'entry', number, place, note };
};
