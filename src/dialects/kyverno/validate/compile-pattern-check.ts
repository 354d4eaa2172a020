/** `pattern` and `anyPattern`: compiled once where they hold no variables, else once they are put in. */

import { compilePattern } from '../../../lang/pattern/compile-pattern.ts';
import { renderPatternPath } from '../../../lang/pattern/mismatch.ts';
import type { Pattern, PatternOutcome } from '../../../lang/pattern/pattern.ts';
import type { FieldPath } from '../../../model/field-path.ts';
import type { Json, JsonObject } from '../../../model/json.ts';
import { compileTemplate } from '../context/compile-template.ts';
import { type RuleContext, RuleFault } from '../rule-context.ts';
import type { RuleDefect, RuleResponse } from '../rule-response.ts';
import type { At, Check, CheckCompilation, CheckedRule, Place } from './check.ts';
import { findPathOf } from './find-path-of.ts';
import { erred, failed, faulted, passed, skipped } from './responses.ts';

export const compilePatternCheck = (rule: CheckedRule, pattern: Json, at: At): CheckCompilation => {
  const read = readPattern(pattern, at, []);
  if (typeof read !== 'function') return { kind: 'defects', defects: read };
  const pass = passed(`validation rule '${rule.name}' passed.`);
  const judge: JudgeObject<Pattern> = (compiled, context, object) => {
    const outcome = compiled.match(object);
    return outcome.kind === 'pass' ? pass : judgeMismatch(rule, outcome, context, object);
  };
  return { kind: 'check', check: onObject(read, judge) };
};

const judgeMismatch = (
  rule: CheckedRule,
  outcome: Exclude<PatternOutcome, { readonly kind: 'pass' }>,
  context: RuleContext,
  object: JsonObject,
): RuleResponse => {
  if (outcome.kind === 'skip') return skipped(outcome.message);
  const path = outcome.kind === 'error' ? '' : renderPatternPath(outcome.path);
  const message = describeFailure(rule, context, outcome.message, path);
  return outcome.kind === 'error' ? erred(message) : failed(message, wholePath(context, object, outcome.path));
};

/** A list of patterns of which one must match. */
export const compileAnyPatternCheck = (rule: CheckedRule, patterns: readonly Json[], at: At): CheckCompilation => {
  const defects: RuleDefect[] = [];
  const reads: PatternOf[] = [];
  for (const [index, pattern] of patterns.entries()) {
    const read = readPattern(pattern, [...at, index], [String(index)]);
    if (typeof read === 'function') reads.push(read);
    else defects.push(...read);
  }
  if (defects.length > 0) return { kind: 'defects', defects };
  const passes = patterns.map((_, index) => passed(`validation rule '${rule.name}' anyPattern[${index}] passed.`));
  const check = onObject(
    (context) => reads.map((read) => read(context)),
    (compiled, context, object) => matchAny({ rule, passes }, compiled, context, object),
  );
  return { kind: 'check', check };
};

type PatternOf = (context: RuleContext) => Pattern;

/** After what variables give was put in. */
type JudgeObject<Compiled> = (compiled: Compiled, context: RuleContext, object: JsonObject) => RuleResponse;

const matchAny = (
  { rule, passes }: { readonly rule: CheckedRule; readonly passes: readonly RuleResponse[] },
  patterns: readonly Pattern[],
  context: RuleContext,
  object: JsonObject,
): RuleResponse => {
  const failures: string[] = [];
  const skips: string[] = [];
  let first: FieldPath = [];
  for (const [index, pass] of passes.entries()) {
    const outcome = patterns[index]?.match(object) ?? { kind: 'pass' };
    if (outcome.kind === 'pass') return pass;
    const told = `rule ${rule.name}[${index}]`;
    if (outcome.kind === 'skip') skips.push(`${told} skipped: ${outcome.message}`);
    else {
      if (failures.length === 0) first = outcome.path;
      failures.push(`${told} ${describeOutcome(outcome)}`);
    }
  }
  if (failures.length > 0) {
    return failed(describeFailures(rule, context, failures.join(' ')), wholePath(context, object, first));
  }
  return skips.length > 0 ? skipped(skips.join(' ')) : passed(rule.message.written);
};

const describeOutcome = (outcome: Extract<PatternOutcome, { readonly kind: 'fail' | 'error' }>): string =>
  outcome.kind === 'error' ? `failed: ${outcome.message}` : `failed at path ${renderPatternPath(outcome.path)}`;

/** Nothing is left of a deleted object to match; variables are put in before that is looked at. */
const onObject =
  <Compiled>(compile: (context: RuleContext) => Compiled, judge: JudgeObject<Compiled>): Check =>
  (context, { element }: Place) => {
    try {
      const compiled = compile(context);
      if (element === null && context.subject.operation === 'DELETE') return null;
      return judge(compiled, context, element ?? context.resource);
    } catch (thrown) {
      return faulted('variable substitution failed', thrown);
    }
  };

const readPattern = (pattern: Json, at: At, inside: readonly string[]): PatternOf | readonly RuleDefect[] => {
  const compiled = compileTemplate(pattern, at, { inside });
  if (compiled.kind === 'defects') return compiled.defects;
  const { template } = compiled;
  if (!template.isConstant) return (context) => compileRendered(context.render(template));
  const constant = compilePattern(template.source);
  if (constant.kind === 'pattern') return () => constant.pattern;
  return constant.defects.map(({ message, path }) => ({
    severity: 'error',
    message,
    path: [...at, ...path.map((segment) => (typeof segment === 'object' ? segment.value : segment))],
  }));
};

const compileRendered = (pattern: Json): Pattern => {
  const compiled = compilePattern(pattern);
  if (compiled.kind === 'pattern') return compiled.pattern;
  throw new RuleFault('error', compiled.defects.map(({ message }) => message).join(' '));
};

/** In the object, where what was matched is an element of it. */
const wholePath = (context: RuleContext, matched: JsonObject, path: FieldPath): FieldPath => [
  ...findPathOf(context.resource, matched),
  ...path,
];

const describeFailure = (rule: CheckedRule, context: RuleContext, why: string, path: string): string => {
  const place = path === '' ? `execution error: ${why}` : `failed at path ${path}`;
  if (rule.message.written === '') return `validation error: rule ${rule.name} ${place}`;
  const message = rule.message.render(context);
  if (message === undefined) return unresolvedMessage(rule, why);
  return `validation error: ${message}${message.endsWith('.') ? '' : '.'} rule ${rule.name} ${place}`;
};

const describeFailures = (rule: CheckedRule, context: RuleContext, failures: string): string => {
  if (rule.message.written === '') return `validation error: ${failures}`;
  const message = rule.message.render(context);
  if (message === undefined) return unresolvedMessage(rule, failures);
  return `validation error: ${message}${message.endsWith('.') ? '' : '.'} ${failures}`;
};

const unresolvedMessage = ({ name }: CheckedRule, why: string): string =>
  `validation error: variables substitution error in rule ${name} execution error: ${why}`;
