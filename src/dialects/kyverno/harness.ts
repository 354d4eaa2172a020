/** For tests: a person's policies and objects in, what is concluded out. */

import { toResource } from '../../kube/schema/to-resource.ts';
import { indexFields } from '../../lang/yaml/locate-field.ts';
import { parseYaml } from '../../lang/yaml/read-yaml.ts';
import { parseFieldPath } from '../../model/field-path.ts';
import type { Answer, Request } from '../../model/request.ts';
import type { Origin, Resource } from '../../model/resource.ts';
import type { CompiledPolicies, CompileOptions } from '../dialect.ts';
import type { PolicyValues } from '../policy-values.ts';
import { compileKyverno } from './compile-kyverno.ts';

const texts = new Map<Resource, string>();

/** One YAML document. */
export const read = (text: string): Resource => {
  const parsed = parseYaml(text);
  if (parsed.kind !== 'value') throw new Error(parsed.message);
  const origin: Origin = { kind: 'file', file: 'policy.yaml', document: 0, item: null, start: 0, end: 0 };
  const result = toResource(parsed.value, origin);
  if (result.kind !== 'resource') throw new Error(`no object of Kubernetes: ${text}`);
  texts.set(result.resource, text);
  return result.resource;
};

export const compile = (documents: readonly Resource[], options: Partial<CompileOptions> = {}): CompiledPolicies =>
  compileKyverno(documents, {
    user: null,
    asWritten: true,
    locate: (resource, path) => indexFields(texts.get(resource) ?? '')?.locate(parseFieldPath(path) ?? []) ?? null,
    describe: () => null,
    ...options,
  });

/** What is said of an object, `RULE[ as VARIANT]: STATUS[/REASON] ACTION: MESSAGE`; what is asked and not answered is absent. */
export const say = (
  policies: CompiledPolicies,
  object: Resource,
  answer: (request: Request) => Answer | undefined = () => undefined,
): readonly string[] =>
  policies.rules.flatMap((rule) => {
    const answers = new Map<string, Answer>();
    const facts = { answer: (request: Request) => answers.get(JSON.stringify(request)) };
    let judgement = rule.judge({ kind: 'resource', resource: object }, facts);
    while (judgement.kind === 'need') {
      for (const request of judgement.requests)
        answers.set(JSON.stringify(request), answer(request) ?? { kind: 'absent' });
      judgement = (judgement.resume ?? ((later) => rule.judge({ kind: 'resource', resource: object }, later)))(facts);
    }
    return judgement.conclusions.map(({ status, reason, action, message, key }) => {
      const as = key === undefined ? '' : ` as ${key}`;
      return `${rule.id.slice('kyverno/'.length)}${as}: ${status}${reason === undefined ? '' : `/${reason}`} ${action}: ${message}`;
    });
  });

/** Where the problems are and what they say: `LINE severity: message`. */
export const sayProblems = ({ problems }: CompiledPolicies): readonly string[] =>
  problems.map(({ severity, message, span }) => `${span?.line ?? '-'} ${severity}: ${message}`);

export const withOperation = (operation: string): { readonly values: PolicyValues } => ({
  values: { globalValues: { 'request.operation': operation }, policies: [], subresources: [] },
});
