/** A template of objects to generate: YAML in which `(( expression ))` stands for a value, or for part of a text. */

import { toJson } from '../../../../kube/policy/mutation/to-json.ts';
import type { Program } from '../../../../lang/cel/program.ts';
import { toStringValue } from '../../../../lang/cel/standard/conversions.ts';
import { EvaluationFault, type Value } from '../../../../lang/cel/value.ts';
import { parseYamlWithoutOldWords } from '../../../../lang/yaml/read-yaml.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../../model/json.ts';
import type { RuleDefect } from '../../rule-response.ts';
import type { CompileExpression } from '../compile-spec.ts';
import type { Evaluation } from '../evaluation.ts';
import { hasPlaceholder, scanPlaceholders } from './scan-placeholders.ts';

export interface YamlTemplate {
  /** One object a document. */
  render(evaluation: Evaluation): readonly JsonObject[] | EvaluationFault;
}

export interface TemplateOptions {
  /** Else placeholders are text as any other. */
  readonly isInterpolated: boolean;
}

/** `null` where it does not compile, with defects noted at `path`, where its text stands. */
export const compileYamlTemplate = (
  text: string,
  path: readonly (string | number)[],
  { isInterpolated }: TemplateOptions,
  compile: CompileExpression,
  defects: RuleDefect[],
): YamlTemplate | null => {
  const before = defects.length;
  const refuse = (message: string): void => void defects.push({ severity: 'error', message, path });
  const compileNode: CompileNode = (source, value) => compile({ name: '', source, path }, value);
  const documents: Node[] = [];
  for (const part of text.split(/^---.*$/m)) {
    const parsed = parseYamlWithoutOldWords(part);
    if (parsed.kind === 'defect') refuse(`line ${parsed.line} of the document: ${parsed.message}`);
    else if (parsed.value !== null) {
      const node = isInterpolated
        ? compileValue(parsed.value, compileNode, refuse)
        : ({ kind: 'constant', value: parsed.value } as const);
      const isObject =
        node.kind === 'object' || node.kind === 'splice' || (node.kind === 'constant' && isJsonObject(node.value));
      if (!isObject) refuse('a document must be an object to generate');
      documents.push(node);
    }
  }
  if (documents.length === 0) refuse('at least one document is required');
  return defects.length > before ? null : { render: (evaluation) => renderAll(documents, evaluation) };
};

type CompileNode = (source: string, types: readonly string[]) => { readonly program: Program } | null;

type Node =
  | { readonly kind: 'constant'; readonly value: Json }
  | { readonly kind: 'object'; readonly fields: readonly (readonly [name: string, node: Node])[] }
  | { readonly kind: 'list'; readonly items: readonly Node[] }
  /** A placeholder alone: any value. */
  | { readonly kind: 'splice'; readonly source: string; readonly program: Program }
  | {
      readonly kind: 'text';
      readonly parts: readonly (string | { readonly source: string; readonly program: Program })[];
    };

type TextPart = string | { readonly source: string; readonly program: Program };

/** YAML nests no deeper than its reader allows. */
const compileValue = (value: Json, compile: CompileNode, refuse: (message: string) => void): Node => {
  if (typeof value === 'string') return compileText(value, compile, refuse);
  if (isJsonArray(value)) return { kind: 'list', items: value.map((item) => compileValue(item, compile, refuse)) };
  if (!isJsonObject(value)) return { kind: 'constant', value };
  return {
    kind: 'object',
    fields: Object.entries(value).map(([name, item]) => {
      if (hasPlaceholder(name)) refuse(`placeholders are not supported in keys: ${JSON.stringify(name.slice(0, 80))}`);
      return [name, compileValue(item, compile, refuse)] as const;
    }),
  };
};

const compileText = (text: string, compile: CompileNode, refuse: (message: string) => void): Node => {
  const scanned = scanPlaceholders(text);
  if (scanned.kind === 'defect') {
    refuse(scanned.message);
    return { kind: 'constant', value: text };
  }
  const parts = scanned.segments.flatMap((segment): readonly TextPart[] => {
    if (segment.kind === 'text') return [segment.text];
    const compiled = compile(segment.source, []);
    return compiled === null ? [] : [{ source: segment.source, program: compiled.program }];
  });
  const [first] = parts;
  if (parts.length === 1 && typeof first === 'object') return { kind: 'splice', ...first };
  return parts.every((part) => typeof part === 'string')
    ? { kind: 'constant', value: parts.join('') }
    : { kind: 'text', parts };
};

const renderAll = (documents: readonly Node[], evaluation: Evaluation): readonly JsonObject[] | EvaluationFault => {
  const objects: JsonObject[] = [];
  for (const [index, node] of documents.entries()) {
    try {
      const value = render(node, evaluation);
      if (!isJsonObject(value)) throw new EvaluationFault('expected a mapping describing a resource');
      objects.push(value);
    } catch (thrown) {
      if (!(thrown instanceof EvaluationFault)) throw thrown;
      return new EvaluationFault(`document ${index + 1}: ${thrown.message}`, thrown.reason);
    }
  }
  return objects;
};

const render = (node: Node, evaluation: Evaluation): Json => {
  switch (node.kind) {
    case 'constant':
      return node.value;
    case 'object':
      return Object.fromEntries(
        node.fields.map(([name, field]) => [name, renderWithin(`field ${JSON.stringify(name)}`, field, evaluation)]),
      );
    case 'list':
      return node.items.map((item, index) => renderWithin(`item ${index}`, item, evaluation));
    case 'splice': {
      const json = toJson(run(node, evaluation));
      if (json === undefined)
        throw new EvaluationFault(`failed to convert placeholder ${JSON.stringify(node.source)} result`);
      return json;
    }
    case 'text':
      return node.parts
        .map((part) => (typeof part === 'string' ? part : toText(part.source, run(part, evaluation))))
        .join('');
  }
};

const renderWithin = (place: string, node: Node, evaluation: Evaluation): Json => {
  if (node.kind === 'constant') return node.value;
  try {
    return render(node, evaluation);
  } catch (thrown) {
    if (!(thrown instanceof EvaluationFault)) throw thrown;
    throw new EvaluationFault(`${place}: ${thrown.message}`, thrown.reason);
  }
};

const run = (
  { source, program }: { readonly source: string; readonly program: Program },
  evaluation: Evaluation,
): Value => {
  const outcome = evaluation.run(program);
  if (outcome instanceof EvaluationFault)
    throw new EvaluationFault(
      `failed to evaluate placeholder ${JSON.stringify(source)}: ${outcome.message}`,
      outcome.reason,
    );
  return outcome;
};

const toText = (source: string, value: Value): string => {
  const json = toJson(value);
  if (json === undefined || json === null || typeof json === 'object') {
    throw new EvaluationFault(
      `placeholder ${JSON.stringify(source)} embedded in a string must evaluate to a scalar, got ${nameOf(json)}; use a whole-value placeholder for structured results`,
    );
  }
  if (typeof json === 'string') return json;
  const text = toStringValue(value);
  return typeof text === 'string' ? text : '';
};

/** As Go prints the type. */
const nameOf = (json: Json | undefined): string =>
  isJsonArray(json) ? '[]interface {}' : isJsonObject(json) ? 'map[string]interface {}' : '<nil>';
