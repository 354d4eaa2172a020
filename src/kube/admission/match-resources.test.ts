/** Which requests policies are asked about: what people usually get wrong, by name. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../model/json.ts';
import type { Subject } from '../../model/subject.ts';
import { everything, parseLabelSelector, type LabelSelector } from '../selector/label-selector.ts';
import type { AdmissionAttributes } from './attributes.ts';
import {
  compileMatchResources,
  isExempt,
  matchesObject,
  namespaceLabelsFrom,
  toNamespaceLabels,
  type MatchResources,
  type ResourceRule,
} from './match-resources.ts';
import { pluralOf, toAttributes } from './to-attributes.ts';

const rule = (resource: string, more: Partial<ResourceRule> = {}): ResourceRule => {
  const [group = '', version = '', ...plural] = resource.split('/');
  return {
    groups: [group],
    versions: [version],
    resources: [plural.join('/')],
    operations: ['*'],
    scope: '*',
    names: [],
    ...more,
  };
};

const match = (resourceRules: readonly ResourceRule[], more: Partial<MatchResources> = {}): MatchResources => ({
  resourceRules,
  excludeResourceRules: [],
  namespaceSelector: everything,
  objectSelector: everything,
  matchPolicy: 'Equivalent',
  ...more,
});

const object = (
  apiVersion: string,
  kind: string,
  namespace: string | null,
  name = 'x',
  labels: JsonObject = {},
): Subject => ({
  kind: 'resource',
  resource: {
    ref: { apiVersion, kind, namespace, name },
    object: { apiVersion, kind, metadata: { name, labels } },
    origin: { kind: 'file', file: '-', document: 0, item: null, start: 0, end: 0 },
  },
});

const pod = object('v1', 'Pod', 'shop');
const deployment = object('apps/v1', 'Deployment', 'shop');
const namespace = object('v1', 'Namespace', null, 'shop', { team: 'a' });
const node = object('v1', 'Node', null);
const autoscaler = object('autoscaling/v2', 'HorizontalPodAutoscaler', 'shop');
const widget = object('example.com/v2', 'Widget', 'shop');

const request = (subject: Subject, operation: 'UPDATE' | 'DELETE' | 'CONNECT', subresource: string | null): Subject => {
  if (subject.kind !== 'resource') return subject;
  const { ref, object: sent } = subject.resource;
  const isDelete = operation === 'DELETE';
  const user = { name: 'ann', groups: [] };
  return {
    kind: 'admission',
    operation,
    ref,
    subresource,
    object: isDelete ? null : sent,
    oldObject: sent,
    user,
    dryRun: false,
  };
};

const cases: readonly (readonly [name: string, match: MatchResources, subject: Subject, resource: string | null])[] = [
  ['the resource itself', match([rule('/v1/pods')]), pod, '/v1/pods'],
  ['not another group', match([rule('apps/v1/pods')]), pod, null],
  ['not its subresources', match([rule('/v1/pods')]), request(pod, 'CONNECT', 'exec'), null],
  ['a subresource by name', match([rule('/v1/pods/exec')]), request(pod, 'CONNECT', 'exec'), '/v1/pods'],
  ['a subresource does not match its resource', match([rule('/v1/pods/exec')]), pod, null],
  ['any subresource and the resource', match([rule('/v1/pods/*')]), pod, '/v1/pods'],
  ['a star is no subresource', match([rule('/v1/*')]), request(pod, 'CONNECT', 'exec'), null],
  ['two stars are', match([rule('/v1/*/*')]), request(pod, 'CONNECT', 'exec'), '/v1/pods'],
  [
    'a subresource of any resource',
    match([rule('apps/v1/*/scale')]),
    request(deployment, 'UPDATE', 'scale'),
    'apps/v1/deployments',
  ],
  ['an operation that is not named', match([rule('/v1/pods', { operations: ['UPDATE'] })]), pod, null],
  ['a name', match([rule('/v1/pods', { names: ['x'] })]), pod, '/v1/pods'],
  ['another name', match([rule('/v1/pods', { names: ['y'] })]), pod, null],
  ['a Namespace is cluster-scoped', match([rule('/v1/*', { scope: 'Namespaced' })]), namespace, null],
  [
    'also when it is changed',
    match([rule('/v1/*', { scope: 'Cluster' })]),
    request(namespace, 'UPDATE', null),
    '/v1/namespaces',
  ],
  ['a Pod is namespaced', match([rule('/v1/*', { scope: 'Cluster' })]), pod, null],
  [
    'an equivalent version is what the policy sees',
    match([rule('autoscaling/v1/horizontalpodautoscalers')]),
    autoscaler,
    'autoscaling/v1/horizontalpodautoscalers',
  ],
  [
    'not with Exact',
    match([rule('autoscaling/v1/horizontalpodautoscalers')], { matchPolicy: 'Exact' }),
    autoscaler,
    null,
  ],
  ['a version the server does not serve is no equivalent', match([rule('apps/v1beta1/deployments')]), deployment, null],
  ['any version of a custom kind is', match([rule('example.com/v1/widgets')]), widget, 'example.com/v1/widgets'],
  ['an excluded resource', match([rule('/v1/*')], { excludeResourceRules: [rule('/v1/pods')] }), pod, null],
  [
    'an excluded name',
    match([rule('/v1/*')], { excludeResourceRules: [rule('/v1/pods', { names: ['x'] })] }),
    pod,
    null,
  ],
  [
    'another name than the excluded',
    match([rule('/v1/*')], { excludeResourceRules: [rule('/v1/pods', { names: ['y'] })] }),
    pod,
    '/v1/pods',
  ],
  [
    'an excluded equivalent version',
    match([rule('*/*/*')], { excludeResourceRules: [rule('autoscaling/v1/horizontalpodautoscalers')] }),
    autoscaler,
    null,
  ],
  ['no rules at all match everything', match([]), widget, 'example.com/v2/widgets'],
];

