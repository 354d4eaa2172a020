/** Makes one rule of each that a ClusterPolicy or Policy writes, with what autogen makes of it. */

import type { RequestKind } from '../../model/request.ts';
import type { Judgement, Match, Rule, RuleMetadata } from '../../model/rule.ts';
import type { CompileOptions } from '../dialect.ts';
import { noValues } from '../policy-values.ts';
import { computeVariants, type Autogen } from './autogen/compute-variants.ts';
import type { ClassicPolicy, ClassicRule, MatchBlock } from './classic-policy.ts';
import { compileRule, type CompiledRule } from './compile-rule.ts';
import type { CreateContext } from './compile-rule.ts';
import { describeRule } from './describe-rule.ts';
import type { CompiledException } from './exceptions/compile-exception.ts';
import { compileFailureAction } from './failure-action.ts';
import { createJudge, type RuleTurn } from './judge-rule.ts';
import { toPolicyLook, type Look } from './look-at-subject.ts';
import { toMatch } from './match/to-match.ts';
import type { ParsedPolicy } from './parse/parse-classic-policy.ts';
import { toClassicRule } from './parse/to-classic-rule.ts';
import type { RuleDefect } from './rule-response.ts';

export interface ClassicRun {
  readonly options: CompileOptions;
  readonly exceptions: readonly CompiledException[];
  readonly look: Look;
  /** The context of a rule's variables, for subjects it matches. */
  readonly contextOf: (policy: ClassicPolicy, rule: ClassicRule) => CreateContext;
}

export const toClassicRules = (
  parsed: ParsedPolicy,
  run: ClassicRun,
): { readonly rules: readonly Rule[]; readonly defects: readonly RuleDefect[] } => {
  const { policy } = parsed;
  const compiled = compileVariants(parsed, run);
  const inOrder = [...compiled.map(({ written }) => written), ...compiled.flatMap(({ variants }) => variants)];
  const rules = policy.rules.map((rule, index) => {
    const { written, variants = [], blocks = [] } = compiled[index] ?? {};
    const own = written === undefined ? [] : [written, ...variants];
    const turns = own.map((each): RuleTurn => ({
      rule: each.rule,
      before: policy.applyRules === 'One' ? earlier(each, inOrder) : [],
    }));
    return toRule(policy, rule, blocks, turns, run);
  });
  return { rules, defects: compiled.flatMap(({ defects }) => defects) };
};

interface CompiledVariant {
  readonly rule: CompiledRule;
  readonly body: ClassicRule['body']['kind'];
}

/** Rules of one sort have their turns together: all changes first, then all checks. */
const earlier = (own: CompiledVariant, inOrder: readonly CompiledVariant[]): readonly CompiledRule[] =>
  inOrder
    .slice(0, inOrder.indexOf(own))
    .filter(({ body }) => body === own.body)
    .map(({ rule }) => rule);

interface CompiledWritten {
  readonly written: CompiledVariant;
  readonly variants: readonly CompiledVariant[];
  /** What the rule and its variants match. */
  readonly blocks: readonly MatchBlock[];
  readonly defects: readonly RuleDefect[];
}

const compileVariants = ({ policy, spec, inherited }: ParsedPolicy, run: ClassicRun): readonly CompiledWritten[] => {
  const autogen = {
    validate: computeVariants(spec, policy.annotations, 'validate'),
    other: computeVariants(spec, policy.annotations, 'other'),
  };
  return policy.rules.map((rule, index) => {
    const { variants, kinds } = autogen[rule.body.kind === 'validate' ? 'validate' : 'other'];
    const written = compile(policy, rule, undefined, isForWritten(rule, kinds, autogen.validate), run);
    const made = (variants[index] ?? []).flatMap((variant) => {
      const parsed = toClassicRule(variant.rule, rule.path, inherited);
      if (parsed === null) return [];
      const isFor = rule.body.kind === 'validate' ? (kind: string) => variant.kinds.has(kind) : everyKind;
      return [{ rule: parsed, compilation: compile(policy, parsed, variant.name, isFor, run) }];
    });
    return {
      written: { rule: written.rule, body: rule.body.kind },
      variants: made.map(({ compilation }) => ({ rule: compilation.rule, body: rule.body.kind })),
      blocks: [rule.match, ...made.map((each) => each.rule.match)],
      // What is wrong with a rule is wrong with its variants, too.
      defects: written.defects,
    };
  });
};

