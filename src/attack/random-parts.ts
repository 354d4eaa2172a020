/** For tests: made-up parts of attack graphs, small enough to try every way in them. */

import * as fc from 'fast-check';
import type { AttackParts } from '../model/attack-parts.ts';
import type { Control, ControlState, StepSelector } from '../model/control.ts';
import type { Layer } from '../model/layer.ts';
import type { Asset, Place, PlaceKind } from '../model/place.ts';
import type { Step } from '../model/step.ts';

/** At least 3: the entries `internet` and `any-workload`, and one more. */
export interface PartsBounds {
  readonly places?: number;
  readonly steps?: number;
  readonly controls?: number;
}

/**
 * With hubs, cycles that cost nothing, parallel steps, guards of several layers, removers, controls that stand, do not,
 * or may, that two charts name, and that need one another. In two parts that both declare every place.
 */
export const randomParts = ({
  places: most = 9,
  steps: mostSteps = 26,
  controls: mostControls = 7,
}: PartsBounds = {}): fc.Arbitrary<readonly AttackParts[]> =>
  fc
    .array(fc.constantFrom<PlaceKind>('container', 'identity', 'hub', 'hub'), { minLength: 1, maxLength: most - 2 })
    .chain((kinds) => {
      const places = [...entries, ...kinds.map((kind, number) => toPlace(kind, number))];
      const id = fc.constantFrom(...places.map((place) => place.id));
      return fc
        .record({
          steps: fc.array(randomStep(id), { maxLength: mostSteps }),
          controls: fc.array(randomControl(id), { maxLength: mostControls }),
          assets: fc.uniqueArray(randomAsset(id), { selector: ({ place }) => place, maxLength: 3 }),
          cut: fc.nat({ max: mostSteps }),
        })
        .map(({ steps, controls, assets, cut }) => [
          { places, steps: steps.slice(0, cut), controls: controls.slice(0, cut), assets, unknowns: ['first'] },
          { places, steps: steps.slice(cut), controls: controls.slice(cut), assets: [], unknowns: ['first', 'second'] },
        ]);
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

const types = ['POD_EXEC', 'ENDPOINT_EXPLOIT', 'MEMBER', 'MEMBER'] as const;
const granting = ['/Role/shop/a', '/Role/shop/b'] as const;

const randomStep = (id: fc.Arbitrary<string>): fc.Arbitrary<Step> =>
  fc.record({
    type: fc.constantFrom(...types),
    from: id,
    to: id,
    grant: fc.constantFrom('', 'a grant'),
    by: fc.constantFrom(null, ...granting),
  });

const randomAsset = (id: fc.Arbitrary<string>): fc.Arbitrary<Asset> =>
  fc.record({
    place: id,
    kind: fc.constantFrom('secret', 'marked'),
    type: fc.constant(''),
    weight: fc.integer({ min: 1, max: 10 }),
  });

const randomSelector = (id: fc.Arbitrary<string>): fc.Arbitrary<StepSelector> => {
  const chosen = fc.option(fc.subarray(['POD_EXEC', 'ENDPOINT_EXPLOIT', 'MEMBER'] as const, { minLength: 1 }));
  const maybe = fc.option(id);
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
  { kind: 'absent' },
  { kind: 'unknown', why: 'nobody can tell' },
];

/** Layer and effect follow from the id, so that those of one id are alike. */
const randomControl = (id: fc.Arbitrary<string>): fc.Arbitrary<Control> =>
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
      steps: fc.array(randomSelector(id), { minLength: 1, maxLength: 3 }),
      remedied: fc.boolean(),
      needs: fc.subarray(['network/0', 'cluster/1']),
    })
    .map(({ kind: [layer, effect], number, state, steps, remedied, needs }) => ({
      id: `${layer}/${number}`,
      title: `Control ${layer} ${number}`,
      layer,
      scope: 'cluster',
      state,
      effect,
      steps,
      remedy: remedied && state.kind !== 'standing' ? { kind: 'advice', text: 'have it' } : null,
      needs: needs.filter((need) => need !== `${layer}/${number}`),
    }));
