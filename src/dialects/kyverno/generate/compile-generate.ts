/** Compiles a generation: the objects a subject would bring about, as a cluster would get them. */

import type { Effect } from '../../../model/effect.ts';
import { isJsonArray, type Json, type JsonObject } from '../../../model/json.ts';
import { compileQuery } from '../../../lang/jmespath/compile-query.ts';
import type { Query } from '../../../lang/jmespath/query.ts';
import type { ClassicPolicy, ClassicRule, ForeachGeneration, GenerateBody } from '../classic-policy.ts';
import { compileConditions, type Conditions } from '../conditions/compile-conditions.ts';
import { compileEntries } from '../context/compile-entries.ts';
import { toElementContext } from '../mutate/compile-foreach.ts';
import { Work } from '../mutate/work.ts';
import { RuleFault, type CompiledEntry, type RuleContext } from '../rule-context.ts';
import type { HandlerCompilation, RuleDefect, RuleResponse } from '../rule-response.ts';
import { compilePattern, type Generate } from './compile-pattern.ts';
import type { GeneratedBy } from './finish-object.ts';

export const compileGenerate = (
  rule: ClassicRule,
  body: GenerateBody,
  policy: Pick<ClassicPolicy, 'name' | 'namespace'>,
): HandlerCompilation => {
  const by: GeneratedBy = { policy: policy.name, policyNamespace: policy.namespace, rule: rule.name };
  const at = [...rule.path.filter((segment) => typeof segment !== 'object'), 'generate'];
  const defects: RuleDefect[] = [];
  const collect = compileWhat(body.what, by, at, defects);
  if (defects.length > 0 || collect === undefined) return { kind: 'defects', defects };
  return {
    kind: 'handler',
    warnings: [],
    handle: (context) => {
      const outcome: Outcome = { objects: [], errors: [], isOverBudget: false, work: new Work() };
      collect(context, outcome);
      return [toResponse(rule, context, body, outcome)];
    },
  };
};

interface Outcome {
  readonly objects: JsonObject[];
  readonly errors: string[];
  isOverBudget: boolean;
  readonly work: Work;
}

type Collect = (context: RuleContext, outcome: Outcome) => void;

const compileWhat = (
  what: GenerateBody['what'],
  by: GeneratedBy,
  at: readonly (string | number)[],
  defects: RuleDefect[],
): Collect | undefined => {
  if (what.kind === 'foreach') {
    const loops = what.foreach.map((foreach, index) => compileLoop(foreach, by, [...at, 'foreach', index], defects));
    return (context, outcome) => {
      for (const [index, loop] of loops.entries()) if (loop !== undefined) runLoop(loop, index, by, context, outcome);
    };
  }
  const generate = compilePattern(what, by, at);
  if (generate.kind === 'defects') {
    defects.push(...generate.defects);
    return undefined;
  }
  return (context, outcome) => {
    attempt(outcome, '', () => add(outcome, generate.generate(context)));
  };
};

const add = (outcome: Outcome, objects: readonly JsonObject[]): void => {
  for (const object of objects) {
    const tooMuch = outcome.work.charge(object);
    if (tooMuch !== undefined) throw new RuleFault('over-budget', tooMuch);
    outcome.objects.push(object);
  }
};

/** True where it went well. One element's fault does not keep the others from being generated. */
const attempt = (outcome: Outcome, what: string, work: () => void): boolean => {
  try {
    work();
    return true;
  } catch (thrown) {
    if (!(thrown instanceof RuleFault)) throw thrown;
    outcome.errors.push(`${what}${thrown.message}`);
    if (thrown.reason === 'over-budget') outcome.isOverBudget = true;
    return false;
  }
};

interface Loop {
  readonly list: Query;
  readonly entries: readonly CompiledEntry[];
  readonly conditions: Conditions | undefined;
  readonly generate: Generate;
}

const compileLoop = (
  { list, context, preconditions, what }: ForeachGeneration,
  by: GeneratedBy,
  at: readonly (string | number)[],
  defects: RuleDefect[],
): Loop | undefined => {
  const query = compileQuery(list);
  if (query.kind === 'defect') defects.push({ severity: 'error', message: query.message, path: [...at, 'list'] });
  const entries = compileEntries(context, [...at, 'context']);
  if (entries.kind === 'defects') defects.push(...entries.defects);
  const conditions = preconditions === null ? undefined : compileConditions(preconditions, [...at, 'preconditions']);
  if (conditions?.kind === 'defects') defects.push(...conditions.defects);
  const generate = compilePattern(what, by, at);
  if (generate.kind === 'defects') defects.push(...generate.defects);
  if (query.kind === 'defect' || entries.kind === 'defects') return undefined;
  if (conditions?.kind === 'defects' || generate.kind === 'defects') return undefined;
  return {
    list: query.query,
    entries: entries.entries,
    conditions: conditions?.conditions,
    generate: generate.generate,
  };
};

const runLoop = (loop: Loop, index: number, by: GeneratedBy, context: RuleContext, outcome: Outcome): void => {
  let elements: readonly Json[] = [];
  const isListed = attempt(outcome, `failed to evaluate ${index} foreach list: `, () => {
    const listed = context.query(loop.list);
    elements = isJsonArray(listed) ? listed : [listed];
  });
  if (!isListed) return;
  const prefix = `failed to process ${index} foreach in rule ${by.rule}: `;
  for (const [at, element] of elements.entries()) {
    if (element === null) continue;
    const tooMuch = outcome.work.charge(null);
    if (tooMuch !== undefined || outcome.errors.length >= mostErrors) {
      if (tooMuch !== undefined) {
        outcome.errors.push(tooMuch);
        outcome.isOverBudget = true;
      }
      return;
    }
    attempt(outcome, `${prefix}failed to process ${at} element: `, () => {
      const own = toElementContext(context, loop.entries, element, at, 0);
      if (loop.conditions === undefined || loop.conditions.decide(own).holds) add(outcome, loop.generate(own));
    });
  }
};

/** Each is a sentence of one message. */
const mostErrors = 20;

const toResponse = (
  rule: ClassicRule,
  context: RuleContext,
  { synchronize }: GenerateBody,
  { objects, errors, isOverBudget }: Outcome,
): RuleResponse => {
  const effects = objects.map((object): Effect => ({
    kind: 'create',
    rule: rule.name,
    object,
    owner: context.subject.ref,
    synchronise: synchronize,
  }));
  const made = effects.length === 0 ? {} : { effects };
  if (errors.length > 0) {
    const reason = isOverBudget ? 'over-budget' : 'no-evidence';
    return { status: 'error', message: errors.join('; '), path: '', reason, ...made };
  }
  const count = objects.length === 1 ? '1 resource' : `${objects.length} resources`;
  const message = objects.length === 0 ? 'there is nothing to generate' : `${count} generated`;
  return { status: 'pass', message, path: '', ...made };
};
