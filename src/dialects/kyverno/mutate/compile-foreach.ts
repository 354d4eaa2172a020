/** Compiles the loops of a mutation: each element of a list changes the object once, after what the others made of it. */

import { compileQuery } from '../../../lang/jmespath/compile-query.ts';
import type { Query } from '../../../lang/jmespath/query.ts';
import { isEqualJson } from '../../../lang/patch/json-value.ts';
import { isJsonArray, type Json, type JsonObject } from '../../../model/json.ts';
import type { ForeachMutation } from '../classic-policy.ts';
import { compileConditions, type Conditions } from '../conditions/compile-conditions.ts';
import { compileEntries } from '../context/compile-entries.ts';
import type { CompiledEntry, RuleContext } from '../rule-context.ts';
import type { RuleDefect } from '../rule-response.ts';
import { toFault, type ApplyChange, type ChangeCompilation, type Changed, type CompileChange } from './change.ts';
import type { Work } from './work.ts';

export const compileForeach = (
  written: readonly ForeachMutation[],
  at: readonly (string | number)[],
  compileChange: CompileChange,
): ChangeCompilation => {
  const defects: RuleDefect[] = [];
  const loops: Loop[] = [];
  for (const [index, foreach] of written.entries()) {
    const loop = compileLoop(foreach, [...at, index], compileChange, defects);
    if (loop !== undefined) loops.push(loop);
  }
  if (defects.length > 0) return { kind: 'defects', defects };
  return { kind: 'change', apply: (context, object, work, nesting) => runLoops(loops, context, object, work, nesting) };
};

interface Loop {
  readonly list: Query;
  readonly entries: readonly CompiledEntry[];
  readonly conditions: Conditions | undefined;
  readonly isDescending: boolean;
  readonly apply: ApplyChange;
}

const compileLoop = (
  { list, context, preconditions, order, change }: ForeachMutation,
  at: readonly (string | number)[],
  compileChange: CompileChange,
  defects: RuleDefect[],
): Loop | undefined => {
  const query = compileQuery(list);
  if (query.kind === 'defect') defects.push({ severity: 'error', message: query.message, path: [...at, 'list'] });
  const entries = compileEntries(context, [...at, 'context']);
  if (entries.kind === 'defects') defects.push(...entries.defects);
  const conditions = preconditions === null ? undefined : compileConditions(preconditions, [...at, 'preconditions']);
  if (conditions?.kind === 'defects') defects.push(...conditions.defects);
  const compiled = compileChange(change, at, []);
  if (compiled.kind === 'defects') defects.push(...compiled.defects);
  if (query.kind === 'defect' || entries.kind === 'defects') return undefined;
  if (conditions?.kind === 'defects' || compiled.kind === 'defects') return undefined;
  return {
    list: query.query,
    entries: entries.entries,
    conditions: conditions?.conditions,
    isDescending: order === 'Descending',
    apply: compiled.apply,
  };
};

/** A loop sees in `request.object` what the loops before it made, its elements what it was when the loop began. */
const runLoops = (
  loops: readonly Loop[],
  given: RuleContext,
  object: JsonObject,
  work: Work,
  nesting: number,
): Changed => {
  let context = given;
  let current = object;
  let count = 0;
  for (const loop of loops) {
    const changed = runLoop(loop, context, current, work, nesting);
    if (changed.kind === 'error') return changed;
    if (changed.kind === 'unchanged') continue;
    count += 1;
    current = changed.object;
    context = context.withObject(current);
  }
  return count === 0 ? { kind: 'unchanged', message: '0 elements processed' } : { kind: 'changed', object: current };
};

const runLoop = (loop: Loop, context: RuleContext, object: JsonObject, work: Work, nesting: number): Changed => {
  let elements: readonly Json[];
  try {
    const listed = context.query(loop.list);
    elements = isJsonArray(listed) ? listed : [listed];
  } catch (thrown) {
    // The reference says why twice.
    const fault = toFault(thrown, '');
    return { ...fault, message: `failed to evaluate list ${loop.list.source}${fault.message}${fault.message}` };
  }
  let current = object;
  for (let count = 0; count < elements.length; count += 1) {
    const index = loop.isDescending ? elements.length - 1 - count : count;
    const element = elements[index];
    if (element === undefined || element === null) continue;
    const changed = runElement(loop, toElementContext(context, loop.entries, element, index, nesting), current, work, {
      index,
      nesting,
    });
    if (changed.kind === 'error') return { ...changed, message: `failed to mutate elements: ${changed.message}` };
    if (changed.kind === 'changed') current = changed.object;
  }
  return isEqualJson(object, current)
    ? { kind: 'unchanged', message: 'no patches applied' }
    : { kind: 'changed', object: current };
};

/** The element goes by its plain name and by one that tells the loops apart. */
export const toElementContext = (
  context: RuleContext,
  entries: readonly CompiledEntry[],
  element: Json,
  index: number,
  nesting: number,
): RuleContext =>
  context.within(
    { element, [`element${nesting}`]: element, elementIndex: index, [`elementIndex${nesting}`]: index },
    entries,
  );

const runElement = (
  { conditions, apply }: Loop,
  context: RuleContext,
  object: JsonObject,
  work: Work,
  { index, nesting }: { readonly index: number; readonly nesting: number },
): Changed => {
  if (conditions !== undefined) {
    const tooMuch = work.charge(null);
    if (tooMuch !== undefined) return { kind: 'error', message: tooMuch, reason: 'over-budget' };
    try {
      if (!conditions.decide(context).holds) return { kind: 'unchanged', message: 'no patches applied' };
    } catch (thrown) {
      return toFault(thrown, `failed to evaluate mutate.foreach[${index}].preconditions`);
    }
  }
  return apply(context, object, work, nesting + 1);
};