const everyKind = (): boolean => true;

/** A written rule with a name of autogen's gives way to what autogen makes of others. */
const isForWritten = (
  rule: ClassicRule,
  kinds: ReadonlySet<string>,
  { variants }: Autogen,
): ((kind: string) => boolean) =>
  rule.name.startsWith('autogen-') && variants.some((made) => made.length > 0) ? (kind) => !kinds.has(kind) : everyKind;

const compile = (
  policy: ClassicPolicy,
  rule: ClassicRule,
  key: string | undefined,
  isForKind: (kind: string) => boolean,
  { options, exceptions, contextOf }: ClassicRun,
): ReturnType<typeof compileRule> =>
  compileRule({
    policy,
    rule,
    key,
    isForKind,
    exceptions,
    allowUnverified: options.allowUnverified === true,
    asRequests: options.asRequests === true,
    createContext: contextOf(policy, rule),
  });

const toRule = (
  policy: ClassicPolicy,
  rule: ClassicRule,
  blocks: readonly MatchBlock[],
  turns: readonly RuleTurn[],
  { options, look }: ClassicRun,
): Rule => {
  const values = options.values ?? noValues;
  const metadata = describe(policy, rule, options);
  const judge = createJudge({
    id: metadata.id,
    turns,
    look,
    policy: toPolicyLook(values, policy.name),
    stance: {
      // What a live cluster holds is enforced by it; what files hold is asked for.
      enforcement: policy.resource.origin.kind === 'cluster' ? 'enforced' : 'declared',
      ignoresErrors: policy.failurePolicy === 'Ignore',
      actionFor: compileFailureAction(policy, rule, options.describe(policy.resource)?.action),
    },
  });
  const changesSubject = rule.body.kind === 'mutate' && rule.body.mutate.targets === null;
  return {
    ...metadata,
    from: { policy: policy.resource.ref, rule: rule.name },
    match: toMatches(
      blocks,
      values.subresources.map(({ kind }) => kind),
    ),
    reads: [],
    capabilities,
    failurePolicy: policy.failurePolicy === 'Ignore' ? 'open' : 'closed',
    ...(changesSubject ? { changesSubject: true } : {}),
    judge: policy.admission ? judge : ofWhatExists(judge),
  };
};

/** A policy with `admission: false` is none of a request's business. */
const ofWhatExists =
  (judge: Rule['judge']): Rule['judge'] =>
  (subject, facts) =>
    subject.kind === 'admission' ? notAsked : judge(subject, facts);

const notAsked: Judgement = { kind: 'done', conclusions: [], effects: [] };

/** What the host says of the policy is said of each of its rules. */
const describe = (policy: ClassicPolicy, rule: ClassicRule, options: CompileOptions): RuleMetadata => {
  const segment = rule.name.replaceAll('/', '-');
  const described = options.describe(policy.resource);
  if (described === null) {
    const name = policy.namespace === null ? policy.name : `${policy.namespace}.${policy.name}`;
    return describeRule(policy, rule, `kyverno/${name}/${segment}`);
  }
  const { metadata } = described;
  if (policy.rules.length === 1) return metadata;
  // An id has three segments at most.
  const id = metadata.id.split('/').length > 2 ? `${metadata.id}.${segment}` : `${metadata.id}/${segment}`;
  return { ...metadata, id };
};

const toMatches = (blocks: readonly MatchBlock[], others: readonly string[]): readonly Match[] => {
  const matches = blocks.flatMap((block) => toMatch(block, others));
  return matches.length === 0 || matches.some((match) => Object.keys(match).length === 0) ? [{}] : matches;
};

/** What variables and context entries may ask for. */
const capabilities: readonly RequestKind[] = [
  'namespace',
  'object',
  'list',
  'api-call',
  'global-context',
  'http',
  'image',
  'parameter',
  'access-review',
  'path-review',
  'time',
  'random',
];
