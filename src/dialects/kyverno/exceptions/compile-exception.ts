/** The exceptions of one rule, ready to be held against a subject. */

import type { Conditions } from '../conditions/compile-conditions.ts';
import { compileConditions } from '../conditions/compile-conditions.ts';
import type { RuleContext } from '../rule-context.ts';
import type { RuleDefect, RuleResponse } from '../rule-response.ts';
import { RuleFault } from '../rule-context.ts';
import { compileExceptionMatch, type SubjectMatch } from '../match/compile-match.ts';
import { parseException, type ClassicException } from './parse-exception.ts';
import type { Resource } from '../../../model/resource.ts';

export interface CompiledException {
  readonly exception: ClassicException;
  /** May throw a signal. */
  holds(context: RuleContext): boolean;
}

export interface ExceptionCompilation {
  readonly resource: Resource;
  /** `null` for one that Kyverno would not take. */
  readonly compiled: CompiledException | null;
  readonly defects: readonly RuleDefect[];
}

export const compileException = (resource: Resource): ExceptionCompilation => {
  const { exception, defects } = parseException(resource);
  if (exception === null) return { resource, compiled: null, defects };
  const match = compileExceptionMatch(exception.match);
  if (exception.conditions === null) return { resource, compiled: toCompiled(exception, match, null), defects };
  const compiled = compileConditions(exception.conditions, ['spec', 'conditions']);
  return compiled.kind === 'defects'
    ? { resource, compiled: null, defects: compiled.defects }
    : { resource, compiled: toCompiled(exception, match, compiled.conditions), defects };
};

const toCompiled = (
  exception: ClassicException,
  match: SubjectMatch,
  conditions: Conditions | null,
): CompiledException => ({
  exception,
  holds: (context) => match.matches(context.subject) && (conditions === null || decide(conditions, context)),
});

/** A condition that cannot be evaluated excepts nothing. */
const decide = (conditions: Conditions, context: RuleContext): boolean => {
  try {
    return conditions.decide(context).holds;
  } catch (thrown) {
    if (thrown instanceof RuleFault) return false;
    throw thrown;
  }
};

/** What a rule answers for a subject that exceptions take out. */
export const toExcepted = (holding: readonly CompiledException[]): RuleResponse => ({
  status: 'skip',
  reason: 'excepted',
  message: `rule is skipped due to policy exceptions ${holding.map(({ exception }) => exception.key).join(', ')}`,
  path: '',
});
