/** The tricky documents, posted to a real API server as YAML: it must read them as the golden file says, which is what the reader is held to. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { useTestCluster } from '../../../tools/control-plane/test-cluster.ts';
import type { RunningControlPlane } from '../../../tools/control-plane/start-control-plane.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';

const cases = JSON.parse(readFileSync(new URL('kubernetes-reading.golden.json', import.meta.url), 'utf8')) as readonly {
  readonly name: string;
  readonly text: string;
  readonly answer?: string;
  readonly refused?: boolean;
}[];

/** Where the server is not asked the same question, with the reason. A listed case that agrees fails the test. */
const differences: Readonly<Record<string, string>> = {
  'minus zero': 'the server stores it as an integer, which has no minus zero',
  'a block at the end without a line feed':
    'a file reaches the server through a reader that ends every line; this request does not',
};

const group = 'reading.vauban.test';
const path = `/apis/${group}/v1/readings`;

/** A kind whose objects may hold anything, also beside `spec`. */
const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `readings.${group}` },
  spec: {
    group,
    scope: 'Cluster',
    names: { kind: 'Reading', plural: 'readings', singular: 'reading', listKind: 'ReadingList' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
};

/** The case as fields of an object; `null` where the case is no block mapping and cannot stand below a header. */
const toObject = (text: string, index: number): string | null =>
  /^[\w"'~<?!-][^\n]*:(?:[ \t\n]|$)/.test(text) &&
  !/^(?:apiVersion|kind|metadata):|^(?:---|%|- )|\n(?:---|\.\.\.)/.test(text)
    ? `apiVersion: ${group}/v1\nkind: Reading\nmetadata: {name: reading-${index}}\n${text}`
    : null;

const contentOf = (value: unknown): JsonObject => {
  assert.ok(isJsonObject(value));
  const { apiVersion: _version, kind: _kind, metadata: _metadata, ...content } = value;
  return content;
};

const serve = async (cluster: RunningControlPlane): Promise<void> => {
  await cluster.request('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition);
  // Served some moments after it is accepted; each look costs a request, so nothing sleeps.
  for (let look = 0; look < 2000; look += 1) if ((await cluster.request('GET', path)).status === 200) return;
  assert.fail('the API server does not serve the kind');
};

test('a real API server reads the tricky documents as the golden file says', async (context) => {
  const cluster = await useTestCluster(context);
  if (cluster === undefined) return;
  await serve(cluster);
  context.after(() =>
    cluster.request('DELETE', `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/readings.${group}`),
  );
  let compared = 0;
  for (const [index, { name, text, answer, refused }] of cases.entries()) {
    const document = toObject(text, index);
    if (document === null) continue;
    compared += 1;
    const { status, body } = await cluster.request('POST', `${path}?fieldValidation=Ignore`, document);
    if (refused === true) {
      assert.equal(status, 400, `${name}: the server reads ${JSON.stringify(body)}`);
      continue;
    }
    assert.equal(status, 201, `${name}: the server says ${JSON.stringify(body)}`);
    const compare = differences[name] === undefined ? assert.deepEqual : assert.notDeepEqual;
    // Both through JSON.parse: a number beyond 2^53 loses the same digits on both sides.
    compare(contentOf(body), JSON.parse(answer ?? 'null'), name);
  }
  assert.ok(compared >= 40, `only ${compared} cases were compared`);
});
