/** Checks an expression as cel-go does: what its names mean, which overloads its calls may reach, what type it has. */

import { checkLiterals, type Literals } from './check-literals.ts';
import { findLocal, type Scope } from './local-scope.ts';
import { toDefect, type Defect } from './defect.ts';
import { describeCall, describeType } from './describe-type.ts';
import type { Environment, FunctionEntry, Resolved } from './environment.ts';
import type {
  BindExpression,
  CallExpression,
  ComprehensionExpression,
  Expression,
  IdentifierExpression,
  ListExpression,
  MapExpression,
  MessageExpression,
  OptionalMapExpression,
  SelectExpression,
} from './expression.ts';
import type { Overload } from './overload.ts';
import { toQualifiedName } from './qualified-name.ts';
import { boolType, dynType, intType, listOf, mapOf, optionalOf, type Type } from './type.ts';
import { typeOfLiteral } from './type-of-literal.ts';
import { errorType, isSameType, mostGeneral, TypesTooLarge, Unifier } from './unify-types.ts';
import type { Value } from './value.ts';

export interface CheckedExpression {
  readonly expression: Expression;
  typeOf(node: Expression): Type;
  /** What a call may reach, in declared order: more than one where types are known only at run time. */
  overloadsOf(node: CallExpression): readonly Overload[];
  /** What a name means; `undefined` for a select that is no name but a field. */
  referenceOf(node: IdentifierExpression | SelectExpression): Reference | undefined;
}

export type Reference =
  | { readonly kind: 'variable'; readonly slot: number }
  /** A variable of a macro: the innermost one of that name. */
  | { readonly kind: 'local'; readonly name: string }
  | { readonly kind: 'constant'; readonly value: Value };

export type CheckedResult =
  | { readonly kind: 'checked'; readonly checked: CheckedExpression }
  | { readonly kind: 'defects'; readonly defects: readonly Defect[] };

/** `source` is what `expression` was parsed from: defects are placed in it. */
export const checkExpression = (expression: Expression, environment: Environment, source: string): CheckedResult => {
  const checker = new Checker(environment);
  const { found } = checker;
  try {
    checker.check(expression);
    checker.settle();
    // As cel-go does: what literals mean is only asked of an expression that is well typed.
    if (found.length === 0) found.push(...checkLiterals(checker.literals, environment, checker.typeOf));
  } catch (error) {
    if (!(error instanceof TypesTooLarge)) throw error;
    found.push({ offset: 0, message: error.message });
  }
  if (found.length === 0) return { kind: 'checked', checked: toChecked(expression, checker) };
  const defects = found
    .toSorted((one, other) => one.offset - other.offset)
    .map(({ offset, message }) => toDefect(source, offset, message));
  return { kind: 'defects', defects };
};

const toChecked = (expression: Expression, { typeOf, overloads, references }: Checker): CheckedExpression => ({
  expression,
  typeOf,
  overloadsOf: (node) => overloads.get(node) ?? [],
  referenceOf: (node) => references.get(node),
});

class Checker {
  readonly found: { readonly offset: number; readonly message: string }[] = [];
  readonly overloads = new Map<Expression, readonly Overload[]>();
  readonly references = new Map<Expression, Reference>();
  /** What is looked at again when all types are known. */
  readonly literals: Literals = { aggregates: [], calls: [], checkedCalls: [] };
  private readonly types = new Map<Expression, Type>();
  private readonly unifier = new Unifier();
  private readonly environment: Environment;
  private scope: Scope | null = null;
  /** Within how many calls that let literals mix types. */
  private mixing = 0;

  constructor(environment: Environment) {
    this.environment = environment;
  }

  readonly typeOf = (node: Expression): Type => this.types.get(node) ?? dynType;

  /** All is known of type parameters that will be: what none is known of is `dyn`. */
  settle(): void {
    for (const [node, type] of this.types) this.types.set(node, this.unifier.settle(type));
  }

  check(node: Expression): Type {
    const type = this.infer(node);
    this.types.set(node, type);
    return type;
  }

  private infer(node: Expression): Type {
    switch (node.kind) {
      case 'literal':
        return typeOfLiteral(node.value);
      case 'identifier':
        return this.inferIdentifier(node);
      case 'select':
        return this.inferSelect(node);
      case 'call':
        return this.inferCall(node);
      case 'list':
        return this.inferList(node);
      case 'map':
        return this.inferMap(node);
      case 'message':
        return this.inferMessage(node);
      case 'comprehension':
        return this.inferComprehension(node);
      case 'bind':
        return this.inferBind(node);
      case 'optional-map':
        return this.inferOptionalMap(node);
    }
  }

  private inferIdentifier(node: IdentifierExpression): Type {
    const local = findLocal(this.scope, node.name);
    if (local !== undefined) {
      this.references.set(node, { kind: 'local', name: node.name });
      return local.type;
    }
    const resolved = this.environment.resolveName(node.name);
    if (resolved === undefined) return this.report(node, `undeclared reference to '${node.name}'`);
    return this.refer(node, resolved);
  }

