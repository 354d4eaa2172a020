/** Folding into owners, order, identity, counts, and what could not be read. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../model/json.ts';
import { isJsonObject } from '../../model/json.ts';
import type { Origin, Resource } from '../../model/resource.ts';
import type { Conclusion, Rule } from '../../model/rule.ts';
import { createEvaluation, type Evaluated } from './evaluation.ts';
import { createSalts } from './salts.ts';

/** Fails for each name in the annotation `fails`, at that path below the pod's spec. */
const rule = (id: string): Rule => ({
  id,
  title: `Rule ${id}`,
  severity: 'high',
  layer: 'runtime',
  control: null,
  what: '',
  why: '',
  fine: '',
  remediation: '',
  references: [],
  match: [{ kinds: ['Pod', 'Deployment', 'ReplicaSet'] }],
  reads: ['metadata.annotations'],
  capabilities: [],
  failurePolicy: 'closed',
  judge: (subject) => {
    if (subject.kind !== 'resource') return { kind: 'done', conclusions: [], effects: [] };
    const { object, ref } = subject.resource;
    const annotations = isJsonObject(object['metadata']) ? object['metadata']['annotations'] : {};
    const paths = isJsonObject(annotations) && typeof annotations[id] === 'string' ? annotations[id].split(',') : [];
    const prefix = ref.kind === 'Pod' ? 'spec.' : 'spec.template.spec.';
    const conclusions = paths.map((path): Conclusion => ({
      status: 'fail',
      action: 'none',
      enforcement: 'unknown',
      message: path,
      path: prefix + path,
    }));
    return {
      kind: 'done',
      conclusions:
        conclusions.length > 0
          ? conclusions
          : [{ status: 'pass', action: 'none', enforcement: 'unknown', message: '', path: '' }],
      effects: [],
    };
  },
});

const live = (
  kind: string,
  name: string,
  fails: JsonObject,
  more: JsonObject = {},
  owner?: [string, string],
): Resource => ({
  ref: { apiVersion: kind === 'Pod' ? 'v1' : 'apps/v1', kind, namespace: 'shop', name },
  object: {
    metadata: {
      name,
      uid: `uid-${name}`,
      annotations: fails,
      ...(owner === undefined
        ? {}
        : {
            ownerReferences: [
              { apiVersion: 'apps/v1', kind: owner[0], name: owner[1], uid: `uid-${owner[1]}`, controller: true },
            ],
          }),
    },
    ...more,
  },
  origin: { kind: 'cluster', cluster: 'prod', uid: `uid-${name}` },
});

const written = (file: string, document: number, name: string, fails: JsonObject): Resource => {
  const origin: Origin = { kind: 'file', file, document, item: null, start: 0, end: 1 };
  return {
    ref: { apiVersion: 'v1', kind: 'Pod', namespace: '', name },
    object: { metadata: { name, annotations: fails } },
    origin,
  };
};

const evaluate = (resources: readonly Resource[], rules = [rule('a'), rule('b')]): Evaluated => {
  const evaluation = createEvaluation({
    rules,
    facts: { answer: () => undefined },
    includePasses: false,
    includeSkips: false,
    keepLabels: false,
    salts: createSalts(),
  });
  for (const resource of resources) evaluation.add(resource);
  return evaluation.finish([]);
};

const linesOf = ({ findings }: Evaluated): readonly string[] =>
  findings.map(
    ({ subject, rule: id, path, owner }) =>
      `${subject.kind}/${subject.name} ${id} ${path}${owner === null ? '' : ` of ${owner.kind}/${owner.name}`}`,
  );

test('what a Deployment, its ReplicaSet and its Pod all say is reported once, at the Deployment', () => {
  const evaluated = evaluate([
    live('Deployment', 'web', { a: 'x' }),
    live('ReplicaSet', 'web-1', { a: 'x' }, {}, ['Deployment', 'web']),
    live('Pod', 'web-1-p', { a: 'x' }, {}, ['ReplicaSet', 'web-1']),
  ]);
  assert.deepEqual(linesOf(evaluated), ['Deployment/web a spec.template.spec.x']);
  assert.deepEqual(evaluated.counts, { subjects: 1, evaluated: 2, pass: 1, fail: 1, error: 0, skip: 0 });
});

