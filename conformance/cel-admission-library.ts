/**
 * Runs the cases of kubescape's library of ValidatingAdmissionPolicies through the admission-policy dialect:
 * `node conformance/cel-admission-library.ts [FOLDER]`, where FOLDER holds controls/, test-resources/ and configuration/,
 * itself or in cel-admission-library. Without one it is `VAUBAN_CONFORMANCE`, else the folder beside this repository.
 * As its own harness does, each policy is bound with Deny (or Warn) to objects of the test, with a configuration as its
 * parameter; the object is a template with some fields set.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { admissionPolicyDialect } from '../src/dialects/admission-policy/index.ts';
import { createEvaluation } from '../src/engine/evaluate/evaluation.ts';
import { createSalts } from '../src/engine/evaluate/salts.ts';
import { toResource } from '../src/kube/schema/to-resource.ts';
import { parseYaml } from '../src/lang/yaml/read-yaml.ts';
import type { Finding } from '../src/model/finding.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../src/model/json.ts';
import type { Answer, Request } from '../src/model/request.ts';
import type { Origin, Resource } from '../src/model/resource.ts';

/** Cases known not to agree, each with the reason; a listed case that agrees fails the run, so that the list shrinks. */
const gaps: ReadonlyMap<string, string> = new Map();

interface Case {
  readonly control: string;
  readonly name: string;
  readonly template: string;
  readonly changes: readonly string[];
  readonly expected: string;
  readonly binding: string;
  readonly parameter: string;
}

const main = (root: string, isNamed: boolean): number => {
  const folder = [join(root, 'cel-admission-library'), root].find((each) => existsSync(join(each, 'controls')));
  if (folder === undefined) {
    print(`cel-admission-library: not run: there are no controls below ${root}; give the folder of the upstream suite`);
    return isNamed ? 1 : 0;
  }
  const tally = { agreed: 0, disagreed: 0, notRun: 0, gaps: 0 };
  for (const one of listCases(folder)) {
    const title = `${one.control}: ${one.name}`;
    const outcome = runCase(folder, one);
    const gap = gaps.get(title);
    if (outcome.kind === 'not-run') {
      tally.notRun += 1;
      print(`not run    ${title}: ${outcome.why}`);
    } else if (outcome.kind === 'agreed' && gap === undefined) tally.agreed += 1;
    else if (outcome.kind === 'disagreed' && gap !== undefined) {
      tally.gaps += 1;
      print(`gap        ${title}: ${gap}`);
    } else {
      tally.disagreed += 1;
      print(
        `disagreed  ${title}: ${outcome.kind === 'disagreed' ? outcome.why : `agrees, take it from the gaps (${gap})`}`,
      );
    }
  }
  print(
    `cel-admission-library: ${tally.agreed} agreed, ${tally.disagreed} disagreed, ${tally.notRun} not run, ${tally.gaps} known gaps`,
  );
  return tally.disagreed > 0 || tally.agreed === 0 ? 1 : 0;
};

const listCases = (folder: string): readonly Case[] =>
  readdirSync(join(folder, 'controls'))
    .sort()
    .flatMap((control) => {
      const read = readDocument(join(folder, 'controls', control, 'tests.json'));
      return (isJsonArray(read) ? read : []).filter(isJsonObject).map((test) => ({
        control,
        name: toText(test['name']),
        template: toText(test['template']),
        changes: isJsonArray(test['field_change_list']) ? test['field_change_list'].map(toText) : [],
        expected: toText(test['expected']),
        binding: toText(test['binding_template']) || 'policy-binding.yaml',
        parameter: toText(test['param_template']) || 'default-control-configuration.yaml',
      }));
    });

type Outcome =
  | { readonly kind: 'agreed' }
  | { readonly kind: 'disagreed'; readonly why: string }
  | { readonly kind: 'not-run'; readonly why: string };

