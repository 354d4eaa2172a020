/** Asks Vauban about the same files, as `vauban test` reads and judges them: each policy alone. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { noValues } from '../../../src/dialects/policy-values.ts';
import { isPolicyDocument } from '../../../src/hosts/assemble/compile-policies.ts';
import { compileTestPolicies } from '../../../src/hosts/assemble/kyverno-tests/compile-test-policies.ts';
import { judgeFixture, type Judging } from '../../../src/hosts/assemble/kyverno-tests/judge-fixture.ts';
import { parseUserFile, parseValuesFile } from '../../../src/hosts/assemble/kyverno-tests/parse-values.ts';
import { toPhases } from '../../../src/hosts/assemble/kyverno-tests/policy-phases.ts';
import { readFixtures, toFixture } from '../../../src/hosts/assemble/kyverno-tests/read-fixtures.ts';
import { createTestFacts } from '../../../src/hosts/assemble/kyverno-tests/test-facts.ts';
import { createNodeDisk } from '../../../src/hosts/assemble/node-disk.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../src/model/json.ts';
import type { Resource } from '../../../src/model/resource.ts';
import { append, type CelAnswers } from './cel-batch.ts';

export const readResources = (folder: string): Promise<readonly Resource[]> => read(folder, 'resources.yaml', true);

export const askVaubanCel = async (folder: string): Promise<CelAnswers> => {
  const written = parseValuesFile(await readOne(folder, 'values.yaml'));
  const { values, namespaces } =
    written.kind === 'values' ? written.read : { values: noValues, namespaces: new Map<string, JsonObject>() };
  const who = parseUserFile(await readOne(folder, 'user.yaml'));
  const user = who.kind === 'user' ? who.user : null;
  const resources = await readResources(folder);
  const policies = await read(folder, 'policies', false);
  const exceptions = await read(folder, 'exceptions.yaml', false);
  const context = await readOne(folder, 'context.yaml');
  const spec = isJsonObject(context) && isJsonObject(context['spec']) ? context['spec'] : {};
  const listed = (field: string): readonly JsonObject[] => {
    const list = spec[field];
    return isJsonArray(list) ? list.filter(isJsonObject) : [];
  };
  const facts = createTestFacts({
    isCluster: false,
    resources,
    targets: [],
    parameters: [],
    clusterResources: [],
    contextResources: listed('resources').flatMap((value) => toResources(value, false)),
    cloneSources: [],
    namespaces,
    images: new Map(
      listed('images').flatMap((object) => {
        const { image } = object;
        return typeof image === 'string' ? [[image, object] as const] : [];
      }),
    ),
    apiCallResponses: [],
    globalContext: new Map(),
    now: () => new Date().toISOString(),
    random: (bytes) => '5'.repeat(2 * bytes),
  });
  const answers = {
    refused: new Map<string, string>(),
    verdicts: new Map<string, string[]>(),
    objects: new Map<string, Json[]>(),
  };
  for (const policy of policies) {
    const documents = [policy, ...exceptions];
    const compiled = await compileTestPolicies({ paths: [], documents, locate: () => null, user, values });
    for (const { severity, policy: named, message } of compiled.problems)
      if (severity === 'error' && named !== null && !message.startsWith('PolicyException'))
        answers.refused.set(policy.ref.name, message);
    const phased = toPhases(
      [policy].filter(({ ref }) => isPolicyDocument(ref)),
      compiled.rules,
    );
    const judging: Judging = { policies: phased, facts, targets: [], user };
    for (const resource of resources) judgeInto(resource, judging, answers);
  }
  return answers;
};

const disk = createNodeDisk();

const judgeInto = (
  resource: Resource,
  judging: Judging,
  { verdicts, objects }: { readonly verdicts: Map<string, string[]>; readonly objects: Map<string, Json[]> },
): void => {
  const { kind, name, namespace } = resource.ref;
  for (const { policy, rules, patched } of judgeFixture(resource, null, judging)) {
    const key = `${policy.document.ref.name} ${kind} ${namespace ?? ''}/${name}`;
    for (const { status, message } of rules) append(verdicts, key, `${status}: ${message}`);
    if (policy.phase === 'MutatingPolicy' && rules.length > 0) append(objects, key, patched);
    if (policy.phase === 'GeneratingPolicy')
      for (const made of rules.flatMap(({ generated }) => generated)) append(objects, key, made);
  }
};

const read = async (folder: string, name: string, placed: boolean): Promise<readonly Resource[]> => {
  if (!existsSync(join(folder, name))) return [];
  const { documents } = await readFixtures([join(folder, name)], folder, disk, { isDeep: true });
  return documents.flatMap(({ value }) => toResources(value, placed));
};

const toResources = (value: Json, placed: boolean): readonly Resource[] => {
  const origin = { kind: 'file', file: 'batch', document: 0, item: null, start: 0, end: 0 } as const;
  const made = toFixture({ value, origin }, { placed });
  return 'ref' in made ? [made] : [];
};

const readOne = async (folder: string, name: string): Promise<Json> => {
  if (!existsSync(join(folder, name))) return null;
  const { documents } = await readFixtures([join(folder, name)], folder, disk, { isDeep: false });
  return documents[0]?.value ?? null;
};
