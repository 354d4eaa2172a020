/** What a subject is to Kyverno: its operation, its user, its parent kind where it is a subresource. */

import { isNamespaced } from '../../kube/schema/kinds.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { toNamespaceView } from '../../kube/policy/namespace-value.ts';
import type { Answer, Facts, Request } from '../../model/request.ts';
import { toGroup, type Resource, type ResourceRef } from '../../model/resource.ts';
import type { Operation, Subject } from '../../model/subject.ts';
import type { PolicyUser, PolicyValues } from '../policy-values.ts';
import { toRuleValues } from './context/rule-values.ts';
import { tellSubject } from './context/tell-subject.ts';
import { AnswerNeeded, RuleFault, type KyvernoSubject } from './rule-context.ts';

export interface Look {
  /** The same for all rules that are asked about one subject, unless values give their policies different operations. */
  readonly at: (subject: Subject, facts: Facts, policy: PolicyLook) => KyvernoSubject;
  /** Of the subject that was last looked at: it is a request, not an object that merely exists. */
  readonly isAdmission: () => boolean;
  /** Throws a signal where the host has not answered yet. */
  readonly answer: (request: Request) => Answer;
}

/** What values say of the subjects of one policy. */
export interface PolicyLook {
  readonly operationOf: ReadonlyMap<string, Operation>;
  readonly everywhere: Operation;
  /** By the name of a subject, as they nest; `null` where nothing is said. */
  readonly told: ((name: string) => JsonObject | null) | null;
}

export const toPolicyLook = (values: PolicyValues, policy: string): PolicyLook => {
  const operationOf = new Map<string, Operation>();
  for (const { name, resources } of values.policies) {
    if (name !== policy) continue;
    for (const resource of resources) {
      const operation = toOperation(resource.values['request.operation']);
      if (operation !== undefined) operationOf.set(resource.name, operation);
    }
  }
  return {
    operationOf,
    everywhere: toOperation(values.globalValues['request.operation']) ?? 'CREATE',
    told: toRuleValues({ ...values, policies: values.policies.map(withoutRules) }, policy, '')?.ofSubject ?? null,
  };
};

/** What is said of a rule's variables says nothing of who is matched. */
const withoutRules = (policy: PolicyValues['policies'][number]): PolicyValues['policies'][number] => ({
  ...policy,
  rules: [],
});

/** It remembers the last subject and no other, so that it holds on to no memory: rules are asked about one after another. */
export const createLook = (user: PolicyUser | null, values: PolicyValues): Look => {
  let facts: Facts | undefined;
  let last: Subject | Resource | undefined;
  let known: KyvernoSubject | undefined;
  let told: JsonObject | null = null;
  const answer = (request: Request): Answer => {
    const answered = facts?.answer(request);
    if (answered === undefined) throw new AnswerNeeded(request);
    return answered;
  };
  return {
    answer,
    isAdmission: () => last !== undefined && 'kind' in last,
    at: (subject, given, policy) => {
      facts = given;
      // A host may wrap one resource in a new subject for every rule.
      const identity = subject.kind === 'resource' ? subject.resource : subject;
      const operation = subject.kind === 'admission' ? subject.operation : toAsked(subject.resource, policy);
      const name = subject.kind === 'admission' ? subject.ref.name : subject.resource.ref.name;
      const said = policy.told === null ? null : policy.told(name);
      if (identity !== last || known === undefined || known.operation !== operation || told !== said) {
        const seen =
          subject.kind === 'admission'
            ? toAdmitted(subject, user, answer)
            : toSubject(subject.resource, operation, user, values, answer);
        known = tellSubject(seen, said);
        told = said;
        last = identity;
      }
      return known;
    },
  };
};

const toAsked = ({ ref }: Resource, { operationOf, everywhere }: PolicyLook): Operation =>
  operationOf.size === 0 ? everywhere : (operationOf.get(ref.name) ?? everywhere);

const toOperation = (value: unknown): Operation | undefined =>
  value === 'CREATE' || value === 'UPDATE' || value === 'DELETE' || value === 'CONNECT' ? value : undefined;

const toAdmitted = (
  subject: Extract<Subject, { readonly kind: 'admission' }>,
  named: PolicyUser | null,
  answer: (request: Request) => Answer,
): KyvernoSubject => ({
  ref: subject.ref,
  operation: subject.operation,
  subresource: subject.subresource ?? '',
  object: subject.object,
  oldObject: subject.oldObject,
  // Who is named with more than a request tells, as their roles, is the one who asks.
  user: named !== null && named.name === subject.user.name ? named : subject.user,
  namespaceLabels: () => readLabels(subject.ref, subject.object ?? subject.oldObject ?? {}, answer),
});

/** What merely exists is judged as if it came now: on DELETE it is what goes, on UPDATE what it was before, too. */
const toSubject = (
  { ref, object: written }: Resource,
  operation: Operation,
  user: PolicyUser | null,
  values: PolicyValues,
  answer: (request: Request) => Answer,
): KyvernoSubject => {
  const object = inNamespace(ref, written);
  const parent = values.subresources.length === 0 ? undefined : findParent(ref, values);
  const namespace = ref.namespace === '' ? 'default' : ref.namespace;
  const judged: ResourceRef = {
    apiVersion: parent?.apiVersion ?? ref.apiVersion,
    kind: parent?.kind ?? ref.kind,
    namespace,
    name: ref.name,
  };
  return {
    ref: judged,
    operation,
    subresource: parent?.subresource ?? '',
    object: operation === 'DELETE' ? null : object,
    oldObject: operation === 'DELETE' || operation === 'UPDATE' ? object : null,
    user,
    namespaceLabels: () => readLabels(judged, object, answer),
  };
};

/** Where a manifest names no namespace, the API server and Kyverno's command line take `default`. */
const inNamespace = (ref: ResourceRef, object: JsonObject): JsonObject => {
  if (ref.namespace !== '' || isNamespaced(toGroup(ref.apiVersion), ref.kind) === false) return object;
  const { metadata } = object;
  return { ...object, metadata: { ...(isJsonObject(metadata) ? metadata : {}), namespace: 'default' } };
};

const findParent = (
  { apiVersion, kind }: ResourceRef,
  { subresources }: PolicyValues,
): { readonly apiVersion: string; readonly kind: string; readonly subresource: string } | undefined => {
  const found = subresources.find(
    (each) => each.kind === kind && (each.group === '' ? each.version : `${each.group}/${each.version}`) === apiVersion,
  );
  if (found === undefined) return undefined;
  const { group, version, kind: parentKind } = found.parent;
  return { apiVersion: group === '' ? version : `${group}/${version}`, kind: parentKind, subresource: found.name };
};

const readLabels = (
  { kind, namespace }: ResourceRef,
  object: JsonObject,
  answer: (request: Request) => Answer,
): Readonly<Record<string, string>> => {
  if (kind === 'Namespace') return toTexts(isJsonObject(object['metadata']) ? object['metadata']['labels'] : null);
  if (namespace === null || namespace === '') return {};
  const answered = answer({ kind: 'namespace', name: namespace });
  if (answered.kind === 'refused')
    throw new RuleFault('no-evidence', `The labels of namespace ${namespace} could not be read: ${answered.why}.`);
  return toTexts(toNamespaceView(namespace, answered).labels);
};

const toTexts = (labels: unknown): Readonly<Record<string, string>> => {
  const texts: Record<string, string> = Object.create(null);
  if (isJsonObject(labels))
    for (const [key, value] of Object.entries(labels)) if (typeof value === 'string') texts[key] = value;
  return texts;
};
