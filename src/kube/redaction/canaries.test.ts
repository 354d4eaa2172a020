/** No canary of the estate that `tools/canaries` plants survives redaction. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { loadAll } from 'js-yaml';
import { plantCanaries } from '../../../tools/canaries/canaries.ts';
import type { JsonObject } from '../../model/json.ts';
import { redactObject } from './redact-object.ts';

test('no planted canary is left in a redacted object', () => {
  const { yaml, secrets } = plantCanaries();
  const objects = loadAll(yaml) as readonly JsonObject[];
  const before = JSON.stringify(objects);
  const after = JSON.stringify(objects.map(redactObject));
  assert.deepEqual(
    secrets.filter((secret) => !before.includes(secret) && !secret.startsWith('canary-bird')),
    [],
    'every canary is planted',
  );
  assert.deepEqual(
    secrets.filter((secret) => after.includes(secret)),
    [],
  );
});
