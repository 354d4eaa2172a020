/** Tells the generator which expressions compile, so that most policies are taken by the server and reach evaluation. */

import { createPolicyEnvironments } from '../../../src/dialects/admission-policy/policy-environments.ts';
import { compileExpression } from '../../../src/lang/cel/compile-expression.ts';
import { renderType } from '../../../src/lang/cel/type.ts';

export interface Compiling {
  /** Of an expression that does not compile, `null`. */
  typeOf(source: string, hasAuthorizer: boolean): string | null;
  /** From now on expressions may read `variables.NAME`. */
  declare(name: string, source: string): void;
}

export const createCompiling = (hasParams: boolean): Compiling => {
  const environments = createPolicyEnvironments();
  environments.begin();
  const compile = (source: string, hasAuthorizer: boolean): ReturnType<typeof compileExpression> =>
    compileExpression(source, environments.find({ hasParams, hasAuthorizer, isMutation: false }));
  return {
    typeOf: (source, hasAuthorizer) => {
      const compiled = compile(source, hasAuthorizer);
      return compiled.kind === 'program' ? renderType(compiled.program.type) : null;
    },
    declare: (name, source) => {
      const compiled = compile(source, true);
      environments.declare(name, compiled.kind === 'program' ? compiled.program.type : null);
    },
  };
};
