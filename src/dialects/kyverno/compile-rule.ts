/** Compiles one rule, as written or as autogen made it, to what answers for a subject. */

import { WildcardTooCostly } from '../../lang/pattern/wildcard.ts';
import { renderFieldPath } from '../../model/field-path.ts';
import { advise } from './advise.ts';
import { compileEntries } from './context/compile-entries.ts';
import { compileConditions, type Conditions } from './conditions/compile-conditions.ts';
import type { ClassicPolicy, ClassicRule } from './classic-policy.ts';
import { compileBody } from './compile-body.ts';
import { toExcepted, type CompiledException } from './exceptions/compile-exception.ts';
import { isExcepted } from './exceptions/parse-exception.ts';
import { compileMatch, type SubjectMatch } from './match/compile-match.ts';
import { toParentMatch } from './match/parent-match.ts';
import { RuleFault, type CompiledEntry, type KyvernoSubject, type RuleContext } from './rule-context.ts';
import type { RuleDefect, RuleHandler, RuleResponse } from './rule-response.ts';

export interface CompiledRule {
  /** Of autogen's rules; absent for the rule as written. */
  readonly key: string | undefined;
  /** Empty where the rule is not about the subject. May throw a signal. */
  respond(subject: KyvernoSubject): readonly RuleResponse[];
}

export interface RuleCompilation {
  readonly rule: CompiledRule;
  readonly defects: readonly RuleDefect[];
}

export interface RuleToCompile {
  readonly policy: ClassicPolicy;
  readonly rule: ClassicRule;
  readonly key: string | undefined;
  /** Whether it is for subjects of a kind. */
  readonly isForKind: (kind: string) => boolean;
  readonly exceptions: readonly CompiledException[];
  readonly allowUnverified: boolean;
  /** Subjects stand for requests: a rule on a subresource then says nothing of what that belongs to. */
  readonly asRequests: boolean;
  readonly createContext: CreateContext;
}

/** Once for each subject that a rule matches. */
export type CreateContext = (subject: KyvernoSubject) => RuleContext;

export const compileRule = (toCompile: RuleToCompile): RuleCompilation => {
  const { policy, rule, key } = toCompile;
  const match = compileMatch(rule.match, rule.exclude, policy.namespace);
  const parents = key === undefined && !toCompile.asRequests ? toParentMatch(rule.match) : null;
  const exceptions = exceptionsOf(toCompile);
  const entries = compileEntries(rule.context, [...pathOf(rule), 'context']);
  const conditions =
    rule.preconditions === null ? null : compileConditions(rule.preconditions, [...pathOf(rule), 'preconditions']);
  const body = compileBody(toCompile, exceptions);
  const defects = [
    ...(entries.kind === 'defects' ? entries.defects : []),
    ...(conditions?.kind === 'defects' ? conditions.defects : []),
    ...(body.kind === 'defects' ? body.defects : body.warnings),
  ];
  if (entries.kind === 'defects' || conditions?.kind === 'defects' || body.kind === 'defects')
    return { rule: { key, respond: createRefusal(toCompile, match, defects) }, defects };
  const parts: RuleParts = {
    toCompile,
    match,
    parents: parents === null ? null : compileMatch(parents, rule.exclude, policy.namespace),
    exceptions,
    entries: entries.entries,
    conditions: conditions?.conditions ?? null,
    handle: body.handle,
  };
  return { rule: { key, respond: createRespond(parts) }, defects };
};

/** Only what was read from a document is in the path of a rule. */
const pathOf = ({ path }: ClassicRule): readonly (string | number)[] =>
  path.filter((segment) => typeof segment !== 'object');

/** Those that name the policy and the rule, autogen's by autogen's name. */
const exceptionsOf = ({ policy, rule, exceptions }: RuleToCompile): readonly CompiledException[] => {
  const name = policy.namespace === null ? policy.name : `${policy.namespace}/${policy.name}`;
  return exceptions.filter(({ exception }) => isExcepted(exception, name, rule.name));
};

