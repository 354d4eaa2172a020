/** `foreach`: the same check for every element of a list, and again for lists in these. */

import { QueryFault } from '../../../lang/jmespath/query.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import type { ForeachValidation } from '../classic-policy.ts';
import { compileConditions, type Conditions } from '../conditions/compile-conditions.ts';
import { cachedQuery } from '../context/cached-query.ts';
import { compileEntries } from '../context/compile-entries.ts';
import type { CompiledEntry, RuleContext } from '../rule-context.ts';
import type { Query } from '../../../lang/jmespath/query.ts';
import type { RuleDefect, RuleResponse } from '../rule-response.ts';
import type { At, Check, CheckCompilation, CheckedRule, Place } from './check.ts';
import { erred, faulted, passed, skipped } from './responses.ts';

export const compileForeach = (
  rule: CheckedRule,
  loops: readonly ForeachValidation[],
  at: At,
  compileCheck: CompileCheck,
): CheckCompilation => {
  const defects: RuleDefect[] = [];
  const compiled = loops.flatMap((loop, index) => compileLoop(rule, loop, [...at, index], { defects, compileCheck }));
  return defects.length > 0 ? { kind: 'defects', defects } : { kind: 'check', check: runLoops(compiled) };
};

/** A loop may hold any check, another loop among them. */
export type CompileCheck = (rule: CheckedRule, check: ForeachValidation['check'], at: At) => CheckCompilation;

interface LoopWork {
  readonly defects: RuleDefect[];
  readonly compileCheck: CompileCheck;
}

interface Loop {
  readonly list: Query;
  readonly elementScope: boolean | null;
  readonly entries: readonly CompiledEntry[];
  readonly preconditions: Conditions | null;
  readonly check: Check;
}

const compileLoop = (rule: CheckedRule, loop: ForeachValidation, at: At, work: LoopWork): readonly Loop[] => {
  const { defects, compileCheck } = work;
  const list = cachedQuery(loop.list.trim());
  const entries = compileEntries(loop.context, [...at, 'context']);
  const conditions =
    loop.preconditions === null ? null : compileConditions(loop.preconditions, [...at, 'preconditions']);
  const check = compileCheck(rule, loop.check, at);
  if (list.kind === 'defect') {
    const message = `incorrect query ${loop.list}: ${list.message}`;
    defects.push({ severity: 'error', message, path: [...at, 'list'] });
  }
  for (const part of [entries, conditions, check]) if (part?.kind === 'defects') defects.push(...part.defects);
  if (list.kind === 'defect' || entries.kind === 'defects' || conditions?.kind === 'defects') return [];
  if (check.kind === 'defects') return [];
  return [
    {
      list: list.query,
      elementScope: loop.elementScope,
      entries: entries.entries,
      preconditions: conditions?.conditions ?? null,
      check: check.check,
    },
  ];
};

/** The first element that does not pass decides. Where no element was checked, nothing is said. */
const runLoops =
  (loops: readonly Loop[]): Check =>
  (context, place) => {
    let checked = 0;
    let unread: string | null = null;
    for (const loop of loops) {
      const list = context.tryQuery(loop.list);
      if (list instanceof QueryFault) {
        // A list that is not there has no elements.
        if (!isMissing(list)) unread = list.message;
        continue;
      }
      const done = runElements(loop, isJsonArray(list) ? list : [list], context, place);
      if (typeof done !== 'number') return done;
      checked += done;
    }
    if (checked > 0) return passed('rule passed');
    return unread === null ? null : erred(`failed to evaluate list: ${unread}`);
  };

const isMissing = (fault: QueryFault): boolean => fault.kind === 'not-found' || fault.message.includes('Unknown key');

/** How many passed, or the response of the first that did not. */
const runElements = (
  loop: Loop,
  elements: readonly Json[],
  context: RuleContext,
  place: Place,
): RuleResponse | number => {
  let checked = 0;
  for (const [index, element] of elements.entries()) {
    if (element === null) continue;
    if (loop.elementScope === true && !isJsonObject(element)) return notMap(element);
    const response = runElement(loop, element, index, context, place);
    if (response === null || response.status === 'skip' || isUnmet(response)) continue;
    if (response.status !== 'pass') return { ...response, message: `validation failure: ${response.message}` };
    checked += 1;
  }
  return checked;
};

const notMap = (element: Json): RuleResponse => {
  const wanted = `expected type=map got type=${typeNameOf(element)}`;
  const why = `cannot use elementScope=true foreach rules for elements that are not maps, ${wanted}`;
  return erred(`failed to process foreach: ${why}`);
};

const runElement = (
  { elementScope, entries, preconditions, check }: Loop,
  element: Json,
  index: number,
  context: RuleContext,
  place: Place,
): RuleResponse | null => {
  const { nesting } = place;
  const inner = context.within(
    { element, [`element${nesting}`]: element, elementIndex: index, [`elementIndex${nesting}`]: index },
    entries,
  );
  if (preconditions !== null) {
    const unmet = checkPreconditions(preconditions, inner);
    if (unmet !== null) return unmet;
  }
  return check(inner, { element: elementOf(element, elementScope) ?? place.element, nesting: nesting + 1 });
};

const elementOf = (element: Json, elementScope: boolean | null): JsonObject | null =>
  elementScope !== false && isJsonObject(element) ? element : null;

const preconditionsFault = 'failed to evaluate preconditions';

const checkPreconditions = (preconditions: Conditions, context: RuleContext): RuleResponse | null => {
  try {
    const { holds, message } = preconditions.decide(context);
    if (holds) return null;
    return skipped(message === '' ? 'preconditions not met' : `preconditions not met; ${message}`);
  } catch (thrown) {
    return faulted(preconditionsFault, thrown);
  }
};

/** Kyverno passes over elements whose preconditions err; where nobody could answer, that would be a pass by silence. */
const isUnmet = ({ status, message, reason }: RuleResponse): boolean =>
  status === 'error' && reason === undefined && message.includes(preconditionsFault);

const typeNameOf = (value: Json): string => {
  if (isJsonArray(value)) return '[]interface {}';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'bigint' ? 'int64' : 'string';
};
