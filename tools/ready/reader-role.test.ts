/** The reader role lets whoever has it read what the rules look at, and no Secret. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allRules, createRuleSet } from '../../src/hosts/assemble/rules.ts';
import { listWantedKinds } from '../../src/hosts/assemble/wanted-kinds.ts';
import { findKind } from '../../src/kube/schema/kinds.ts';
import { parseYaml } from '../../src/lang/yaml/read-yaml.ts';
import { renderReaderRole } from './reader-role.ts';

interface Role {
  readonly rules: readonly {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
  }[];
}

const readRole = async (): Promise<Role> => {
  const [, yaml = ''] = /```yaml\n([^]*?)```/.exec(await renderReaderRole()) ?? [];
  const read = parseYaml(yaml);
  assert.ok(read.kind === 'value');
  return read.value as unknown as Role;
};

test('it grants every kind that a rule looks at, but for Secrets', async () => {
  const granted = new Set(
    (await readRole()).rules.flatMap(({ apiGroups, resources }) =>
      apiGroups.flatMap((group) => resources.map((resource) => `${group}/${resource}`)),
    ),
  );
  const wanted = listWantedKinds(await createRuleSet(allRules)).flatMap(({ group, kind }) => {
    const found = findKind(group, kind);
    return found === undefined || group === 'extensions' || kind === 'Secret' ? [] : [`${group}/${found.plural}`];
  });
  assert.ok(wanted.length > 20);
  assert.deepEqual(
    wanted.filter((one) => !granted.has(one)),
    [],
  );
  assert.equal(granted.has('/secrets'), false);
});

test('it reads and changes nothing', async () => {
  for (const { verbs } of (await readRole()).rules) assert.deepEqual(verbs, ['get', 'list']);
});
