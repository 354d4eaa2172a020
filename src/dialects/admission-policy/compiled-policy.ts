/** A policy whose expressions are compiled: shared by all its bindings. */

import type { Program } from '../../lang/cel/program.ts';
import type { NumberedProgram } from '../../kube/policy/lazy-variables.ts';
import type { Slots } from '../../kube/policy/slots.ts';
import type { PatchType } from '../../kube/policy/mutation/change-object.ts';
import type { Parts } from './place/create-tracer.ts';
import type { NamedExpression, PolicyDocument, Validation } from './policy-document.ts';
import type { SharedProgram } from '../../kube/policy/shared-programs.ts';

/** A policy whose expressions may still wait to be compiled. */
export interface PolicyToCompile {
  readonly document: PolicyDocument;
  /** Whether an expression may read these: before it is compiled the text alone is looked at. */
  readonly readsNamespace: boolean;
  readonly readsAuthorizer: boolean;
  /** Compiles when first called. */
  readonly compiled: () => CompiledPolicy;
}

export interface CompiledPolicy {
  readonly document: PolicyDocument;
  readonly matchConditions: readonly CompiledNamed[];
  readonly variables: ReadonlyMap<string, NumberedProgram>;
  readonly validations: readonly CompiledValidation[];
  readonly auditAnnotations: readonly CompiledNamed[];
  readonly mutations: readonly CompiledMutation[];
  /** Where each variable stands in the values of its programs. */
  readonly slots: Slots;
  /** The same for messages, which have no authorizer. */
  readonly messageSlots: Slots;
  /** The same for mutations. */
  readonly mutationSlots: Slots;
  readonly readsNamespace: boolean;
  readonly conditionsReadVariables: boolean;
  readonly readsAuthorizer: boolean;
  /** For looking, after a failure, which field it is about. */
  readonly parts: Parts;
  /** Why nothing of it can be judged, as the server refuses it; `null` where it compiled. */
  readonly refusal: string | null;
}

export interface CompiledNamed {
  readonly written: NamedExpression;
  readonly shared: SharedProgram;
}

export interface CompiledValidation {
  readonly written: Validation;
  readonly program: Program;
  /** Compiles when first called, where its author is trusted; `null` where there is none. */
  readonly message: (() => Program) | null;
}

export interface CompiledMutation {
  readonly patchType: PatchType;
  readonly source: string;
  readonly program: Program;
}
