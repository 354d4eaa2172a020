/** Compiles the policies of kyverno.io together with their exceptions. */

import type { Problem } from '../../model/problem.ts';
import type { Resource } from '../../model/resource.ts';
import type { Rule } from '../../model/rule.ts';
import type { CompiledPolicies, CompileOptions } from '../dialect.ts';
import type { RuleDefect } from './rule-response.ts';
import type { ClassicPolicy } from './classic-policy.ts';
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
    const { made, policy, defects } = compileOne(resource, run);
    problems.push(...toProblems(resource, defects, options));
    if (made === null) continue;
    rules.push(...made);
    for (const kind of toAskedKinds(policy)) asked.set(`${kind.group}/${kind.kind}`, kind);
  }
  return { rules, problems, asked: [...asked.values()].map(({ group, kind }) => ({ group, kind })) };
};

type CompiledOne =
  | { readonly made: readonly Rule[]; readonly policy: ClassicPolicy; readonly defects: readonly RuleDefect[] }
  /** Kyverno would not take it. */
  | { readonly made: null; readonly policy: null; readonly defects: readonly RuleDefect[] };

/** All that is wrong in one reading: who mends one thing should not find the next behind it. */
const compileOne = (resource: Resource, run: ClassicRun): CompiledOne => {
  const parsed = parseClassicPolicy(resource);
  const shape = parsed.kind === 'refused' ? parsed.defects : [];
  const rest = parsed.kind === 'refused' ? parsed.rest : parsed;
  if (rest === null) return { made: null, policy: null, defects: shape };
  const refused = checkPolicy(rest.policy, rest.spec);
  const made = toClassicRules(rest, run);
  if (![...shape, ...refused].some(({ severity }) => severity === 'error'))
    return { made: made.rules, policy: rest.policy, defects: [...refused, ...made.defects] };
  return { made: null, policy: null, defects: withoutEchoes([shape, refused, made.defects]) };
};

/** What an earlier reading said of a place, or of what stands in it or beside it, the later ones say as what follows from it. */
const withoutEchoes = (readings: readonly (readonly RuleDefect[])[]): readonly RuleDefect[] => {
  const told: RuleDefect[] = [];
  for (const reading of readings) {
    const before = told.filter(({ severity }) => severity === 'error');
    told.push(...reading.filter(({ path }) => !before.some((one) => isNear(one.path, path))));
  }
  return told;
};

const isNear = (told: RuleDefect['path'], path: RuleDefect['path']): boolean => {
  const isInside = path.every((segment, index) => segment === told[index]);
  const isBeside =
    typeof told.at(-1) === 'string' &&
    path.length === told.length &&
    path.slice(0, -1).every((segment, index) => segment === told[index]);
  const isAround = told.length > 2 && told.every((segment, index) => segment === path[index]);
  return isInside || isBeside || isAround;
};
