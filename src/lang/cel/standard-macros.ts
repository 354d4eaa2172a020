/** The macros of CEL itself, and those of its optionals, its two-variable comprehensions and `cel.bind`. */

import type { ComprehensionForm, Expression } from './expression.ts';
import type { Macro, MacroCall, MacroDefect } from './overload.ts';

const member = (name: string, arity: number, expand: Macro['expand']): Macro => ({
  name,
  isMember: true,
  arity,
  expand,
});

/** `range.form(x, …, body)`, with a filter before the body where there is one argument more. */
const overOne =
  (form: ComprehensionForm) =>
  ({ target, parameters, offset }: MacroCall): Expression | MacroDefect => {
    const [variable, ...rest] = parameters;
    const body = rest.at(-1);
    if (target === null || variable === undefined || body === undefined) throw new Error(`${form} needs a body`);
    const first = readVariable(variable);
    if (typeof first !== 'string') return first;
    const filter = rest.length > 1 ? (rest[0] ?? null) : null;
    return { kind: 'comprehension', offset, form, range: target, first, second: null, filter, body };
  };

/** `range.form(key, value, …, body)`. */
const overTwo =
  (form: ComprehensionForm) =>
  ({ target, parameters, offset }: MacroCall): Expression | MacroDefect => {
    const [key, value, ...rest] = parameters;
    const body = rest.at(-1);
    if (target === null || key === undefined || value === undefined || body === undefined) {
      throw new Error(`${form} needs a body`);
    }
    const first = readVariable(key);
    if (typeof first !== 'string') return first;
    const second = readVariable(value);
    if (typeof second !== 'string') return second;
    if (first === second) return defect(value, `both variables are called ${first}`);
    const filter = rest.length > 1 ? (rest[0] ?? null) : null;
    return { kind: 'comprehension', offset, form, range: target, first, second, filter, body };
  };

const expandHas = ({ parameters, offset }: MacroCall): Expression | MacroDefect => {
  const [field] = parameters;
  if (field === undefined) throw new Error('has needs an argument');
  if (field.kind !== 'select' || field.mode === 'optional') return defect(field, 'has() takes a field: has(a.b)');
  return { kind: 'select', offset, operand: field.operand, field: field.field, mode: 'test' };
};

const expandOptionalMap =
  (isFlat: boolean) =>
  ({ target, parameters, offset }: MacroCall): Expression | MacroDefect => {
    const [variable, body] = parameters;
    if (target === null || variable === undefined || body === undefined) throw new Error('optMap needs a body');
    if (variable.kind !== 'identifier') return defect(variable, 'the variable must be a simple name');
    return { kind: 'optional-map', offset, target, name: variable.name, body, isFlat };
  };

const expandBind = ({ target, parameters, offset }: MacroCall): Expression | MacroDefect | null => {
  if (target?.kind !== 'identifier' || target.name !== 'cel') return null;
  const [variable, value, body] = parameters;
  if (variable === undefined || value === undefined || body === undefined) throw new Error('bind needs a body');
  if (variable.kind !== 'identifier') return defect(variable, 'the variable must be a simple name');
  return { kind: 'bind', offset, name: variable.name, value, body };
};

/** `__result__` was the name of cel-go's accumulator, and is still refused. */
const readVariable = (variable: Expression): string | MacroDefect => {
  if (variable.kind !== 'identifier') return defect(variable, 'the variable must be a simple name');
  return variable.name === '__result__' ? defect(variable, "no variable may be called '__result__'") : variable.name;
};

const defect = ({ offset }: Expression, message: string): MacroDefect => ({ kind: 'defect', message, offset });

export const standardMacros: readonly Macro[] = [
  { name: 'has', isMember: false, arity: 1, expand: expandHas },
  member('all', 2, overOne('all')),
  member('exists', 2, overOne('exists')),
  member('exists_one', 2, overOne('exists-one')),
  member('map', 2, overOne('map')),
  member('map', 3, overOne('map')),
  member('filter', 2, overOne('filter')),
];

/** CEL's newer name of `exists_one`: cel-go's parser knows it, the environments of cel-go and Kubernetes do not. */
export const existsOneMacros: readonly Macro[] = [member('existsOne', 2, overOne('exists-one'))];

export const optionalMacros: readonly Macro[] = [
  member('optMap', 2, expandOptionalMap(false)),
  member('optFlatMap', 2, expandOptionalMap(true)),
];

export const twoVariableMacros: readonly Macro[] = [
  member('all', 3, overTwo('all')),
  member('exists', 3, overTwo('exists')),
  member('exists_one', 3, overTwo('exists-one')),
  member('existsOne', 3, overTwo('exists-one')),
  member('transformList', 3, overTwo('transform-list')),
  member('transformList', 4, overTwo('transform-list')),
  member('transformMap', 3, overTwo('transform-map')),
  member('transformMap', 4, overTwo('transform-map')),
  member('transformMapEntry', 3, overTwo('transform-map-entry')),
  member('transformMapEntry', 4, overTwo('transform-map-entry')),
];

/** Kubernetes has no `cel.bind`; cel-go's conformance cases do. */
export const bindMacros: readonly Macro[] = [member('bind', 3, expandBind)];
