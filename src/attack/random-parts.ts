/** For tests: made-up parts of attack graphs, small enough to try every way in them. */

import * as fc from 'fast-check';
import type { AttackParts } from '../model/attack-parts.ts';
import type { Control, ControlState, StepSelector } from '../model/control.ts';
import type { Layer } from '../model/layer.ts';
import type { Asset, Place, PlaceKind } from '../model/place.ts';
import type { Step } from '../model/step.ts';

/** Of places at least 5: the entries `internet` and `any-workload`, another one, and twins of two. */
export interface PartsBounds {
  readonly places?: number;
  readonly steps?: number;
  readonly controls?: number;
}

/**
 * With hubs, cycles that cost nothing, parallel steps, guards of several layers, removers, controls that stand, do not,
 * or may, that two charts name, and that need one another; and places alike that can be merged. In two parts that both
 * declare every place.
 */
export const randomParts = ({
  places: most = 9,
  steps: mostSteps = 26,
  controls: mostControls = 7,
}: PartsBounds = {}): fc.Arbitrary<readonly AttackParts[]> =>
  fc
    .array(fc.constantFrom<PlaceKind>('container', 'identity', 'hub', 'hub'), {
      minLength: Math.min(5, most - 4),
      maxLength: most - 4,
      size: 'max',
    })
    .chain((kinds) => {
      const single = [...entries, ...kinds.map((kind, number) => toPlace(kind, number))];
      const ids = single.map((place) => place.id);
      return fc
        .record({
          steps: fc.array(randomStep(ids), {
            minLength: Math.min(ids.length, mostSteps),
            maxLength: mostSteps,
            size: 'max',
          }),
          controls: fc.array(randomControl(ids), { maxLength: mostControls, size: 'max' }),
          assets: fc.uniqueArray(randomAsset(ids), { selector: ({ place }) => place, maxLength: 3 }),
          twins: fc.subarray(single.slice(entries.length), { maxLength: 2 }),
          cut: fc.nat({ max: mostSteps }),
        })
        .map(({ steps: drawn, controls, assets, twins, cut }) => {
          const places = [...single, ...twins.map(toTwin)];
          const steps = [...drawn, ...twins.flatMap(({ id }) => drawn.flatMap((step) => toTwinSteps(step, id)))];
          return [
            { places, steps: steps.slice(0, cut), controls: controls.slice(0, cut), assets, unknowns: ['first'] },
            {
              places,
              steps: steps.slice(cut),
              controls: controls.slice(cut),
              assets: [],
              unknowns: ['first', 'second'],
            },
          ];
        });
    });

const entries: readonly Place[] = [
  { id: 'internet', kind: 'internet', title: 'the internet', namespace: null },
  { id: 'any-workload', kind: 'any-workload', title: 'any workload of the cluster', namespace: null },
];

const toPlace = (kind: PlaceKind, number: number): Place => ({
  id: `${kind}/${number}`,
  kind,
  title: `${kind} ${number}`,
  namespace: null,
});

/** Where the same leads to and from as another: what can be merged, unless a control tells them apart. */
const toTwin = ({ id, title, ...place }: Place): Place => ({ ...place, id: `${id}~`, title: `${title} again` });

const toTwinSteps = (step: Step, id: string): readonly Step[] =>
  step.from === id || step.to === id
    ? [{ ...step, from: step.from === id ? `${id}~` : step.from, to: step.to === id ? `${id}~` : step.to }]
    : [];

const types = ['POD_EXEC', 'ENDPOINT_EXPLOIT', 'MEMBER', 'MEMBER'] as const;
const granting = ['/Role/shop/a', '/Role/shop/b'] as const;

/** Most lead on to one of the next places, so that ways are long; the others anywhere, back and to themselves. */
const randomStep = (ids: readonly string[]): fc.Arbitrary<Step> =>
  fc
    .record({
      type: fc.constantFrom(...types),
      from: fc.nat({ max: ids.length - 1 }),
      hop: fc.oneof(
        { weight: 3, arbitrary: fc.integer({ min: 1, max: 3 }) },
        { weight: 1, arbitrary: fc.nat({ max: ids.length - 1 }) },
      ),
      grant: fc.constantFrom('', 'a grant'),
      by: fc.constantFrom(null, ...granting),
    })
    .map(({ from, hop, ...step }) => ({ ...step, from: ids[from] ?? '', to: ids[(from + hop) % ids.length] ?? '' }));

const randomAsset = (ids: readonly string[]): fc.Arbitrary<Asset> =>
  fc.record({
    place: fc.constantFrom(...ids),
    kind: fc.constantFrom('secret', 'marked'),
    type: fc.constant(''),
    weight: fc.integer({ min: 1, max: 10 }),
  });

const randomSelector = (id: fc.Arbitrary<string>): fc.Arbitrary<StepSelector> => {
  const chosen = fc.option(fc.subarray(['POD_EXEC', 'ENDPOINT_EXPLOIT', 'MEMBER'] as const, { minLength: 1 }));
  const maybe = fc.option(id, { freq: 1 });
  return fc
    .record({ types: chosen, from: maybe, to: maybe, by: fc.constantFrom(null, null, ...granting) })
    .map((selector) =>
      selector.from === null && selector.to === null && selector.by === null
        ? { ...selector, by: granting[0] }
        : selector,
    );
};

const states: readonly ControlState[] = [
  { kind: 'standing', proof: 'enforced' },
  { kind: 'standing', proof: 'declared' },
  { kind: 'absent' },
  { kind: 'unknown', why: 'nobody can tell' },
];

/** Layer and effect follow from the id, so that those of one id are alike. */
const randomControl = (ids: readonly string[]): fc.Arbitrary<Control> =>
  fc
    .record({
      kind: fc.constantFrom<readonly [Layer, Control['effect']]>(
        ['network', 'guard'],
        ['cluster', 'guard'],
        ['runtime', 'guard'],
        ['identity', 'remove'],
      ),
      number: fc.nat({ max: 2 }),
      state: fc.constantFrom(...states),
      // Too many standing removers leave nothing to walk on.
      keeps: fc.nat({ max: 3 }),
      steps: fc.array(randomSelector(fc.constantFrom(...ids)), { minLength: 1, maxLength: 3 }),
      remedied: fc.boolean(),
      needs: fc.subarray(['network/0', 'cluster/1']),
    })
    .map(({ kind: [layer, effect], number, state: chosen, keeps, steps, remedied, needs }) => {
      const state: ControlState = effect === 'remove' && keeps > 0 ? { kind: 'absent' } : chosen;
      return {
        id: `${layer}/${number}`,
        title: `Control ${layer} ${number}`,
        layer,
        scope: 'cluster',
        state,
        effect,
        steps,
        remedy: remedied && state.kind !== 'standing' ? { kind: 'advice', text: 'have it' } : null,
        needs: needs.filter((need) => need !== `${layer}/${number}`),
      };
    });
