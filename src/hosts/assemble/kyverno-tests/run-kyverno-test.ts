/** Runs one test of Kyverno's command line: reads what it names, asks its policies, and checks what it expects. */

import { join } from 'node:path';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import { renderFieldPath } from '../../../model/field-path.ts';
import type { Problem } from '../../../model/problem.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Operation } from '../../../model/subject.ts';
import { noValues, type PolicyUser } from '../../../dialects/policy-values.ts';
import { createSourceTexts } from '../../../sources/registry.ts';
import type { Disk } from '../../../sources/source.ts';
import { isPolicyDocument } from '../compile-policies.ts';
import type { ShapeDefect } from './check-shape.ts';
import { checkExpectations, toKey, type Responses, type Row, type TestResponses } from './check-expectations.ts';
import { compileTestPolicies } from './compile-test-policies.ts';
import { judgeFixture, type Judging, type PolicyResponse } from './judge-fixture.ts';
import type { Expectation, KyvernoTest } from './kyverno-test.ts';
import { isSame, toPhases } from './policy-phases.ts';
import { parseUserFile, parseValuesFile, toValuesParse, type ReadValues } from './parse-values.ts';
import { readFixtures, toFixture, type FixtureDocument } from './read-fixtures.ts';
import { resolveGlobalContext } from './resolve-global-context.ts';
import { createTestFacts } from './test-facts.ts';

export interface KyvernoTestResult {
  readonly file: string;
  readonly name: string;
  /** What keeps it from being run as it is written; an error fails it. */
  readonly problems: readonly Problem[];
  readonly rows: readonly Row[];
  /** The kind of each policy, by its name. */
  readonly kinds: ReadonlyMap<string, string>;
}

export interface TestHost {
  readonly disk: Disk;
  /** RFC 3339. */
  readonly now: () => string;
  /** Hexadecimal digits, two a byte. */
  readonly random: (bytes: number) => string;
}

/** `expectations` are those of the test that are wanted; what is read is read for all of them. */
export const runKyvernoTest = async (
  test: KyvernoTest,
  expectations: readonly Expectation[],
  host: TestHost,
): Promise<KyvernoTestResult> => {
  const reader = createReader(test, host.disk);
  const policies = await reader.documents(test.policies, { isDeep: true });
  const exceptions = await reader.documents(test.exceptions, { isDeep: true });
  const resources = await reader.subjects(test.resources);
  const targets = await reader.subjects(test.targetResources);
  const parameters = await reader.subjects(test.paramResources);
  const context = await readContext(test, reader);
  const clusterResources = await readClusterResources(test, reader);
  const { values, namespaces } = await readValues(test, reader);
  const user = await readUser(test, reader);
  const cloneSources = await reader.objects(distinct(expectations.map((one) => one.cloneSourceResource)));
  const payloads = await readPayloads(test, reader);
  const globalContext = await resolveGlobalContext(test.globalContextEntries, (paths) => reader.objects(paths));
  const problems = [...reader.problems, ...globalContext.problems.map((message) => toProblem(test.file, message))];
  if (reader.isBroken() || globalContext.problems.length > 0)
    return { file: test.file, name: test.name, problems, rows: [], kinds: new Map() };
  const documents = [
    ...policies.filter(({ ref }) => ref.kind !== 'PolicyException'),
    ...exceptions.filter(({ ref }) => ref.kind === 'PolicyException'),
  ];
  const texts = createSourceTexts(host.disk);
  const compiled = await compileTestPolicies({
    paths: test.policies,
    documents,
    locate: ({ origin }, path) => texts.locate(origin, path),
    user,
    values,
  });
  const invalid = toInvalid(compiled.problems);
  const phased = toPhases(
    documents.filter(({ ref }) => isPolicyDocument(ref)),
    compiled.rules,
  ).map((policy) =>
    // What is wrong in it must not look like an object that is none of its business.
    invalid.has(policy.document.ref.name) ? { ...policy, answersAlways: false } : policy,
  );
  const judging: Judging = {
    policies: phased,
    facts: createTestFacts({
      isCluster: test.clusterResources.length > 0,
      resources,
      targets,
      parameters,
      clusterResources,
      contextResources: context.resources,
      cloneSources,
      namespaces,
      images: context.images,
      apiCallResponses: test.apiCallResponses,
      globalContext: globalContext.values,
      now: host.now,
      random: host.random,
    }),
    targets: [...targets, ...clusterResources, ...resources],
    user,
  };
  const responses = judgeAll(distinctObjects(resources), payloads, targets, test.results, judging, {
    invalid,
  });
  const read = await reader.expected(expectations);
  return {
    file: test.file,
    name: test.name,
    problems: [...problems, ...compiled.problems],
    kinds: new Map(phased.map(({ document: { ref } }) => [ref.name, ref.kind])),
    rows: checkExpectations(expectations, responses, (file) => read.get(file) ?? []),
  };
};

