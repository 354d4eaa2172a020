/** Gatekeeper's constraints and templates in small clusters: each gap and its healthy twin. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { join, livedIn, tellOf, type Told } from '../../told-of-yaml.ts';
import { enforcementAnalyser } from '../index.ts';

const engine = `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: gatekeeper-validating-webhook-configuration}
webhooks: [{name: validation.gatekeeper.sh, clientConfig: {service: {namespace: gatekeeper-system, name: gatekeeper-webhook-service}}}]`;

const template = (status = ''): string => `
apiVersion: templates.gatekeeper.sh/v1
kind: ConstraintTemplate
metadata: {name: k8sowners}
spec: {crd: {spec: {names: {kind: K8sOwners}}}}
${status}`;

const constraint = (spec = '{}'): string => `
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: K8sOwners
metadata: {name: owners}
spec: ${spec}`;

const config = (match: string): string => `
apiVersion: config.gatekeeper.sh/v1alpha1
kind: Config
metadata: {name: config, namespace: gatekeeper-system}
spec: {match: [${match}]}`;

const cases: readonly (readonly [
  name: string,
  rule: string,
  text: string,
  expected: readonly string[],
  more?: Omit<Told, 'rule'>,
])[] = [
  [
    'constraints without the engine stop nothing',
    'gatekeeper-absent',
    constraint(),
    ['fail: K8sOwners owners: Stops nothing: no webhook configuration puts requests to Gatekeeper'],
  ],
  [
    'with it they are carried out',
    'gatekeeper-absent',
    join(constraint(), engine),
    ['skip (not-applicable): K8sOwners owners: Is not wholly in force: see enforcement/constraint-without-template'],
  ],
  [
    'a folder of constraints does not say whether there is an engine',
    'gatekeeper-absent',
    constraint(),
    [
      'skip (manual): K8sOwners owners: Whether Gatekeeper carries it out cannot be told from manifests without Gatekeeper',
    ],
    { kind: 'manifests' },
  ],
  [
    'dryrun counts, warn warns',
    'gatekeeper-only-audits',
    join(
      constraint('{enforcementAction: dryrun}'),
      constraint('{enforcementAction: warn}').replace('name: owners', 'name: mild'),
      engine,
    ),
    [
      'fail: K8sOwners owners: Only counts violations: its enforcementAction is dryrun',
      'fail: K8sOwners mild: Only warns: its enforcementAction is warn',
    ],
  ],
  [
    'deny is the default',
    'gatekeeper-only-audits',
    join(constraint(), engine),
    ['skip (not-applicable): K8sOwners owners: Is not wholly in force: see enforcement/constraint-without-template'],
  ],
  [
    'scoped to the audit alone',
    'gatekeeper-only-audits',
    join(
      constraint(
        '{enforcementAction: scoped, scopedEnforcementActions: [{action: deny, enforcementPoints: [{name: audit.gatekeeper.sh}]}, {action: warn, enforcementPoints: [{name: validation.gatekeeper.sh}]}]}',
      ),
      engine,
    ),
    [
      'fail: K8sOwners owners: Denies nothing at admission: deny at audit.gatekeeper.sh; warn at validation.gatekeeper.sh',
    ],
  ],
  [
    'scoped with deny at the webhook',
    'gatekeeper-only-audits',
    join(
      constraint(
        '{enforcementAction: scoped, scopedEnforcementActions: [{action: deny, enforcementPoints: [{name: validation.gatekeeper.sh}]}]}',
      ),
      engine,
    ),
    ['skip (not-applicable): K8sOwners owners: Is not wholly in force: see enforcement/constraint-without-template'],
  ],
  ['without the engine nothing is said to deny', 'gatekeeper-only-audits', constraint(), []],
  [
    'a constraint without its template judges nothing',
    'constraint-without-template',
    constraint(),
    ['fail: K8sOwners owners: Judges nothing: there is no ConstraintTemplate of kind K8sOwners'],
  ],
  [
    'the template may be in another repository',
    'constraint-without-template',
    constraint(),
    [
      'fail info: K8sOwners owners: No ConstraintTemplate of kind K8sOwners is among what was read: without it nothing is judged',
    ],
    { kind: 'manifests' },
  ],
  [
    'a constraint with its template',
    'constraint-without-template',
    join(template(), constraint()),
    ['skip (not-applicable): K8sOwners owners: Is not wholly in force: see enforcement/gatekeeper-absent'],
  ],
  [
    'a template without a constraint judges nothing',
    'template-without-constraint',
    template(),
    ['fail: ConstraintTemplate k8sowners: Judges nothing: there is no constraint of kind K8sOwners'],
  ],
  [
    'a template that is used',
    'template-without-constraint',
    join(template(), constraint()),
    ['pass: ConstraintTemplate k8sowners: Is used by owners'],
  ],
  [
    'a template that does not compile',
    'template-errors',
    template('status: {created: true, byPod: [{id: a, errors: [{code: rego_parse_error, message: unexpected eof}]}]}'),
    [
      'fail: ConstraintTemplate k8sowners: Judges nothing: Gatekeeper could not take it up (rego_parse_error: unexpected eof)',
    ],
  ],
  [
    'a template that was not taken up',
    'template-errors',
    template('status: {byPod: []}'),
    ['fail: ConstraintTemplate k8sowners: Judges nothing: Gatekeeper has not taken it up'],
  ],
  [
    'a template that was',
    'template-errors',
    template('status: {created: true, byPod: [{id: a}]}'),
    [
      'skip (not-applicable): ConstraintTemplate k8sowners: Is not wholly in force: see enforcement/template-without-constraint',
    ],
  ],
  [
    'a namespace labelled to be ignored',
    'gatekeeper-excluded-namespaces',
    join(engine, livedIn('shop', '{admission.gatekeeper.sh/ignore: no-self-managing}'), livedIn('till')),
    [
      'fail high: Namespace shop: No constraint is enforced here: the label admission.gatekeeper.sh/ignore takes the namespace out of Gatekeeper’s webhook',
      'pass: Namespace till: Is not labelled to be ignored by Gatekeeper',
    ],
  ],
  [
    'the Config leaves a namespace out of the webhook',
    'gatekeeper-excluded-namespaces',
    join(
      config('{excludedNamespaces: ["sh*", kube-system], processes: ["*"]}'),
      livedIn('shop'),
      livedIn('kube-system'),
    ),
    [
      'pass: Namespace shop: Is not labelled to be ignored by Gatekeeper',
      'fail high: Config gatekeeper-system/config: No constraint is enforced in namespace shop, which it leaves out',
    ],
  ],
  [
    'the Config leaves a namespace out of the audit alone',
    'gatekeeper-excluded-namespaces',
    join(config('{excludedNamespaces: [shop], processes: [audit]}'), livedIn('shop')),
    [
      'pass: Namespace shop: Is not labelled to be ignored by Gatekeeper',
      'pass: Config gatekeeper-system/config: Leaves out no namespace with workloads',
    ],
  ],
  [
    'a constraint that leaves out one of two, and one that leaves out both',
    'gatekeeper-excluded-namespaces',
    join(
      engine,
      constraint('{match: {excludedNamespaces: [shop]}}'),
      constraint('{match: {namespaces: [elsewhere]}}').replace('name: owners', 'name: far'),
      livedIn('shop'),
      livedIn('till'),
    ),
    [
      'pass: Namespace shop: Is not labelled to be ignored by Gatekeeper',
      'pass: Namespace till: Is not labelled to be ignored by Gatekeeper',
      'fail: K8sOwners owners: Leaves out namespace shop',
      'fail high: K8sOwners far: Leaves out every namespace with workloads (shop, till): it judges nothing that runs',
    ],
  ],
  ['without Gatekeeper its label means nothing', 'gatekeeper-excluded-namespaces', livedIn('shop'), []],
];

for (const [name, rule, text, expected, more] of cases)
  test(name, () =>
    assert.deepEqual(tellOf(enforcementAnalyser, text, { rule: `enforcement/${rule}`, ...more }), expected),
  );

test('constraints of an API group that does not answer are told once', () => {
  const unread = [
    { kind: '*', group: 'constraints.gatekeeper.sh', cluster: 'test', namespace: null, reason: 'stale', grant: null },
  ];
  const rule = 'enforcement/template-without-constraint';
  assert.deepEqual(tellOf(enforcementAnalyser, template(), { rule, extras: { unread } }), [
    'error (no-evidence): * *: Could not be read: stale',
  ]);
});
