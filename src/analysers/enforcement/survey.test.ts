/** Which policies deny at admission, and which only look like it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { surveyYaml } from '../surveyed-of-yaml.ts';
import { join } from '../told-of-yaml.ts';
import { admissionSurvey } from './survey.ts';

const shop =
  'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec: {containers: [{name: a}]}';
const native =
  'apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicy\nmetadata: {name: digest}\nspec: {matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}, validations: [{expression: "true"}]}';
const binding = (actions: string, policy = 'digest'): string =>
  `apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicyBinding\nmetadata: {name: b}\nspec: {policyName: ${policy}, validationActions: ${actions}}`;
const kyverno = (spec: string): string =>
  `apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: labels}\nspec: ${spec}`;
const rule = (more = ''): string =>
  `{name: a, match: {any: [{resources: {kinds: [Pod]}}]}, validate: {${more}pattern: {metadata: {labels: {a: "?*"}}}}}`;
const constraint = (action: string): string =>
  `apiVersion: constraints.gatekeeper.sh/v1beta1\nkind: Required\nmetadata: {name: owners}\nspec: {${action}match: {kinds: [{apiGroups: [""], kinds: [Pod]}]}}`;
const template =
  'apiVersion: templates.gatekeeper.sh/v1\nkind: ConstraintTemplate\nmetadata: {name: required}\nspec: {crd: {spec: {names: {kind: Required}}}}';

const tell = (text: string, criterion: string): readonly string[] =>
  surveyYaml(admissionSurvey, join(shop, text), { criterion }).map((line) => line.split(': ').slice(0, 2).join(': '));

const cases: readonly (readonly [name: string, text: string, policies: readonly string[], engine: boolean])[] = [
  [
    'a native policy that is bound and denies',
    join(native, binding('[Deny]')),
    ['met (declared): ValidatingAdmissionPolicy digest'],
    true,
  ],
  ['a native policy without a binding', native, ['unmet: ValidatingAdmissionPolicy digest'], false],
  [
    'a native policy that only audits',
    join(native, binding('[Audit, Warn]')),
    ['unmet: ValidatingAdmissionPolicy digest'],
    false,
  ],
  [
    'a binding of another policy',
    join(native, binding('[Deny]', 'other')),
    ['unmet: ValidatingAdmissionPolicy digest'],
    false,
  ],
  [
    'Kyverno that only audits',
    kyverno(`{validationFailureAction: Audit, rules: [${rule()}]}`),
    ['unmet: ClusterPolicy labels'],
    false,
  ],
  ['Kyverno by default', kyverno(`{rules: [${rule()}]}`), ['unmet: ClusterPolicy labels'], false],
  [
    'Gatekeeper that only warns',
    join(template, constraint('enforcementAction: warn, ')),
    ['unmet: Required owners'],
    false,
  ],
  [
    'Gatekeeper in a dry run',
    join(template, constraint('enforcementAction: dryrun, ')),
    ['unmet: Required owners'],
    false,
  ],
];

for (const [name, text, policies, engine] of cases)
  test(`admission: ${name}`, () => {
    assert.deepEqual(tell(text, 'admission/policies'), policies);
    assert.deepEqual(tell(text, 'admission/engine'), engine ? [] : ['unmet: A policy that denies at admission']);
  });

const declared = [
  [
    'Kyverno that enforces',
    kyverno(`{validationFailureAction: Enforce, rules: [${rule()}]}`),
    'ClusterPolicy labels',
    'Kyverno',
  ],
  [
    'a rule of Kyverno that enforces',
    kyverno(`{rules: [${rule('failureAction: Enforce, ')}]}`),
    'ClusterPolicy labels',
    'Kyverno',
  ],
  ['Gatekeeper that denies', join(template, constraint('')), 'Required owners', 'Gatekeeper'],
] as const;

for (const [name, text, policy, engine] of declared)
  test(`admission: ${name} is declared by files, and whether its engine runs they do not tell`, () => {
    assert.deepEqual(tell(text, 'admission/policies'), [`met (declared): ${policy}`]);
    assert.deepEqual(tell(text, 'admission/engine'), [`doubt: whether ${engine} runs only the cluster tells`]);
  });
