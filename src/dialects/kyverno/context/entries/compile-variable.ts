/** An entry that is a value, a query, or both, with another value where the query finds nothing. */

import { QueryFault } from '../../../../lang/jmespath/query.ts';
import type { ContextEntry } from '../../classic-policy.ts';
import { type CompiledEntry, RuleFault } from '../../rule-context.ts';
import { overBudget } from '../work-budget.ts';
import type { EntryWork } from './entry-work.ts';

type VariableEntry = Extract<ContextEntry, { readonly kind: 'variable' }>;

export const compileVariable = (
  { name, value, jmesPath, fallback }: VariableEntry,
  work: EntryWork,
): CompiledEntry['load'] => {
  const query = jmesPath === '' ? null : work.query(jmesPath, ['variable', 'jmesPath']);
  const otherwise =
    fallback === undefined || fallback === null ? null : work.template(fallback, ['variable', 'default']);
  const given = value === null ? null : work.template(value, ['variable', 'value']);
  return (context) => {
    const asked = query === null ? null : query(context);
    const inPlace = otherwise === null ? null : work.render(otherwise, 'default', context);
    const about = given === null ? null : work.render(given, 'value', context);
    let found = about;
    if (asked !== null) {
      found = inPlace;
      const result = given === null ? context.tryQuery(asked) : asked.evaluate(about, context.calls);
      if (result instanceof QueryFault && result.kind === 'over-budget') throw overBudget(result.message);
      if (!(result instanceof QueryFault)) found = given === null ? (result ?? inPlace) : result;
      else if (inPlace === null) throw notFound(asked.source, result);
    } else if (given === null) found = inPlace;
    if (found !== null) return found;
    throw new RuleFault('error', `failed to add context entry for variable ${name} since it evaluated to nil`);
  };
};

const notFound = (source: string, fault: QueryFault): RuleFault =>
  new RuleFault('error', `failed to apply jmespath ${source} to variable <nil>: ${fault.message}`);
