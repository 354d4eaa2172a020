/** Kyverno's exceptions: those whose time is over, and those that exempt everybody. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tellOf, type Told } from '../../told-of-yaml.ts';
import { enforcementAnalyser } from '../index.ts';

const exception = (spec: string, metadata = ''): string => `
apiVersion: kyverno.io/v2
kind: PolicyException
metadata: {name: legacy, namespace: shop${metadata}}
spec: ${spec}`;

const narrow =
  '{exceptions: [{policyName: owners, ruleNames: [owner]}], match: {any: [{resources: {kinds: [Deployment], namespaces: [shop], names: [web]}}]}}';

const asOf = (value: string): NonNullable<Told['extras']> => ({
  evidence: [{ kind: 'scan/as-of', about: null, value, source: 'this scan', confidence: 'certain', at: value }],
});

const november = { extras: asOf('2026-11-23T12:00:00Z') };

const cases: readonly (readonly [
  name: string,
  rule: string,
  text: string,
  expected: readonly string[],
  more?: Omit<Told, 'rule'>,
])[] = [
  [
    'an exception after its day',
    'kyverno-exception-expired',
    exception(narrow, ', annotations: {policies.example.com/expires: "2026-11-22"}'),
    ['fail: PolicyException shop/legacy: Expired on 2026-11-22 and still exempts'],
    november,
  ],
  [
    'an exception on its last day is in time',
    'kyverno-exception-expired',
    exception(narrow, ', annotations: {policies.example.com/expires: "2026-11-23"}'),
    ['pass: PolicyException shop/legacy: Expires on 2026-11-23'],
    november,
  ],
  [
    'Kyverno’s own label, as a time from its making',
    'kyverno-exception-expired',
    exception(narrow, ', creationTimestamp: "2026-11-01T00:00:00Z", labels: {cleanup.kyverno.io/ttl: 7d12h}'),
    ['fail: PolicyException shop/legacy: Expired on 2026-11-08 and still exempts'],
    november,
  ],
  [
    'and as a point in time, in the form labels allow',
    'kyverno-exception-expired',
    exception(narrow, ', labels: {cleanup.kyverno.io/ttl: 2026-11-23T130000Z}'),
    ['pass: PolicyException shop/legacy: Expires on 2026-11-23'],
    november,
  ],
  [
    'what is no time is not guessed at',
    'kyverno-exception-expired',
    exception(narrow, ', annotations: {expires: soon}'),
    [],
    november,
  ],
  [
    'without a time of the scan nothing expires',
    'kyverno-exception-expired',
    exception(narrow, ', annotations: {expires: "2020-01-01"}'),
    [],
  ],
  [
    'an exception of everything for everybody',
    'kyverno-exception-too-broad',
    exception('{exceptions: [{policyName: owners, ruleNames: ["*"]}], match: {any: [{resources: {kinds: ["*"]}}]}}'),
    ['fail: PolicyException shop/legacy: Exempts all kinds, all namespaces, all rules, and nothing narrows it'],
  ],
  [
    'an exception of one object is narrow',
    'kyverno-exception-too-broad',
    exception(narrow),
    ['pass: PolicyException shop/legacy: Is narrow'],
  ],
  [
    'conditions narrow',
    'kyverno-exception-too-broad',
    exception(
      '{exceptions: [{policyName: owners, ruleNames: ["*"]}], match: {any: [{resources: {kinds: [Pod]}}]}, conditions: {any: []}}',
    ),
    ['pass: PolicyException shop/legacy: Is narrow'],
  ],
  [
    'one wide filter among narrow ones of `any` is wide',
    'kyverno-exception-too-broad',
    exception(
      '{exceptions: [{policyName: owners, ruleNames: [owner]}], match: {any: [{resources: {kinds: [Pod], names: [web]}}, {resources: {kinds: [Pod]}}]}}',
    ),
    ['fail: PolicyException shop/legacy: Exempts all namespaces, and nothing narrows it'],
  ],
  [
    'an exception of the newer kind without conditions',
    'kyverno-exception-too-broad',
    exception('{policyRefs: [{name: owners, kind: ValidatingPolicy}]}').replace(
      'kyverno.io/v2',
      'policies.kyverno.io/v1',
    ),
    [
      'fail: PolicyException shop/legacy: Exempts whatever its policies judge, in all namespaces, and nothing narrows it',
    ],
  ],
  [
    'and one with',
    'kyverno-exception-too-broad',
    exception("{policyRefs: [], matchConditions: [{name: a, expression: 'true'}]}").replace(
      'kyverno.io/v2',
      'policies.kyverno.io/v1',
    ),
    ['pass: PolicyException shop/legacy: Is narrow'],
  ],
];

for (const [name, rule, text, expected, more] of cases)
  test(name, () =>
    assert.deepEqual(tellOf(enforcementAnalyser, text, { rule: `enforcement/${rule}`, ...more }), expected),
  );
