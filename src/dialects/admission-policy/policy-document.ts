/** The nouns of the dialect: policies and bindings as parsed, before their expressions are compiled. */

import type { MatchResources } from '../../kube/admission/match-resources.ts';
import type { LabelSelector } from '../../kube/selector/label-selector.ts';
import type { FieldPath } from '../../model/field-path.ts';
import type { Resource } from '../../model/resource.ts';

export interface PolicyDocument {
  readonly resource: Resource;
  readonly name: string;
  readonly isMutating: boolean;
  readonly failurePolicy: 'Fail' | 'Ignore';
  readonly paramKind: ParamKind | null;
  readonly match: MatchResources;
  readonly matchConditions: readonly NamedExpression[];
  readonly variables: readonly NamedExpression[];
  readonly validations: readonly Validation[];
  readonly auditAnnotations: readonly NamedExpression[];
  readonly mutations: readonly Mutation[];
  /** `reinvocationPolicy: IfNeeded` */
  readonly isReinvoked: boolean;
}

export interface ParamKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** An expression as written and where it stands. */
export interface WrittenExpression {
  readonly source: string;
  readonly path: FieldPath;
}

export interface NamedExpression extends WrittenExpression {
  readonly name: string;
}

export interface Validation extends WrittenExpression {
  readonly message: string;
  readonly messageExpression: WrittenExpression | null;
  readonly reason: string;
}

export interface Mutation extends WrittenExpression {
  readonly patchType: 'ApplyConfiguration' | 'JSONPatch';
}

export interface BindingDocument {
  readonly resource: Resource;
  readonly name: string;
  readonly isMutating: boolean;
  readonly policyName: string;
  readonly paramRef: ParamRef | null;
  /** `null` for everything its policy matches. */
  readonly match: MatchResources | null;
  /** Empty for a MutatingAdmissionPolicyBinding. */
  readonly actions: readonly ('Deny' | 'Warn' | 'Audit')[];
}

export interface ParamRef {
  /** The empty text where a selector chooses. */
  readonly name: string;
  /** The empty text for the namespace of what is judged, or of none. */
  readonly namespace: string;
  readonly selector: LabelSelector;
  readonly whenNotFound: 'Allow' | 'Deny';
}

/** What is wrong in a document: the server would refuse it, unless it is a warning. */
export interface DocumentDefect {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly path: FieldPath;
}
