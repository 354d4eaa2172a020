/** Compiles all of Kyverno's documents of a run together: exceptions belong to policies of other files. */

import type { Resource } from '../../model/resource.ts';
import type { Rule } from '../../model/rule.ts';
import type { CompiledPolicies, CompileOptions } from '../dialect.ts';
import { distinctDocuments } from '../distinct-documents.ts';
import { compileCelPolicies } from './cel/compile-cel-policies.ts';
import { isCel, isClassic, isCleanup } from './claimed-kinds.ts';
import { compileCleanup } from './cleanup/compile-cleanup.ts';
import { compileClassicPolicies } from './compile-classic-policies.ts';

export const compileKyverno = (documents: readonly Resource[], options: CompileOptions): CompiledPolicies => {
  const distinct = distinctDocuments(documents);
  const classic = distinct.documents.filter(({ ref }) => isClassic(ref));
  const cel = distinct.documents.filter(({ ref }) => isCel(ref));
  const parts = [
    compileClassicPolicies(
      classic.filter(({ ref }) => !isCleanup(ref)),
      options,
    ),
    compileCleanup(
      classic.filter(({ ref }) => isCleanup(ref)),
      options,
    ),
    compileCelPolicies(
      cel.filter(({ ref }) => ref.kind !== 'PolicyException'),
      cel.filter(({ ref }) => ref.kind === 'PolicyException'),
      options,
    ),
  ];
  return {
    rules: withDistinctIds(parts.flatMap(({ rules }) => rules)),
    problems: [...distinct.problems, ...parts.flatMap(({ problems }) => problems)],
    asked: parts.flatMap(({ asked }) => asked),
  };
};

/** Policies of two kinds may have one name, and two rules of a policy. */
const withDistinctIds = (rules: readonly Rule[]): readonly Rule[] => {
  const seen = new Set<string>();
  return rules.map((rule) => {
    let id = rule.id;
    for (let number = 2; seen.has(id); number++) id = `${rule.id}.${number}`;
    seen.add(id);
    return id === rule.id ? rule : { ...rule, id };
  });
};
