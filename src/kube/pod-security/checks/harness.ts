/** What the tests of the checks share: a pod as a person writes it in, violations as a person reads them out. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseYaml } from '../../../lang/yaml/read-yaml.ts';
import { renderFieldPath } from '../../../model/field-path.ts';
import { isJsonObject, type JsonObject } from '../../../model/json.ts';
import { podTemplateOf } from '../../workload/pod-template.ts';
import type { Check } from '../check.ts';
import { revisionAt } from '../conclude.ts';
import { toPodView } from '../pod-view.ts';
import { parseVersion, toMinor } from '../version.ts';

export interface CheckCase {
  /** The rest of the sentence that begins with the check's id. */
  readonly name: string;
  /** The pod's spec, or with `metadata:` and `spec:` the pod, in YAML. */
  readonly pod: string;
  /** `latest` where it is left out. */
  readonly version?: string;
  /** `path: message`, in order; an empty list where the pod fulfils the check. */
  readonly expected: readonly string[];
}

export const testCheck = (check: Check, cases: readonly CheckCase[]): void => {
  for (const { name, pod, version, expected } of cases) {
    test(`${check.level}/${check.id} ${name}`, () => {
      assert.deepEqual(violationsOf(check, readPod(pod), version ?? 'latest'), expected);
    });
  }
};

export const readPod = (text: string): JsonObject => {
  const parsed = parseYaml(text);
  assert.ok(parsed.kind === 'value' && isJsonObject(parsed.value));
  return parsed.value.spec === undefined ? { spec: parsed.value } : parsed.value;
};

const violationsOf = (check: Check, pod: JsonObject, version: string): readonly string[] => {
  const template = podTemplateOf({ apiVersion: 'v1', kind: 'Pod' }, pod);
  assert.equal(template?.kind, 'template');
  const parsed = parseVersion(version);
  assert.ok(parsed !== undefined);
  const revision = check.revisions[revisionAt(check.revisions, toMinor(parsed))];
  const view = toPodView(template);
  if (revision === undefined || revision.spares?.(view) === true) return [];
  return revision.find(view).map(({ path, message }) => `${renderFieldPath(path)}: ${message}`);
};
