/** Expressions that several policies have in common: compiled once for a run, and computed once for a subject. */

import { compileExpression, type CompileOptions } from '../../lang/cel/compile-expression.ts';
import type { Defect } from '../../lang/cel/defect.ts';
import type { Environment } from '../../lang/cel/environment.ts';
import type { Program } from '../../lang/cel/program.ts';
import { findVariables } from './find-variables.ts';

export interface SharedProgram {
  readonly program: Program;
  /** Two policies have the same program where its text, and those of the variables it names, are the same. */
  readonly id: number;
  /** Whether its value follows from the subject alone, whichever policy asks. */
  readonly isOfSubject: boolean;
  /** Where its result is kept among those of a subject; -1 while one policy alone has it. */
  place: number;
}

export type SharedCompilation =
  | { readonly kind: 'program'; readonly shared: SharedProgram }
  | { readonly kind: 'defects'; readonly defects: readonly Defect[] };

export interface SharedPrograms {
  /** `variables` are those declared before, by name. */
  compile(
    source: string,
    environment: Environment,
    variables: ReadonlyMap<string, { readonly shared: SharedProgram }>,
  ): SharedCompilation;
}

export const createSharedPrograms = (options: CompileOptions = {}): SharedPrograms => {
  const environments = new Map<Environment, number>();
  const known = new Map<string, SharedProgram>();
  let count = 0;
  let places = 0;

  const numberOf = (environment: Environment): number => {
    const number = environments.get(environment) ?? environments.size;
    environments.set(environment, number);
    return number;
  };

  return {
    compile: (source, environment, variables) => {
      const named = findVariables(source)?.map((name) => [name, variables.get(name)?.shared] as const);
      const isKnowable = named !== undefined && named.every(([, shared]) => shared !== undefined);
      const names = isKnowable ? named.map(([name, shared]) => `${name}:${shared?.id}`).join(' ') : '';
      const key = `${numberOf(environment)} ${names}\n${source}`;
      const found = isKnowable ? known.get(key) : undefined;
      if (found !== undefined) {
        if (found.isOfSubject && found.place < 0) found.place = places++;
        return { kind: 'program', shared: found };
      }
      const compiled = compileExpression(source, environment, options);
      if (compiled.kind === 'defects') return compiled;
      const { program } = compiled;
      const isOfSubject =
        isKnowable &&
        named.every(([, shared]) => shared?.isOfSubject === true) &&
        [...program.variables].every((name) => ofSubject.has(name));
      const shared = { program, id: count++, isOfSubject, place: -1 };
      if (isKnowable) known.set(key, shared);
      return { kind: 'program', shared };
    },
  };
};

/** What every policy that matches a subject in one version is shown alike. */
const ofSubject: ReadonlySet<string> = new Set(['object', 'oldObject', 'request', 'variables']);