interface Reader {
  readonly problems: readonly Problem[];
  /** Documents of any kind as they are, such as policies. */
  documents(paths: readonly string[], options: { readonly isDeep: boolean }): Promise<readonly Resource[]>;
  /** Something the test stands on could not be read: what its policies would say without it says nothing. */
  isBroken(): boolean;
  /** Objects that policies judge or look at. */
  objects(paths: readonly string[]): Promise<readonly Resource[]>;
  /** The same, and after the first a file may be missing: the reference says so and goes on. */
  subjects(paths: readonly string[]): Promise<readonly Resource[]>;
  values(path: string): Promise<readonly FixtureDocument[]>;
  expected(
    expectations: readonly Expectation[],
  ): Promise<ReadonlyMap<string, readonly Resource[] | { readonly message: string }>>;
  reject(document: FixtureDocument, defects: readonly ShapeDefect[]): void;
  say(file: string, message: string): void;
}

const createReader = ({ folder, file }: KyvernoTest, disk: Disk): Reader => {
  const problems: Problem[] = [];
  let isBroken = false;
  const texts = createSourceTexts(disk);
  const add = (found: readonly Problem[], isFatal: (problem: Problem) => boolean = () => true): void => {
    problems.push(...found);
    isBroken ||= found.some(isFatal);
  };
  const load = (paths: readonly string[], isDeep: boolean) =>
    readFixtures(
      paths.filter((path) => path !== ''),
      folder,
      disk,
      { isDeep },
    );
  const read = async (paths: readonly string[], isDeep: boolean): Promise<readonly FixtureDocument[]> => {
    const made = await load(paths, isDeep);
    add(made.problems);
    return made.documents;
  };
  const toObjectsOf = (documents: readonly FixtureDocument[]): readonly Resource[] =>
    documents.flatMap((document) => {
      const made = toFixture(document);
      if ('ref' in made) return [made];
      add([made]);
      return [];
    });
  return {
    problems,
    isBroken: () => isBroken,
    async documents(paths, { isDeep }) {
      const made = await load(paths, isDeep);
      // Of policies those that can be read are run.
      add(made.problems, ({ span }) => span?.line === null);
      return made.documents.flatMap(toDocuments);
    },
    objects: async (paths) => toObjectsOf(await read(paths, false)),
    async subjects(paths) {
      const [first = '', ...others] = paths;
      const made = await load(others, false);
      const objects = [...toObjectsOf(await read([first], false)), ...toObjectsOf(made.documents)];
      add(made.problems.filter(({ span }) => span?.line !== null));
      const missing = made.problems.filter(({ span }) => span?.line === null);
      add(
        missing.map((problem): Problem => ({ ...problem, severity: 'warning' })),
        () => false,
      );
      return objects;
    },
    values: (path) => read([path], false),
    async expected(expectations) {
      const files = distinct(expectations.flatMap((one) => [one.patchedResources, ...one.generatedResources]));
      const found = new Map<string, readonly Resource[] | { readonly message: string }>();
      for (const path of files) {
        const made = await readFixtures([path], folder, disk, { isDeep: false });
        const [problem] = made.problems;
        const objects = made.documents.map((document) => toFixture(document)).filter((one) => 'ref' in one);
        found.set(path, problem === undefined ? objects : { message: `${path}: ${problem.message}` });
      }
      return found;
    },
    reject({ origin }, defects) {
      for (const { message, path } of defects) {
        const place = texts.locate(origin, renderFieldPath(path));
        const span = { file: origin.file, line: place?.line ?? null, column: place?.column ?? null };
        add([{ severity: 'error', message, span, policy: null }]);
      }
    },
    say: (path, message) => add([toProblem(path === '' ? file : join(folder, path), message)]),
  };
};

