/** What policies have in common is computed once for a subject, and no value or cost tells that it was. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Program } from '../../lang/cel/program.ts';
import { EvaluationFault, type Value } from '../../lang/cel/value.ts';
import type { KeptResults } from './kept-results.ts';
import { LazyVariables, type NumberedProgram } from './lazy-variables.ts';
import { createVariableTypes } from './variable-types.ts';
import { createAdmissionEnvironment } from '../cel/admission-environment.ts';
import { createSharedPrograms, type SharedPrograms } from './shared-programs.ts';

const types = createVariableTypes();
const environment = types.extend(
  createAdmissionEnvironment({ hasParams: false, hasAuthorizer: true, isMutation: false }),
);

const declare = (shared: SharedPrograms, sources: Readonly<Record<string, string>>): Map<string, NumberedProgram> => {
  types.begin();
  const variables = new Map<string, NumberedProgram>();
  for (const [name, source] of Object.entries(sources)) {
    const compiled = shared.compile(source, environment, variables);
    if (compiled.kind === 'defects') throw new Error(compiled.defects[0]?.message);
    types.declare(name, compiled.shared.program.type);
    variables.set(name, { number: variables.size, shared: compiled.shared });
  }
  return variables;
};

const spec = 'dyn(object).?spec.orValue({})';
const list = 'variables.spec.?a.orValue([]) + variables.spec.?b.orValue([])';

const policies: readonly Readonly<Record<string, string>>[] = [
  { spec, list, long: 'variables.list.map(x, x + x).filter(x, x != "")' },
  { spec, list, long: 'variables.list.map(x, x + x).filter(x, x != "")', size: 'variables.long.size()' },
  { other: 'object.spec', spec, list, size: 'size(variables.other) + variables.list.size()' },
  // The same word for something else: what names it is not the same.
  { spec: 'object', list: 'variables.spec.?spec.?b.orValue([])', size: 'variables.list.size()' },
  { broken: 'object.nothing.at.all', list: 'variables.broken == 1 || true', size: 'variables.broken' },
  { broken: 'object.nothing.at.all', list: 'variables.broken == 1 || true', spec },
];

const object = { spec: { a: ['x', 'y', 'z'], b: ['', 'q'] } };

const render = (value: Value | EvaluationFault | undefined): unknown =>
  value instanceof EvaluationFault ? `${value.reason}: ${value.message}` : value;

/** Asks for variables in an order, and says what came of each and what was spent by then. */
const ask = (
  variables: Map<string, NumberedProgram>,
  names: readonly string[],
  limit: number,
  kept: KeptResults | null,
): readonly unknown[] => {
  const values: (Value | undefined)[] = environment.variables.map(({ name }) => (name === 'object' ? object : null));
  const meter = { spent: 0, limit };
  const lazy = new LazyVariables(variables, values, meter, kept);
  values[environment.variables.findIndex(({ name }) => name === 'variables')] = lazy;
  return names.map((name) => {
    let value: unknown;
    try {
      value = lazy.field(name);
    } catch (error) {
      value = render(error as EvaluationFault);
    }
    return [name, value, meter.spent];
  });
};

test('values and costs are those of policies that share nothing, whatever was asked for first and whatever may be spent', () => {
  const shared = createSharedPrograms();
  const declared = policies.map((each) => declare(shared, each));
  assert.ok(declared.some((variables) => [...variables.values()].some((each) => each.shared.place >= 0)));
  const run = fc.record({ policy: fc.nat(policies.length - 1), order: fc.array(fc.nat(4)), limit: fc.nat(120) });
  fc.assert(
    fc.property(fc.array(run, { maxLength: 8 }), (runs) => {
      const kept: KeptResults = [];
      for (const { policy, order, limit } of runs) {
        const variables = declared[policy] ?? new Map<string, NumberedProgram>();
        const all = [...variables.keys()];
        const names = order.map((at) => all[at % all.length] ?? '');
        assert.deepEqual(ask(variables, names, limit, kept), ask(variables, names, limit, null));
      }
    }),
    { seed: 4, numRuns: 2000 },
  );
});

const compileTwice = (source: string): readonly (Program | null)[] => {
  const shared = createSharedPrograms();
  return [spec, spec].map((own) => {
    const compiled = shared.compile(source, environment, declare(shared, { spec: own }));
    return compiled.kind === 'program' ? compiled.shared.program : null;
  });
};

const cases: readonly (readonly [name: string, source: string, isShared: boolean])[] = [
  ['one text is one program', 'object.kind == "Pod"', true],
  ['a text that names variables of one text is one program', 'variables.spec == {}', true],
  ['a text in which the word stands otherwise is compiled for each', 'variables .spec == {}', false],
];

for (const [name, source, isShared] of cases) {
  test(name, () => {
    const [first, second] = compileTwice(source);
    assert.ok(first !== null && second !== null);
    assert.equal(first === second, isShared);
  });
}

test('what reads more than the subject is compiled once and computed for each', () => {
  const shared = createSharedPrograms();
  const [, again] = [0, 1].map(() => shared.compile('namespaceObject == null', environment, new Map()));
  assert.ok(again?.kind === 'program');
  assert.equal(again.shared.place, -1);
});
