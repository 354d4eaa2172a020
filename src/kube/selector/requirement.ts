/** One requirement of a label selector: a key, an operator, values; as a predicate and as text. */

import type { JsonObject } from '../../model/json.ts';

export interface Requirement {
  readonly key: string;
  /** The last two exist in the string form alone. */
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'GreaterThan' | 'LessThan';
  readonly values: readonly string[];
}

export type LabelPredicate = (labels: JsonObject) => boolean;

export const toPredicate = ({ key, operator, values }: Requirement): LabelPredicate => {
  switch (operator) {
    case 'In': {
      const [only] = values;
      if (values.length === 1) return (labels) => labelOf(labels, key) === only;
      const wanted = new Set<unknown>(values);
      return (labels) => wanted.has(labelOf(labels, key));
    }
    case 'NotIn': {
      // An object without the label is selected.
      const unwanted = new Set<unknown>(values);
      return (labels) => !unwanted.has(labelOf(labels, key));
    }
    case 'Exists':
      return (labels) => Object.hasOwn(labels, key);
    case 'DoesNotExist':
      return (labels) => !Object.hasOwn(labels, key);
    case 'GreaterThan':
      return (labels) => compareLabel(labels, key, values[0], (label, bound) => label > bound);
    case 'LessThan':
      return (labels) => compareLabel(labels, key, values[0], (label, bound) => label < bound);
  }
};

/** `a in (x,y),b,!c`, sorted by key, so that equal selectors have equal texts. */
export const renderRequirements = (requirements: readonly Requirement[]): string =>
  requirements
    .map((requirement) => ({ key: requirement.key, text: renderRequirement(requirement) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.text < b.text ? -1 : 1))
    .map(({ text }) => text)
    .join(',');

const renderRequirement = ({ key, operator, values }: Requirement): string => {
  const [first = ''] = values;
  switch (operator) {
    case 'In':
      return values.length === 1 ? `${key}=${first}` : `${key} in (${values.toSorted().join(',')})`;
    case 'NotIn':
      return `${key} notin (${values.toSorted().join(',')})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    case 'GreaterThan':
      return `${key}>${first}`;
    case 'LessThan':
      return `${key}<${first}`;
  }
};

const labelOf = (labels: JsonObject, key: string): unknown => (Object.hasOwn(labels, key) ? labels[key] : undefined);

const wholeNumber = /^[+-]?\d+$/;

/** As the server compares: 64-bit integers; a label that is none is not selected. */
const compareLabel = (
  labels: JsonObject,
  key: string,
  bound: string | undefined,
  holds: (label: bigint, bound: bigint) => boolean,
): boolean => {
  const label = labelOf(labels, key);
  if (typeof label !== 'string' || bound === undefined || !wholeNumber.test(label)) return false;
  return holds(toBigInt(label), toBigInt(bound));
};

const toBigInt = (text: string): bigint => BigInt(text.startsWith('+') ? text.slice(1) : text);
