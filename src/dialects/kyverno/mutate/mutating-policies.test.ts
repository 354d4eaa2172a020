/** Whole policies that change objects: rules after one another, loops, anchors and patches, as Kyverno's command line answered. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits } from '../../../lang/patch/apply-edits.ts';
import { isEqualJson } from '../../../lang/patch/json-value.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { Resource } from '../../../model/resource.ts';
import { compile, read } from '../harness.ts';
import golden from './mutating-policies.golden.json' with { type: 'json' };

const cases = golden.cases as readonly {
  readonly policy: JsonObject;
  readonly object: JsonObject;
  readonly after: JsonObject;
}[];

const withObject = (resource: Resource, object: JsonObject): Resource => ({ ...resource, object });

test('each rule sees what those before it made, and all together make what Kyverno makes', () => {
  assert.ok(cases.length > 20);
  for (const { policy, object, after } of cases) {
    const { rules } = compile([read(JSON.stringify(policy))]);
    let resource = read(JSON.stringify(object));
    for (const rule of rules) {
      const judgement = rule.judge({ kind: 'resource', resource }, { answer: () => ({ kind: 'absent' }) });
      assert.ok(judgement.kind === 'done');
      const edits = judgement.effects.flatMap((effect) => (effect.kind === 'patch' ? effect.edits : []));
      resource = withObject(resource, applyEdits(resource.object, edits));
    }
    assert.ok(
      isEqualJson(resource.object, after),
      `${JSON.stringify(policy)}\non ${JSON.stringify(object)}\nis  ${JSON.stringify(resource.object)}\nnot ${JSON.stringify(after)}`,
    );
  }
});
