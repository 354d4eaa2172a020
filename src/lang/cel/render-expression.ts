/** Writes an expression as CEL source that parses to the same tree. */

import type { CallExpression, ComprehensionExpression, Expression } from './expression.ts';
import { DoubleValue, UintValue, type Value } from './value.ts';

export const renderExpression = (node: Expression): string => render(node, weakest);

/** How tightly what stands in a place must bind, from the ternary to what may have a field after it. */
const weakest = 0;
const or = 1;
const unary = 6;
const member = 7;

/** Parenthesised where it binds less than its place asks. */
const render = (node: Expression, place: number): string => {
  const strength = strengthOf(node);
  return strength < place ? `(${renderNode(node)})` : renderNode(node);
};

const strengthOf = (node: Expression): number =>
  node.kind === 'call' && node.target === null ? (operators.get(node.name)?.strength ?? member) : member;

const renderNode = (node: Expression): string => {
  switch (node.kind) {
    case 'literal':
      return renderLiteral(node.value);
    case 'identifier':
      return node.name;
    case 'select': {
      const field = `${render(node.operand, member)}.${node.mode === 'optional' ? '?' : ''}${renderField(node.field)}`;
      return node.mode === 'test' ? `has(${field})` : field;
    }
    case 'call':
      return renderCall(node);
    case 'list':
      return `[${node.elements.map(({ value, isOptional }) => mark(isOptional) + renderExpression(value)).join(', ')}]`;
    case 'map':
      return `{${node.entries
        .map(({ key, value, isOptional }) => `${mark(isOptional)}${renderExpression(key)}: ${renderExpression(value)}`)
        .join(', ')}}`;
    case 'message':
      return `${node.name}{${node.fields
        .map(({ name, value, isOptional }) => `${mark(isOptional)}${renderField(name)}: ${renderExpression(value)}`)
        .join(', ')}}`;
    case 'comprehension':
      return renderComprehension(node);
    case 'bind':
      return `cel.bind(${node.name}, ${renderExpression(node.value)}, ${renderExpression(node.body)})`;
    case 'optional-map': {
      const macro = node.isFlat ? 'optFlatMap' : 'optMap';
      return `${render(node.target, member)}.${macro}(${node.name}, ${renderExpression(node.body)})`;
    }
  }
};

const mark = (isOptional: boolean): string => (isOptional ? '?' : '');

const renderField = (name: string): string =>
  /^[A-Za-z_]\w*$/.test(name) && !['in', 'true', 'false', 'null'].includes(name) ? name : `\`${name}\``;

const renderCall = ({ name, target, parameters }: CallExpression): string => {
  const operator = operators.get(name);
  if (target !== null || operator === undefined) {
    const receiver = target === null ? '' : `${render(target, member)}.`;
    return `${receiver}${name}(${parameters.map(renderExpression).join(', ')})`;
  }
  return operator.render(parameters);
};

const renderComprehension = ({ form, range, first, second, filter, body }: ComprehensionExpression): string => {
  const rest = [
    ...(second === null ? [] : [second]),
    ...[filter, body].flatMap((one) => one ?? []).map(renderExpression),
  ];
  return `${render(range, member)}.${macroNames[form]}(${[first, ...rest].join(', ')})`;
};

const macroNames: Readonly<Record<ComprehensionExpression['form'], string>> = {
  all: 'all',
  exists: 'exists',
  'exists-one': 'exists_one',
  filter: 'filter',
  map: 'map',
  'transform-list': 'transformList',
  'transform-map': 'transformMap',
  'transform-map-entry': 'transformMapEntry',
};

const renderLiteral = (value: Value): string => {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof UintValue) return `${value.uint}u`;
  if (value instanceof DoubleValue) return renderDouble(value.double);
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return renderDouble(value);
  if (value instanceof Uint8Array) {
    return `b"${[...value].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}"`;
  }
  return value === null || typeof value !== 'object' ? String(value) : '';
};

const renderDouble = (double: number): string => {
  const text = Object.is(double, -0) ? '-0' : String(double);
  return /[.e]/.test(text) ? text : `${text}.0`;
};

interface Operator {
  readonly strength: number;
  readonly render: (parameters: readonly Expression[]) => string;
}

/** A chain of one operator leans to the left; of `&&` and `||` it has no direction, so every pair is shown. */
const binary = (sign: string, strength: number, isChain = false): Operator => ({
  strength,
  render: ([left, right]) =>
    left === undefined || right === undefined
      ? sign
      : `${render(left, isChain ? strength + 1 : strength)} ${sign} ${render(right, strength + 1)}`,
});

/** Signs run together, and a sign before a number is part of it: only what is neither stands bare. */
const prefix = (sign: string): Operator => ({
  strength: unary,
  render: ([operand]) => {
    if (operand === undefined) return sign;
    return operand.kind === 'literal' ? `${sign}(${renderNode(operand)})` : sign + render(operand, member);
  },
});

const index = (opening: string): Operator => ({
  strength: member,
  render: ([operand, key]) =>
    operand === undefined || key === undefined
      ? opening
      : `${render(operand, member)}${opening}${renderExpression(key)}]`,
});

/** A map, since a function may be named as what every object of JavaScript has. */
const operators: ReadonlyMap<string, Operator> = new Map(
  Object.entries<Operator>({
    '_?_:_': {
      strength: weakest,
      render: ([condition, yes, no]) =>
        condition === undefined || yes === undefined || no === undefined
          ? '?'
          : `${render(condition, or)} ? ${render(yes, or)} : ${render(no, weakest)}`,
    },
    '_||_': binary('||', or, true),
    '_&&_': binary('&&', 2, true),
    '_<_': binary('<', 3),
    '_<=_': binary('<=', 3),
    '_>_': binary('>', 3),
    '_>=_': binary('>=', 3),
    '_==_': binary('==', 3),
    '_!=_': binary('!=', 3),
    '@in': binary('in', 3),
    '_+_': binary('+', 4),
    '_-_': binary('-', 4),
    '_*_': binary('*', 5),
    '_/_': binary('/', 5),
    '_%_': binary('%', 5),
    '!_': prefix('!'),
    '-_': prefix('-'),
    '_[_]': index('['),
    '_[?_]': index('[?'),
  }),
);
