/** Evaluates parts of a policy's expressions after one has failed: each part is compiled when it is first asked for. */

import { checkExpression } from '../../../lang/cel/check-expression.ts';
import { compileChecked } from '../../../lang/cel/compile-expression.ts';
import type { Environment } from '../../../lang/cel/environment.ts';
import type { Expression } from '../../../lang/cel/expression.ts';
import type { Meter, Program } from '../../../lang/cel/program.ts';
import { dynType } from '../../../lang/cel/type.ts';
import { EvaluationFault, type Value } from '../../../lang/cel/value.ts';
import type { NumberedProgram } from '../../../kube/policy/lazy-variables.ts';
import { findInScope, TraceLost, type Scope, type Tracer } from './scope.ts';

export interface Parts {
  /** A tracer over the values of one subject. */
  trace(values: readonly (Value | undefined)[], meter: Meter): Tracer;
}

/** `restore` brings back the variables of this policy, which are declared anew for each. */
export const createParts = (
  environment: Environment,
  variables: ReadonlyMap<string, NumberedProgram>,
  restore: () => void,
): Parts => {
  const programs = new Map<Expression, Program | null>();
  const environments = new Map<string, Environment>();

  const environmentFor = (names: readonly string[]): Environment => {
    const key = names.join(' ');
    const known = environments.get(key);
    if (known !== undefined) return known;
    const made = environment.extend({ variables: names.map((name) => ({ name, type: dynType })) });
    environments.set(key, made);
    return made;
  };

  const compile = (node: Expression, names: readonly string[]): Program | null => {
    restore();
    const within = environmentFor(names);
    const checked = checkExpression(node, within, '');
    if (checked.kind === 'defects') return null;
    const compiled = compileChecked(checked.checked, within, '');
    return compiled.kind === 'program' ? compiled.program : null;
  };

  return {
    trace: (values, meter) => {
      let lookedInto = 0;
      return {
        evaluate: (node, scope) => {
          const locals = toLocals(scope);
          let program = programs.get(node);
          if (program === undefined) {
            program = compile(
              node,
              locals.map(({ name }) => name),
            );
            programs.set(node, program);
          }
          const value = program?.evaluate([...values, ...locals.map((local) => local.value)], meter);
          return value instanceof EvaluationFault ? undefined : value;
        },
        variableOf: (node, scope) => {
          if (node.kind !== 'select' || node.mode !== 'plain' || node.operand.kind !== 'identifier') return null;
          if (node.operand.name !== 'variables' || findInScope(scope, 'variables') !== null) return null;
          const expression = variables.get(node.field)?.shared.program.expression ?? null;
          lookedInto += expression === null ? 0 : 1;
          if (lookedInto > mostLookedInto) throw new TraceLost();
          return expression;
        },
      };
    },
  };
};

/** Variables that name variables twice each double the ways through them. */
const mostLookedInto = 1000;

/** Outermost first; of one name the innermost alone. */
const toLocals = (scope: Scope | null): readonly Scope[] => {
  const locals: Scope[] = [];
  for (let inner = scope; inner !== null; inner = inner.outer) {
    if (!locals.some(({ name }) => name === inner.name)) locals.unshift(inner);
  }
  return locals;
};
