/** Evaluates a policy about one subject and one parameter: conditions, validations, messages and annotations, with the server's budgets. */

import {
  matchConditionsLimit,
  overBudgetMessage,
  perBindingLimit,
  perExpressionLimit,
} from '../../kube/cel/cost-limits.ts';
import { EvaluationFault, type Value } from '../../lang/cel/value.ts';
import type { Request } from '../../model/request.ts';
import type { CompiledNamed, CompiledPolicy, CompiledValidation } from './compiled-policy.ts';
import {
  createMeter,
  describeFault,
  needed,
  runKept,
  runProgram,
  setVariables,
  type Outcome,
} from '../../kube/policy/run-program.ts';
import { toValues, type PolicyInput } from '../../kube/policy/slots.ts';
import type { KeptResults } from '../../kube/policy/kept-results.ts';
import { isOverBudget } from '../../kube/policy/lazy-variables.ts';
import { decideMessage } from '../../kube/policy/decide-message.ts';
import { EvidenceMissing } from '../../kube/policy/signals.ts';

export type PolicyResult =
  /** Every validation holds. */
  | { readonly kind: 'passed' }
  /** A condition does not hold, so nothing is asked. */
  | { readonly kind: 'not-asked'; readonly condition: string }
  | {
      readonly kind: 'concluded';
      readonly parts: readonly ConcludedPart[];
      readonly annotations: readonly Annotation[];
    }
  | { readonly kind: 'need'; readonly requests: readonly Request[] };

export type ConcludedPart =
  | {
      readonly kind: 'failed';
      readonly index: number;
      readonly validation: CompiledValidation;
      readonly message: string;
    }
  /** `index` is null where it is not about one validation. */
  | {
      readonly kind: 'error';
      readonly index: number | null;
      readonly message: string;
      readonly isOverBudget: boolean;
      readonly isAnnotation: boolean;
    }
  | { readonly kind: 'no-evidence'; readonly index: number | null; readonly missing: EvidenceMissing };

export interface Annotation {
  readonly key: string;
  readonly value: string;
}

const passed: PolicyResult = { kind: 'passed' };

/** `kept` is what other policies that were shown the same subject have computed. */
export const evaluatePolicy = (policy: CompiledPolicy, input: PolicyInput, kept: KeptResults): PolicyResult => {
  const { slots } = policy;
  const values = toValues(slots, input);
  if (policy.matchConditions.length > 0) {
    const asked = checkConditions(policy, values, kept);
    if (asked !== null) return asked;
  }
  values[slots.namespaceObject] = input.namespaceObject;
  const meter = createMeter(perBindingLimit);
  setVariables(policy, values, meter, kept);
  const parts: ConcludedPart[] = [];
  const requests: Request[] = [];
  let hasFailed = false;
  for (let index = 0; index < policy.validations.length; index += 1) {
    const validation = policy.validations[index];
    if (validation === undefined) break;
    const outcome = runProgram(validation.program, values, meter, requests);
    if (outcome === true) continue;
    if (meter.spent > meter.limit) return concludeOverBudget(null);
    if (outcome === needed) continue;
    if (outcome instanceof EvidenceMissing) parts.push({ kind: 'no-evidence', index, missing: outcome });
    else if (outcome instanceof EvaluationFault) parts.push(toFaulty(index, validation.written.source, outcome));
    else {
      hasFailed = true;
      parts.push({ kind: 'failed', index, validation, message: '' });
    }
  }
  if (requests.length > 0) return { kind: 'need', requests };
  const told = hasFailed || mayExhaust(policy) ? tellMessages(policy, input, values, meter.spent, parts, kept) : parts;
  const annotated = policy.auditAnnotations.length > 0 ? annotate(policy, values, kept) : nothingAnnotated;
  if (told.length === 0 && annotated.parts.length === 0 && annotated.annotations.length === 0) return passed;
  return { kind: 'concluded', parts: [...told, ...annotated.parts], annotations: annotated.annotations };
};

/** `null` where all conditions hold. One that does not hold counts for more than one that cannot be evaluated. */
export const checkConditions = (
  policy: CompiledPolicy,
  values: (Value | undefined)[],
  kept: KeptResults | null,
): PolicyResult | null => {
  const meter = createMeter(matchConditionsLimit);
  if (policy.conditionsReadVariables) setVariables(policy, values, meter, kept);
  const requests: Request[] = [];
  const faults: string[] = [];
  let missing: EvidenceMissing | null = null;
  for (const { written, shared } of policy.matchConditions) {
    const isKept = kept !== null && shared.place >= 0 && !shared.program.variables.has('variables');
    const outcome = isKept
      ? runKept(shared, values, meter, requests, kept)
      : runProgram(shared.program, values, meter, requests);
    if (meter.spent > meter.limit) return toConditionFault(policy, [overBudgetMessage], true);
    if (outcome === false) return { kind: 'not-asked', condition: written.name };
    if (outcome instanceof EvidenceMissing) missing = outcome;
    else if (outcome instanceof EvaluationFault) faults.push(describeFault(written.source, outcome));
  }
  if (requests.length > 0) return { kind: 'need', requests };
  if (missing !== null) {
    return { kind: 'concluded', parts: [{ kind: 'no-evidence', index: null, missing }], annotations: [] };
  }
  return faults.length > 0 ? toConditionFault(policy, faults, false) : null;
};

