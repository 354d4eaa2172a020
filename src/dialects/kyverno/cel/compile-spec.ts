/** Compiles the expressions that the kinds have in common, noting each that Kyverno would refuse. */

import type { NumberedProgram } from '../../../kube/policy/lazy-variables.ts';
import type { SharedProgram } from '../../../kube/policy/shared-programs.ts';
import type { Environment } from '../../../lang/cel/environment.ts';
import type { Program } from '../../../lang/cel/program.ts';
import { renderType } from '../../../lang/cel/type.ts';
import type { RuleDefect } from '../rule-response.ts';
import type { CelSpec, Written, WrittenValidation } from './cel-policy.ts';
import type { CelException } from './exception.ts';
import type { CelWorkshop } from './cel-workshop.ts';
import { toKyvernoSlots, type KyvernoSlots } from './kyverno-values.ts';
import { worldVariable } from './libraries/world-functions.ts';

export interface CompiledSpec {
  readonly written: CelSpec;
  readonly environment: Environment;
  readonly slots: KyvernoSlots;
  readonly exceptions: readonly CompiledException[];
  readonly matchConditions: readonly CompiledExpression[];
  readonly variables: ReadonlyMap<string, NumberedProgram>;
  readonly validations: readonly CompiledValidation[];
  readonly auditAnnotations: readonly CompiledExpression[];
  /** Whether an expression reads `namespaceObject`. */
  readonly readsNamespace: boolean;
  readonly readsRequest: boolean;
  /** Whether an expression calls what is random, or asks for the time. */
  readonly readsWorld: boolean;
}

export interface CompiledExpression {
  readonly written: Written;
  readonly shared: SharedProgram;
}

export interface CompiledException {
  readonly exception: CelException;
  readonly conditions: readonly CompiledExpression[];
}

export interface CompiledValidation {
  readonly written: WrittenValidation;
  readonly shared: SharedProgram;
  readonly message: Program | null;
}

/** Compiles one expression of the policy in hand; `null` where it does not compile, with a defect noted. */
export type CompileExpression = (written: Written, types: readonly string[]) => SharedProgram | null;

export interface SpecCompiler {
  readonly compile: CompileExpression;
  readonly finish: () => CompiledSpec;
}

export interface SpecOptions {
  /** Where Kyverno declares variables before it looks at conditions, these may read them. */
  readonly conditionsSeeVariables: boolean;
}

/** What else a kind has is compiled by `compile` between the two. */
export const beginSpec = (
  written: CelSpec,
  exceptions: readonly CelException[],
  environment: Environment,
  workshop: CelWorkshop,
  defects: RuleDefect[],
  { conditionsSeeVariables }: SpecOptions,
): SpecCompiler => {
  const variables = new Map<string, NumberedProgram>();
  const reads = new Set<string>();
  workshop.variableTypes.begin();

  const compileInto = (expression: Written, types: readonly string[], found: RuleDefect[]): SharedProgram | null => {
    const note = (message: string): void =>
      void found.push({ severity: 'error', message, path: expression.path.filter(isPlain) });
    const compiled = workshop.programs.compile(expression.source, environment, variables);
    if (compiled.kind === 'defects') {
      for (const { line, column, message } of compiled.defects) {
        const place = expression.source.includes('\n') ? `line ${line}, column ${column}` : `column ${column}`;
        note(`${place} of the expression: ${message}`);
      }
      return null;
    }
    const { program } = compiled.shared;
    const type = renderType(program.type);
    if (types.length > 0 && !types.includes(type)) {
      note(`the expression must be of type ${types.join(' or ')}, and is of type ${type}`);
      return null;
    }
    for (const name of program.variables) reads.add(name);
    return compiled.shared;
  };
  const compile: CompileExpression = (expression, types) => compileInto(expression, types, defects);
  const compileAll = (list: readonly Written[], types: readonly string[]): readonly CompiledExpression[] =>
    list.flatMap((each) => {
      const shared = compile(each, types);
      return shared === null ? [] : [{ written: each, shared }];
    });
  /** One that does not compile excepts nothing. */
  const compileException = (exception: CelException): readonly CompiledException[] => {
    const found: RuleDefect[] = [];
    const conditions = exception.matchConditions.flatMap((each) => {
      const shared = compileInto(each, ['bool'], found);
      return shared === null ? [] : [{ written: each, shared }];
    });
    workshop.noteException(exception, found);
    return found.length === 0 ? [{ exception, conditions }] : [];
  };
  const compileVariables = (): void => {
    for (const [number, variable] of written.variables.entries()) {
      const shared = compile(variable, []);
      workshop.variableTypes.declare(variable.name, shared?.program.type ?? null);
      if (shared !== null) variables.set(variable.name, { number, shared });
    }
  };

  if (conditionsSeeVariables) compileVariables();
  const matchConditions = compileAll(written.matchConditions, ['bool']);
  if (!conditionsSeeVariables) compileVariables();
  const validations = written.validations.flatMap((validation): readonly CompiledValidation[] => {
    const shared = compile(validation, ['bool']);
    const message = validation.messageExpression === null ? null : compile(validation.messageExpression, ['string']);
    return shared === null ? [] : [{ written: validation, shared, message: message?.program ?? null }];
  });
  const auditAnnotations = compileAll(written.auditAnnotations, ['string', 'null_type']);

  return {
    compile,
    finish: () => {
      const compiledExceptions = exceptions.flatMap(compileException);
      return {
        written,
        environment,
        slots: toKyvernoSlots(environment),
        exceptions: compiledExceptions,
        matchConditions,
        variables,
        validations,
        auditAnnotations,
        readsNamespace: reads.has('namespaceObject'),
        readsRequest: reads.has('request'),
        readsWorld: reads.has(worldVariable),
      };
    },
  };
};

const isPlain = (segment: unknown): segment is string | number =>
  typeof segment === 'string' || typeof segment === 'number';
