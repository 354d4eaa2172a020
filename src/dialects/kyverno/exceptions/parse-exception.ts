/** Reads a PolicyException of kyverno.io: which rules of which policies it takes back, and for which subjects. */

import { isJsonArray, type Json, type JsonObject } from '../../../model/json.ts';
import { compileWildcard, type TextTest } from '../../../lang/pattern/wildcard.ts';
import type { Resource } from '../../../model/resource.ts';
import type { MatchBlock } from '../classic-policy.ts';
import { checkSpec, versionsOf } from '../parse/check-shape.ts';
import { field, object, objects, text, texts } from '../parse/read-field.ts';
import { toMatchBlock } from '../parse/to-match-block.ts';
import type { RuleDefect } from '../rule-response.ts';

export interface ClassicException {
  readonly resource: Resource;
  /** `NAMESPACE/NAME`. */
  readonly key: string;
  readonly match: MatchBlock;
  /** As written; `null` where there are none. */
  readonly conditions: Json;
  /** `policy` is `NAMESPACE/NAME` of a Policy, the name of a ClusterPolicy. */
  readonly rules: readonly { readonly policy: string; readonly isRule: readonly TextTest[] }[];
  /** Controls of the Pod Security Standards it takes back; of a rule that checks these, nothing else is. */
  readonly podSecurity: readonly JsonObject[];
}

export interface ExceptionParse {
  /** `null` for one that Kyverno would not take: it excepts nothing. */
  readonly exception: ClassicException | null;
  readonly defects: readonly RuleDefect[];
}

export const parseException = (resource: Resource): ExceptionParse => {
  const { apiVersion, kind, namespace, name } = resource.ref;
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
  // The first version had the shape of those that followed.
  const defects = checkSpec(version === 'v2alpha1' ? 'v2beta1' : version, kind, resource.object['spec']);
  if (defects === undefined) {
    const message = `there is no ${kind} in ${apiVersion}; write kyverno.io/${versionsOf(kind)[0] ?? 'v2'}`;
    return { exception: null, defects: [{ severity: 'error', message, path: ['apiVersion'] }] };
  }
  const spec = object(resource.object, 'spec');
  if (defects.length > 0 || spec === null) return { exception: null, defects };
  const exception: ClassicException = {
    resource,
    key: namespace === null || namespace === '' ? name : `${namespace}/${name}`,
    match: toMatchBlock(object(spec, 'match')) ?? { any: [], all: [], direct: null },
    conditions: field(spec, 'conditions') ?? null,
    rules: objects(spec, 'exceptions').map((entry) => ({
      policy: text(entry, 'policyName'),
      isRule: texts(entry, 'ruleNames').map(compileWildcard),
    })),
    podSecurity: objects(spec, 'podSecurity'),
  };
  return { exception, defects: [] };
};

/** `policy` as an exception names it. */
export const isExcepted = ({ rules }: ClassicException, policy: string, rule: string): boolean =>
  rules.some((entry) => entry.policy === policy && entry.isRule.some((isRule) => isRule(rule)));

/** The controls of several exceptions, one list. */
export const withControls = (podSecurity: JsonObject, exceptions: readonly ClassicException[]): JsonObject => {
  const own = field(podSecurity, 'exclude');
  return {
    ...podSecurity,
    exclude: [...(isJsonArray(own) ? own : []), ...exceptions.flatMap((exception) => exception.podSecurity)],
  };
};
