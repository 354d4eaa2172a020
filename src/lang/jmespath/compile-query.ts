/** Compiles a JMESPath expression to closures, once, to be evaluated many times. */

import type { Json } from '../../model/json.ts';
import { compileNode } from './compile-node.ts';
import { renderGoFloat } from '../go/render-float.ts';
import { parseQuery } from './parse-query.ts';
import { QueryFault, type QueryCalls, type QueryCompilation } from './query.ts';
import { LimitReached, Run, type Bindings, type Evaluate } from './run.ts';
import { toJson } from './to-json.ts';

export const compileQuery = (source: string): QueryCompilation => {
  const parsed = parseQuery(source);
  if (parsed.kind === 'defect') return parsed;
  const evaluate = compileNode(parsed.root);
  return {
    kind: 'query',
    query: {
      source,
      evaluate: (value, calls) => evaluateBounded(evaluate, value, calls, unbound),
    },
  };
};

/** A query with `$name` in it, whose values come with each evaluation. */
export interface BoundQuery {
  evaluate(value: Json, calls: QueryCalls, bindings: Bindings): Json | QueryFault;
}

export type BoundQueryCompilation =
  | { readonly kind: 'query'; readonly query: BoundQuery }
  | { readonly kind: 'defect'; readonly message: string; readonly offset: number };

export const compileBoundQuery = (source: string): BoundQueryCompilation => {
  const parsed = parseQuery(source, { withVariables: true });
  if (parsed.kind === 'defect') return parsed;
  const evaluate = compileNode(parsed.root);
  return {
    kind: 'query',
    query: { evaluate: (value, calls, bindings) => evaluateBounded(evaluate, value, calls, bindings) },
  };
};

const unbound: Bindings = () => undefined;

const evaluateBounded = (evaluate: Evaluate, value: Json, calls: QueryCalls, bindings: Bindings): Json | QueryFault => {
  const run = new Run(calls, bindings);
  try {
    const result = evaluate(value, run);
    if (result instanceof QueryFault) return result;
    // Such as the average of nothing: no JSON has it.
    if (typeof result === 'number' && !Number.isFinite(result)) {
      return new QueryFault('error', `json: unsupported value: ${renderGoFloat(result)}`);
    }
    return toJson(result, run);
  } catch (limit) {
    if (limit instanceof LimitReached) return new QueryFault('over-budget', limit.message);
    throw limit;
  } finally {
    run.settle();
  }
};
