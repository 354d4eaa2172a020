/** Documents with variables, compiled: what is constant is shared, the queries are ready, the rest is put together. */

import { isJsonArray, isJsonObject, type Json, setField } from '../../../model/json.ts';
import type { Template, TemplateContext } from '../rule-context.ts';
import type { RuleDefect } from '../rule-response.ts';
import { compileText, type CompiledText } from './compile-text.ts';
import { RenderBudget, toKey } from './render-text.ts';
import { resolveReferences } from './resolve-references.ts';
import { WorkBudget } from './work-budget.ts';

export type TemplateCompilation =
  | { readonly kind: 'template'; readonly template: Template }
  | { readonly kind: 'defects'; readonly defects: readonly RuleDefect[] };

export interface TemplateOptions {
  /** Where `source` stands in what is substituted as a whole; `@` and references count from there. */
  readonly inside?: readonly string[];
}

/** `at` is where `source` stands in the rule, for defects. */
export const compileTemplate = (
  source: Json,
  at: readonly (string | number)[],
  options: TemplateOptions = {},
): TemplateCompilation => {
  const inside = options.inside ?? [];
  const work: Work = { document: source, inside, defects: [] };
  const node = compileNode(work, source, at, inside);
  if (work.defects.length > 0) return { kind: 'defects', defects: work.defects };
  if (node.render !== undefined) {
    return { kind: 'template', template: { source, isConstant: false, render: node.render } };
  }
  const { value } = node;
  return { kind: 'template', template: { source: value, isConstant: true, render: () => value } };
};

interface Work {
  readonly document: Json;
  readonly inside: readonly string[];
  readonly defects: RuleDefect[];
}

type Node =
  | { readonly render: (context: TemplateContext) => Json }
  | { readonly render: undefined; readonly value: Json };

type At = readonly (string | number)[];

/** Documents are read to a lesser depth; what code puts together might not be. */
const deepest = 1000;

const compileNode = (work: Work, value: Json, at: At, path: readonly string[]): Node => {
  if (typeof value === 'string') return compileLeaf(work, value, at, path);
  if (typeof value !== 'object' || value === null) return { render: undefined, value };
  if (path.length > deepest) {
    work.defects.push({ severity: 'error', message: 'the document is nested too deeply', path: at });
    return { render: undefined, value };
  }
  if (isJsonArray(value)) return compileList(work, value, at, path);
  return isJsonObject(value) ? compileMap(work, value, at, path) : { render: undefined, value };
};

const compileLeaf = (work: Work, text: string, at: At, path: readonly string[]): Node => {
  const compiled = compileWords(work, text, at, path);
  if (compiled.kind === 'constant') return { render: undefined, value: compiled.text };
  const { render } = compiled;
  return { render: (context) => render(context, new RenderBudget()) };
};

const compileWords = (
  work: Work,
  text: string,
  at: At,
  path: readonly string[],
): Exclude<CompiledText, { kind: 'defect' }> => {
  const resolved = resolveReferences(text, path.slice(work.inside.length), work.document);
  const compiled = resolved.kind === 'defect' ? resolved : compileText(resolved.text, path);
  if (compiled.kind !== 'defect') return compiled;
  work.defects.push({ severity: 'error', message: compiled.message, path: at });
  return { kind: 'constant', text };
};

const compileList = (work: Work, list: readonly Json[], at: At, path: readonly string[]): Node => {
  const nodes = list.map((item, index) => compileNode(work, item, [...at, index], [...path, String(index)]));
  if (nodes.every((node, index) => node.render === undefined && node.value === list[index])) {
    return { render: undefined, value: list };
  }
  if (nodes.every((node) => node.render === undefined)) {
    return { render: undefined, value: nodes.map((node) => node.value) };
  }
  return { render: (context) => nodes.map((node) => (node.render === undefined ? node.value : node.render(context))) };
};

const compileMap = (work: Work, map: { readonly [key: string]: Json }, at: At, path: readonly string[]): Node => {
  const fields = Object.keys(map).map((key) => {
    // A key stands where its map does.
    const name = compileWords(work, key, [...at, key], path);
    const node = compileNode(work, map[key] ?? null, [...at, key], [...path, key]);
    return { key, name, node };
  });
  const isSame = fields.every(
    ({ key, name, node }) => name.kind === 'constant' && name.text === key && !node.render && node.value === map[key],
  );
  if (isSame) return { render: undefined, value: map };
  const render = (context: TemplateContext): Json => {
    const rendered: Record<string, Json> = {};
    for (const { key, name, node } of fields) {
      const renamed = name.kind === 'constant' ? name.text : toKey(key, name.render(context, new RenderBudget()));
      setField(rendered, renamed, node.render === undefined ? node.value : node.render(context));
    }
    return rendered;
  };
  const isConstant = fields.every(({ name, node }) => name.kind === 'constant' && node.render === undefined);
  return isConstant ? { render: undefined, value: render(noContext) } : { render };
};

/** For a map whose only change are escapes: nothing in it asks. */
const noContext: TemplateContext = {
  tryQuery: () => null,
  operation: 'CREATE',
  hasTarget: false,
  budget: new WorkBudget(),
};
