/** Puts values into a text until no variable is left in it, as Kyverno does: what a value brings in is read again. */

import { QueryFault } from '../../../lang/jmespath/query.ts';
import { isJsonArray, isJsonObject, setField, type Json } from '../../../model/json.ts';
import { RuleFault, type TemplateContext } from '../rule-context.ts';
import { findVariables } from './find-variables.ts';
import { renderGoJson } from './render-go-json.ts';
import { readVariable, type TemplateVariable } from './template-variable.ts';
import { overBudget } from './work-budget.ts';

/**
 * A value may name a variable whose value names it again: an object can ask for work without end, so that what one
 * rendering may do is bounded in variables and in letters. Two megabytes are what Kyverno lets a whole context have.
 */
export class RenderBudget {
  variables = 10_000;
  letters = 2 * 1024 * 1024;
  depth = 0;
}

const deepest = 200;

/** The value of a text: of any type where it is one variable and nothing else. */
export const renderText = (
  text: string,
  path: readonly string[],
  context: TemplateContext,
  budget: RenderBudget,
): Json => {
  if (!text.includes('{{')) return text;
  let value = text;
  let variables = findVariables(text);
  while (variables.length > 0) {
    const before = value;
    let isShallow = false;
    for (const { start, open, end } of variables) {
      const written = before.slice(open, end);
      const variable = readVariable(written, path);
      isShallow = variable.isShallow;
      spend(budget, before.length, path);
      const found = resolveVariable(variable, path, context);
      if (before === written) return renderValue(found, path, context, budget);
      const put = putText(found, context);
      context.budget.spendText(value.length + put.length);
      value = replaceFirst(
        value,
        before.slice(start, end),
        before.slice(start, open) + (isShallow ? escape(put) : put),
      );
    }
    variables = isShallow ? [] : findVariables(value);
  }
  return unescape(value);
};

/** What a variable gave is read again where it is a list or a map: its texts may hold variables too. */
export const renderValue = (
  value: Json,
  path: readonly string[],
  context: TemplateContext,
  budget: RenderBudget,
): Json => {
  if (typeof value !== 'object' || value === null) return value;
  context.budget.spendValue(value);
  if (!hasBraces(value)) return value;
  if (budget.depth >= deepest) throw tooMuch(path);
  // It is put together anew, and each text in it looked through.
  context.budget.spendValue(value, 8);
  budget.depth += 1;
  const rendered = isJsonArray(value)
    ? value.map((item, index) => renderAny(item, [...path, String(index)], context, budget))
    : renderFields(value, path, context, budget);
  budget.depth -= 1;
  return rendered;
};

const renderAny = (value: Json, path: readonly string[], context: TemplateContext, budget: RenderBudget): Json =>
  typeof value === 'string' ? renderText(value, path, context, budget) : renderValue(value, path, context, budget);

const renderFields = (value: Json, path: readonly string[], context: TemplateContext, budget: RenderBudget): Json => {
  if (!isJsonObject(value)) return value;
  const rendered: Record<string, Json> = {};
  for (const key of Object.keys(value)) {
    const name = toKey(key, renderText(key, path, context, budget));
    setField(rendered, name, renderAny(value[key] ?? null, [...path, key], context, budget));
  }
  return rendered;
};

/** A key stays where its variable gave null. */
export const toKey = (key: string, rendered: Json): string => {
  if (rendered === null) return key;
  if (typeof rendered === 'string') return rendered;
  throw new RuleFault('error', `expected string after substituting variables in key "${key}"`);
};

/** Throws `RuleFault` where it has no value. */
export const resolveVariable = (
  variable: TemplateVariable,
  path: readonly string[],
  context: TemplateContext,
): Json => {
  const asked = variable.toQuery(context);
  if (asked.kind === 'defect') throw unresolved('error', asked.source, path, asked.message);
  const value = context.tryQuery(asked.query);
  if (!(value instanceof QueryFault)) return value;
  throw unresolved(value.kind, asked.query.source, path, value.message);
};

const unresolved = (kind: QueryFault['kind'], source: string, path: readonly string[], message: string): RuleFault =>
  new RuleFault(kind, `failed to resolve ${source} at path ${renderPath(path)}: ${message}`);

export const renderPath = (path: readonly string[]): string =>
  path.map((segment) => `/${segment.replaceAll('/', '\\/')}`).join('');

/** As part of a text. What shares parts is written out. */
export const putText = (value: Json, context: TemplateContext): string => {
  if (typeof value === 'string') return value;
  context.budget.spendValue(value);
  return renderGoJson(value);
};

export const textOf = (value: Json): string => (typeof value === 'string' ? value : renderGoJson(value));

export const unescape = (text: string): string => text.replaceAll('\\{{', '{{');

const escape = (text: string): string => text.replaceAll('{{', '\\{{');

const replaceFirst = (text: string, part: string, by: string): string => {
  const at = text.indexOf(part);
  return at < 0 ? text : text.slice(0, at) + by + text.slice(at + part.length);
};

const spend = (budget: RenderBudget, letters: number, path: readonly string[]): void => {
  budget.variables -= 1;
  budget.letters -= letters;
  if (budget.variables < 0 || budget.letters < 0) throw tooMuch(path);
};

const tooMuch = (path: readonly string[]): RuleFault =>
  overBudget(`variables at path ${renderPath(path).slice(0, longestShown)} lead to more variables without end`);

/** A path that goes on and on tells nobody more. */
const longestShown = 200;

/** Without it every object a policy names as a whole would be copied. */
const hasBraces = (value: Json): boolean => {
  if (typeof value === 'string') return value.includes('{{');
  if (isJsonArray(value)) return value.some(hasBraces);
  if (!isJsonObject(value)) return false;
  for (const key of Object.keys(value)) {
    if (key.includes('{{') || hasBraces(value[key] ?? null)) return true;
  }
  return false;
};
