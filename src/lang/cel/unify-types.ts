/** Type inference as cel-go does it: which type fits where, and what type parameters come to stand for. */

import { dynType, listOf, mapOf, optionalOf, parameterType, typeOf, type Type } from './type.ts';

/** Stands for what already has a defect: it fits everywhere, like `dyn`, so that nothing is reported twice. */
export const errorType: Type = { kind: 'dyn' };

/**
 * How many parts of types are looked at for one expression. `[1].map(a, {a: a}).map(b, {b: b})…` doubles a type with
 * every step: without a bound a policy of a thousand characters would stall whoever compiles it.
 */
const mostWork = 2_000_000;

/** Thrown where the bound is met; `checkExpression` makes a defect of it. */
export class TypesTooLarge {
  readonly message = 'the types of the expression are too large';
}

/** The type parameters of one expression. What a failed attempt bound is unbound again. */
export class Unifier {
  private readonly bound = new Map<string, Type>();
  private readonly trail: (readonly [name: string, before: Type | undefined])[] = [];
  private fresh = 0;
  private work = 0;

  newParameter(): Type {
    this.fresh += 1;
    return parameterType(`_${this.fresh}`);
  }

  /** Whether a value of type `from` may stand where `to` is asked for; the order matters little, as in cel-go. */
  assign(to: Type, from: Type): boolean {
    const mark = this.trail.length;
    if (this.fits(to, from)) return true;
    this.undo(mark);
    return false;
  }

  assignAll(to: readonly Type[], from: readonly Type[]): boolean {
    const mark = this.trail.length;
    if (to.length === from.length && to.every((type, index) => this.fits(type, from[index] ?? dynType))) return true;
    this.undo(mark);
    return false;
  }

  /** A signature's type with parameters of its own for this call. */
  instantiate(type: Type, own: ReadonlyMap<string, Type>): Type {
    return this.replace(type, (name) => own.get(name));
  }

  /** The type with what is known of its parameters. */
  resolve(type: Type): Type {
    return this.bound.size === 0 ? type : this.replace(type, this.lookUp);
  }

  /** The type with every parameter replaced, by `dyn` where nothing is known of it. */
  settle(type: Type): Type {
    return this.replace(type, this.lookUpOrDyn);
  }

  private readonly lookUp = (name: string): Type | undefined => {
    const type = this.bound.get(name);
    return type === undefined ? undefined : this.resolve(type);
  };

  private readonly lookUpOrDyn = (name: string): Type => {
    const type = this.bound.get(name);
    return type === undefined ? dynType : this.settle(type);
  };

  private undo(mark: number): void {
    while (this.trail.length > mark) {
      const [name, before] = this.trail.pop() ?? [''];
      if (before === undefined) this.bound.delete(name);
      else this.bound.set(name, before);
    }
  }

  private bind(name: string, type: Type): void {
    this.trail.push([name, this.bound.get(name)]);
    this.bound.set(name, type);
  }

  private spend(): void {
    this.work += 1;
    if (this.work > mostWork) throw new TypesTooLarge();
  }

  private fits(to: Type, from: Type): boolean {
    this.spend();
    if (from.kind === 'parameter') {
      const answer = this.substitutes(to, from);
      if (answer !== 'no-binding') return answer;
    }
    if (to.kind === 'parameter') return this.substitutes(from, to) === true;
    if (to.kind === 'dyn' || from.kind === 'dyn') return true;
    if (to.kind === 'null') return isNullable(from);
    if (from.kind === 'null') return isNullable(to);
    switch (to.kind) {
      case 'list':
        return from.kind === 'list' && this.fits(to.element, from.element);
      case 'map':
        return from.kind === 'map' && this.fits(to.key, from.key) && this.fits(to.value, from.value);
      case 'optional':
        return from.kind === 'optional' && this.fits(to.of, from.of);
      case 'type':
        return from.kind === 'type';
      case 'opaque':
      case 'object':
        return from.kind === to.kind && from.name === to.name;
      default:
        return from.kind === to.kind;
    }
  }

