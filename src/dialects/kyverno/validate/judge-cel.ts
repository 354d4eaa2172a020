/** Judges a subject by the expressions of a rule: the first that does not hold, or cannot be computed, fails it. */

import { matchConditionsLimit, overBudgetMessage, perBindingLimit } from '../../../kube/cel/cost-limits.ts';
import { toAttributes } from '../../../kube/admission/to-attributes.ts';
import type { AdmissionAttributes } from '../../../kube/admission/attributes.ts';
import { toAuthorizerValues } from '../../../kube/policy/authorizer-values.ts';
import { decideMessage } from '../../../kube/policy/decide-message.ts';
import type { NumberedProgram } from '../../../kube/policy/lazy-variables.ts';
import { toNamespaceObject } from '../../../kube/policy/namespace-value.ts';
import { toRequestValue } from '../../../kube/policy/request-value.ts';
import { createMeter, describeFault, setVariables } from '../../../kube/policy/run-program.ts';
import { EvidenceMissing } from '../../../kube/policy/signals.ts';
import { toValues, type PolicyInput, type Slots } from '../../../kube/policy/slots.ts';
import type { Program } from '../../../lang/cel/program.ts';
import { EvaluationFault } from '../../../lang/cel/value.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { KyvernoSubject, RuleContext } from '../rule-context.ts';
import type { RuleResponse } from '../rule-response.ts';
import { collectParameters } from './collect-parameters.ts';
import type { CelParameters, CelValidation } from './read-cel.ts';

export interface CompiledCel {
  readonly ruleName: string;
  readonly conditions: readonly CompiledCondition[];
  readonly variables: ReadonlyMap<string, NumberedProgram>;
  readonly validations: readonly CompiledValidation[];
  readonly parameters: CelParameters | null;
  readonly slots: Slots;
  readonly messageSlots: Slots;
  readonly readsRequest: boolean;
  readonly readsNamespace: boolean;
  readonly readsAuthorizer: boolean;
}

export interface CompiledCondition {
  readonly source: string;
  readonly program: Program;
}

export interface CompiledValidation {
  readonly written: CelValidation;
  readonly program: Program;
  readonly message: Program | null;
}

export const judgeCel = (cel: CompiledCel, context: RuleContext): readonly RuleResponse[] => {
  try {
    const attributes = attributesOf(context);
    const parameters =
      cel.parameters === null ? [null] : collectParameters(cel.parameters, attributes.namespace, context);
    const input = toInput(cel, attributes, context);
    for (const params of parameters) {
      const response = judgeOnce(cel, { ...input, params });
      if (response !== null) return [response];
    }
    return [{ status: 'pass', message: `Validation rule '${cel.ruleName}' passed.`, path: '' }];
  } catch (signal) {
    if (!(signal instanceof EvidenceMissing)) throw signal;
    return [{ status: signal.status, reason: 'no-evidence', message: signal.message, path: '' }];
  }
};

const attributesOf = ({ subject, resource }: RuleContext): AdmissionAttributes => {
  const { ref, operation, subresource, oldObject, user } = subject;
  const attributes = toAttributes(
    {
      kind: 'admission',
      operation,
      ref,
      subresource: subresource === '' ? null : subresource,
      // What earlier rules changed is judged as they left it.
      object: operation === 'DELETE' ? null : resource,
      oldObject,
      user: user ?? noUser,
      dryRun: false,
    },
    null,
  );
  return { ...attributes, user, namespace: isNamespace(attributes) ? '' : attributes.namespace };
};

const noUser: NonNullable<KyvernoSubject['user']> = { name: '', groups: [] };

const isNamespace = ({ group, kind }: AdmissionAttributes): boolean => kind === 'Namespace' && group === '';

const toInput = (
  { readsRequest, readsNamespace, readsAuthorizer }: CompiledCel,
  attributes: AdmissionAttributes,
  context: RuleContext,
): PolicyInput => {
  const { object, oldObject, namespace } = attributes;
  return {
    object,
    oldObject,
    params: null,
    request: readsRequest ? toRequestValue(attributes, attributes) : null,
    namespaceObject: readsNamespace && namespace !== '' ? namespaceOf(namespace, context.subject) : null,
    authorizer: readsAuthorizer
      ? toAuthorizerValues(attributes, { answer: (request) => context.answer(request) })
      : null,
  };
};

const namespaceOf = (name: string, subject: KyvernoSubject): JsonObject =>
  toNamespaceObject(name, { labels: subject.namespaceLabels(), annotations: {} });

/** `null` where every expression holds. */
const judgeOnce = (cel: CompiledCel, input: PolicyInput): RuleResponse | null => {
  const values = toValues(cel.slots, input);
  const asked = checkConditions(cel, values);
  if (asked !== null) return asked;
  values[cel.slots.namespaceObject] = input.namespaceObject;
  const meter = createMeter(perBindingLimit);
  setVariables(cel, values, meter, null);
  for (const validation of cel.validations) {
    const outcome = validation.program.evaluate(values, meter);
    if (outcome === true) continue;
    if (meter.spent > meter.limit) return fail(overBudgetMessage);
    return outcome instanceof EvaluationFault
      ? fail(describeFault(validation.written.source, outcome))
      : fail(tell(cel, validation, input, meter.spent));
  }
  return null;
};

const fail = (message: string): RuleResponse => ({ status: 'fail', message, path: '' });

/** One that does not hold counts for more than one that cannot be computed. */
const checkConditions = ({ conditions }: CompiledCel, values: ReturnType<typeof toValues>): RuleResponse | null => {
  if (conditions.length === 0) return null;
  const meter = createMeter(matchConditionsLimit);
  const faults: string[] = [];
  for (const { source, program } of conditions) {
    const outcome = program.evaluate(values, meter);
    if (meter.spent > meter.limit) return fail(overBudgetMessage);
    if (outcome === false) {
      return { status: 'skip', reason: 'not-applicable', message: 'cel preconditions not met', path: '' };
    }
    if (outcome instanceof EvaluationFault) faults.push(describeFault(source, outcome));
  }
  const [first] = faults;
  if (first === undefined) return null;
  return fail(faults.length > 1 ? `[${faults.join(', ')}]` : first);
};

/** Messages see no authorizer, and variables are computed anew for them. */
const tell = (
  cel: CompiledCel,
  { written, message }: CompiledValidation,
  input: PolicyInput,
  spent: number,
): string => {
  if (message === null) return decideMessage(written, null);
  const meter = createMeter(perBindingLimit - spent);
  const own = toValues(cel.slots, { ...input, authorizer: null });
  own[cel.slots.namespaceObject] = input.namespaceObject;
  setVariables(cel, own, meter, null);
  const values = toValues(cel.messageSlots, input);
  values[cel.messageSlots.namespaceObject] = input.namespaceObject;
  values[cel.messageSlots.variables] = own[cel.slots.variables];
  const told = message.evaluate(values, meter);
  if (meter.spent > meter.limit) return `failed messageExpression: ${overBudgetMessage}`;
  return decideMessage(written, typeof told === 'string' ? told : null);
};
