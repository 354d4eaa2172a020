/** What decides itself what to evaluate: `&&`, `||`, `?:`, `or`, `orValue`. */

import type { CallExpression, Expression } from '../expression.ts';
import { noSuchOverload } from '../standard/operator-fault.ts';
import { EvaluationFault, OptionalValue, type Value } from '../value.ts';
import { faultWork, type Frame } from './frame.ts';
import { literal, step, type Context, type Part, type Run } from './part.ts';

/** `decisive` is the value that settles the matter: false of `&&`, true of `||`. */
export const compileJunction = (context: Context, node: CallExpression, decisive: boolean): Part => {
  const parts = flatten(node, node.name).map((term) => context.compile(term));
  const runs: Run[] = [];
  for (const { run, constant } of parts) {
    if (constant?.cost === 0 && constant.value === !decisive) continue;
    runs.push(run);
    if (constant?.cost === 0 && constant.value === decisive) break;
  }
  const [first, second] = runs;
  if (first === undefined) return literal(!decisive);
  if (second !== undefined && runs.length === 2) return step(joinTwo(first, second, decisive));
  return step(joinAll(runs, decisive));
};

/** `a && b && c` is one junction of three: it decides in the same order and costs the same. */
const flatten = (node: Expression, name: string): readonly Expression[] =>
  node.kind === 'call' && node.name === name ? node.parameters.flatMap((term) => flatten(term, name)) : [node];

const joinTwo =
  (first: Run, second: Run, decisive: boolean): Run =>
  (frame) => {
    let value: Value;
    try {
      value = first(frame);
    } catch (error) {
      return settle(frame, second, decisive, absorb(frame, error));
    }
    if (value === decisive) return decisive;
    if (typeof value !== 'boolean') return settle(frame, second, decisive, noSuchOverload());
    const other = second(frame);
    if (typeof other === 'boolean') return other;
    throw noSuchOverload();
  };

/** The other side may still decide; else the first fault stands. */
const settle = (frame: Frame, other: Run, decisive: boolean, fault: EvaluationFault): Value => {
  try {
    if (other(frame) === decisive) return decisive;
  } catch (error) {
    absorb(frame, error);
  }
  throw fault;
};

const joinAll =
  (runs: readonly Run[], decisive: boolean): Run =>
  (frame) => {
    let fault: EvaluationFault | null = null;
    // The attempt begins anew behind a term that failed: entering one is dearer than most terms.
    for (let at = 0; at < runs.length; at++) {
      try {
        for (; at < runs.length; at++) {
          const value = (runs[at] as Run)(frame);
          if (value === decisive) return decisive;
          if (typeof value !== 'boolean') fault ??= noSuchOverload();
        }
      } catch (error) {
        const absorbed = absorb(frame, error);
        fault ??= absorbed;
      }
    }
    if (fault !== null) throw fault;
    return !decisive;
  };

/** Only what went wrong in the expression is absorbed: never a spent budget, never what a host throws. */
export const absorb = (frame: Frame, error: unknown): EvaluationFault => {
  if (!(error instanceof EvaluationFault) || error.reason !== 'error') throw error;
  frame.toil(faultWork);
  return error;
};

export const compileConditional = (context: Context, node: CallExpression): Part => {
  const [conditionNode, thenNode, elseNode] = node.parameters as readonly [Expression, Expression, Expression];
  const condition = context.compile(conditionNode);
  const then = context.compileWithin(thenNode).run;
  const otherwise = context.compileWithin(elseNode).run;
  const { run } = condition;
  return {
    isLookUp: true,
    run: (frame) => {
      const value = run(frame);
      if (value === true) return then(frame);
      if (value === false) return otherwise(frame);
      throw noSuchOverload();
    },
  };
};

export const compileOr = (context: Context, node: CallExpression): Part => {
  const optional = context.compile(node.target as Expression).run;
  const other = context.compile(node.parameters[0] as Expression).run;
  const isUnwrapped = node.name === 'orValue';
  return step((frame) => {
    const value = optional(frame);
    if (!(value instanceof OptionalValue)) throw noSuchOverload();
    if (value.content === undefined) return other(frame);
    return isUnwrapped ? value.content : value;
  });
};