  /** Whether `type` may stand for a parameter; `no-binding` where it may not though nothing is known of the parameter. */
  private substitutes(type: Type, parameter: Type & { readonly kind: 'parameter' }): boolean | 'no-binding' {
    if (isSameType(type, parameter)) return true;
    const known = this.bound.get(parameter.name);
    if (known === undefined) {
      if (this.occurs(parameter, type)) return 'no-binding';
      this.bind(parameter.name, type);
      return true;
    }
    if (isSameType(type, known)) return true;
    if (!this.fits(type, known)) return false;
    const general = mostGeneral(type, known);
    if (!this.occurs(parameter, general)) this.bind(parameter.name, general);
    return true;
  }

  private occurs(parameter: Type & { readonly kind: 'parameter' }, within: Type): boolean {
    this.spend();
    switch (within.kind) {
      case 'parameter': {
        if (within.name === parameter.name) return true;
        const known = this.bound.get(within.name);
        return known !== undefined && this.occurs(parameter, known);
      }
      case 'list':
        return this.occurs(parameter, within.element);
      case 'map':
        return this.occurs(parameter, within.key) || this.occurs(parameter, within.value);
      case 'optional':
        return this.occurs(parameter, within.of);
      case 'type':
        return within.of !== null && this.occurs(parameter, within.of);
      default:
        return false;
    }
  }

  /** The type with its parameters replaced where `of` has an answer; the very same type where it has none. */
  private replace(type: Type, of: (name: string) => Type | undefined): Type {
    this.spend();
    switch (type.kind) {
      case 'parameter':
        return of(type.name) ?? type;
      case 'list': {
        const element = this.replace(type.element, of);
        return element === type.element ? type : listOf(element);
      }
      case 'map': {
        const key = this.replace(type.key, of);
        const value = this.replace(type.value, of);
        return key === type.key && value === type.value ? type : mapOf(key, value);
      }
      case 'optional': {
        const inner = this.replace(type.of, of);
        return inner === type.of ? type : optionalOf(inner);
      }
      case 'type': {
        if (type.of === null) return type;
        const inner = this.replace(type.of, of);
        return inner === type.of ? type : typeOf(inner);
      }
      default:
        return type;
    }
  }
}

/** Of two types that fit each other the one that says less. */
export const mostGeneral = (one: Type, other: Type): Type => (saysLess(one, other) ? one : other);

const saysLess = (one: Type, other: Type): boolean => {
  if (one.kind === 'dyn' || one.kind === 'parameter') return true;
  switch (one.kind) {
    case 'list':
      return other.kind === 'list' && saysLess(one.element, other.element);
    case 'map':
      return other.kind === 'map' && saysLess(one.key, other.key) && saysLess(one.value, other.value);
    case 'optional':
      return other.kind === 'optional' && saysLess(one.of, other.of);
    case 'type':
      return other.kind === 'type';
    default:
      return isSameType(one, other);
  }
};

export const isSameType = (one: Type, other: Type): boolean => {
  if (one === other) return true;
  switch (one.kind) {
    case 'list':
      return other.kind === 'list' && isSameType(one.element, other.element);
    case 'map':
      return other.kind === 'map' && isSameType(one.key, other.key) && isSameType(one.value, other.value);
    case 'optional':
      return other.kind === 'optional' && isSameType(one.of, other.of);
    case 'type':
      if (other.kind !== 'type' || one.of === null || other.of === null)
        return other.kind === 'type' && one.of === other.of;
      return isSameType(one.of, other.of);
    case 'opaque':
    case 'object':
    case 'parameter':
      return other.kind === one.kind && other.name === one.name;
    default:
      return other.kind === one.kind;
  }
};

const isNullable = ({ kind }: Type): boolean =>
  kind === 'null' ||
  kind === 'opaque' ||
  kind === 'optional' ||
  kind === 'object' ||
  kind === 'timestamp' ||
  kind === 'duration';