  private refer(node: Expression, resolved: Resolved): Type {
    const { kind, type } = resolved;
    this.references.set(node, kind === 'variable' ? { kind, slot: resolved.slot } : { kind, value: resolved.value });
    return type;
  }

  /** The longest name wins: `a.b.c` is a variable of that name before it is a field of `a.b`. */
  private inferSelect(node: SelectExpression): Type {
    const name = node.mode === 'plain' ? toQualifiedName(node) : null;
    if (name !== null && findLocal(this.scope, name.slice(0, name.indexOf('.', 1))) === undefined) {
      const resolved = this.environment.resolveName(name);
      if (resolved !== undefined) return this.refer(node, resolved);
    }
    const type = this.inferField(node);
    return node.mode === 'test' ? boolType : this.unifier.resolve(type);
  }

  private inferField(node: SelectExpression): Type {
    const operand = this.unifier.resolve(this.check(node.operand));
    const target = operand.kind === 'optional' ? operand.of : operand;
    const type = this.fieldOf(node, target);
    return operand.kind === 'optional' || node.mode === 'optional' ? optionalOf(type) : type;
  }

  private fieldOf(node: SelectExpression, target: Type): Type {
    switch (target.kind) {
      case 'map':
        return target.value;
      case 'object':
        return (
          this.environment.findField(target.name, node.field) ?? this.report(node, `undefined field '${node.field}'`)
        );
      case 'parameter':
        // What it turns out to be later must not contradict the field.
        this.unifier.assign(dynType, target);
        return dynType;
      case 'dyn':
        return dynType;
      default:
        this.report(node, `type '${describeType(target)}' has no fields`);
        return dynType;
    }
  }

  private inferCall(node: CallExpression): Type {
    const check = this.environment.callCheck(node.name);
    if (check === undefined) return this.inferPlainCall(node);
    this.literals.checkedCalls.push({ node, check });
    this.mixing += 1;
    const type = this.inferPlainCall(node);
    this.mixing -= 1;
    return type;
  }

  private inferPlainCall(node: CallExpression): Type {
    const types = node.parameters.map((parameter) => this.check(parameter));
    const { name, target } = node;
    if (target === null) return this.inferOverload(node, this.environment.resolveFunction(name), types);
    // `math.greatest(…)` is a function of that name; only what is none is a member call.
    const prefix = toQualifiedName(target);
    const namespaced = prefix === null ? undefined : this.environment.resolveFunction(`${prefix}.${name}`);
    if (namespaced !== undefined) return this.inferOverload(node, namespaced, types);
    types.unshift(this.check(target));
    return this.inferOverload(node, this.environment.resolveFunction(name), types, true);
  }

  private inferOverload(
    node: CallExpression,
    entry: FunctionEntry | undefined,
    types: readonly Type[],
    isMember = false,
  ): Type {
    if (entry === undefined) return this.report(node, `undeclared reference to '${node.name}'`);
    if (this.environment.literalChecks(entry.name).length > 0) {
      this.literals.calls.push({ node, name: entry.name, hasReceiver: isMember });
    }
    const signatures = isMember ? entry.members : entry.globals;
    if (entry.name === '_&&_' || entry.name === '_||_') return this.inferLogic(node, signatures, types);
    const candidates: Overload[] = [];
    let result: Type | undefined;
    for (const { overload, parameterNames } of signatures) {
      if (overload.parameters.length !== types.length) continue;
      const own = new Map(parameterNames.map((name) => [name, this.unifier.newParameter()]));
      const isGeneric = own.size > 0;
      const wanted = isGeneric
        ? overload.parameters.map((type) => this.unifier.instantiate(type, own))
        : overload.parameters;
      if (!this.unifier.assignAll(types, wanted)) continue;
      candidates.push(overload);
      const type = isGeneric ? this.unifier.resolve(this.unifier.instantiate(overload.result, own)) : overload.result;
      if (result === undefined) result = type;
      else if (result.kind !== 'dyn' && !isSameType(type, result)) result = dynType;
    }
    this.overloads.set(node, candidates);
    if (result !== undefined) return result;
    const applied = describeCall(
      types.map((type) => this.unifier.settle(type)),
      isMember,
    );
    return this.report(node, `found no matching overload for '${entry.name}' applied to '${applied}'`);
  }

  private inferLogic(node: CallExpression, signatures: FunctionEntry['globals'], types: readonly Type[]): Type {
    this.overloads.set(
      node,
      signatures.map(({ overload }) => overload),
    );
    for (const [index, type] of types.entries()) this.expect(node.parameters[index] ?? node, boolType, type);
    return boolType;
  }

  private inferList(node: ListExpression): Type {
    if (this.mixing === 0) this.literals.aggregates.push(node);
    let joined: Type | undefined;
    for (const { value, isOptional } of node.elements) {
      const type = this.check(value);
      joined = this.join(joined, isOptional ? this.unwrap(value, type) : type);
    }
    return listOf(joined ?? this.unifier.newParameter());
  }