test('what only the Pod has is reported on the Pod, with its owner named', () => {
  const evaluated = evaluate([
    live('Pod', 'web-1-p', { a: 'x,y' }, {}, ['ReplicaSet', 'web-1']),
    live('ReplicaSet', 'web-1', { a: 'x' }, {}, ['Deployment', 'web']),
    live('Deployment', 'web', { a: 'x' }),
  ]);
  assert.deepEqual(linesOf(evaluated), [
    'Deployment/web a spec.template.spec.x',
    'Pod/web-1-p a spec.y of Deployment/web',
  ]);
});

test('a ReplicaSet scaled to nothing and a finished Pod are history, whatever they say', () => {
  const evaluated = evaluate([
    live('Deployment', 'web', {}),
    live('ReplicaSet', 'web-0', { a: 'x' }, { spec: { replicas: 0 } }, ['Deployment', 'web']),
    live('Pod', 'web-0-p', { a: 'x' }, { status: { phase: 'Succeeded' } }, ['ReplicaSet', 'web-0']),
  ]);
  assert.deepEqual(linesOf(evaluated), []);
});

test('an owner that was not read is named and hides nothing', () => {
  const evaluated = evaluate([live('Pod', 'p', { a: 'x' }, {}, ['StatefulSet', 'db'])]);
  assert.deepEqual(linesOf(evaluated), ['Pod/p a spec.x of StatefulSet/db']);
});

test('owners that own each other do not hang the scan and hide nothing', () => {
  const evaluated = evaluate([
    live('ReplicaSet', 'one', { a: 'x' }, {}, ['ReplicaSet', 'two']),
    live('ReplicaSet', 'two', { a: 'x' }, {}, ['ReplicaSet', 'one']),
  ]);
  assert.equal(evaluated.findings.length, 2);
});

test('files stay in the order read with rules in their order; a cluster is sorted by name', () => {
  const evaluated = evaluate([
    live('Pod', 'z', { a: 'x' }),
    live('Pod', 'b', { b: 'x', a: 'x' }),
    written('z.yaml', 0, 'second', { b: 'x', a: 'y,x' }),
    written('a.yaml', 0, 'first', { a: 'x' }),
  ]);
  assert.deepEqual(linesOf(evaluated), [
    'Pod/second a spec.y',
    'Pod/second a spec.x',
    'Pod/second b spec.x',
    'Pod/first a spec.x',
    'Pod/b a spec.x',
    'Pod/b b spec.x',
    'Pod/z a spec.x',
  ]);
});

const idsOf = ({ findings }: Evaluated): readonly string[] => findings.map(({ id }) => id);

test('an id survives another file, another order, another rule beside it and another API version', () => {
  const [alone] = idsOf(evaluate([written('a/web.yaml', 0, 'web', { a: 'x' })]));
  const moved = { ...written('b/other.yaml', 7, 'web', { a: 'x', b: 'x' }) };
  const [second, first] = idsOf(evaluate([written('b/other.yaml', 3, 'db', { a: 'x' }), moved]));
  assert.notEqual(second, alone);
  assert.equal(first, alone);
  assert.match(alone ?? '', /^[0-9a-f]{16}$/);
});

test('equal subjects in two folders have two ids, each the same however the other folder is called', () => {
  const base = written('base/web.yaml', 0, 'web', { a: 'x' });
  const [one, two] = idsOf(evaluate([base, written('overlays/prod/web.yaml', 0, 'web', { a: 'x' })]));
  const [again] = idsOf(evaluate([base, written('overlays/test/web.yaml', 0, 'web', { a: 'x' })]));
  assert.notEqual(one, two);
  assert.equal(one, again);
});

