/** Compiles the expressions of a policy as the API server does when it is created, noting each that it would refuse. */

import type { Program } from '../../lang/cel/program.ts';
import type { Environment } from '../../lang/cel/environment.ts';
import { renderType, type Type } from '../../lang/cel/type.ts';
import { renderFieldPath } from '../../model/field-path.ts';
import type { CompiledMutation, CompiledNamed, CompiledPolicy, CompiledValidation } from './compiled-policy.ts';
import { createParts } from './place/create-tracer.ts';
import type { NumberedProgram } from '../../kube/policy/lazy-variables.ts';
import { toSlots } from '../../kube/policy/slots.ts';
import type { PolicyEnvironments } from './policy-environments.ts';
import type { DocumentDefect, PolicyDocument, WrittenExpression } from './policy-document.ts';
import type { SharedProgram, SharedPrograms } from '../../kube/policy/shared-programs.ts';

export interface PolicyCompilation {
  readonly policy: CompiledPolicy;
  readonly defects: readonly DocumentDefect[];
}

export interface CompileTrust {
  /** Its messages compile, as somebody has seen: each is compiled when it is first told. */
  readonly isTrusted: boolean;
}

/** `known` are defects found before: where one is an error, every judgement of the policy is one. */
export const compilePolicy = (
  document: PolicyDocument,
  known: readonly DocumentDefect[],
  environments: PolicyEnvironments,
  shared: SharedPrograms,
  { isTrusted }: CompileTrust,
): PolicyCompilation => {
  const defects: DocumentDefect[] = [];
  const hasParams = document.paramKind !== null;
  const restore = environments.begin();
  const main = environments.find({ hasParams, hasAuthorizer: true, isMutation: false });
  const forMessages = document.isMutating
    ? main
    : environments.find({ hasParams, hasAuthorizer: false, isMutation: false });
  const forMutations = document.isMutating
    ? environments.find({ hasParams, hasAuthorizer: true, isMutation: true })
    : main;

  const variables = new Map<string, NumberedProgram>();
  const compileShared = (
    written: WrittenExpression,
    environment: Environment,
    allowed: readonly string[],
  ): SharedProgram[] => {
    if (written.source.trim() === '') return [];
    const compiled = shared.compile(written.source, environment, variables);
    if (compiled.kind === 'program') {
      const wrong = typeDefect(compiled.shared.program.type, allowed);
      if (wrong === null) return [compiled.shared];
      defects.push({ severity: 'error', message: `${renderFieldPath(written.path)}: ${wrong}`, path: written.path });
      return [];
    }
    for (const { line, column, message } of compiled.defects) {
      const place = written.source.includes('\n') ? `line ${line}, column ${column}` : `column ${column}`;
      defects.push({
        severity: 'error',
        message: `${renderFieldPath(written.path)}, ${place} of the expression: ${message}`,
        path: written.path,
      });
    }
    return [];
  };
  const compile = (written: WrittenExpression, environment: Environment, allowed: readonly string[]): Program[] =>
    compileShared(written, environment, allowed).map(({ program }) => program);

  for (const written of document.variables) {
    const [found] = compileShared(written, main, any);
    environments.declare(written.name, found?.program.type ?? null);
    if (found !== undefined) variables.set(written.name, { number: variables.size, shared: found });
  }
  const compileNamed = (
    list: PolicyDocument['matchConditions'],
    allowed: readonly string[],
  ): readonly CompiledNamed[] =>
    list.flatMap((written) => compileShared(written, main, allowed).map((found) => ({ written, shared: found })));
  const matchConditions = compileNamed(document.matchConditions, ['bool']);
  for (const { written, shared: known } of matchConditions) {
    // The server checks conditions where no variables are declared, although it would evaluate them.
    if (known.program.variables.has('variables')) {
      const message = `${renderFieldPath(written.path)}: undeclared reference to 'variables': conditions are asked before there are any`;
      defects.push({ severity: 'error', message, path: written.path });
    }
  }
  const compileMessage = (written: WrittenExpression): (() => Program) | null => {
    if (!isTrusted) {
      const [message] = compile(written, forMessages, ['string']);
      return message === undefined ? null : () => message;
    }
    let made: Program | undefined;
    return () => {
      restore();
      [made] = made === undefined ? compile(written, forMessages, ['string']) : [made];
      if (made === undefined) throw new Error(`a message of ${document.name}, which is trusted, does not compile`);
      return made;
    };
  };
  const validations = document.validations.flatMap((written): readonly CompiledValidation[] => {
    const [program] = compile(written, main, ['bool']);
    const message = written.messageExpression === null ? null : compileMessage(written.messageExpression);
    return program === undefined ? [] : [{ written, program, message }];
  });
  const auditAnnotations = compileNamed(document.auditAnnotations, ['string', 'null_type']);
  const mutations = document.mutations.flatMap((written): readonly CompiledMutation[] =>
    compile(written, forMutations, [written.patchType === 'JSONPatch' ? 'list(JSONPatch)' : 'Object']).map(
      (program) => ({
        patchType: written.patchType,
        source: written.source,
        program,
      }),
    ),
  );

  const programs = [
    ...[...variables.values(), ...matchConditions, ...auditAnnotations].map((each) => each.shared.program),
    ...mutations.map(({ program }) => program),
    ...validations.map(({ program }) => program),
  ];
  // Messages may still wait to be compiled.
  const messages = document.validations.map(({ messageExpression }) => messageExpression?.source ?? '');
  const reads = (variable: string): boolean =>
    programs.some((program) => program.variables.has(variable)) || messages.some((text) => text.includes(variable));
  const refused = [...known, ...defects].find(({ severity }) => severity === 'error');
  return {
    defects,
    policy: {
      document,
      matchConditions,
      variables,
      validations,
      auditAnnotations,
      mutations,
      slots: toSlots(main),
      messageSlots: toSlots(forMessages),
      mutationSlots: toSlots(forMutations),
      readsNamespace: reads('namespaceObject'),
      conditionsReadVariables: matchConditions.some((each) => each.shared.program.variables.has('variables')),
      readsAuthorizer: reads('authorizer') || reads('authorizer.requestResource'),
      parts: createParts(main, variables, restore),
      refusal: refused?.message ?? null,
    },
  };
};

const any: readonly string[] = [];

/** What the server says of an expression of another type; nothing allowed means anything is. */
const typeDefect = (type: Type, allowed: readonly string[]): string | null => {
  const rendered = renderType(type);
  if (allowed.length === 0 || allowed.includes(rendered)) return null;
  return allowed.length === 1
    ? `must evaluate to ${allowed[0]} but got ${rendered}`
    : `must evaluate to one of [${allowed.join(' ')}] but got ${rendered}`;
};
