/** One text with variables, compiled: where they do not touch and their values hold none, it is put together in one pass. */

import type { Json } from '../../../model/json.ts';
import type { TemplateContext } from '../rule-context.ts';
import { findVariables } from './find-variables.ts';
import { putText, type RenderBudget, renderText, renderValue, resolveVariable, unescape } from './render-text.ts';
import { readVariable, type TemplateVariable } from './template-variable.ts';
import { WorkBudget } from './work-budget.ts';

export type CompiledText =
  | { readonly kind: 'constant'; readonly text: string }
  | { readonly kind: 'dynamic'; readonly render: (context: TemplateContext, budget: RenderBudget) => Json }
  | { readonly kind: 'defect'; readonly message: string };

/** `path` leads to the text in the whole that is substituted. */
export const compileText = (text: string, path: readonly string[]): CompiledText => {
  const found = findVariables(text);
  if (found.length === 0) return { kind: 'constant', text: unescape(text) };
  const variables = found.map(({ open, end }) => readVariable(text.slice(open, end), path));
  for (const variable of variables) {
    const asked = variable.toQuery(anyCreation);
    if (asked.kind === 'defect') return { kind: 'defect', message: asked.message };
  }
  const [first] = variables;
  if (first !== undefined && found[0]?.open === 0 && found[0].end === text.length) {
    const whole: CompiledText = {
      kind: 'dynamic',
      render: (context, budget) => renderValue(resolveVariable(first, path, context), path, context, budget),
    };
    return whole;
  }
  const pieces = splitAround(text, found);
  // What one pass leaves is read again: another variable may have been made by it, or have touched the first.
  const isOnePass = findVariables(pieces.join('.')).length === 0 && !pieces.some((piece) => braceAtEdge.test(piece));
  if (!isOnePass) return { kind: 'dynamic', render: (context, budget) => renderText(text, path, context, budget) };
  const constant = pieces.map(unescape);
  return {
    kind: 'dynamic',
    render: (context, budget) =>
      joinValues(constant, variables, path, context) ?? renderText(text, path, context, budget),
  };
};

const anyCreation: TemplateContext = {
  tryQuery: () => null,
  operation: 'CREATE',
  hasTarget: false,
  budget: new WorkBudget(),
};

const splitAround = (text: string, found: readonly { readonly open: number; readonly end: number }[]): string[] => {
  const pieces: string[] = [];
  let from = 0;
  for (const { open, end } of found) {
    pieces.push(text.slice(from, open));
    from = end;
  }
  pieces.push(text.slice(from));
  return pieces;
};

/** `undefined` where a value could make or break braces together with what stands around it. */
const joinValues = (
  pieces: readonly string[],
  variables: readonly TemplateVariable[],
  path: readonly string[],
  context: TemplateContext,
): string | undefined => {
  let joined = pieces[0] ?? '';
  for (const [index, variable] of variables.entries()) {
    const value = putText(resolveVariable(variable, path, context), context);
    if (braceOrEscape.test(value)) return undefined;
    const piece = pieces[index + 1] ?? '';
    context.budget.spendText(joined.length + value.length + piece.length);
    joined += value + piece;
  }
  return joined;
};

const braceAtEdge = /^[{}]|[{}]$/;
const braceOrEscape = /[{}\\]/;
