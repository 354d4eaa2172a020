/** Judges one subject by one written rule and what autogen made of it: responses in, conclusions and effects out. */

import { WildcardTooCostly } from '../../lang/pattern/wildcard.ts';
import type { Action, Enforcement } from '../../model/finding.ts';
import type { Facts } from '../../model/request.ts';
import type { Conclusion, Judgement } from '../../model/rule.ts';
import type { Effect } from '../../model/effect.ts';
import type { ResourceRef } from '../../model/resource.ts';
import type { Subject } from '../../model/subject.ts';
import type { CompiledRule } from './compile-rule.ts';
import type { Look, PolicyLook } from './look-at-subject.ts';
import { AnswerNeeded, RuleFault, type KyvernoSubject } from './rule-context.ts';
import type { RuleResponse } from './rule-response.ts';

export interface RuleToJudge {
  /** The rule's id, which its effects bear. */
  readonly id: string;
  /** The rule as written first. */
  readonly turns: readonly RuleTurn[];
  readonly look: Look;
  readonly policy: PolicyLook;
  readonly stance: RuleStance;
}

/** One variant's turn; of a policy that applies one rule alone, with the rules that had theirs before. */
export interface RuleTurn {
  readonly rule: CompiledRule;
  readonly before: readonly CompiledRule[];
}

export interface RuleStance {
  readonly enforcement: Enforcement;
  /** A rule that cannot be run lets requests through. */
  readonly ignoresErrors: boolean;
  /** May throw a signal where it needs the labels of a namespace. */
  readonly actionFor: (subject: KyvernoSubject) => Action;
}

export const createJudge = ({
  id,
  turns,
  look,
  policy,
  stance,
}: RuleToJudge): ((subject: Subject, facts: Facts) => Judgement) => {
  const passes = createPasses();
  return (subject, facts) => {
    try {
      const seen = look.at(subject, facts, policy);
      const ref = subject.kind === 'resource' ? subject.resource.ref : subject.ref;
      let conclusions: Conclusion[] | undefined;
      let effects: Effect[] | undefined;
      let passed: Judgement | undefined;
      for (const { rule, before } of turns) {
        if (before.length > 0 && isAnyApplied(before, seen)) continue;
        const responses = rule.respond(seen);
        if (responses.length === 0) continue;
        const action = stance.actionFor(seen);
        const [only] = responses;
        const isFirst = conclusions === undefined && passed === undefined;
        if (isFirst && responses.length === 1 && only?.status === 'pass' && only.effects === undefined) {
          passed = passes(only.message, action, rule.key, stance);
          continue;
        }
        conclusions ??= passed?.kind === 'done' ? [...passed.conclusions] : [];
        for (const response of responses) {
          conclusions.push(toConclusion(response, action, stance, rule.key));
          for (const effect of response.effects ?? []) (effects ??= []).push(toOwn(effect, id, seen.ref, ref));
        }
      }
      if (conclusions === undefined) return passed ?? notAsked;
      return { kind: 'done', conclusions, effects: effects ?? [] };
    } catch (thrown) {
      if (thrown instanceof AnswerNeeded) return { kind: 'need', requests: [thrown.request] };
      if (thrown instanceof RuleFault) return toUnmatched(thrown, stance);
      if (thrown instanceof WildcardTooCostly) return toUnmatched(new RuleFault('over-budget', thrown.message), stance);
      throw thrown;
    }
  };
};

/** Nobody could tell whether the rule is about the subject, or what its failure asks for: the most it may is taken. */
const toUnmatched = ({ message, reason }: RuleFault, stance: RuleStance): Judgement => ({
  kind: 'done',
  conclusions: [toConclusion({ status: 'error', reason, message, path: '' }, 'deny', stance, undefined)],
  effects: [],
});

const notAsked: Judgement = { kind: 'done', conclusions: [], effects: [] };

/** Most subjects pass, and in the same words: these judgements are made once. */
const createPasses = (): ((
  message: string,
  action: Action,
  key: string | undefined,
  stance: RuleStance,
) => Judgement) => {
  let last: { readonly message: string; readonly action: Action; readonly key: string | undefined } | undefined;
  let judgement: Judgement = notAsked;
  return (message, action, key, stance) => {
    if (last === undefined || last.message !== message || last.action !== action || last.key !== key) {
      last = { message, action, key };
      const pass: RuleResponse = { status: 'pass', message, path: '' };
      judgement = { kind: 'done', conclusions: [toConclusion(pass, action, stance, key)], effects: [] };
    }
    return judgement;
  };
};

const isAnyApplied = (rules: readonly CompiledRule[], subject: KyvernoSubject): boolean =>
  rules.some((rule) => rule.respond(subject).some(isApplied));

/** What counts where a policy applies one rule alone. */
const isApplied = ({ status }: RuleResponse): boolean => status === 'pass' || status === 'fail';

const toConclusion = (
  { status, message, path, reason, told, advice }: RuleResponse,
  action: Action,
  { enforcement, ignoresErrors }: RuleStance,
  key: string | undefined,
): Conclusion => {
  const conclusion = {
    status,
    action: status === 'skip' || (status === 'error' && ignoresErrors) ? ('none' as const) : action,
    enforcement,
    message: told ?? message,
    path,
    ...(key === undefined ? {} : { key }),
    ...(advice === undefined ? {} : { evidence: [advice] }),
  };
  if (status === 'skip') return { ...conclusion, reason: reason ?? 'not-applicable' };
  return status === 'error' ? { ...conclusion, reason: reason ?? 'no-evidence' } : conclusion;
};

/** What is judged is known to the host by the name it gave it. */
const toOwn = (effect: Effect, rule: string, seen: ResourceRef, given: ResourceRef): Effect =>
  effect.kind !== 'create' && effect.target === seen ? { ...effect, rule, target: given } : { ...effect, rule };
