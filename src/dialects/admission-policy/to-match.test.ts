/** The engine must ask a rule about everything its policy matches: the narrowing is never narrower than the match. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { createRuleIndex } from '../../engine/match/rule-index.ts';
import { compileMatchResources, type MatchResources } from '../../kube/admission/match-resources.ts';
import { toAttributes } from '../../kube/admission/to-attributes.ts';
import { builtInKinds } from '../../kube/schema/kinds.ts';
import { everything } from '../../kube/selector/label-selector.ts';
import type { Subject } from '../../model/subject.ts';
import { deny, policy } from './demo.ts';
import { compile } from './harness.ts';
import { toMatch } from './to-match.ts';

const [example] = compile([policy('validations: [{expression: "true"}]'), deny]).rules;

const kinds = fc.oneof(
  fc.constantFrom(...builtInKinds),
  fc.constant({ group: 'example.com', kind: 'Widget', plural: 'widgets', namespaced: true }),
);
const rule = fc.record({
  groups: fc.oneof(
    fc.constant(['*']),
    fc.array(fc.oneof(kinds.map(({ group }) => group)), { minLength: 1, maxLength: 2 }),
  ),
  versions: fc.constantFrom(['*'], ['v1'], ['v2'], ['v1beta1', 'v1']),
  resources: fc.oneof(
    fc.constantFrom(['*'], ['*/*'], ['pods/*']),
    fc.array(
      kinds.map(({ plural }) => plural),
      { minLength: 1, maxLength: 3 },
    ),
  ),
  operations: fc.constantFrom<('*' | 'CREATE' | 'UPDATE')[]>(['*'], ['CREATE'], ['UPDATE'], ['CREATE', 'UPDATE']),
  scope: fc.constantFrom('*' as const, 'Cluster' as const, 'Namespaced' as const),
  names: fc.constant<string[]>([]),
});
const match: fc.Arbitrary<MatchResources> = fc.record({
  resourceRules: fc.array(rule, { maxLength: 3 }),
  excludeResourceRules: fc.constant([]),
  namespaceSelector: fc.constant(everything),
  objectSelector: fc.constant(everything),
  matchPolicy: fc.constantFrom('Exact' as const, 'Equivalent' as const),
});

test('every object a policy matches is one its rule is asked about', () => {
  assert.ok(example !== undefined);
  fc.assert(
    fc.property(match, kinds, fc.constantFrom('v1', 'v2', 'v1beta1'), (given, { group, kind, namespaced }, version) => {
      const apiVersion = group === '' ? version : `${group}/${version}`;
      const subject: Subject = {
        kind: 'resource',
        resource: {
          ref: { apiVersion, kind, namespace: namespaced ? 'shop' : null, name: 'x' },
          object: { apiVersion, kind, metadata: { name: 'x' } },
          origin: { kind: 'file', file: '-', document: 0, item: null, start: 0, end: 0 },
        },
      };
      const attributes = toAttributes(subject, null);
      const asked = { ...attributes, isNamespaced: attributes.namespace !== '' };
      const matches = compileMatchResources(given).forKind(asked).resourceOf('x') !== null;
      const isAsked = createRuleIndex([{ ...example, match: toMatch(given) }]).rulesFor(subject).length > 0;
      assert.ok(!matches || isAsked);
    }),
    { numRuns: 2000 },
  );
});
