/** The words and operators of the grammar. */

import { token } from './lexer.ts';

/** No variable or global function may be called so; fields may. */
export const reserved: ReadonlySet<string> = new Set([
  'as',
  'break',
  'const',
  'continue',
  'else',
  'for',
  'function',
  'if',
  'import',
  'let',
  'loop',
  'namespace',
  'package',
  'return',
  'var',
  'void',
  'while',
]);

export const relations: Readonly<Record<number, string>> = {
  [token.less]: '_<_',
  [token.lessEquals]: '_<=_',
  [token.greater]: '_>_',
  [token.greaterEquals]: '_>=_',
  [token.equals]: '_==_',
  [token.notEquals]: '_!=_',
  [token.in]: '@in',
};

export const sums: Readonly<Record<number, string>> = { [token.plus]: '_+_', [token.minus]: '_-_' };

export const products: Readonly<Record<number, string>> = {
  [token.star]: '_*_',
  [token.slash]: '_/_',
  [token.percent]: '_%_',
};
