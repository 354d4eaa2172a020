/** Tests of the rules: which levels a namespace asks for, what that does to a finding, and that nothing makes them throw. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { applyEdits } from '../../lang/patch/apply-edits.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Answer } from '../../model/request.ts';
import type { Origin, Resource } from '../../model/resource.ts';
import type { Conclusion, Rule } from '../../model/rule.ts';
import type { Subject } from '../../model/subject.ts';
import { randomPods } from './random-pods.ts';
import { createPodSecurityRules } from './rules.ts';

const file: Origin = { kind: 'file', file: 'a.yaml', document: 0, item: null, start: 0, end: 0 };
const live: Origin = { kind: 'cluster', cluster: 'kind', uid: 'u' };

const compliant: JsonObject = {
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [{ name: 'web', securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } }],
};
const privilegedSpec: JsonObject = {
  ...compliant,
  containers: [
    {
      name: 'web',
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, privileged: true },
    },
  ],
};

const toResource = (
  kind: string,
  object: JsonObject,
  origin: Origin = file,
  namespace: string | null = 'shop',
): Resource => ({
  ref: { apiVersion: kind === 'Pod' ? 'v1' : 'apps/v1', kind, namespace, name: 'web' },
  object,
  origin,
});
const pod = (spec: Json): Resource => toResource('Pod', { spec });
const deployment = (spec: Json, origin: Origin = file): Resource =>
  toResource('Deployment', { spec: { template: { spec } } }, origin);

const ruleOf = (id: string, rules: readonly Rule[] = createPodSecurityRules({ override: null })): Rule => {
  const rule = rules.find((candidate) => candidate.id === `pod-security/${id}`);
  assert.ok(rule !== undefined, id);
  return rule;
};

const labelled = (labels: Record<string, string>): Answer => ({
  kind: 'value',
  value: {
    labels: Object.fromEntries(
      Object.entries(labels).map(([key, value]) => [`pod-security.kubernetes.io/${key}`, value]),
    ),
    annotations: {},
  },
});

const judge = (rule: Rule, subject: Subject, answer: Answer): readonly Conclusion[] => {
  const first = rule.judge(subject, { answer: () => undefined });
  if (first.kind === 'done') return first.conclusions;
  assert.ok(first.resume !== undefined);
  const second = first.resume({ answer: () => answer });
  assert.equal(second.kind, 'done');
  return second.kind === 'done' ? second.conclusions : [];
};

const summarise = ({ status, reason, action, enforcement, path }: Conclusion): string =>
  [status, reason, action, enforcement, path].filter((word) => word !== undefined && word !== '').join(' ');

const path = 'spec.containers[name=web].securityContext.privileged';
const templatePath = `spec.template.${path}`;
const absent: Answer = { kind: 'absent' };

const modeCases: readonly {
  name: string;
  rule: string;
  resource: Resource;
  answer: Answer;
  expected: readonly string[];
}[] = [
  {
    name: 'a compliant pod passes without a question',
    rule: 'baseline/privileged',
    resource: pod(compliant),
    answer: absent,
    expected: ['pass none unknown'],
  },
  {
    name: 'a namespace without labels is judged at restricted, and what the cluster enforces by default is unknown',
    rule: 'baseline/privileged',
    resource: pod(privilegedSpec),
    answer: labelled({}),
    expected: [`fail none unknown ${path}`],
  },
  {
    name: 'a namespace that was not read is judged at restricted, and nobody knows what is enforced',
    rule: 'restricted/run-as-non-root',
    resource: pod({ containers: [{ name: 'web' }] }),
    answer: absent,
    expected: ['fail none unknown spec.securityContext.runAsNonRoot'],
  },
  {
    name: 'a file under enforce is declared',
    rule: 'baseline/privileged',
    resource: pod(privilegedSpec),
    answer: labelled({ enforce: 'baseline' }),
    expected: [`fail deny declared ${path}`],
  },
  {
    name: 'a live Pod that fails under enforce runs nevertheless: a label is declared only',
    rule: 'baseline/privileged',
    resource: toResource('Pod', { spec: privilegedSpec }, live),
    answer: labelled({ enforce: 'baseline' }),
    expected: [`fail deny declared ${path}`],
  },
  {
    name: 'a live Deployment under enforce is declared only',
    rule: 'baseline/privileged',
    resource: deployment(privilegedSpec, live),
    answer: labelled({ enforce: 'baseline' }),
    expected: [`fail deny declared ${templatePath}`],
  },
  {
    name: 'warn is not enforced',
    rule: 'baseline/privileged',
    resource: pod(privilegedSpec),
    answer: labelled({ warn: 'baseline', audit: 'restricted' }),
    expected: [`fail warn not-enforced ${path}`],
  },
  {
    name: 'audit is not enforced',
    rule: 'baseline/privileged',
    resource: pod(privilegedSpec),
    answer: labelled({ audit: 'restricted' }),
    expected: [`fail audit not-enforced ${path}`],
  },
  {
    name: 'a privileged namespace skips',
    rule: 'baseline/privileged',
    resource: pod(privilegedSpec),
    answer: labelled({ enforce: 'privileged' }),
    expected: ['skip not-applicable none unknown'],
  },
  {
    name: 'a restricted check is skipped where baseline is asked for',
    rule: 'restricted/run-as-non-root',
    resource: pod({ containers: [{ name: 'web' }] }),
    answer: labelled({ enforce: 'baseline' }),
    expected: ['skip not-applicable none unknown'],
  },
  {
    name: 'a check is skipped at a version that did not know it',
    rule: 'restricted/run-as-user',
    resource: pod({ securityContext: { runAsUser: 0 } }),
    answer: labelled({ enforce: 'restricted', 'enforce-version': 'v1.22' }),
    expected: ['skip not-applicable none unknown'],
  },
  {
    name: 'an old version lets pass what a new one does not',
    rule: 'baseline/host-probes',
    resource: pod({ containers: [{ name: 'web', livenessProbe: { httpGet: { host: 'x' } } }] }),
    answer: labelled({ enforce: 'baseline', 'enforce-version': 'v1.33', audit: 'baseline' }),
    expected: ['fail audit not-enforced spec.containers[name=web].livenessProbe.httpGet.host'],
  },
  {
    name: 'a namespace that may not be read is judged at restricted, and nobody knows what is enforced',
    rule: 'baseline/privileged',
    resource: pod(privilegedSpec),
    answer: { kind: 'refused', why: 'forbidden' },
    expected: [`fail none unknown ${path}`],
  },
  {
    name: 'restricted lets off what baseline would fail, a Windows pod with capabilities',
    rule: 'baseline/capabilities',
    resource: pod({
      os: { name: 'windows' },
      containers: [{ name: 'web', securityContext: { capabilities: { add: ['SYS_ADMIN'] } } }],
    }),
    answer: labelled({ enforce: 'restricted' }),
    expected: ['pass none unknown'],
  },
  {
    name: 'a broken spec is an error',
    rule: 'baseline/privileged',
    resource: toResource('Pod', { spec: 'x' }),
    answer: absent,
    expected: ['error no-evidence none unknown spec'],
  },
  {
    name: 'a broken container is an error besides what fails',
    rule: 'baseline/privileged',
    resource: deployment({
      containers: [
        privilegedSpec.containers === undefined ? null : { name: 'web', securityContext: { privileged: true } },
        'oops',
      ],
    }),
    answer: absent,
    expected: [`fail none unknown ${templatePath}`, 'error no-evidence none unknown spec.template.spec.containers[1]'],
  },
  {
    name: 'a Deployment without a template is skipped',
    rule: 'baseline/privileged',
    resource: toResource('Deployment', { spec: { replicas: 2 } }),
    answer: absent,
    expected: ['skip not-applicable none unknown'],
  },
];

for (const { name, rule, resource, answer, expected } of modeCases) {
  test(`for pod security, ${name}`, () => {
    assert.deepEqual(judge(ruleOf(rule), { kind: 'resource', resource }, answer).map(summarise), expected);
  });
}

test('pod security asks for the namespace called default where a manifest names none', () => {
  for (const namespace of ['', null]) {
    const judgement = ruleOf('baseline/privileged').judge(
      { kind: 'resource', resource: toResource('Pod', { spec: privilegedSpec }, file, namespace) },
      { answer: () => undefined },
    );
    assert.deepEqual(judgement.kind === 'need' && judgement.requests, [{ kind: 'namespace', name: 'default' }]);
  }
});

test('a finding about a template says that Pods alone are enforced', () => {
  const [conclusion] = judge(
    ruleOf('baseline/privileged'),
    { kind: 'resource', resource: deployment(privilegedSpec) },
    labelled({ enforce: 'baseline' }),
  );
  assert.equal(
    conclusion?.evidence?.[0]?.text,
    'The API server enforces Pods only: it takes this Deployment, at most with a warning, and refuses its pods later.',
  );
});

test('a finding in a namespace that may not be read says why it is judged as strictly as can be', () => {
  const refused: Answer = { kind: 'refused', why: 'forbidden' };
  const [conclusion] = judge(
    ruleOf('baseline/privileged'),
    { kind: 'resource', resource: pod(privilegedSpec) },
    refused,
  );
  assert.deepEqual(conclusion?.evidence, [
    {
      text: 'The labels of namespace shop could not be read (forbidden), so this is judged at restricted:latest: allow reading namespaces, or give --pod-security LEVEL.',
      source: 'Namespace shop',
    },
  ]);
});

test('a rule that asks for namespaces declares it, so that one unread is told once for each rule', () => {
  for (const { capabilities } of createPodSecurityRules({ override: null })) {
    assert.deepEqual(capabilities, ['namespace']);
  }
});

test('a wrong label of the namespace is told with the finding', () => {
  const [conclusion] = judge(
    ruleOf('baseline/privileged'),
    { kind: 'resource', resource: pod(privilegedSpec) },
    labelled({ enforce: 'strict' }),
  );
  assert.equal(summarise(conclusion ?? assert.fail()), `fail deny declared ${path}`);
  assert.deepEqual(conclusion?.evidence, [
    {
      text: 'The label pod-security.kubernetes.io/enforce is "strict", which is none of privileged, baseline, restricted: the API server takes it for restricted.',
      source: 'Namespace shop',
    },
  ]);
});

test('a known node agent is told so, with a ready exception, and fails all the same', () => {
  const spec: JsonObject = {
    ...compliant,
    volumes: [{ name: 'root', hostPath: { path: '/' } }],
    containers: [{ name: 'x', image: 'quay.io/prometheus/node-exporter:v1.8.0' }],
  };
  const resource = toResource('DaemonSet', { spec: { template: { spec } } });
  const [conclusion] = judge(ruleOf('baseline/host-path-volumes'), { kind: 'resource', resource }, absent);
  assert.equal(conclusion?.status, 'fail');
  assert.deepEqual(
    conclusion?.evidence?.map(({ text }) => text),
    [
      "This looks like node-exporter, which measures the node's hardware and kernel: it may have a reason to fail this.",
      `To accept it: vauban exceptions add pod-security/baseline/host-path-volumes --kind DaemonSet -n ${resource.ref.namespace === '' ? 'default' : resource.ref.namespace} --name ${resource.ref.name} --reason "node-exporter measures the node's hardware and kernel" --owner OWNER --expires DATE`,
    ],
  );
});

test('a name no API server takes is put into no command that people copy', () => {
  const spec: JsonObject = {
    volumes: [{ name: 'root', hostPath: { path: '/' } }],
    containers: [{ name: 'x', image: 'quay.io/prometheus/node-exporter:v1' }],
  };
  const made = toResource('DaemonSet', { spec: { template: { spec } } });
  const resource = { ...made, ref: { ...made.ref, name: 'x; rm -rf ~' } };
  const [conclusion] = judge(ruleOf('baseline/host-path-volumes'), { kind: 'resource', resource }, absent);
  assert.equal(conclusion?.evidence?.length, 1);
});

test('an override judges at once, asks nothing, and skips what the level does not ask for', () => {
  const rules = createPodSecurityRules({ override: { level: 'baseline', version: 'v1.33' } });
  const resource = pod({ ...privilegedSpec, securityContext: {} });
  assert.ok(rules.every(({ capabilities }) => capabilities.length === 0));
  assert.deepEqual(judge(ruleOf('baseline/privileged', rules), { kind: 'resource', resource }, absent).map(summarise), [
    `fail none unknown ${path}`,
  ]);
  assert.deepEqual(judge(ruleOf('restricted/seccomp', rules), { kind: 'resource', resource }, absent).map(summarise), [
    'skip not-applicable none unknown',
  ]);
  assert.deepEqual(
    judge(ruleOf('baseline/host-probes', rules), { kind: 'resource', resource }, absent)[0]?.message,
    'This belongs to baseline from v1.34 on, and namespace shop is judged at baseline:v1.33.',
  );
});

test('admission judges pods and added ephemeral containers, and nothing that starts nothing', () => {
  const rule = ruleOf('baseline/privileged');
  const subject = {
    kind: 'admission',
    operation: 'CREATE',
    ref: pod(null).ref,
    subresource: null,
    object: { spec: privilegedSpec },
    oldObject: null,
    user: { name: 'u', groups: [] },
    dryRun: false,
  } as const;
  const enforced = labelled({ enforce: 'baseline' });
  assert.deepEqual(judge(rule, subject, enforced).map(summarise), [`fail deny declared ${path}`]);
  assert.deepEqual(judge(rule, { ...subject, subresource: 'ephemeralcontainers' }, enforced).map(summarise), [
    `fail deny declared ${path}`,
  ]);
  assert.deepEqual(judge(rule, { ...subject, subresource: 'status' }, enforced).map(summarise), [
    'skip not-applicable none unknown',
  ]);
  assert.deepEqual(judge(rule, { ...subject, operation: 'DELETE', object: null }, enforced).map(summarise), [
    'skip not-applicable none unknown',
  ]);
});

const settings =
  'spec template metadata annotations containers initContainers ephemeralContainers securityContext capabilities add drop volumes hostPath ports hostPort sysctls name seccompProfile appArmorProfile type seLinuxOptions windowsOptions os livenessProbe httpGet lifecycle __proto__ labels'.split(
    ' ',
  );
const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 8, depthSize: 'large' },
    fc.constantFrom<Json>(null, true, false, 0, 1, 1.5, 2n ** 60n, '', 'x', 'Unconfined', 'ALL', 'windows'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...settings), tie('value'), { maxKeys: 6 }),
  ),
})).value;

test('no JSON makes a pod security rule throw, and every path of a rule is told once', () => {
  const rules = createPodSecurityRules({ override: null });
  fc.assert(
    fc.property(json, fc.constantFrom('Pod', 'Deployment'), (spec, kind) => {
      const object = kind === 'Pod' ? { spec } : { spec: { template: { spec } } };
      for (const rule of rules) {
        const conclusions = judge(rule, { kind: 'resource', resource: toResource(kind, object) }, absent);
        assert.ok(conclusions.length > 0);
        const paths = conclusions.filter(({ status }) => status === 'fail').map((conclusion) => conclusion.path);
        assert.equal(new Set(paths).size, paths.length, `${rule.id} ${paths.join(' ')}`);
      }
    }),
    { seed: 7, numRuns: 400 },
  );
});

test('the edits of a rule, where it has one for each failure, make the rule pass', () => {
  const rules = createPodSecurityRules({ override: { level: 'restricted', version: 'latest' } });
  let mended = 0;
  for (const { pod: object } of randomPods(3, 400)) {
    for (const rule of rules) {
      const failures = judge(rule, { kind: 'resource', resource: toResource('Pod', object) }, absent);
      if (!failures.every(({ status, edits = [] }) => status === 'fail' && edits.length > 0)) continue;
      const changed = applyEdits(
        object,
        failures.flatMap(({ edits = [] }) => edits),
      );
      assert.ok(isJsonObject(changed));
      const after = judge(rule, { kind: 'resource', resource: toResource('Pod', changed) }, absent);
      assert.deepEqual(after.map(summarise), ['pass none unknown'], `${rule.id} ${JSON.stringify(object)}`);
      mended += 1;
    }
  }
  assert.ok(mended > 100, `${mended} pods were mended`);
});