/** Items of a List stand for themselves among policies. */
const toDocuments = ({ value, origin }: FixtureDocument): readonly Resource[] => {
  if (!isJsonObject(value)) return [];
  if (value['kind'] === 'List' && isJsonArray(value['items']))
    return value['items'].flatMap((item, index) => toDocuments({ value: item, origin: { ...origin, item: index } }));
  const { apiVersion, kind, metadata } = value;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return [];
  const { name, namespace } = isJsonObject(metadata) ? metadata : {};
  const ref = { apiVersion, kind, namespace: toText(namespace) || null, name: toText(name) };
  return [{ ref, object: value, origin }];
};

const readContext = async ({ context }: KyvernoTest, reader: Reader) => {
  const resources: Resource[] = [];
  const images = new Map<string, JsonObject>();
  for (const { value, origin } of context === null ? [] : await reader.values(context)) {
    const spec = isJsonObject(value) && isJsonObject(value['spec']) ? value['spec'] : {};
    for (const object of toObjects(spec['resources'])) {
      const made = toFixture({ value: object, origin }, { placed: false });
      if ('ref' in made) resources.push(made);
    }
    for (const image of toObjects(spec['images'])) images.set(toText(image['image']), image);
  }
  return { resources, images };
};

const readClusterResources = async (test: KyvernoTest, reader: Reader): Promise<readonly Resource[]> => {
  const resources: Resource[] = [];
  for (const path of test.clusterResources)
    for (const { value, origin } of await reader.values(path)) {
      const spec = isJsonObject(value) && isJsonObject(value['spec']) ? value['spec'] : {};
      const crds = isJsonArray(spec['crds']) ? spec['crds'].filter((crd) => typeof crd === 'string') : [];
      resources.push(...(await reader.objects(crds)));
      for (const object of toObjects(spec['resources'])) {
        const made = toFixture({ value: object, origin }, { placed: false });
        if ('ref' in made) resources.push(made);
      }
    }
  return resources;
};

/** What stands in the test itself goes before its file. */
const readValues = async (test: KyvernoTest, reader: Reader): Promise<ReadValues> => {
  const none: ReadValues = { values: noValues, namespaces: new Map() };
  if (test.values !== null) {
    const parsed = toValuesParse(test.values);
    if (parsed.kind === 'values') return parsed.read;
    for (const { message } of parsed.defects) reader.say('', message);
    return none;
  }
  const [document] = test.variables === null ? [] : await reader.values(test.variables);
  if (document === undefined) return none;
  const parsed = parseValuesFile(document.value);
  if (parsed.kind === 'values') return parsed.read;
  reader.reject(document, parsed.defects);
  return none;
};

const readUser = async ({ userinfo }: KyvernoTest, reader: Reader): Promise<PolicyUser | null> => {
  const [document] = userinfo === null ? [] : await reader.values(userinfo);
  if (document === undefined) return null;
  const parsed = parseUserFile(document.value);
  if (parsed.kind === 'user') return parsed.user;
  reader.reject(document, parsed.defects);
  return null;
};