  private inferMap(node: MapExpression): Type {
    if (this.mixing === 0) this.literals.aggregates.push(node);
    let keys: Type | undefined;
    let values: Type | undefined;
    for (const { key, value, isOptional } of node.entries) {
      keys = this.join(keys, this.check(key));
      const type = this.check(value);
      values = this.join(values, isOptional ? this.unwrap(value, type) : type);
    }
    return mapOf(keys ?? this.unifier.newParameter(), values ?? this.unifier.newParameter());
  }

  /** What an optional element, entry or field holds. */
  private unwrap(node: Expression, type: Type): Type {
    if (type.kind === 'optional') return type.of;
    if (type.kind !== 'dyn') this.mismatch(node, optionalOf(type), type);
    return type;
  }

  /** Items that do not fit each other make a list or map of `dyn`; where that is not allowed `checkLiterals` says so. */
  private join(before: Type | undefined, type: Type): Type {
    if (before === undefined) return type;
    return this.unifier.assign(before, type) ? mostGeneral(before, type) : dynType;
  }

  private inferMessage(node: MessageExpression): Type {
    const resolved = this.environment.resolveType(node.name);
    if (resolved === undefined) {
      const isType = this.environment.resolveName(node.name)?.type.kind === 'type';
      return this.report(
        node,
        isType ? `'${node.name}' has no fields to set` : `undeclared reference to '${node.name}'`,
      );
    }
    for (const { name, value, isOptional, offset } of node.fields) {
      const given = this.check(value);
      const type = isOptional ? this.unwrap(value, given) : given;
      const field = this.environment.findField(resolved.name, name);
      if (field === undefined) this.report({ offset }, `undefined field '${name}'`);
      else if (!this.unifier.assign(field, type)) {
        const found = describeType(this.unifier.settle(type));
        this.report({ offset }, `field '${name}' has type '${describeType(field)}', not '${found}'`);
      }
    }
    return resolved.type;
  }

  private inferComprehension(node: ComprehensionExpression): Type {
    const range = this.unifier.resolve(this.check(node.range));
    const outer = this.scope;
    const [first, second] = this.itemTypes(node, range);
    this.scope = { name: node.first, type: first, outer };
    if (node.second !== null) this.scope = { name: node.second, type: second, outer: this.scope };
    if (node.filter !== null) this.expect(node.filter, boolType, this.check(node.filter));
    const body = this.check(node.body);
    this.scope = outer;
    switch (node.form) {
      case 'all':
      case 'exists':
      case 'exists-one':
        this.expect(node.body, boolType, body);
        return boolType;
      case 'filter':
        this.expect(node.body, boolType, body);
        return listOf(this.unifier.resolve(first));
      case 'map':
      case 'transform-list':
        return listOf(this.unifier.resolve(body));
      case 'transform-map':
        return mapOf(this.unifier.resolve(first), this.unifier.resolve(body));
      case 'transform-map-entry': {
        const entry = mapOf(this.unifier.newParameter(), this.unifier.newParameter());
        this.expect(node.body, entry, body);
        return this.unifier.resolve(entry);
      }
    }
  }

  /** The types of a macro's variables: of the one there is, or of index or key and of value. */
  private itemTypes(node: ComprehensionExpression, range: Type): readonly [Type, Type] {
    const isPair = node.second !== null;
    switch (range.kind) {
      case 'list':
        return isPair ? [intType, range.element] : [range.element, range.element];
      case 'map':
        return [range.key, range.value];
      case 'parameter':
        this.unifier.assign(dynType, range);
        return [dynType, dynType];
      case 'dyn':
        return [dynType, dynType];
      default:
        this.report(node.range, `type '${describeType(range)}' is neither list nor map: nothing to go through`);
        return [errorType, errorType];
    }
  }

  private inferBind(node: BindExpression): Type {
    const type = this.check(node.value);
    return this.inferWith(node.name, type, node.body);
  }

  private inferWith(name: string, type: Type, body: Expression): Type {
    const outer = this.scope;
    this.scope = { name, type, outer };
    const result = this.check(body);
    this.scope = outer;
    return this.unifier.resolve(result);
  }

  private inferOptionalMap(node: OptionalMapExpression): Type {
    const target = this.check(node.target);
    const content = this.unifier.newParameter();
    if (!this.unifier.assign(target, optionalOf(content))) {
      return this.mismatch(node.target, optionalOf(dynType), target);
    }
    const body = this.inferWith(node.name, this.unifier.resolve(content), node.body);
    if (!node.isFlat) return optionalOf(body);
    const result = this.unifier.newParameter();
    const none = optionalOf(this.unifier.newParameter());
    if (!this.unifier.assignAll([body, none], [result, result])) return this.mismatch(node.body, none, body);
    return this.unifier.resolve(result);
  }

  private expect(node: Expression, wanted: Type, type: Type): void {
    if (!this.unifier.assign(type, wanted)) this.mismatch(node, wanted, type);
  }

  private mismatch(node: Expression, wanted: Type, type: Type): Type {
    const [expected, found] = [wanted, type].map((one) => describeType(this.unifier.settle(one)));
    return this.report(node, `expected type '${expected}' but found '${found}'`);
  }

  private report({ offset }: { readonly offset: number }, message: string): Type {
    this.found.push({ offset, message });
    return errorType;
  }
}
