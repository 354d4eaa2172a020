/** For tests: a person's files in, what is concluded out. */

import { createEvaluation } from '../../engine/evaluate/evaluation.ts';
import { createSalts } from '../../engine/evaluate/salts.ts';
import { toResource } from '../../kube/schema/to-resource.ts';
import { indexFields } from '../../lang/yaml/locate-field.ts';
import { parseYaml } from '../../lang/yaml/read-yaml.ts';
import { parseFieldPath } from '../../model/field-path.ts';
import type { Effect } from '../../model/effect.ts';
import type { Finding } from '../../model/finding.ts';
import type { Answer, Request } from '../../model/request.ts';
import type { Origin, Resource } from '../../model/resource.ts';
import type { Judgement } from '../../model/rule.ts';
import type { Subject } from '../../model/subject.ts';
import type { CompiledPolicies, CompileOptions } from '../dialect.ts';
import { admissionPolicyDialect } from './index.ts';

const texts = new Map<Resource, string>();

/** One YAML document. */
export const read = (text: string, origin: Partial<Origin> = {}): Resource => {
  const parsed = parseYaml(text);
  if (parsed.kind !== 'value') throw new Error(parsed.message);
  const place = { kind: 'file', file: 'policy.yaml', document: 0, item: null, start: 0, end: 0, ...origin } as Origin;
  const result = toResource(parsed.value, place);
  if (result.kind !== 'resource') throw new Error(`no object of Kubernetes: ${text}`);
  texts.set(result.resource, text);
  return result.resource;
};

export const compile = (documents: readonly Resource[], options: Partial<CompileOptions> = {}): CompiledPolicies =>
  admissionPolicyDialect.compile(documents, {
    user: null,
    asWritten: false,
    locate: (resource, path) => indexFields(texts.get(resource) ?? '')?.locate(parseFieldPath(path) ?? []) ?? null,
    describe: () => null,
    ...options,
  });

export interface Judged {
  readonly findings: readonly Finding[];
  readonly effects: readonly Effect[];
}

/** Judges as a scan does; what is asked and not answered is absent. */
export const judge = (
  policies: CompiledPolicies,
  object: Resource,
  answer: (request: Request) => Answer | undefined = () => undefined,
): Judged => {
  const evaluation = createEvaluation({
    rules: policies.rules,
    facts: { answer: (request) => answer(request) ?? { kind: 'absent' } },
    includePasses: true,
    includeSkips: true,
    salts: createSalts(),
    keepLabels: false,
  });
  evaluation.add(object);
  return evaluation.finish([]);
};

/** `fail deny: message (path)`, one a finding. */
export const say = ({ findings }: Judged): readonly string[] =>
  findings.map(({ status, reason, action, message, path }) => {
    const why = reason === null ? '' : `/${reason}`;
    return `${status}${why} ${action}: ${message}${path === '' ? '' : ` (${path})`}`;
  });

/** What the one rule says of a request, everything it asks being absent. */
export const judgeRequest = (policies: CompiledPolicies, subject: Subject): Judgement => {
  const [rule] = policies.rules;
  if (rule === undefined) throw new Error('no rule was compiled');
  let judgement = rule.judge(subject, { answer: () => undefined });
  while (judgement.kind === 'need') {
    judgement = (judgement.resume ?? ((facts) => rule.judge(subject, facts)))({ answer: () => ({ kind: 'absent' }) });
  }
  return judgement;
};
