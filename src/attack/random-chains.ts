/** For tests: made-up attack graphs that keep to the rule of chains, small enough to list every simple way in them. */

import * as fc from 'fast-check';
import type { AttackParts } from '../model/attack-parts.ts';
import type { Control } from '../model/control.ts';
import type { Place } from '../model/place.ts';
import type { Step } from '../model/step.ts';

/** `before` hubs are left, `after` hubs entered, by the one step of a chain that is not `MEMBER`. */
const before = ['hub/before/0', 'hub/before/1'];
const after = ['hub/after/0', 'hub/after/1'];

const placesOf = (count: number): readonly Place[] => [
  { id: 'internet', kind: 'internet', title: 'the internet', namespace: null },
  ...Array.from({ length: count }, (_, at): Place => ({
    id: `container/${at}`,
    kind: 'container',
    title: `container ${at}`,
    namespace: null,
  })),
  ...[...before, ...after].map((id): Place => ({ id, kind: 'hub', title: id, namespace: null })),
];

const typed = fc.constantFrom('POD_EXEC', 'ENDPOINT_EXPLOIT');
const member = fc.constant('MEMBER' as const);

/** With the entry `internet`; controls guard in three layers or remove, stand or not, all with a remedy. */
export const randomChains = (count = 5): fc.Arbitrary<readonly [AttackParts]> => {
  const places = placesOf(count);
  const shown = fc.constantFrom('internet', ...places.filter(({ kind }) => kind === 'container').map(({ id }) => id));
  const [left, entered] = [fc.constantFrom(...before), fc.constantFrom(...after)];
  const rows = [
    [typed, shown, shown],
    [typed, shown, shown],
    [typed, shown, entered],
    [typed, left, shown],
    [typed, left, entered],
    [member, shown, left],
    [member, left, left],
    [member, entered, entered],
    [member, entered, shown],
  ] as const;
  const step: fc.Arbitrary<Step> = fc.oneof(
    ...rows.map(([type, from, to]) =>
      fc.record({ type, from, to, grant: fc.constantFrom('', 'granted'), by: fc.constantFrom(null, '/Role/a/b') }),
    ),
  );
  return fc
    .tuple(
      fc.array(step, { minLength: 12, maxLength: 45, size: 'max' }),
      fc.array(fc.tuple(randomKind, fc.nat(99), fc.nat(99)), { maxLength: 9, size: 'max' }),
      fc.array(fc.tuple(fc.nat(count - 1), fc.integer({ min: 1, max: 10 })), { maxLength: 4, size: 'max' }),
    )
    .map(([steps, kinds, weights]) => [
      {
        places,
        steps,
        controls: kinds.flatMap(([kind, first, second], at) => toControl(kind, [first, second], at, steps)),
        assets: [...new Map(weights)].map(([at, weight]) => ({
          place: `container/${at}`,
          kind: 'secret',
          type: '',
          weight,
        })),
        unknowns: [],
      },
    ]);
};

const randomKind = fc.record({
  layer: fc.constantFrom('network', 'cluster', 'runtime'),
  effect: fc.constantFrom('guard', 'guard', 'remove'),
  stands: fc.boolean(),
  needs: fc.constantFrom([], [], [], ['3'], ['5']),
});

const toControl = (
  { layer, effect, stands, needs }: typeof randomKind extends fc.Arbitrary<infer T> ? T : never,
  picks: readonly number[],
  at: number,
  steps: readonly Step[],
): readonly Control[] => {
  const guarded = picks.flatMap((pick) => steps[pick % Math.max(1, steps.length)] ?? []);
  if (guarded.length === 0) return [];
  const standing = stands && effect === 'guard';
  return [
    {
      id: String(at),
      title: `Control ${at}`,
      layer,
      scope: `scope ${at % 2}`,
      state: standing ? { kind: 'standing', proof: at % 2 === 0 ? 'enforced' : 'declared' } : { kind: 'absent' },
      effect,
      steps: guarded.map(({ type, from, to }) => ({ types: [type], from, to, by: null })),
      remedy: standing ? null : { kind: 'advice', text: 'have it' },
      needs: needs.filter((need) => need !== String(at)),
    },
  ];
};