const askedOf = (attributes: AdmissionAttributes) => ({ ...attributes, isNamespaced: attributes.namespace !== '' });

for (const [name, given, subject, resource] of cases) {
  test(name, () => {
    const attributes = toAttributes(subject, null);
    const matched = compileMatchResources(given).forKind(askedOf(attributes)).resourceOf(attributes.name);
    assert.equal(matched === null ? null : `${matched.group}/${matched.version}/${matched.resource}`, resource);
  });
}

test('namespaceSelector never exempts a cluster-scoped object, and looks at a Namespace itself', () => {
  assert.deepEqual(namespaceLabelsFrom(toAttributes(node, null)), { kind: 'everything' });
  assert.deepEqual(namespaceLabelsFrom(toAttributes(namespace, null)), { kind: 'labels', labels: { team: 'a' } });
  assert.deepEqual(namespaceLabelsFrom(toAttributes(request(namespace, 'DELETE', null), null)), {
    kind: 'labels',
    labels: { team: 'a' },
  });
  assert.deepEqual(namespaceLabelsFrom(toAttributes(pod, null)), { kind: 'namespace', name: 'shop' });
  assert.deepEqual(namespaceLabelsFrom(toAttributes(object('v1', 'Pod', ''), null)), {
    kind: 'namespace',
    name: 'default',
  });
});

test('a namespace has the label of its name whether or not it was read', () => {
  assert.deepEqual(toNamespaceLabels('shop', undefined), { 'kubernetes.io/metadata.name': 'shop' });
  assert.deepEqual(toNamespaceLabels('shop', { a: 'b' }), { a: 'b', 'kubernetes.io/metadata.name': 'shop' });
});

test('objectSelector looks at the new object and at the old one', () => {
  const parsed = parseLabelSelector({ matchLabels: { skip: 'no' } });
  const selector: LabelSelector = parsed.kind === 'selector' ? parsed.selector : everything;
  const attributes = toAttributes(pod, null);
  const old = { metadata: { labels: { skip: 'no' } } };
  assert.equal(matchesObject(selector, attributes), false);
  assert.equal(matchesObject(selector, { ...attributes, operation: 'UPDATE', oldObject: old }), true);
  assert.equal(matchesObject(selector, { ...attributes, operation: 'DELETE', object: null, oldObject: old }), true);
});

test('policies and bindings are never subjects; webhook configurations are', () => {
  const group = 'admissionregistration.k8s.io';
  assert.equal(isExempt({ group, resource: 'validatingadmissionpolicies' }), true);
  assert.equal(isExempt({ group, resource: 'mutatingadmissionpolicybindings' }), true);
  assert.equal(isExempt({ group, resource: 'validatingwebhookconfigurations' }), false);
  assert.equal(isExempt({ group: 'authorization.k8s.io', resource: 'subjectaccessreviews' }), true);
});

test('a request about a Namespace names itself, also the one that creates it', () => {
  assert.equal(toAttributes(namespace, null).namespace, 'shop');
  assert.equal(toAttributes(request(namespace, 'UPDATE', null), null).namespace, 'shop');
});

test('an object whose name the server makes up has none yet', () => {
  const subject = object('v1', 'Pod', 'shop', 'web-*');
  if (subject.kind !== 'resource') return;
  const { resource } = subject;
  const made = { ...resource, object: { apiVersion: 'v1', kind: 'Pod', metadata: { generateName: 'web-' } } };
  assert.equal(toAttributes({ kind: 'resource', resource: made }, null).name, '');
});

test('what is sent to a subresource is of its own kind', () => {
  const { kind, resource, subresource } = toAttributes(
    { ...request(pod, 'CONNECT', 'exec'), object: null, oldObject: null } as Subject,
    null,
  );
  assert.deepEqual({ kind, resource, subresource }, { kind: 'PodExecOptions', resource: 'pods', subresource: 'exec' });
});

test('the plural of a custom kind is guessed as Kubernetes guesses it', () => {
  assert.equal(pluralOf('example.com', 'Widget'), 'widgets');
  assert.equal(pluralOf('example.com', 'Policy'), 'policies');
  assert.equal(pluralOf('example.com', 'Ingress'), 'ingresses');
});
