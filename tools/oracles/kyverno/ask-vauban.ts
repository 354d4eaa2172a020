/** Asks Vauban about the same files, as `vauban test` reads and judges them. */

import { join } from 'node:path';
import { compilePolicies, isPolicyDocument } from '../../../src/hosts/assemble/compile-policies.ts';
import { judgeFixture, type Judging } from '../../../src/hosts/assemble/kyverno-tests/judge-fixture.ts';
import { parseUserFile, parseValuesFile } from '../../../src/hosts/assemble/kyverno-tests/parse-values.ts';
import { toPhases } from '../../../src/hosts/assemble/kyverno-tests/policy-phases.ts';
import { readFixtures, toFixture } from '../../../src/hosts/assemble/kyverno-tests/read-fixtures.ts';
import { createTestFacts } from '../../../src/hosts/assemble/kyverno-tests/test-facts.ts';
import { createNodeDisk } from '../../../src/hosts/assemble/node-disk.ts';
import { noValues } from '../../../src/dialects/policy-values.ts';
import type { Json, JsonObject } from '../../../src/model/json.ts';
import type { Resource } from '../../../src/model/resource.ts';
import type { BatchFiles } from './ask-kyverno.ts';
import { append, toVerdictKey, type Answers, type Verdict } from './batch.ts';

export const askVauban = async ({ folder, hasExceptions, hasValues, hasUser }: BatchFiles): Promise<Answers> => {
  const read = async (name: string): Promise<readonly Resource[]> => {
    const { documents } = await readFixtures([join(folder, name)], folder, disk, { isDeep: true });
    return documents.flatMap((document) => {
      const made = toFixture(document, { placed: name === 'resources.yaml' });
      return 'ref' in made ? [made] : [];
    });
  };
  const readOne = async (name: string): Promise<Json> => {
    const { documents } = await readFixtures([join(folder, name)], folder, disk, { isDeep: false });
    return documents[0]?.value ?? null;
  };
  const written = hasValues ? parseValuesFile(await readOne('values.yaml')) : null;
  const { values, namespaces } =
    written?.kind === 'values' ? written.read : { values: noValues, namespaces: new Map<string, JsonObject>() };
  const who = hasUser ? parseUserFile(await readOne('user.yaml')) : null;
  const user = who?.kind === 'user' ? who.user : null;
  const resources = await read('resources.yaml');
  const documents = [...(await read('policies')), ...(hasExceptions ? await read('exceptions.yaml') : [])];
  const compiled = await compilePolicies(
    { paths: [], documents, problems: [], unread: [], locate: () => null },
    { user, values, asWritten: true, allowUnverified: false },
  );
  const refused = new Map<string, string>();
  for (const { severity, policy, message } of compiled.problems)
    if (severity === 'error' && policy !== null) refused.set(policy.split(/[/]/).at(-1) ?? policy, message);
  const judging: Judging = {
    policies: toPhases(
      documents.filter(({ ref }) => isPolicyDocument(ref)),
      compiled.rules,
    ),
    facts: createTestFacts({
      isCluster: false,
      resources,
      targets: [],
      parameters: [],
      clusterResources: [],
      contextResources: [],
      cloneSources: [],
      namespaces,
      images: new Map(),
      apiCallResponses: [],
      globalContext: new Map(),
      now: () => new Date().toISOString(),
      random: (bytes) => '5'.repeat(2 * bytes),
    }),
    targets: [],
    user,
  };
  const verdicts = new Map<string, Verdict[]>();
  const objects = new Map<string, Json[]>();
  for (const resource of resources) judgeInto(resource, judging, verdicts, objects);
  return { refused, verdicts, objects };
};

const disk = createNodeDisk();

const judgeInto = (
  resource: Resource,
  judging: Judging,
  verdicts: Map<string, Verdict[]>,
  objects: Map<string, Json[]>,
): void => {
  const { kind, name } = resource.ref;
  const namespace = resource.ref.namespace ?? '';
  for (const { policy, rules, patched } of judgeFixture(resource, null, judging)) {
    const policyName = policy.document.ref.name;
    const path = `${policyName} ${namespace}/${kind}/${name}`;
    for (const rule of rules) {
      const key = toVerdictKey(policyName, rule.name, kind, namespace, name);
      append(verdicts, key, { status: rule.status, message: rule.message });
    }
    if (policy.phase === 'mutate') append(objects, path, patched);
    if (policy.phase === 'generate')
      for (const made of rules.flatMap(({ generated }) => generated)) append(objects, path, made);
  }
};
