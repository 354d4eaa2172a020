/** Compiles the policies of kyverno.io together with their exceptions. */

import type { Problem } from '../../model/problem.ts';
import type { Resource } from '../../model/resource.ts';
import type { Rule } from '../../model/rule.ts';
import type { CompiledPolicies, CompileOptions } from '../dialect.ts';
import { noValues } from '../policy-values.ts';
import { toAskedKinds, type AskedKind } from './asked-kinds.ts';
import { checkPolicy } from './check/check-policy.ts';
import { createContexts } from './create-contexts.ts';
import { compileException, type CompiledException } from './exceptions/compile-exception.ts';
import { createLook } from './look-at-subject.ts';
import { parseClassicPolicy } from './parse/parse-classic-policy.ts';
import { toClassicRules, type ClassicRun } from './to-classic-rules.ts';
import { toProblems } from './to-problems.ts';

export const compileClassicPolicies = (documents: readonly Resource[], options: CompileOptions): CompiledPolicies => {
  const problems: Problem[] = [];
  const rules: Rule[] = [];
  const asked = new Map<string, AskedKind>();
  const exceptions: CompiledException[] = [];
  for (const resource of documents.filter(({ ref }) => ref.kind === 'PolicyException')) {
    const { compiled, defects } = compileException(resource);
    problems.push(...toProblems(resource, defects, options));
    if (compiled !== null) exceptions.push(compiled);
  }
  const values = options.values ?? noValues;
  const look = createLook(options.user, values);
  const run: ClassicRun = {
    options,
    exceptions,
    look,
    contextOf: createContexts(look, values),
  };
  for (const resource of documents.filter(({ ref }) => ref.kind === 'ClusterPolicy' || ref.kind === 'Policy')) {
    const parsed = parseClassicPolicy(resource);
    if (parsed.kind === 'refused') {
      problems.push(...toProblems(resource, parsed.defects, options));
      continue;
    }
    const refused = checkPolicy(parsed.policy, parsed.spec);
    if (refused.some(({ severity }) => severity === 'error')) {
      problems.push(...toProblems(resource, refused, options));
      continue;
    }
    const made = toClassicRules(parsed, run);
    problems.push(...toProblems(resource, [...refused, ...made.defects], options));
    rules.push(...made.rules);
    for (const kind of toAskedKinds(parsed.policy)) asked.set(`${kind.group}/${kind.kind}`, kind);
  }
  return { rules, problems, asked: [...asked.values()].map(({ group, kind }) => ({ group, kind })) };
};
