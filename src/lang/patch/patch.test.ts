/** Edits: applied, undone, said as JSON Patch and as a strategic merge patch. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { absent, present, toUndo, type Edit, type EditValue } from '../../model/change.ts';
import { parseFieldPath, renderFieldPath, valueAt, type FieldPath } from '../../model/field-path.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { applyEdits } from './apply-edits.ts';
import { toJsonPatch, type JsonPatchOperation } from './to-json-patch.ts';
import { renderStrategicPatch, toStrategicPatch } from './to-strategic-patch.ts';

const target = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
const field = (text: string): FieldPath => {
  const path = parseFieldPath(text);
  assert.ok(path !== undefined, text);
  return path;
};

const pod: JsonObject = {
  spec: {
    hostNetwork: true,
    containers: [
      { name: 'web', image: 'web:1', securityContext: { capabilities: { add: ['NET_ADMIN'] } } },
      { name: 'log', image: 'log:1' },
    ],
  },
};

test('an edit touches its field and shares the rest', () => {
  const edits = [toEdit(pod, field('spec.containers[name=log].securityContext.privileged'), present(false))];
  const after = applyEdits(pod, edits);
  assert.deepEqual(after['spec'], {
    hostNetwork: true,
    containers: [
      { name: 'web', image: 'web:1', securityContext: { capabilities: { add: ['NET_ADMIN'] } } },
      { name: 'log', image: 'log:1', securityContext: { privileged: false } },
    ],
  });
  assert.equal(containersOf(after)[0], containersOf(pod)[0]);
});

test('an item that is not there is appended with the key it was named by', () => {
  const edit: Edit = { path: 'spec.containers[name=new].image', before: absent, after: present('new:1') };
  assert.deepEqual(containersOf(applyEdits(pod, [edit])).at(-1), { name: 'new', image: 'new:1' });
});

test('a field named __proto__ is a field', () => {
  const edit: Edit = { path: 'metadata.__proto__.polluted', before: absent, after: present(true) };
  const after = applyEdits({}, [edit]);
  assert.equal(JSON.stringify(after), '{"metadata":{"__proto__":{"polluted":true}}}');
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
});

test('a path through a scalar is a bug and says so', () => {
  assert.throws(() => applyEdits(pod, [{ path: 'spec.hostNetwork.x', before: absent, after: present(1) }]), {
    message: 'no field x in what is not an object',
  });
  assert.throws(() => applyEdits(pod, [{ path: '..', before: absent, after: present(1) }]), {
    message: 'not a field path: ..',
  });
});

test('JSON Patch does what the edits do, and undoing them gives back what had no missing parents', () => {
  fc.assert(
    fc.property(
      anyPod as fc.Arbitrary<JsonObject>,
      fc.array(fc.tuple(anyPath, anyAfter), { maxLength: 4 }),
      (object, planned) => {
        const edits: Edit[] = [];
        let current = object;
        let isWhole = true;
        for (const [path, after] of planned) {
          isWhole &&= valueAt(current, path.slice(0, -1)) !== undefined;
          const edit = toEdit(current, path, after);
          edits.push(edit);
          current = applyEdits(current, [edit]);
        }
        const frozen = structuredClone(object);
        const change = { target, edits, reason: 'a test', permissions: [] };
        const undo = toUndo(change);
        if (isWhole) assert.deepEqual(applyEdits(applyEdits(object, edits), undo.edits), object);
        assert.deepEqual(applyJsonPatch(object, toJsonPatch(edits, object)), current);
        assert.deepEqual(object, frozen, 'the original is left alone');
      },
    ),
    { seed: 3, numRuns: 400 },
  );
});

test('a JSON Patch tests each item it reached by its name', () => {
  const edit = toEdit(pod, field('spec.containers[name=log].image'), present('log:2'));
  assert.deepEqual(toJsonPatch([edit], pod), [
    { op: 'test', path: '/spec/containers/1/name', value: 'log' },
    { op: 'replace', path: '/spec/containers/1/image', value: 'log:2' },
  ]);
});

test('a JSON Patch escapes slashes and tildes of a key', () => {
  const edit = toEdit({ metadata: {} }, field('metadata["a/b~c"]'), present('x'));
  assert.deepEqual(toJsonPatch([edit], { metadata: {} }), [{ op: 'add', path: '/metadata/a~1b~0c', value: 'x' }]);
});

test('a strategic merge patch is a snippet a person can commit', () => {
  const edits: readonly Edit[] = [
    { path: 'spec.template.spec.securityContext', before: absent, after: present({ runAsNonRoot: true }) },
    {
      path: 'spec.template.spec.containers[name=web].securityContext.capabilities.drop',
      before: absent,
      after: present(['ALL']),
    },
    {
      path: 'spec.template.spec.containers[name=web].securityContext.privileged',
      before: present(true),
      after: absent,
    },
    { path: 'spec.template.spec.volumes[name=host]', before: present({ name: 'host' }), after: absent },
  ];
  assert.equal(
    renderStrategicPatch(edits, target),
    `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  template:
    spec:
      securityContext:
        runAsNonRoot: true
      containers:
      - name: web
        securityContext:
          capabilities:
            drop:
            - ALL
          privileged: null
      volumes:
      - name: host
        $patch: delete
`,
  );
});

test('an object put in the place of another says which fields go', () => {
  const edit: Edit = {
    path: 'spec.securityContext',
    before: present({ runAsUser: 0, fsGroup: 1 }),
    after: present({ fsGroup: 2 }),
  };
  assert.deepEqual(toStrategicPatch([edit], { ...target, kind: 'Pod', apiVersion: 'v1' })?.['spec'], {
    securityContext: { fsGroup: 2, runAsUser: null },
  });
});

test('a field taken away and put back in part is not one patch', () => {
  const edits: readonly Edit[] = [
    { path: 'spec.securityContext', before: present({ runAsUser: 0 }), after: absent },
    { path: 'spec.securityContext.fsGroup', before: absent, after: present(1) },
  ];
  assert.equal(toStrategicPatch(edits, target), null);
  assert.notEqual(
    toStrategicPatch([...edits.slice(0, 1), { ...edits[1], path: 'spec.securityContextual' } as Edit], target),
    null,
  );
});

test('what is absent and stays absent is left unsaid', () => {
  const patch = toStrategicPatch([{ path: 'spec.a.b', before: absent, after: absent }], target);
  assert.deepEqual(patch, { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'shop' } });
});

const inexpressible: readonly (readonly [string, string, string])[] = [
  ['an index', 'spec.rules[0].host', 'networking.k8s.io/v1'],
  ['a list that is replaced whole', 'spec.tolerations[key=a].effect', 'v1'],
  ['a list of a custom resource', 'spec.containers[name=web].image', 'example.com/v1'],
];

for (const [name, path, apiVersion] of inexpressible) {
  test(`${name} cannot be said as a strategic merge patch`, () => {
    assert.equal(toStrategicPatch([{ path, before: absent, after: present('x') }], { ...target, apiVersion }), null);
  });
}

const containersOf = (object: JsonObject): readonly Json[] => {
  const spec = object['spec'];
  const containers = isJsonObject(spec) ? spec['containers'] : undefined;
  return isJsonArray(containers) ? containers : [];
};

const anyLeaf = fc.oneof(fc.boolean(), fc.string({ maxLength: 3 }), fc.integer());
const plain = { noNullPrototype: true } as const;
const anyPod = fc.record(
  {
    metadata: fc.dictionary(fc.constantFrom('a/b', 'x', 'y'), anyLeaf, plain),
    spec: fc.record(
      {
        flag: anyLeaf,
        containers: fc
          .uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 })
          .map((names) => names.map((name): JsonObject => ({ name, image: name }))),
      },
      plain,
    ),
  },
  plain,
);
const anyPath = fc
  .constantFrom(
    'metadata["a/b"]',
    'metadata.x',
    'spec.flag',
    'spec.securityContext.seccompProfile.type',
    'spec.containers[name=a].image',
    'spec.containers[name=b].securityContext.privileged',
    'spec.initContainers[name=i].image',
    'spec.containers[0].image',
    'spec.list[0]',
  )
  .map(field);
const anyAfter = fc.oneof(fc.constant(absent), anyLeaf.map(present), fc.array(anyLeaf, { maxLength: 2 }).map(present));

const toEdit = (object: JsonObject, path: FieldPath, after: EditValue): Edit => {
  const before = valueAt(object, path);
  return { path: renderFieldPath(path), before: before === undefined ? absent : present(before), after };
};

/** RFC 6902 as far as these patches go, written for the test alone. */
const applyJsonPatch = (object: JsonObject, operations: readonly JsonPatchOperation[]): Json => {
  const root = structuredClone({ root: object }) as unknown as Record<string, Mutable>;
  for (const operation of operations) {
    const tokens = ['root', ...operation.path.split('/').slice(1)].map((token) =>
      token.replaceAll('~1', '/').replaceAll('~0', '~'),
    );
    const last = tokens.pop() ?? '';
    const parent = tokens.reduce<Mutable>(
      (node, token) => (node as Record<string, Mutable>)[token] as Mutable,
      root as Mutable,
    );
    if (operation.op === 'test') assert.deepEqual((parent as Record<string, Mutable>)[last], operation.value);
    else if (Array.isArray(parent)) {
      const at = last === '-' ? parent.length : Number(last);
      if (operation.op === 'remove') parent.splice(at, 1);
      else parent.splice(at, operation.op === 'replace' ? 1 : 0, structuredClone(operation.value) as Mutable);
    } else if (operation.op === 'remove') delete (parent as Record<string, Mutable>)[last];
    else (parent as Record<string, Mutable>)[last] = structuredClone(operation.value) as Mutable;
  }
  return root['root'] as Json;
};

type Mutable = null | boolean | number | bigint | string | Mutable[] | { [key: string]: Mutable };
