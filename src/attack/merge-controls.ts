/** Makes one control of all that charts say about one id. */

import type { Control, ControlState } from '../model/control.ts';

/**
 * In the order of their ids. Charts may each name a part of the steps of one control: it has the selectors of all. Where
 * they disagree whether it stands, the weaker state counts for all of it, so that no wall is believed which one chart
 * doubts: a way in that is not there is better than one that is missed. An `unknown` is the weakest: it costs as little
 * as an absent one and also says that the answer is incomplete. One that is two things at once, of two layers or with two
 * effects, is a bug of the charts.
 */
export const mergeControls = (controls: readonly Control[]): readonly Control[] => {
  const byId = Map.groupBy(controls, ({ id }) => id);
  return [...byId.values()].map(mergeAlike).sort((a, b) => (a.id < b.id ? -1 : 1));
};

const mergeAlike = (alike: readonly Control[]): Control => {
  const [first, ...others] = alike;
  if (first === undefined) throw new Error('no control to merge');
  if (others.length === 0) return first;
  const other = others.find(({ layer, effect }) => layer !== first.layer || effect !== first.effect);
  if (other !== undefined)
    throw new Error(
      `the control ${first.id} is a ${first.effect} of layer ${first.layer} and a ${other.effect} of layer ${other.layer}`,
    );
  const state = alike.map((one) => one.state).reduce(toWeaker);
  return {
    ...first,
    state,
    steps: alike.flatMap(({ steps }) => steps),
    remedy: state.kind === 'standing' ? null : (alike.find(({ remedy }) => remedy !== null)?.remedy ?? null),
    needs: [...new Set(alike.flatMap(({ needs }) => needs))],
  };
};

/** Of two unknown ones with different reasons both are told. */
const toWeaker = (a: ControlState, b: ControlState): ControlState => {
  if (a.kind === 'unknown' && b.kind === 'unknown' && a.why !== b.why)
    return { kind: 'unknown', why: `${a.why}; ${b.why}` };
  return strengthOf(b) < strengthOf(a) ? b : a;
};

const strengthOf = (state: ControlState): number => {
  switch (state.kind) {
    case 'unknown':
      return 0;
    case 'absent':
      return 1;
    case 'standing':
      return state.proof === 'declared' ? 2 : 3;
  }
};
