/** The message of a rule, which may hold variables, as it is told for one subject. */

import type { Json } from '../../../model/json.ts';
import { compileTemplate } from '../context/compile-template.ts';
import { textOf } from '../context/render-text.ts';
import { type RuleContext, RuleFault, type Template } from '../rule-context.ts';

export interface Message {
  /** The empty text where none was written. */
  readonly written: string;
  /** `undefined` where its variables cannot be resolved. */
  render(context: RuleContext): string | undefined;
  /** With what a condition says added; `undefined` as above. */
  renderWith(more: string, context: RuleContext): Json | undefined;
}

/** A message never keeps a rule from running: one that cannot be understood cannot be told, and that is all. */
export const compileMessage = (written: string): Message => {
  const own = compileOne(written);
  const joined = new Map<string, Template | null>();
  return {
    written,
    render: (context) => {
      const rendered = renderOne(own, context);
      return rendered === undefined ? undefined : textOf(rendered);
    },
    renderWith: (more, context) => {
      if (more === '') return renderOne(own, context);
      // As many as the rule has conditions.
      let template = joined.get(more);
      if (template === undefined) {
        template = compileOne(written === '' ? more : `${written}; ${more}`);
        joined.set(more, template);
      }
      return renderOne(template, context);
    },
  };
};

const compileOne = (written: string): Template | null => {
  const compiled = compileTemplate(written, []);
  return compiled.kind === 'template' ? compiled.template : null;
};

const renderOne = (template: Template | null, context: RuleContext): Json | undefined => {
  if (template === null) return undefined;
  try {
    return context.render(template);
  } catch (thrown) {
    if (thrown instanceof RuleFault) return undefined;
    throw thrown;
  }
};
