/**
 * What the API server allows CEL to cost, in cel-go's units.
 * k8s.io/apiserver v0.37.2: pkg/apis/cel/config.go, and pkg/admission/plugin/policy/{validating,mutating} for where each is used.
 */

/** One run of one expression, a composed variable's too (`PerCallLimit`). */
export const perExpressionLimit = 1_000_000;

/** One policy with one binding and one parameter: validations, message expressions and audit annotations together (`RuntimeCELCostBudget`). */
export const perBindingLimit = 10_000_000;

/** All matchConditions of one policy for one request (`RuntimeCELCostBudgetMatchConditions`). */
export const matchConditionsLimit = 2_500_000;

/** In bytes; a longer message is replaced (`MaxEvaluatedMessageExpressionSizeBytes`). */
export const longestMessage = 5 * 1024;

/** How the server says that a budget is used up; the policy then follows its failurePolicy. */
export const overBudgetMessage =
  'validation failed due to running out of cost budget, no further validation rules will be run';