test('a kind that could not be read makes each rule that needs it an error with the grant', () => {
  const evaluation = createEvaluation({
    rules: [rule('a'), { ...rule('b'), match: [{ kinds: ['Service'] }] }],
    facts: { answer: () => undefined },
    includePasses: false,
    includeSkips: false,
    keepLabels: false,
    salts: createSalts(),
  });
  const { findings, counts } = evaluation.finish([
    { kind: 'Pod', group: '', cluster: 'prod', namespace: 'shop', reason: 'forbidden', grant: 'list on pods in shop' },
  ]);
  assert.deepEqual(
    findings.map(({ rule: id, status, reason, message, evidence }) => ({ id, status, reason, message, evidence })),
    [
      {
        id: 'a',
        status: 'error',
        reason: 'no-evidence',
        message: 'Pod could not be read in namespace shop: forbidden',
        evidence: [{ text: 'Grant list on pods in shop', source: 'vauban' }],
      },
    ],
  );
  assert.equal(counts.error, 1);
});

const inNamespace = (resource: Resource, namespace: string): Resource => ({
  ...resource,
  ref: { ...resource.ref, namespace },
});

test('a Pod that names an owner elsewhere, of another kind or another name is folded into nothing', () => {
  const web = live('Deployment', 'web', { a: 'x' });
  const pod = (name: string, owner: [string, string], uid = 'uid-web'): Resource => {
    const made = live('Pod', name, { a: 'x' }, {}, owner);
    const metadata = made.object['metadata'] as JsonObject;
    const [reference] = metadata['ownerReferences'] as readonly JsonObject[];
    return { ...made, object: { ...made.object, metadata: { ...metadata, ownerReferences: [{ ...reference, uid }] } } };
  };
  const forged = [
    inNamespace(pod('elsewhere', ['Deployment', 'web']), 'other'),
    pod('kind', ['Whatever', 'web']),
    pod('name', ['Deployment', 'api']),
  ];
  const kept = evaluate([web, ...forged]).findings.map(({ subject }) => subject.name);
  assert.deepEqual(kept.toSorted(), ['elsewhere', 'kind', 'name', 'web']);
});

test('a finished Pod in a file is a Pod somebody may apply', () => {
  const origin: Origin = { kind: 'file', file: 'pod.yaml', document: 0, item: null, start: 0, end: 1 };
  const owner = live('Deployment', 'web', {});
  const pod = live('Pod', 'web-1', { a: 'x' }, { status: { phase: 'Succeeded' } }, ['Deployment', 'web']);
  assert.deepEqual(
    linesOf(
      evaluate([
        { ...owner, origin },
        { ...pod, origin },
      ]),
    ),
    ['Pod/web-1 a spec.x of Deployment/web'],
  );
});

test('what passed is summed and forgotten; what failed is kept', () => {
  const evaluated = evaluate([written('a.yaml', 0, 'fine', {}), written('a.yaml', 1, 'bad', { a: 'x' })]);
  assert.deepEqual(evaluated.counts, { subjects: 2, evaluated: 4, pass: 3, fail: 1, error: 0, skip: 0 });
});

test('a Pod whose field says something else than its owner declares is reported beside it', () => {
  const owner = live('Deployment', 'web', { a: 'x' });
  const pod = live('Pod', 'web-1', { a: 'x' }, {}, ['Deployment', 'web']);
  const evaluation = createEvaluation({
    rules: [withValue(rule('a'))],
    facts: { answer: () => undefined },
    includePasses: true,
    includeSkips: true,
    keepLabels: false,
    salts: createSalts(),
  });
  evaluation.add(owner);
  evaluation.add(pod);
  const { findings, counts } = evaluation.finish([]);
  assert.deepEqual(
    findings.map(({ subject, message }) => `${subject.name}: ${message}`),
    ['web: Deployment adds', 'web-1: Pod adds'],
  );
  assert.equal(counts.fail, 2);
});

/** The same rule and path with another message for each kind, as where a value was changed after the template. */
const withValue = (base: Rule): Rule => ({
  ...base,
  judge: (subject, facts) => {
    const judgement = base.judge(subject, facts);
    const kind = subject.kind === 'resource' ? subject.resource.ref.kind : '';
    if (judgement.kind !== 'done') return judgement;
    return { ...judgement, conclusions: judgement.conclusions.map((each) => ({ ...each, message: `${kind} adds` })) };
  },
});

test('a manifest may have more findings than a call takes arguments', () => {
  const paths = Array.from({ length: 130_000 }, (_, index) => `c${index}`).join(',');
  assert.equal(evaluate([written('many.yaml', 0, 'many', { a: paths })]).findings.length, 130_000);
});
