/** For tests: documents as Kyverno's command line takes them, judged, and told in the words of its reports. */

import { toResource } from '../../../kube/schema/to-resource.ts';
import { applyEdits } from '../../../lang/patch/apply-edits.ts';
import { indexFields } from '../../../lang/yaml/locate-field.ts';
import { parseYaml } from '../../../lang/yaml/read-yaml.ts';
import type { Effect } from '../../../model/effect.ts';
import { parseFieldPath } from '../../../model/field-path.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { Answer, Request } from '../../../model/request.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Conclusion, Judgement, Rule } from '../../../model/rule.ts';
import type { Subject } from '../../../model/subject.ts';
import type { CompiledPolicies, CompileOptions } from '../../dialect.ts';
import { textOf } from './parse/fields.ts';
import { compileCelPolicies } from './compile-cel-policies.ts';

export interface GoldenCase {
  readonly name: string;
  readonly policies: readonly JsonObject[];
  readonly resources: readonly JsonObject[];
  readonly exceptions?: readonly JsonObject[];
  readonly operation?: string;
  readonly namespaces?: readonly { readonly name: string; readonly labels: JsonObject }[];
  readonly results: readonly Reported[];
  /** What was mutated or generated. */
  readonly made?: readonly JsonObject[];
}

export interface Reported {
  readonly policy: string;
  /** `Pod a`. */
  readonly resource: string;
  readonly result: string;
  readonly message: string;
  readonly annotations: Readonly<Record<string, string>>;
}

const origin = { kind: 'file', file: 'policy.yaml', document: 0, item: null, start: 0, end: 0 } as const;

const texts = new Map<Resource, string>();

export const toSubject = (object: JsonObject): Resource => {
  const result = toResource(object, origin);
  if (result.kind !== 'resource') throw new Error(`no object of Kubernetes: ${JSON.stringify(object)}`);
  return result.resource;
};

/** One YAML document. */
export const read = (text: string): Resource => {
  const parsed = parseYaml(text);
  if (parsed.kind !== 'value') throw new Error(parsed.message);
  const resource = toSubject(parsed.value as JsonObject);
  texts.set(resource, text);
  return resource;
};

export const compile = (
  policies: readonly Resource[],
  exceptions: readonly Resource[] = [],
  options: Partial<CompileOptions> = {},
): CompiledPolicies =>
  compileCelPolicies(policies, exceptions, {
    user: { name: '', groups: [] },
    asWritten: true,
    locate: (resource, path) => indexFields(texts.get(resource) ?? '')?.locate(parseFieldPath(path) ?? []) ?? null,
    describe: () => null,
    ...options,
  });

export type Answers = (request: Request) => Answer | undefined;

export interface Judged {
  readonly conclusions: readonly Conclusion[];
  readonly effects: readonly Effect[];
}

/** What is asked and not answered is absent. */
export const judge = (rule: Rule, subject: Subject, answers: Answers = () => undefined): Judged => {
  const facts = { answer: (request: Request): Answer => answers(request) ?? { kind: 'absent' } };
  let judgement: Judgement = rule.judge(subject, { answer: () => undefined });
  for (let round = 0; judgement.kind === 'need'; round += 1) {
    if (round === 100) throw new Error('it asks without end');
    judgement = (judgement.resume ?? ((known) => rule.judge(subject, known)))(facts);
  }
  return judgement;
};

export const judgeObject = (rule: Rule, object: JsonObject, answers?: Answers): Judged =>
  judge(rule, { kind: 'resource', resource: toSubject(object) }, answers);

export interface CaseOutcome {
  /** In the order of the golden ones. */
  readonly reported: readonly Reported[];
  /** The last resource, as all policies together left it. */
  readonly mutated: JsonObject;
  readonly created: readonly JsonObject[];
}

export const judgeCase = (given: GoldenCase): CaseOutcome => {
  const { policies, resources, exceptions = [], operation, namespaces = [] } = given;
  const globalValues = operation === undefined ? {} : { 'request.operation': operation };
  const { rules, problems } = compile(policies.map(toSubject), exceptions.map(toSubject), {
    values: { globalValues, policies: [], subresources: [] },
  });
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  const answers: Answers = (request) => {
    const found = request.kind === 'namespace' ? namespaces.find(({ name }) => name === request.name) : undefined;
    return found === undefined ? undefined : { kind: 'value', value: { labels: found.labels } };
  };
  const reported: Reported[] = [];
  const created: JsonObject[] = [];
  let mutated: JsonObject = {};
  for (const resource of resources) {
    mutated = withNamespace(resource);
    for (const rule of rules) {
      const { conclusions, effects } = judgeObject(rule, mutated, answers);
      for (const { status, message, evidence = [] } of conclusions) {
        reported.push({
          policy: rule.from?.policy.name ?? '',
          resource: `${textOf(resource, 'kind')} ${nameOf(resource)}`,
          result: status,
          message,
          annotations: Object.fromEntries(
            evidence
              .filter(({ source }) => source === 'auditAnnotations')
              .map(({ text }) => text.split(': ') as [string, string]),
          ),
        });
      }
      for (const effect of effects) {
        if (effect.kind === 'patch') mutated = applyEdits(mutated, effect.edits);
        if (effect.kind === 'create') created.push(effect.object);
      }
    }
  }
  return { reported: sorted(reported), mutated, created };
};

/** As Kyverno's command line reads it. */
const withNamespace = (object: JsonObject): JsonObject => {
  const { ref } = toSubject(object);
  const metadata = (object['metadata'] ?? {}) as JsonObject;
  return ref.namespace === '' ? { ...object, metadata: { ...metadata, namespace: 'default' } } : object;
};

export const sorted = (reported: readonly Reported[]): readonly Reported[] =>
  reported.toSorted((one, other) => (toKey(one) < toKey(other) ? -1 : 1));

const toKey = ({ policy, resource, message }: Reported): string => `${policy} ${resource} ${message}`;

const nameOf = ({ metadata }: JsonObject): string => {
  const { name } = (metadata ?? {}) as { readonly name?: string };
  return name ?? '';
};
