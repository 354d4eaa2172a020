/** Kyverno's PolicyException: policies times resources, and what a scope cannot say. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { kyvernoFormat } from './index.ts';

const read = (text: string) => {
  const { exceptions, problems } = kyvernoFormat.parse(text, 'e.yaml');
  return [
    ...exceptions.map(({ scope, expires, reason, span, notApplicable }) =>
      [span.line, scope.rule, scope.kind, scope.namespace, scope.name, expires, reason, notApplicable].join(' | '),
    ),
    ...problems.map(({ message }) => message),
  ];
};

const exception = (spec: string, metadata = '{name: agent}'): string =>
  `apiVersion: kyverno.io/v2\nkind: PolicyException\nmetadata: ${metadata}\nspec:\n${spec}`;

const match =
  '  match: {any: [{resources: {kinds: [Pod, apps/v1/DaemonSet], namespaces: [logging], names: [agent-*]}}]}\n';
const hostPath = '  exceptions: [{policyName: disallow-host-path, ruleNames: [host-path, autogen-host-path]}]\n';

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'a policy of the Pod Security chart, for two kinds',
    exception(hostPath + match),
    [
      '1 | pod-security/baseline/host-path-volumes | Pod | logging | agent-* |  | accepted for Kyverno as agent | ',
      '1 | pod-security/baseline/host-path-volumes | DaemonSet | logging | agent-* |  | accepted for Kyverno as agent | ',
    ],
  ],
  [
    'rules of another policy',
    exception(
      `  exceptions: [{policyName: require-labels, ruleNames: [team, app]}]\n  match: {any: [{resources: {kinds: [Pod]}}]}\n`,
    ),
    [
      '1 | kyverno/require-labels/team | Pod |  |  |  | accepted for Kyverno as agent | ',
      '1 | kyverno/require-labels/app | Pod |  |  |  | accepted for Kyverno as agent | ',
    ],
  ],
  [
    'what autogen makes of a rule, and every rule of a namespaced policy',
    exception(
      '  exceptions: [{policyName: tags, ruleNames: [latest, autogen-latest, autogen-cronjob-latest]}, {policyName: shop/quota}]\n  match: {any: [{resources: {kinds: [CronJob]}}]}\n',
    ),
    [
      '1 | kyverno/tags/latest | CronJob |  |  |  | accepted for Kyverno as agent | ',
      '1 | kyverno/shop.quota/* | CronJob |  |  |  | accepted for Kyverno as agent | ',
    ],
  ],
  [
    'controls of Pod Security, the second for some images alone',
    exception(
      '  podSecurity: [{controlName: Host Namespaces}, {controlName: Capabilities, images: [a]}]\n  match: {any: [{resources: {kinds: [Pod]}}]}\n',
    ),
    [
      '1 | pod-security/baseline/host-namespaces | Pod |  |  |  | accepted for Kyverno as agent | ',
      '1 | kyverno-exception/control: Capabilities | Pod |  |  |  | accepted for Kyverno as agent | it is for some images or values alone, which a scope cannot say',
    ],
  ],
  [
    'a description and an end',
    exception(
      '  exceptions: [{policyName: disallow-host-ports, ruleNames: ["*"]}]\n  match: {all: [{resources: {kinds: [Pod]}}]}\n',
      '{name: a, annotations: {policies.kyverno.io/description: needs a port}, labels: {cleanup.kyverno.io/ttl: "2027-03-31"}}',
    ),
    ['1 | pod-security/baseline/host-ports | Pod |  |  | 2027-03-31 | needs a port | '],
  ],
  [
    'conditions',
    exception(`${hostPath}  conditions: {any: [{key: a}]}\n  match: {any: [{resources: {kinds: [Pod]}}]}\n`),
    [
      '1 | kyverno-exception/disallow-host-path | Pod |  |  |  | accepted for Kyverno as agent | it has conditions that a scope cannot say',
    ],
  ],
  [
    'the newer kind, with an expression',
    'apiVersion: policies.kyverno.io/v1beta1\nkind: PolicyException\nmetadata: {name: a}\nspec:\n  policyRefs: [{name: team, kind: ValidatingPolicy}]\n  matchConditions: [{name: x, expression: "true"}]\n',
    ['1 | kyverno-exception/team |  |  |  |  | accepted for Kyverno as a | it has conditions that a scope cannot say'],
  ],
  [
    'two documents, the first of another kind',
    `kind: Pod\n---\n${exception(`${hostPath}  match: {any: [{resources: {kinds: [Pod]}}]}\n`)}`,
    ['3 | pod-security/baseline/host-path-volumes | Pod |  |  |  | accepted for Kyverno as agent | '],
  ],
  ['no policy', exception(match), ['agent names no policy']],
  ['no match', exception(hostPath), ['agent matches no resources']],
];

for (const [name, text, expected] of cases) {
  test(`${name}: read so`, () => assert.deepEqual(read(text), expected));
}

test('lists that multiply to more than anybody writes are refused', () => {
  const many = JSON.stringify(Array.from({ length: 200 }, (_none, index) => `n${index}`));
  assert.deepEqual(
    read(exception(`${hostPath}  match: {any: [{resources: {kinds: [Pod], names: ${many}, namespaces: ${many}}}]}\n`)),
    ['agent joins too many policies and resources'],
  );
});
