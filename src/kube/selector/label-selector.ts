/** Label selectors as objects write them: parsed with their defects, compiled to a predicate over labels. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { FieldPath } from '../../model/field-path.ts';
import { keyDefect, valueDefect } from './label-syntax.ts';
import { renderRequirements, toPredicate, type Requirement } from './requirement.ts';

export interface LabelSelector {
  /** True where it asks for nothing: it selects everything. */
  readonly isEmpty: boolean;
  /** `undefined` labels are none. */
  readonly matches: (labels: JsonObject | undefined) => boolean;
  /** The string form that lists take, in a canonical order; the empty text where it asks for nothing. */
  readonly text: string;
}

/** What is wrong with a selector, and where below it. */
export interface SelectorDefect {
  readonly message: string;
  readonly path: FieldPath;
}

export type SelectorResult =
  | { readonly kind: 'selector'; readonly selector: LabelSelector }
  | { readonly kind: 'defects'; readonly defects: readonly SelectorDefect[] };

/** Reads `{matchLabels, matchExpressions}`; `null` and an absent one ask for nothing, as after the server's defaulting. */
export const parseLabelSelector = (value: Json | undefined): SelectorResult => {
  if (value === undefined || value === null) return { kind: 'selector', selector: everything };
  if (!isJsonObject(value)) return { kind: 'defects', defects: [{ message: 'a selector is an object', path: [] }] };
  const defects: SelectorDefect[] = [];
  const requirements = [
    ...readLabels(value['matchLabels'], defects),
    ...readExpressions(value['matchExpressions'], defects),
  ];
  return defects.length > 0
    ? { kind: 'defects', defects }
    : { kind: 'selector', selector: compileRequirements(requirements) };
};

/** All of the requirements hold. */
export const compileRequirements = (requirements: readonly Requirement[]): LabelSelector => {
  if (requirements.length === 0) return everything;
  const predicates = requirements.map(toPredicate);
  const [only] = predicates;
  return {
    isEmpty: false,
    text: renderRequirements(requirements),
    matches:
      only !== undefined && predicates.length === 1
        ? (labels) => only(labels ?? noLabels)
        : (labels) => predicates.every((holds) => holds(labels ?? noLabels)),
  };
};

export const everything: LabelSelector = { isEmpty: true, matches: () => true, text: '' };

const noLabels: JsonObject = {};

const readLabels = (value: Json | undefined, defects: SelectorDefect[]): readonly Requirement[] => {
  if (value === undefined || value === null) return [];
  if (!isJsonObject(value)) {
    defects.push({ message: 'matchLabels is an object of labels', path: ['matchLabels'] });
    return [];
  }
  const requirements: Requirement[] = [];
  for (const [key, text] of Object.entries(value)) {
    const path: FieldPath = ['matchLabels', key];
    const defect = keyDefect(key) ?? (typeof text === 'string' ? valueDefect(text) : 'the value of a label is a text');
    if (defect !== undefined) defects.push({ message: defect, path });
    else if (typeof text === 'string') requirements.push({ key, operator: 'In', values: [text] });
  }
  return requirements;
};

const readExpressions = (value: Json | undefined, defects: SelectorDefect[]): readonly Requirement[] => {
  if (value === undefined || value === null) return [];
  if (!isJsonArray(value)) {
    defects.push({ message: 'matchExpressions is a list', path: ['matchExpressions'] });
    return [];
  }
  return value.flatMap((item, index) => readExpression(item, ['matchExpressions', index], defects));
};

const readExpression = (item: Json, path: FieldPath, defects: SelectorDefect[]): readonly Requirement[] => {
  const refuse = (message: string, ...below: FieldPath): readonly Requirement[] => {
    defects.push({ message, path: [...path, ...below] });
    return [];
  };
  if (!isJsonObject(item)) return refuse('an expression is an object with key and operator');
  const { key, operator } = item;
  if (typeof key !== 'string') return refuse('an expression names the key of a label', 'key');
  const wrongKey = keyDefect(key);
  if (wrongKey !== undefined) return refuse(wrongKey, 'key');
  const values = item['values'] ?? [];
  if (!isJsonArray(values) || !values.every((text) => typeof text === 'string')) {
    return refuse('values is a list of texts', 'values');
  }
  switch (operator) {
    case 'In':
    case 'NotIn': {
      if (values.length === 0) return refuse(`${operator} needs at least one of values`, 'values');
      const wrong = values.findIndex((text) => valueDefect(text) !== undefined);
      if (wrong >= 0) return refuse(valueDefect(values[wrong] ?? '') ?? '', 'values', wrong);
      return [{ key, operator, values }];
    }
    case 'Exists':
    case 'DoesNotExist':
      return values.length > 0 ? refuse(`${operator} takes no values`, 'values') : [{ key, operator, values: [] }];
    default:
      return refuse('operator is In, NotIn, Exists or DoesNotExist', 'operator');
  }
};
