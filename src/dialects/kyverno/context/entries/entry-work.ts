/** What compiling one entry needs: its name, where it stands, and where its mistakes go. */

import { QueryFault, type Query } from '../../../../lang/jmespath/query.ts';
import type { Json } from '../../../../model/json.ts';
import { type RuleContext, RuleFault, type Template } from '../../rule-context.ts';
import type { RuleDefect } from '../../rule-response.ts';
import { cachedQuery } from '../cached-query.ts';
import { compileTemplate } from '../compile-template.ts';
import { findVariables } from '../find-variables.ts';
import { textOf } from '../render-text.ts';

export class EntryWork {
  readonly name: string;
  readonly #at: readonly (string | number)[];
  readonly #defects: RuleDefect[];

  constructor(name: string, at: readonly (string | number)[], defects: RuleDefect[]) {
    this.name = name;
    this.#at = at;
    this.#defects = defects;
  }

  template(source: Json, field: readonly string[]): Template {
    const compiled = compileTemplate(source, [...this.#at, ...field]);
    if (compiled.kind === 'template') return compiled.template;
    this.#defects.push(...compiled.defects);
    return { source, isConstant: true, render: () => source };
  }

  /** For a text that is a query once its variables are put in; a constant one is checked here. */
  query(source: string, field: readonly string[]): (context: RuleContext) => Query {
    const template = this.template(source, field);
    if (template.isConstant && findVariables(source).length === 0) {
      const compiled = cachedQuery(textOf(template.source).trim());
      if (compiled.kind === 'defect') {
        const message = `incorrect query ${source}: ${compiled.message}`;
        this.#defects.push({ severity: 'error', message, path: [...this.#at, ...field] });
      } else return () => compiled.query;
    }
    return (context) => this.#toQuery(template, source, context);
  }

  #toQuery(template: Template, written: string, context: RuleContext): Query {
    const source = this.render(template, written, context);
    if (typeof source !== 'string') {
      throw new RuleFault('error', `jmespath value must be a string ${this.name} ${written}`);
    }
    const compiled = cachedQuery(source.trim());
    if (compiled.kind === 'query') return compiled.query;
    throw new RuleFault('error', `incorrect query ${source}: ${compiled.message}`);
  }

  /** With the entry's name in the message of what could not be resolved. */
  render(template: Template, written: string, context: RuleContext): Json {
    try {
      return context.render(template);
    } catch (thrown) {
      if (!(thrown instanceof RuleFault)) throw thrown;
      const message = `failed to substitute variables in context entry ${this.name} ${written}: ${thrown.message}`;
      throw new RuleFault(thrown.kind, message);
    }
  }

  /** A text with variables that must be a text without them. */
  renderText(template: Template, written: string, context: RuleContext): string {
    const text = this.render(template, written, context);
    if (typeof text === 'string') return text;
    const message = `failed to substitute variables in context entry ${this.name} ${written}: expected string`;
    throw new RuleFault('error', message);
  }

  /** A query about what was answered. */
  apply(query: Query, value: Json, context: RuleContext): Json {
    const result = query.evaluate(value, context.calls);
    if (!(result instanceof QueryFault)) return result;
    const message = `failed to apply JMESPath ${query.source} for context entry ${this.name}: ${result.message}`;
    throw new RuleFault(result.kind === 'over-budget' ? 'over-budget' : 'error', message);
  }
}
