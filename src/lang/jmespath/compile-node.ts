/** Each node of an expression as a closure. Where a missing key stops is Kyverno's choice, node by node. */

import { type JsonObject, setField } from '../../model/json.ts';
import { areEqual } from './deep-equal.ts';
import { checkArguments, fault } from './functions/function.ts';
import { functionsByName } from './functions/registry.ts';
import { QueryFault } from './query.ts';
import { isFalse, isList, isNumber, isObject, ownValue, Reference, type QueryValue } from './query-value.ts';
import type { Evaluate, Run } from './run.ts';
import { compileSlice } from './slice.ts';
import type { QueryNode } from './syntax-tree.ts';

export const compileNode = (node: QueryNode): Evaluate => {
  switch (node.kind) {
    case 'field':
      return compileField(node.name);
    case 'literal': {
      const { value } = node;
      return () => value;
    }
    case 'current':
      return identity;
    case 'variable':
      return compileVariable(node.name);
    case 'index':
      return compileIndex(node.index);
    case 'slice':
      return compileSlice(node.parts);
    case 'chain':
      return compileChain(node);
    case 'projection':
      return compileProjection(node.left, node.right);
    case 'values':
      return compileValues(node.left, node.right);
    case 'filter':
      return compileFilter(node.left, node.right, node.condition);
    case 'flatten':
      return compileFlatten(node.left);
    case 'comparison':
      return compileComparison(node);
    case 'or':
      return compileOr(node.left, node.right);
    case 'and':
      return compileAnd(node.left, node.right);
    case 'pipe':
      return compilePipe(node.left, node.right);
    case 'not':
      return compileNot(node.operand);
    case 'list':
      return compileList(node.items);
    case 'hash':
      return compileHash(node.entries);
    case 'call':
      return compileCall(node.name, node.parameters);
    case 'reference':
      return compileReference(node.body);
    case 'empty':
      return () => emptyNode;
  }
};

const identity: Evaluate = (value) => value;

const compileVariable = (name: string): Evaluate => {
  const unknown = fault(`variable not defined: $${name}`);
  return (_, run) => run.bindings(name) ?? unknown;
};

const emptyNode = fault('Unknown AST node: ASTEmpty');

const missing = (name: string): QueryFault => new QueryFault('not-found', `Unknown key "${name}" in path`);

/** A field of anything but an object is `null`; of an object that has none it is missing. */
const compileField = (name: string): Evaluate => {
  const absent = missing(name);
  if (name in Object.prototype) {
    return (value) => (isObject(value) ? (ownValue(value, name) ?? absent) : null);
  }
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    const found = (value as Readonly<Record<string, QueryValue | undefined>>)[name];
    if (found !== undefined) return found;
    return isObject(value) ? absent : null;
  };
};

const compileIndex =
  (index: number): Evaluate =>
  (value) =>
    isList(value) ? (value.at(index) ?? null) : null;

/** A path of plain names is one loop. */
const compileChain = (node: Extract<QueryNode, { kind: 'chain' }>): Evaluate => {
  const names: string[] = [];
  let left: QueryNode = node;
  while (left.kind === 'chain' && left.right.kind === 'field') {
    names.unshift(left.right.name);
    left = left.left;
  }
  if (left.kind === 'field') return compilePath([left.name, ...names]);
  const first = compileNode(names.length > 0 ? left : node.left);
  const then = names.length > 0 ? compilePath(names) : compileNode(node.right);
  return (value, run) => {
    const base = first(value, run);
    return base instanceof QueryFault ? base : then(base, run);
  };
};

const compilePath = (names: readonly string[]): Evaluate => {
  const [only] = names;
  if (names.length === 1 && only !== undefined) return compileField(only);
  const steps = names.map((name) => ({ name, absent: missing(name), isInherited: name in Object.prototype }));
  return (value) => {
    let reached = value;
    for (const { name, absent, isInherited } of steps) {
      // A field of anything but an object is `null`, and so is everything behind it.
      if (typeof reached !== 'object' || reached === null || Array.isArray(reached)) return null;
      const found: QueryValue | undefined = isInherited
        ? ownValue(reached as JsonObject, name)
        : (reached as Readonly<Record<string, QueryValue | undefined>>)[name];
      if (found === undefined) return isObject(reached) ? absent : null;
      reached = found;
    }
    return reached;
  };
};