interface RuleParts {
  readonly toCompile: RuleToCompile;
  readonly match: SubjectMatch;
  /** Of a rule on subresources alone: what these belong to. */
  readonly parents: SubjectMatch | null;
  readonly exceptions: readonly CompiledException[];
  readonly entries: readonly CompiledEntry[];
  readonly conditions: Conditions | null;
  readonly handle: RuleHandler;
}

type Respond = (subject: KyvernoSubject) => readonly RuleResponse[];

const nothing: readonly RuleResponse[] = [];

/** What could not be compiled errs about everything it would have judged. */
const createRefusal = ({ isForKind }: RuleToCompile, match: SubjectMatch, defects: readonly RuleDefect[]): Respond => {
  const first = defects.find(({ severity }) => severity === 'error');
  const where = first === undefined ? '' : renderFieldPath(first.path);
  const message = `The rule cannot be run: ${where === '' ? '' : `${where}: `}${first?.message ?? 'it was not read'}`;
  const refusal: readonly RuleResponse[] = [{ status: 'error', reason: 'not-compiled', message, path: '' }];
  return (subject) => (isForKind(subject.ref.kind) && match.matches(subject) ? refusal : nothing);
};

const createRespond = ({ toCompile, match, parents, exceptions, entries, conditions, handle }: RuleParts): Respond => {
  const { isForKind, createContext, rule } = toCompile;
  /** A check of Pod Security looks at exceptions itself: they may take back single controls. */
  const looksItself = rule.body.kind === 'validate' && rule.body.validate.check.kind === 'podSecurity';
  /** Kyverno asks whether these are excepted before it looks whether they match. */
  const exceptsFirst =
    rule.body.kind === 'generate' || (rule.body.kind === 'mutate' && rule.body.mutate.targets !== null);
  return (subject) => {
    if (!isForKind(subject.ref.kind)) return nothing;
    if (!match.matches(subject))
      return parents !== null && subject.subresource === '' && parents.matches(subject) ? onSubresource : nothing;
    let step = 'failed to load context';
    let context: RuleContext | undefined;
    try {
      context = createContext(subject);
      if (exceptsFirst) {
        const excepted = exceptedBy(exceptions, context);
        if (excepted !== null) return excepted;
      }
      if (entries.length > 0) context = context.within({}, entries);
      step = 'failed to evaluate preconditions';
      if (conditions !== null) {
        const { holds, message } = conditions.decide(context);
        if (!holds) return [notApplicable(message)];
      }
      step = '';
      if (exceptions.length > 0 && !exceptsFirst && !looksItself) {
        const excepted = exceptedBy(exceptions, context);
        if (excepted !== null) return excepted;
      }
      return advise(handle(context), context.missing, rule);
    } catch (thrown) {
      const isTooCostly = thrown instanceof WildcardTooCostly;
      if (!isTooCostly && !(thrown instanceof RuleFault)) throw thrown;
      const message = step === '' ? thrown.message : `${step}: ${thrown.message}`;
      const error: RuleResponse = {
        status: 'error',
        reason: isTooCostly ? 'over-budget' : thrown.reason,
        message,
        path: '',
      };
      return advise([error], context?.missing ?? null, rule);
    }
  };
};

const onSubresource: readonly RuleResponse[] = [
  {
    status: 'skip',
    reason: 'not-applicable',
    message: 'The rule is about a subresource, which is no part of a manifest.',
    path: '',
  },
];

const notApplicable = (message: string): RuleResponse => ({
  status: 'skip',
  reason: 'not-applicable',
  message: message === '' ? 'preconditions not met' : `preconditions not met; ${message}`,
  path: '',
});

/** `null` where none holds. */
const exceptedBy = (exceptions: readonly CompiledException[], context: RuleContext): readonly RuleResponse[] | null => {
  const holding = exceptions.filter((each) => each.holds(context));
  return holding.length === 0 ? null : [toExcepted(holding)];
};