/** Objects of no cluster: judged by policies in JSON mode alone, and named by their file. */
const readPayloads = async ({ jsonPayloads }: KyvernoTest, reader: Reader): Promise<ReadonlyMap<string, Resource>> => {
  const payloads = new Map<string, Resource>();
  for (const path of jsonPayloads) {
    const before = reader.problems.length;
    const [document] = await reader.values(path);
    if (document === undefined) {
      if (reader.problems.length === before) reader.say(path, 'there is nothing in it; a JSON payload is an object');
      continue;
    }
    const { value, origin } = document;
    if (!isJsonObject(value)) {
      reader.say(path, 'a JSON payload is an object');
      continue;
    }
    const ref = { apiVersion: toText(value['apiVersion']), kind: toText(value['kind']), namespace: null, name: '' };
    payloads.set(path, { ref, object: value, origin });
  }
  return payloads;
};

const judgeAll = (
  resources: readonly Resource[],
  payloads: ReadonlyMap<string, Resource>,
  targets: readonly Resource[],
  expectations: readonly Expectation[],
  judging: Judging,
  { invalid }: Pick<TestResponses, 'invalid'>,
): TestResponses => {
  const judge = (operation: Operation | null): Responses =>
    new Map(resources.map((resource) => [toKey(resource.ref), judgeFixture(resource, operation, judging)]));
  const operations = distinct(expectations.flatMap(({ operation }) => operation ?? []));
  const ordinary = new Map(judge(null));
  const inJson = judging.policies.filter(isAboutPayloads);
  for (const [path, payload] of payloads)
    ordinary.set(
      path,
      judgeFixture(payload, null, { ...judging, policies: inJson }).map((one) => ({
        ...one,
        policy: { ...one.policy, answersAlways: true },
      })),
    );
  const byOperation = new Map(operations.map((operation) => [operation, judge(operation)]));
  const all = [...ordinary.values(), ...[...byOperation.values()].flatMap((each) => [...each.values()])].flat();
  return { ordinary, byOperation, targets: toTargets(targets, all), invalid };
};

const isAboutPayloads = ({ phase, document }: Judging['policies'][number]): boolean => {
  if (phase === 'ImageValidatingPolicy' || phase === 'DeletingPolicy') return true;
  const { spec } = document.object;
  const evaluation = isJsonObject(spec) ? spec['evaluation'] : undefined;
  return phase === 'ValidatingPolicy' && isJsonObject(evaluation) && evaluation['mode'] === 'JSON';
};

/** Of each policy's answer the first rule that changed the target. */
const toTargets = (targets: readonly Resource[], responses: readonly PolicyResponse[]): TestResponses['targets'] => {
  const byTarget = new Map<
    string,
    { response: PolicyResponse; rule: PolicyResponse['rules'][number]; object: JsonObject }[]
  >();
  for (const { ref } of targets)
    for (const response of responses)
      for (const rule of response.rules) {
        const changed = rule.targets.find((target) => isSame(target.ref, ref));
        if (changed === undefined) continue;
        const known = byTarget.get(toKey(ref)) ?? [];
        byTarget.set(toKey(ref), [...known, { response, rule, object: changed.object }]);
        break;
      }
  return byTarget;
};

/** The same group, kind, namespace and name: the first one counts. */
const distinctObjects = (resources: readonly Resource[]): readonly Resource[] => {
  const seen = new Set<string>();
  return resources.filter(({ ref }) => {
    const group = ref.apiVersion.includes('/') ? (ref.apiVersion.split('/')[0] ?? '') : '';
    return seen.size < seen.add(JSON.stringify([group, ref.kind, ref.namespace, ref.name])).size;
  });
};

const toInvalid = (problems: readonly Problem[]): ReadonlyMap<string, string> =>
  new Map(
    problems.flatMap(({ severity, policy, message }): readonly [string, string][] =>
      severity === 'error' && policy !== null ? [[policy, message]] : [],
    ),
  );

const toObjects = (value: Json | undefined): readonly JsonObject[] =>
  isJsonArray(value) ? value.filter(isJsonObject) : [];

const toText = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const distinct = <T>(list: readonly T[]): readonly T[] => [...new Set(list)];

const toProblem = (file: string, message: string): Problem => ({
  severity: 'error',
  message,
  span: { file, line: null, column: null },
  policy: null,
});
