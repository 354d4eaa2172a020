/** Random CEL that is well typed, but where a chance is taken on purpose. */

import { literals, templates, type CelType } from './expression-grammar.ts';
import type { ReadPath } from './paths.ts';
import type { Random } from './random.ts';

export interface ExpressionScope {
  readonly random: Random;
  /** Fields and variables; a local name is one too. */
  readonly paths: readonly ReadPath[];
  /** Of a place being given an expression of another type. */
  readonly mistakes: number;
  readonly hasAuthorizer: boolean;
}

export const generateExpression = (scope: ExpressionScope, type: CelType, depth: number): string => {
  const { random, mistakes } = scope;
  const wanted = type === 'any' || random.chance(mistakes) ? random.pick(types) : type;
  if (depth <= 0 || random.chance(0.15)) return leaf(scope, wanted);
  const fitting = scope.hasAuthorizer
    ? templates[wanted]
    : templates[wanted].filter((template) => !template.includes('authorizer'));
  return expand(scope, random.pick(fitting), depth - 1);
};

const types = Object.keys(literals) as readonly Exclude<CelType, 'any'>[];

const leaf = ({ random, paths }: ExpressionScope, type: Exclude<CelType, 'any'>): string => {
  const own = paths.filter((path) => path.type === type);
  return own.length > 0 && random.chance(0.65) ? random.pick(own).text : random.pick(literals[type]);
};

const place = /\{([a-z]+)(?:\|([^{}]*))?\}/g;

const expand = (scope: ExpressionScope, template: string, depth: number): string => {
  const own = scope.random.int(1000);
  const named = template.replaceAll(/\$([a-z])/g, (_, letter: string) => `${letter}${own}`);
  return named.replaceAll(place, (whole, type: string, locals: string | undefined) => {
    if (!isType(type)) return whole;
    const inner = locals === undefined ? scope : { ...scope, paths: [...scope.paths, ...toLocals(locals, scope)] };
    return parenthesised(generateExpression(inner, type, depth));
  });
};

const isType = (text: string): text is CelType => text in literals;

/** Often enough that locals are read and not only made. */
const toLocals = (locals: string, { paths }: ExpressionScope): readonly ReadPath[] =>
  locals.split(',').flatMap((local) => {
    const [name = '', type = 'dyn'] = local.split(':');
    const one: ReadPath = { text: name, type: type as ReadPath['type'] };
    const others = paths.filter((path) => path.type === one.type).length;
    return Array.from({ length: Math.max(1, others) }, () => one);
  });

const parenthesised = (text: string): string => (/^(?:[\w.]+|'[^']*'|\[[^\]]*\])$/.test(text) ? text : `(${text})`);
