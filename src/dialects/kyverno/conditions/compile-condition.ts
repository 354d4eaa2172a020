/** Compiles one condition: a key, an operator and a value, both sides with variables. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import { compileTemplate } from '../context/compile-template.ts';
import { type RuleContext, type Template, RuleFault } from '../rule-context.ts';
import type { RuleDefect } from '../rule-response.ts';
import { Operand, type NumberOrigin } from './operand.ts';
import { conditionOperators, type ConditionOperator } from './operators.ts';

export interface Condition {
  /** As written; the empty text where none. */
  readonly message: string;
  readonly holds: (context: RuleContext) => boolean;
}

type At = readonly (string | number)[];

/** What is wrong is added to `defects`; the condition returned is then of no use. */
export const compileCondition = (written: Json, at: At, defects: RuleDefect[]): Condition => {
  if (!isJsonObject(written)) {
    defects.push({
      severity: 'error',
      message: 'a condition must be an object with key, operator and value',
      path: at,
    });
    return useless;
  }
  const operator = readOperator(written, at, defects);
  const key = readSide(written, 'key', at, defects);
  const value = readSide(written, 'value', at, defects);
  if (operator === null || key === null || value === null) return useless;
  const { message } = written;
  return { message: typeof message === 'string' ? message : '', holds: compileHolds(operator, key, value) };
};

const useless: Condition = { message: '', holds: () => false };

const readOperator = (written: JsonObject, at: At, defects: RuleDefect[]): ConditionOperator | null => {
  const { operator: name } = written;
  const operator = typeof name === 'string' ? conditionOperators.get(name) : undefined;
  if (operator !== undefined) return operator;
  const names = [...conditionOperators.keys()].join(', ');
  const message =
    name === undefined
      ? `a condition needs an operator: one of ${names}`
      : `${JSON.stringify(name)} is no operator: use one of ${names}`;
  defects.push({ severity: 'error', message, path: name === undefined ? at : [...at, 'operator'] });
  return null;
};

const readSide = (written: JsonObject, name: 'key' | 'value', at: At, defects: RuleDefect[]): Template | null => {
  const source = written[name];
  if (source === undefined) {
    defects.push({ severity: 'error', message: `a condition needs a ${name}`, path: at });
    return null;
  }
  const compiled = compileTemplate(source, [...at, name]);
  if (compiled.kind === 'template') return compiled.template;
  defects.push(...compiled.defects);
  return null;
};

/** The key is rendered before the value: which of two unresolved variables is told depends on it. */
const compileHolds = (operator: ConditionOperator, key: Template, value: Template): Condition['holds'] => {
  if (key.isConstant && value.isConstant) {
    const left = new Operand(key.source, 'written');
    const right = new Operand(value.source, 'written');
    const cost = costOf(left.value, right.value);
    return ({ budget }) => {
      budget.spend(cost);
      return operator(left, right);
    };
  }
  const toKey = compileOperand(key, 'key');
  const toValue = compileOperand(value, 'value');
  return (context) => {
    const left = toKey(context);
    const right = toValue(context);
    context.budget.spend(costOf(left.value, right.value));
    return operator(left, right);
  };
};

/** Each item of the one is held against each of the other, and a long text with `?` against every place of another. */
const costOf = (left: Json, right: Json): number =>
  isShort(left) && isShort(right) ? 1 : breadthOf(left) * breadthOf(right);

const isShort = (value: Json): boolean =>
  typeof value === 'string' ? value.length <= longestShort : typeof value !== 'object' || value === null;

const longestShort = 1000;

const breadthOf = (value: Json): number => {
  if (typeof value === 'string') return 1 + (value.length >> 8);
  if (!isJsonArray(value)) return 1;
  let breadth = value.length;
  for (const item of value) if (typeof item === 'string') breadth += item.length >> 8;
  return breadth;
};

/** What is constant is worked out once. */
const compileOperand = (template: Template, name: 'key' | 'value'): ((context: RuleContext) => Operand) => {
  if (template.isConstant) {
    const operand = new Operand(template.source, 'written');
    return () => operand;
  }
  const origin = originOf(template.source);
  return (context) => new Operand(renderOperand(template, name, context), origin);
};

const renderOperand = (template: Template, name: 'key' | 'value', context: RuleContext): Json => {
  try {
    return context.render(template);
  } catch (thrown) {
    if (!(thrown instanceof RuleFault)) throw thrown;
    throw new RuleFault(thrown.kind, `failed to substitute variables in condition ${name}: ${thrown.message}`);
  }
};

/** A list with variables keeps the numbers written beside them. */
const originOf = (source: Json): NumberOrigin =>
  isJsonArray(source) && source.some((item) => typeof item === 'number') ? 'written' : 'queried';
