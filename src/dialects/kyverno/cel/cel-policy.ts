/** A policy of policies.kyverno.io as parsed: its shape is checked, its expressions are still texts. */

import type { MatchResources } from '../../../kube/admission/match-resources.ts';
import type { FieldPath } from '../../../model/field-path.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { Resource } from '../../../model/resource.ts';

export const policyKinds = [
  'ValidatingPolicy',
  'MutatingPolicy',
  'GeneratingPolicy',
  'DeletingPolicy',
  'ImageValidatingPolicy',
] as const;

export type PolicyKind = (typeof policyKinds)[number];

export interface CelPolicy {
  readonly resource: Resource;
  readonly kind: PolicyKind;
  /** As written: `NamespacedValidatingPolicy` is another kind to an exception. */
  readonly writtenKind: string;
  readonly name: string;
  /** Of a namespaced kind: it judges what lives there and nothing else. */
  readonly namespace: string | null;
  /** `{}` where there is none, or it is no object. */
  readonly spec: JsonObject;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What every kind's spec has of expressions and matching; what autogen makes of a policy is another one. */
export interface CelSpec {
  /** `null`: matches nothing, but in JSON mode. */
  readonly match: MatchResources | null;
  readonly matchConditions: readonly Written[];
  readonly variables: readonly Written[];
  readonly validations: readonly WrittenValidation[];
  readonly auditAnnotations: readonly Written[];
  readonly failurePolicy: 'Fail' | 'Ignore';
  readonly mode: 'Kubernetes' | 'JSON';
}

export interface Written {
  /** Of a condition or variable; the key of an annotation. */
  readonly name: string;
  readonly source: string;
  readonly path: FieldPath;
}

export interface WrittenValidation extends Written {
  readonly message: string;
  readonly messageExpression: Written | null;
}
