/** From the text of an expression to a program: parsed, checked, compiled to closures once, run many times. */

import { checkExpression, type CheckedExpression } from './check-expression.ts';
import { compileBind, compileOptionalMap } from './compile/compile-bind.ts';
import { compileCall } from './compile/compile-call.ts';
import { compileComprehension } from './compile/compile-comprehension.ts';
import { compileList, compileMap, compileMessage } from './compile/compile-constructor.ts';
import { compileIdentifier, compileSelect } from './compile/compile-path.ts';
import { literal, ProgramDefect, type Context, type Local, type NewLocal, type Part } from './compile/part.ts';
import { toDefect, type Defect } from './defect.ts';
import type { Environment } from './environment.ts';
import type { Expression } from './expression.ts';
import { parseExpression } from './parse-expression.ts';
import { createProgram, type Program } from './program.ts';

export type Compiled =
  | { readonly kind: 'program'; readonly program: Program }
  | { readonly kind: 'defects'; readonly defects: readonly Defect[] };

/** Of one evaluation, as in the API server. */
const usualCostLimit = 1_000_000;

export interface CompileOptions {
  readonly costLimit?: number;
}

export const compileExpression = (source: string, environment: Environment, options: CompileOptions = {}): Compiled => {
  const parsed = parseExpression(source, environment.macros);
  if (parsed.kind === 'defects') return parsed;
  const result = checkExpression(parsed.expression, environment, source);
  if (result.kind === 'defects') return result;
  return compileChecked(result.checked, environment, source, options);
};

/** For who has checked an expression already. The only defect left is a constant that cannot be computed. */
export const compileChecked = (
  checked: CheckedExpression,
  environment: Environment,
  source: string,
  { costLimit = usualCostLimit }: CompileOptions = {},
): Compiled => {
  const compiler = new Compiler(checked, environment);
  try {
    const { run } = compiler.compile(checked.expression);
    const { localCount, variables } = compiler;
    const type = checked.typeOf(checked.expression);
    const program = createProgram({ type, expression: checked.expression, variables, run, localCount, costLimit });
    return { kind: 'program', program };
  } catch (error) {
    if (!(error instanceof ProgramDefect)) throw error;
    const message = `program instantiation failed: ${error.message}`;
    return { kind: 'defects', defects: [toDefect(source, error.offset, message)] };
  }
};

class Compiler implements Context {
  readonly checked: CheckedExpression;
  readonly environment: Environment;
  readonly variables = new Set<string>();
  localCount = 0;
  private readonly locals: Local[] = [];

  constructor(checked: CheckedExpression, environment: Environment) {
    this.checked = checked;
    this.environment = environment;
  }

  readonly compile = (node: Expression): Part => this.compileNode(node, 1);

  readonly compileWithin = (node: Expression): Part => this.compileNode(node, 0);

  private compileNode(node: Expression, rootCost: number): Part {
    switch (node.kind) {
      case 'literal':
        return literal(node.value);
      case 'identifier':
        return compileIdentifier(this, node, rootCost);
      case 'select':
        return compileSelect(this, node, rootCost);
      case 'call':
        return compileCall(this, node, rootCost);
      case 'list':
        return compileList(this, node);
      case 'map':
        return compileMap(this, node);
      case 'message':
        return compileMessage(this, node);
      case 'comprehension':
        return compileComprehension(this, node);
      case 'bind':
        return compileBind(this, node);
      case 'optional-map':
        return compileOptionalMap(this, node);
    }
  }

  readonly findLocal = (name: string): Local => {
    const found = this.locals.findLast((local) => local.name === name);
    if (found === undefined) throw new Error(`the checker knows a variable ${name} that no macro sets`);
    return found;
  };

  readonly withLocals = <Result>(added: readonly NewLocal[], compile: (slots: readonly number[]) => Result): Result => {
    const slots = added.map(() => this.localCount++);
    for (const [at, { name, lazy }] of added.entries()) this.locals.push({ name, lazy, slot: slots[at] as number });
    const result = compile(slots);
    this.locals.length -= added.length;
    return result;
  };

  readonly noteVariable = (slot: number): void => {
    const variable = this.environment.variables[slot];
    if (variable !== undefined) this.variables.add(variable.name);
  };
}