/** What `null`s and missing keys give is left out; what stands left may be missing. */
const compileProjection = (left: QueryNode, right: QueryNode): Evaluate => {
  const first = compileNode(left);
  const then = compileNode(right);
  return (value, run) => {
    const list = first(value, run);
    if (list instanceof QueryFault) return list.kind === 'error' ? list : null;
    if (!isList(list)) return null;
    return project(list, then, run);
  };
};

const project = (list: readonly QueryValue[], then: Evaluate, run: Run): QueryValue | QueryFault => {
  run.spend(list.length);
  const collected: QueryValue[] = [];
  for (const element of list) {
    const projected = then(element, run);
    if (projected === null) continue;
    if (projected instanceof QueryFault) {
      if (projected.kind === 'error') return projected;
    } else collected.push(projected);
  }
  return collected as QueryValue;
};

/**
 * Kyverno's list of an object's values begins with as many `null`s as there are values. Most expressions make nothing
 * of a `null`, but not all: `*.to_string(@)`. Values come in the order they are written in; Kyverno's is random.
 */
const compileValues = (left: QueryNode, right: QueryNode): Evaluate => {
  const first = compileNode(left);
  const then = compileNode(right);
  return (value, run) => {
    const object = first(value, run);
    if (object instanceof QueryFault || !isObject(object)) return null;
    const values: QueryValue[] = Object.values(object);
    const ofNull = values.length === 0 ? null : then(null, run);
    if (ofNull === null || (ofNull instanceof QueryFault && ofNull.kind === 'not-found'))
      return project(values, then, run);
    return project([...values.map(() => null), ...values], then, run);
  };
};

const compileFilter = (left: QueryNode, right: QueryNode, condition: QueryNode): Evaluate => {
  const first = compileNode(left);
  const test = compileNode(condition);
  const then = compileNode(right);
  return (value, run) => {
    const list = first(value, run);
    // Whatever went wrong on the left, even a wrong argument: Kyverno makes it `null`.
    if (list instanceof QueryFault || !isList(list)) return null;
    run.spend(list.length);
    const collected: QueryValue[] = [];
    for (const element of list) {
      const holds = test(element, run);
      if (holds instanceof QueryFault) {
        if (holds.kind === 'error') return holds;
        continue;
      }
      if (isFalse(holds)) continue;
      const projected = then(element, run);
      if (projected instanceof QueryFault) {
        if (projected.kind === 'error') return projected;
      } else if (projected !== null) collected.push(projected);
    }
    return collected as QueryValue;
  };
};

const compileFlatten = (left: QueryNode): Evaluate => {
  const first = compileNode(left);
  return (value, run) => {
    const list = first(value, run);
    if (list instanceof QueryFault || !isList(list)) return null;
    run.spend(list.length);
    if (!list.some(isList)) return list;
    const flattened: QueryValue[] = [];
    for (const element of list) {
      if (isList(element)) {
        run.spend(element.length);
        for (const inner of element) flattened.push(inner);
      } else flattened.push(element);
    }
    return flattened as QueryValue;
  };
};

const compileComparison = (node: Extract<QueryNode, { kind: 'comparison' }>): Evaluate => {
  const first = orNull(compileNode(node.left));
  const second = orNull(compileNode(node.right));
  const compare = comparators[node.operator];
  return (value, run) => {
    const left = first(value, run);
    if (left instanceof QueryFault) return left;
    const right = second(value, run);
    return right instanceof QueryFault ? right : compare(left, right, run);
  };
};

type Compare = (left: QueryValue, right: QueryValue, run: Run) => boolean | null;

const ordered =
  (holds: (left: number, right: number) => boolean): Compare =>
  (left, right) =>
    isNumber(left) && isNumber(right) ? holds(Number(left), Number(right)) : null;