/** With failurePolicy Ignore a policy whose conditions cannot be evaluated is not asked. */
const toConditionFault = (
  { document }: CompiledPolicy,
  faults: readonly string[],
  isOverBudget: boolean,
): PolicyResult => {
  if (document.failurePolicy === 'Ignore') return { kind: 'not-asked', condition: '' };
  const [first = ''] = faults;
  const message = faults.length > 1 ? `[${faults.join(', ')}]` : first;
  return {
    kind: 'concluded',
    parts: [{ kind: 'error', index: null, message, isOverBudget, isAnnotation: false }],
    annotations: [],
  };
};

const toFaulty = (index: number, source: string, fault: EvaluationFault): ConcludedPart => ({
  kind: 'error',
  index,
  message: describeFault(source, fault),
  isOverBudget: isOverBudget(fault),
  isAnnotation: false,
});

const concludeOverBudget = (index: number | null): PolicyResult => ({
  kind: 'concluded',
  parts: [{ kind: 'error', index, message: overBudgetMessage, isOverBudget: true, isAnnotation: false }],
  annotations: [],
});

/**
 * The server evaluates the messages of validations that hold too, which matters only where that exhausts the budget:
 * with so few expressions that each may spend its limit, it cannot.
 */
const mayExhaust = ({ validations, variables }: CompiledPolicy): boolean =>
  (validations.length * 2 + variables.size) * perExpressionLimit >= perBindingLimit &&
  validations.some(({ message }) => message !== null);

/** Messages see no authorizer, and variables are computed anew for them. */
const tellMessages = (
  policy: CompiledPolicy,
  input: PolicyInput,
  values: (Value | undefined)[],
  spent: number,
  parts: readonly ConcludedPart[],
  kept: KeptResults,
): readonly ConcludedPart[] => {
  const meter = createMeter(perBindingLimit - spent);
  const { slots, messageSlots } = policy;
  const forMessages = toValues(messageSlots, input);
  forMessages[messageSlots.namespaceObject] = input.namespaceObject;
  if (slots.authorizer >= 0) {
    values[slots.authorizer] = undefined;
    values[slots.requestResource] = undefined;
  }
  setVariables(policy, values, meter, kept);
  forMessages[messageSlots.variables] = values[slots.variables];
  const results = new Map<number, Outcome>();
  const all = mayExhaust(policy);
  for (const [index, { message }] of policy.validations.entries()) {
    if (message === null) continue;
    if (!all && !parts.some((part) => part.kind === 'failed' && part.index === index)) continue;
    results.set(index, runProgram(message(), forMessages, meter, []));
    if (meter.spent > meter.limit) {
      return policy.validations.map((_, at) => ({
        kind: 'error',
        index: at,
        message: `failed messageExpression: ${overBudgetMessage}`,
        isOverBudget: true,
        isAnnotation: false,
      }));
    }
  }
  return parts.map((part) =>
    part.kind === 'failed'
      ? { ...part, message: decideMessage(part.validation.written, toText(results.get(part.index))) }
      : part,
  );
};

const toText = (outcome: Outcome | undefined): string | null => (typeof outcome === 'string' ? outcome : null);

interface Annotated {
  readonly parts: readonly ConcludedPart[];
  readonly annotations: readonly Annotation[];
}

const nothingAnnotated: Annotated = { parts: [], annotations: [] };

/** Annotations have a budget of their own. One that cannot be computed denies, whatever the binding asks for. */
const annotate = (policy: CompiledPolicy, values: (Value | undefined)[], kept: KeptResults): Annotated => {
  const meter = createMeter(perBindingLimit);
  const { slots } = policy;
  if (slots.authorizer >= 0) {
    values[slots.authorizer] = undefined;
    values[slots.requestResource] = undefined;
  }
  setVariables(policy, values, meter, kept);
  const parts: ConcludedPart[] = [];
  const annotations: Annotation[] = [];
  for (const { written, shared } of policy.auditAnnotations) {
    const outcome = runProgram(shared.program, values, meter, []);
    if (meter.spent > meter.limit) return { parts: [toAnnotationError(overBudgetMessage, true)], annotations: [] };
    if (outcome instanceof EvaluationFault) {
      // The server leaves out what cannot be computed where the policy ignores failures.
      if (policy.document.failurePolicy === 'Fail')
        parts.push(toAnnotationError(describeFault(written.source, outcome), false));
    } else noteAnnotation(written, outcome, annotations);
  }
  return { parts, annotations };
};

const toAnnotationError = (message: string, isOverBudget: boolean): ConcludedPart => ({
  kind: 'error',
  index: null,
  message,
  isOverBudget,
  isAnnotation: true,
});

const noteAnnotation = ({ name }: CompiledNamed['written'], outcome: Outcome, annotations: Annotation[]): void => {
  const value = typeof outcome === 'string' ? outcome.trim() : '';
  if (value !== '') annotations.push({ key: name, value: value.slice(0, longestAnnotation) });
};

/** The server's bound. */
const longestAnnotation = 10 * 1024;
