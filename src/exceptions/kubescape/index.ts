/** Reads Kubescape's exceptions: a JSON list of `postureExceptionPolicy`. Each joins resources with controls. */

import { parseDay } from '../../lang/day/parse-day.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Span } from '../../model/problem.ts';
import { listAt, objectAt, readDocuments, textAt } from '../documents.ts';
import type { ExceptionFormat } from '../exception-format.ts';
import { joinExceptions, type ReadExceptions, toExceptions, toWrong } from '../to-exceptions.ts';
import { toWildcard } from './to-wildcard.ts';

export const kubescapeFormat = {
  id: 'kubescape',
  summary: "Kubescape's exceptions (a JSON list of postureExceptionPolicy)",
  recognises: (_file, text) => /\bpostureExceptionPolicy\b/.test(text) || /"posturePolicies"\s*:/.test(text),
  parse: (text, file) => {
    const { documents, problems } = readDocuments(text, file);
    const found = documents.flatMap(({ value, spanOf }) =>
      isJsonArray(value)
        ? value.map((policy, index) => readPolicy(policy, spanOf(index)))
        : [readPolicy(value, spanOf())],
    );
    return joinExceptions([{ exceptions: [], problems }, ...found]);
  },
} satisfies ExceptionFormat;

/** More pairs than anybody writes; a policy of ten thousand lines would otherwise become a hundred million exceptions. */
const mostPairs = 10_000;

const readPolicy = (policy: Json, span: Span): ReadExceptions => {
  if (!isJsonObject(policy)) return toWrong('an exception of Kubescape must be an object', span);
  const name = textAt(policy, 'name') ?? 'an exception';
  const controls = listAt(policy, 'posturePolicies');
  const resources = listAt(policy, 'resources');
  if (controls.length === 0 || resources.length === 0)
    return toWrong(`${name} needs posturePolicies and resources`, span);
  if (controls.length * resources.length > mostPairs)
    return toWrong(`${name} joins too many resources and policies`, span);
  const end = textAt(policy, 'expirationDate');
  const expires = end === null ? null : parseDay(end);
  if (expires === undefined) return toWrong(`${name}: expirationDate ${end ?? ''} is no day`, span);
  const reason = textAt(policy, 'reason') ?? `accepted for Kubescape as ${name}`;
  return joinExceptions(
    resources.flatMap((resource) => {
      const scope = readResource(resource);
      if (typeof scope === 'string') return [toWrong(`${name}: ${scope}`, span)];
      return controls.map((control) => {
        const { check, limit } = readControl(control);
        if (check === null) return toWrong(`${name}: a posture policy names neither a control nor a framework`, span);
        return toExceptions({ tool: 'kubescape', check, ...scope, limit: scope.limit ?? limit, reason, expires, span });
      });
    }),
  );
};

const readControl = (control: Json): { readonly check: string | null; readonly limit: string | null } => {
  if (!isJsonObject(control)) return { check: null, limit: null };
  const check = textAt(control, 'controlID') ?? textAt(control, 'controlName') ?? textAt(control, 'frameworkName');
  const rule = textAt(control, 'ruleName');
  return { check, limit: rule === null ? null : `it is for Kubescape's rule ${rule} alone` };
};

interface ResourceScope {
  readonly kind: string | null;
  readonly namespace: string | null;
  readonly name: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly limit: string | null;
}

/** Kind, namespace and name are regular expressions; every other attribute is a label. A text is what is wrong. */
const readResource = (resource: Json): ResourceScope | string => {
  if (!isJsonObject(resource)) return 'a resource must be an object with attributes';
  const attributes = objectAt(resource, 'attributes');
  if (Object.keys(attributes).length === 0) return 'a resource has no attributes';
  const texts = readPatterns(attributes);
  if (typeof texts === 'string') return texts;
  const labels: Record<string, string> = {};
  for (const [key, value] of Object.entries(attributes)) {
    if (own.has(key)) continue;
    if (typeof value !== 'string') return `the label ${key} must be a text`;
    // Its labels are compared as they are; a pattern of ours would say more.
    if (/[*?]/.test(value)) return `the label ${key} cannot hold * or ?`;
    Object.defineProperty(labels, key, { value, enumerable: true, configurable: true });
  }
  const { cluster } = attributes;
  const limit =
    cluster === undefined || cluster === '.*' || cluster === ''
      ? null
      : 'it is for one cluster alone, which a scope cannot say';
  return { ...texts, labels, limit };
};

const own: ReadonlySet<string> = new Set(['kind', 'namespace', 'name', 'cluster']);

const readPatterns = (attributes: JsonObject): Pick<ResourceScope, 'kind' | 'namespace' | 'name'> | string => {
  const patterns: (string | null)[] = [];
  for (const key of ['kind', 'namespace', 'name']) {
    const text = textAt(attributes, key);
    const pattern = text === null ? null : toWildcard(text);
    if (pattern === undefined)
      return `${key}: ${text ?? ''} is a regular expression that * and ? cannot say; write one exception for each`;
    patterns.push(pattern === '*' ? null : pattern);
  }
  const [kind = null, namespace = null, name = null] = patterns;
  return { kind, namespace, name };
};