const runCase = (folder: string, one: Case): Outcome => {
  const policy = readObject(join(folder, 'controls', one.control, 'policy.yaml'));
  const binding = readObject(join(folder, 'test-resources', one.binding));
  const parameter = readObject(join(folder, 'test-resources', one.parameter));
  const template = readObject(join(folder, 'test-resources', one.template));
  if (policy === null || binding === null || parameter === null || template === null) {
    return { kind: 'not-run', why: 'one of its files holds no object' };
  }
  const object = one.changes.reduce(setField, template);
  const bound = setField(setField(binding, `spec.policyName=${nameOf(policy)}`), 'spec.paramRef.name=parameter');
  const compiled = admissionPolicyDialect.compile([toNamed(policy), toNamed(bound)], {
    user: null,
    asWritten: false,
    locate: () => null,
    describe: () => null,
  });
  const evaluation = createEvaluation({
    rules: compiled.rules,
    facts: { answer: (request) => answer(request, parameter) },
    includePasses: true,
    includeSkips: true,
    salts: createSalts(),
    keepLabels: false,
  });
  evaluation.add(toNamed(object));
  const { findings } = evaluation.finish([]);
  const got = toVerdict(findings);
  if (got === one.expected) return { kind: 'agreed' };
  const said = [...compiled.problems, ...findings].map(({ message }) => message).join('; ');
  return { kind: 'disagreed', why: `expected ${one.expected}, got ${got}: ${said}` };
};

const answer = (request: Request, parameter: JsonObject): Answer =>
  request.kind === 'parameter' && request.name === 'parameter'
    ? { kind: 'value', value: parameter }
    : { kind: 'absent' };

/** What kubectl would see: a policy that is not asked lets pass. */
const toVerdict = (findings: readonly Finding[]): string => {
  const bad = findings.filter(({ status }) => status === 'fail' || status === 'error');
  if (bad.some(({ action }) => action === 'deny')) return 'fail';
  return bad.some(({ action }) => action === 'warn') ? 'warn' : 'pass';
};

const origin: Origin = { kind: 'file', file: '-', document: 0, item: null, start: 0, end: 0 };

const toNamed = (object: JsonObject): Resource => {
  const result = toResource(object, origin);
  if (result.kind !== 'resource') throw new Error(`no object of Kubernetes: ${JSON.stringify(object)}`);
  return result.resource;
};

const nameOf = ({ metadata }: JsonObject): string => (isJsonObject(metadata) ? toText(metadata['name']) : '');

/** `spec.containers.[0].image=nginx`; the value is YAML. */
const setField = (object: JsonObject, change: string): JsonObject => {
  const equals = change.indexOf('=');
  const parsed = parseYaml(change.slice(equals + 1));
  const value = parsed.kind === 'value' ? parsed.value : change.slice(equals + 1);
  const changed = setAt(object, change.slice(0, equals).split('.'), value);
  return isJsonObject(changed) ? changed : object;
};

const setAt = (node: Json | undefined, [step, ...rest]: readonly string[], value: Json): Json => {
  if (step === undefined) return value;
  const index = /^\[(\d+)\]$/.exec(step)?.[1];
  if (index !== undefined) {
    const list = isJsonArray(node) ? [...node] : [];
    list[Number(index)] = setAt(list[Number(index)], rest, value);
    return list;
  }
  const fields = isJsonObject(node) ? node : {};
  return { ...fields, [step]: setAt(fields[step], rest, value) };
};

const readDocument = (file: string): Json => {
  const parsed = parseYaml(readFileSync(file, 'utf8'));
  if (parsed.kind !== 'value') throw new Error(`${file}: ${parsed.message}`);
  return parsed.value;
};

const readObject = (file: string): JsonObject | null => {
  const read = readDocument(file);
  return isJsonObject(read) ? read : null;
};

const toText = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const named = process.argv[2] ?? process.env.VAUBAN_CONFORMANCE;
process.exitCode = main(named ?? join(import.meta.dirname, '..', '..', 'shared', 'conformance'), named !== undefined);
