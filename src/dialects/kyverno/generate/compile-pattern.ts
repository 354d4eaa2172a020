/** Compiles what one generation makes: an object written in the policy, a copy of one, or copies of many. */

import { isNamespaced } from '../../../kube/schema/kinds.ts';
import { parseLabelSelector } from '../../../kube/selector/label-selector.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import { toGroup } from '../../../model/resource.ts';
import type { GeneratePattern } from '../classic-policy.ts';
import { compileTemplate } from '../context/compile-template.ts';
import { labelsOf, toObjects, toRef } from '../mutate/compile-targets.ts';
import { RuleFault, type RuleContext } from '../rule-context.ts';
import type { RuleDefect } from '../rule-response.ts';
import { finishObject, toCopy, type GeneratedBy, type Target } from './finish-object.ts';

export type Generate = (context: RuleContext) => readonly JsonObject[];

export type PatternCompilation =
  | { readonly kind: 'generate'; readonly generate: Generate }
  | { readonly kind: 'defects'; readonly defects: readonly RuleDefect[] };

/** Variables are resolved in the pattern as a whole. */
export const compilePattern = (
  pattern: GeneratePattern,
  by: GeneratedBy,
  at: readonly (string | number)[],
): PatternCompilation => {
  const compiled = compileTemplate(toDocument(pattern), at);
  if (compiled.kind === 'defects') return compiled;
  const { template } = compiled;
  const make = makers[pattern.kind];
  return {
    kind: 'generate',
    generate: (context) => make(toRendered(context.render(template)), by, context),
  };
};

const toDocument = (pattern: GeneratePattern): JsonObject => {
  const target = {
    apiVersion: pattern.apiVersion,
    kind: pattern.targetKind,
    namespace: pattern.namespace,
    name: pattern.name,
  };
  switch (pattern.kind) {
    case 'data':
      return { ...target, data: pattern.data };
    case 'clone':
      return { ...target, clone: pattern.from };
    case 'cloneList':
      return {
        ...target,
        cloneList: { namespace: pattern.sourceNamespace, kinds: pattern.kinds, selector: pattern.selector },
      };
  }
};

interface Rendered {
  readonly target: Target;
  readonly document: JsonObject;
}

const toRendered = (rendered: Json): Rendered => {
  const document = isJsonObject(rendered) ? rendered : {};
  return {
    document,
    target: {
      apiVersion: textOf(document, 'apiVersion'),
      kind: textOf(document, 'kind'),
      namespace: textOf(document, 'namespace'),
      name: textOf(document, 'name'),
    },
  };
};

const textOf = (object: JsonObject, field: string): string => {
  const value = Object.hasOwn(object, field) ? object[field] : undefined;
  return typeof value === 'string' ? value : '';
};

const objectOf = (object: JsonObject, field: string): JsonObject => {
  const value = object[field];
  return isJsonObject(value) ? value : {};
};

type Make = (rendered: Rendered, by: GeneratedBy, context: RuleContext) => readonly JsonObject[];

const makeData: Make = ({ target, document }, by, context) => {
  checkScope('generate resources in', target.namespace, by);
  checkKind(target, by);
  const { data } = document;
  if (data === undefined || data === null) return [];
  if (!isJsonObject(data)) throw new RuleFault('error', 'data: what is generated must be an object');
  return [finishObject(data, target, by, context)];
};

const makeClone: Make = ({ target, document }, by, context) => {
  checkScope('generate resources in', target.namespace, by);
  checkKind(target, by);
  const from = objectOf(document, 'clone');
  const source = { ...target, namespace: textOf(from, 'namespace'), name: textOf(from, 'name') };
  checkScope('clone resources from', source.namespace, by);
  // An object is no copy of itself.
  if (source.namespace === target.namespace && source.name === target.name) return [];
  const answer = context.answer({
    kind: 'object',
    apiVersion: source.apiVersion,
    objectKind: source.kind,
    namespace: source.namespace === '' ? null : source.namespace,
    name: source.name,
  });
  if (answer.kind === 'refused') throw new RuleFault('no-evidence', answer.why);
  if (answer.kind === 'absent' || !isJsonObject(answer.value)) {
    const where = [source.apiVersion, source.kind, source.namespace, source.name].join('/');
    throw new RuleFault('not-found', `source resource ${where} not found`);
  }
  return [finishObject(toCopy(answer.value, target), target, by, context)];
};

const makeCloneList: Make = ({ target, document }, by, context) => {
  checkScope('generate resources in', target.namespace, by);
  const from = objectOf(document, 'cloneList');
  const namespace = textOf(from, 'namespace');
  checkScope('clone resources from', namespace, by);
  const parsed = parseLabelSelector(from['selector']);
  if (parsed.kind === 'defects') throw new RuleFault('error', parsed.defects[0]?.message ?? 'not a selector');
  const { selector } = parsed;
  const kinds = Array.isArray(from['kinds']) ? (from['kinds'] as readonly Json[]) : [];
  return kinds.flatMap((written) => {
    const { apiVersion, kind: objectKind } = toKind(typeof written === 'string' ? written : '');
    checkKind({ apiVersion, kind: objectKind }, by);
    const answer = context.answer({
      kind: 'list',
      apiVersion,
      objectKind,
      namespace: namespace === '' ? null : namespace,
      selector: selector.isEmpty ? null : selector.text,
    });
    return toObjects(answer).flatMap((object) => {
      const ref = toRef(object);
      if ((ref.namespace ?? '') === target.namespace || !selector.matches(labelsOf(object))) return [];
      const own = { ...ref, kind: objectKind, namespace: target.namespace };
      return [finishObject(toCopy(object, own), own, by, context)];
    });
  });
};

const makers: Readonly<Record<GeneratePattern['kind'], Make>> = {
  data: makeData,
  clone: makeClone,
  cloneList: makeCloneList,
};

/** `v1/Secret`, `apps/v1/Deployment`. */
const toKind = (written: string): { readonly apiVersion: string; readonly kind: string } => {
  const slash = written.lastIndexOf('/');
  return { apiVersion: slash < 0 ? '' : written.slice(0, slash), kind: written.slice(slash + 1) };
};

const checkScope = (what: string, namespace: string, { policyNamespace }: GeneratedBy): void => {
  if (policyNamespace === null || namespace === policyNamespace) return;
  throw new RuleFault(
    'error',
    `a namespaced policy cannot ${what} other namespaces, expected: ${policyNamespace}, received: ${namespace}`,
  );
};

/** A namespace written on what has none would be passed over. */
const checkKind = (
  { apiVersion, kind }: Pick<Target, 'apiVersion' | 'kind'>,
  { policyNamespace }: GeneratedBy,
): void => {
  if (policyNamespace === null || isNamespaced(toGroup(apiVersion), kind) !== false) return;
  throw new RuleFault('error', `a namespaced policy cannot generate ${kind}, which is in no namespace`);
};