const comparators: Readonly<Record<Extract<QueryNode, { kind: 'comparison' }>['operator'], Compare>> = {
  tEQ: areEqual,
  tNE: (left, right, run) => !areEqual(left, right, run),
  tLT: ordered((left, right) => left < right),
  tLTE: ordered((left, right) => left <= right),
  tGT: ordered((left, right) => left > right),
  tGTE: ordered((left, right) => left >= right),
};

/** What is missing is `null`; an error stays one. */
const orNull =
  (evaluate: Evaluate): Evaluate =>
  (value, run) => {
    const result = evaluate(value, run);
    return result instanceof QueryFault && result.kind === 'not-found' ? null : result;
  };

const compileOr = (left: QueryNode, right: QueryNode): Evaluate => {
  const first = orNull(compileNode(left));
  const second = orNull(compileNode(right));
  return (value, run) => {
    const result = first(value, run);
    if (result instanceof QueryFault) return result;
    return isFalse(result) ? second(value, run) : result;
  };
};

/** What is missing on the right stays missing. */
const compileAnd = (left: QueryNode, right: QueryNode): Evaluate => {
  const first = orNull(compileNode(left));
  const second = compileNode(right);
  return (value, run) => {
    const result = first(value, run);
    if (result instanceof QueryFault) return result;
    return isFalse(result) ? result : second(value, run);
  };
};

const compilePipe = (left: QueryNode, right: QueryNode): Evaluate => {
  const first = orNull(compileNode(left));
  const second = orNull(compileNode(right));
  return (value, run) => {
    const result = first(value, run);
    return result instanceof QueryFault ? result : second(result, run);
  };
};

const compileNot = (operand: QueryNode): Evaluate => {
  const evaluate = orNull(compileNode(operand));
  return (value, run) => {
    const result = evaluate(value, run);
    return result instanceof QueryFault ? result : isFalse(result);
  };
};

const compileList = (items: readonly QueryNode[]): Evaluate => {
  const evaluators = items.map((item) => orNull(compileNode(item)));
  return (value, run) => (value === null ? null : evaluateAll(evaluators, value, run));
};

const evaluateAll = (evaluators: readonly Evaluate[], value: QueryValue, run: Run): QueryValue | QueryFault => {
  const results: QueryValue[] = [];
  for (const evaluate of evaluators) {
    const result = evaluate(value, run);
    if (result instanceof QueryFault) return result;
    results.push(result);
  }
  return results as QueryValue;
};

const compileHash = (entries: Extract<QueryNode, { kind: 'hash' }>['entries']): Evaluate => {
  const evaluators = entries.map(({ key, value }) => [key, orNull(compileNode(value))] as const);
  return (value, run) => {
    if (value === null) return null;
    const made: Record<string, QueryValue> = {};
    for (const [key, evaluate] of evaluators) {
      const result = evaluate(value, run);
      if (result instanceof QueryFault) return result;
      setField(made, key, result);
    }
    return made as QueryValue;
  };
};

const compileCall = (name: string | null, parameters: readonly QueryNode[]): Evaluate => {
  if (name === null) return () => noName;
  const evaluators = parameters.map((parameter) => orNull(compileNode(parameter)));
  const entry = functionsByName.get(name);
  const unknown = fault(`unknown function: ${name}`);
  if (entry === undefined) {
    return (value, run) => {
      const given = evaluateAll(evaluators, value, run);
      return given instanceof QueryFault ? given : unknown;
    };
  }
  const call = entry.bind();
  return (value, run) => {
    const given = evaluateAll(evaluators, value, run);
    if (given instanceof QueryFault) return given;
    run.spend(1);
    return checkArguments(entry, given as readonly QueryValue[]) ?? call(given as readonly QueryValue[], run);
  };
};

const noName = fault('invalid node value type');

const compileReference = (body: QueryNode): Evaluate => {
  const reference = new Reference(compileNode(body));
  return (_, run) => {
    run.hasMadeGoValue = true;
    return reference;
  };
};
