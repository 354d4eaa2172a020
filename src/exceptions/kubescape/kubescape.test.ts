/** Kubescape's exceptions: resources times controls, regular expressions as wildcards. */

import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { compileWildcard } from '../../lang/pattern/wildcard.ts';
import { kubescapeFormat } from './index.ts';
import { toWildcard } from './to-wildcard.ts';

const policy = (over: object): string =>
  JSON.stringify([
    {
      name: 'agents',
      policyType: 'postureExceptionPolicy',
      actions: ['alertOnly'],
      resources: [
        { designatorType: 'Attributes', attributes: { kind: 'DaemonSet', namespace: 'logging', name: 'fluent-.*' } },
      ],
      posturePolicies: [{ controlID: 'C-0048' }],
      ...over,
    },
  ]);

const read = (over: object) => {
  const { exceptions, problems } = kubescapeFormat.parse(policy(over), 'exceptions.json');
  return [
    ...exceptions.map(({ scope, expires, reason, notApplicable }) =>
      [
        scope.rule,
        scope.kind,
        scope.namespace,
        scope.name,
        JSON.stringify(scope.labels),
        expires,
        reason,
        notApplicable,
      ].join(' | '),
    ),
    ...problems.map(({ message }) => message),
  ];
};

const resource = (attributes: object) => ({ resources: [{ designatorType: 'Attributes', attributes }] });

const cases: readonly (readonly [string, object, readonly string[]])[] = [
  [
    'a control on a name',
    {},
    [
      'pod-security/baseline/host-path-volumes | DaemonSet | logging | fluent-* | {} |  | accepted for Kubescape as agents | ',
    ],
  ],
  [
    'labels, an end and a reason',
    {
      ...resource({ namespace: '.*', environment: 'dev' }),
      expirationDate: '2027-03-31T00:00:00Z',
      reason: 'dev only',
    },
    ['pod-security/baseline/host-path-volumes |  |  |  | {"environment":"dev"} | 2027-03-31 | dev only | '],
  ],
  [
    'a control by name',
    { posturePolicies: [{ controlName: 'Privileged container' }] },
    ['pod-security/baseline/privileged | DaemonSet | logging | fluent-* | {} |  | accepted for Kubescape as agents | '],
  ],
  [
    'a control we have no rule for',
    { posturePolicies: [{ controlID: 'C-0012' }] },
    [
      'kubescape/C-0012 | DaemonSet | logging | fluent-* | {} |  | accepted for Kubescape as agents | there is no rule for C-0012 yet',
    ],
  ],
  [
    'one cluster alone',
    resource({ cluster: 'prod', name: 'web' }),
    [
      'kubescape/C-0048 |  |  | web | {} |  | accepted for Kubescape as agents | it is for one cluster alone, which a scope cannot say',
    ],
  ],
  [
    'a regular expression that no wildcard says',
    resource({ name: 'a|b' }),
    ['agents: name: a|b is a regular expression that * and ? cannot say; write one exception for each'],
  ],
  ['no resources', { resources: [] }, ['agents needs posturePolicies and resources']],
  ['a resource without attributes', resource({}), ['agents: a resource has no attributes']],
  ['a label that is a pattern of ours', resource({ app: '*' }), ['agents: the label app cannot hold * or ?']],
];

for (const [name, over, expected] of cases) {
  test(`${name} is read so`, () => assert.deepEqual(read(over), expected));
}

test('a wildcard made of a regular expression matches the same texts', () => {
  const part = fc.constantFrom('a', 'b', '.', '.*', '.+', '\\.', '-', '*', '+', '?', '(', '|', '^', '$', '[ab]', '\\d');
  const expression = fc.array(part, { maxLength: 6 }).map((parts) => parts.join(''));
  const name = fc.array(fc.constantFrom('a', 'b', '.', '-'), { maxLength: 6 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(expression, name, (expression, name) => {
      const wildcard = toWildcard(expression);
      if (wildcard === undefined) return;
      assert.equal(compileWildcard(wildcard)(name), new RegExp(`^(?:${expression})$`).test(name), expression);
    }),
    { numRuns: 3000, seed: 29 },
  );
});
