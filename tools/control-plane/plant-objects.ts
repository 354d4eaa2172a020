/** Plants YAML documents in the test cluster, kinds of extensions included, and takes them away after the test. */

import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { parseYaml } from '../../src/lang/yaml/read-yaml.ts';
import { valueAt } from '../../src/model/field-path.ts';
import { isJsonObject, type Json, type JsonObject } from '../../src/model/json.ts';
import type { RunningControlPlane } from './start-control-plane.ts';

/** Puts YAML documents there, each by the path of its kind, and takes them away after the test. */
export const plant = async (context: TestContext, plane: RunningControlPlane, text: string): Promise<void> => {
  for (const document of text.split(/^---$/m)) {
    const parsed = parseYaml(document);
    assert.ok(parsed.kind !== 'defect' && isJsonObject(parsed.value), document);
    const object: JsonObject = parsed.value;
    const path = toPath(object);
    const name = textAt(object, ['metadata', 'name']);
    await untilMade(plane, path, object);
    context.after(async () => void (await plane.request('DELETE', `${path}/${name}`)));
    if (isJsonObject(object['status']) && textAt(object, ['kind']) === 'Pod')
      await mend(plane, `${path}/${name}/status`, { status: object['status'] });
  }
};

/** A kind that was just defined is served a moment later; nothing else answers 404 here. */
const untilMade = async (plane: RunningControlPlane, path: string, body: Json): Promise<void> => {
  for (let tries = 0; ; tries += 1) {
    const { status, body: answer } = await plane.request('POST', path, body);
    if (status === 201) return;
    assert.ok(status === 404 && tries < 500, `${path}: ${JSON.stringify(answer)}`);
  }
};

export const mend = async (plane: RunningControlPlane, path: string, body: Json): Promise<void> => {
  const { status, body: answer } = await plane.request('PATCH', path, body);
  assert.equal(status, 200, `${path}: ${JSON.stringify(answer)}`);
};

const plurals: Readonly<Record<string, string>> = {
  NetworkPolicy: 'networkpolicies',
  ValidatingAdmissionPolicy: 'validatingadmissionpolicies',
  ClusterPolicy: 'clusterpolicies',
  ValidatingPolicy: 'validatingpolicies',
};

const toPath = (object: JsonObject): string => {
  const version = textAt(object, ['apiVersion']);
  const kind = textAt(object, ['kind']);
  const namespace = textAt(object, ['metadata', 'namespace']);
  return `/${version.includes('/') ? 'apis' : 'api'}/${version}${namespace === '' ? '' : `/namespaces/${namespace}`}/${plurals[kind] ?? `${kind.toLowerCase()}s`}`;
};

/** A definition of a kind whose objects may hold anything. */
export const definition = (group: string, version: string, kind: string, scope = 'Cluster'): string => {
  const plural = plurals[kind] ?? `${kind.toLowerCase()}s`;
  return `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: ${plural}.${group}}
spec:
  group: ${group}
  scope: ${scope}
  names: {kind: ${kind}, plural: ${plural}, singular: ${kind.toLowerCase()}}
  versions:
    - {name: ${version}, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}`;
};

/** A namespace with a pod template in it, so that somebody lives there. */
export const namespace = (name: string, labels = '{}'): string =>
  [
    `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}, labels: ${labels}}`,
    `apiVersion: v1\nkind: PodTemplate\nmetadata: {name: web, namespace: ${name}}\ntemplate: {spec: {containers: [{name: web, image: 'web:1'}]}}`,
  ].join('\n---\n');

const textAt = (object: JsonObject, path: readonly string[]): string => {
  const found = valueAt(object, path);
  return typeof found === 'string' ? found : '';
};
