/** Calls: straight to the one overload the checker left, or chosen among several by what the values are. */

import type { CallExpression, Expression } from '../expression.ts';
import type { Overload } from '../overload.ts';
import { compilePattern, isKnownPattern, matches } from '../standard/containers.ts';
import { compileRe2 } from '../../regex/compile-re2.ts';
import { isKnownZone } from '../standard/time-zone.ts';
import { noFunction, noSuchOverload } from '../standard/operator-fault.ts';
import { dynType, type Type } from '../type.ts';
import { fits } from '../value-type.ts';
import { EvaluationFault, type Value } from '../value.ts';
import { compileIndex } from './compile-index.ts';
import { compileConditional, compileJunction, compileOr } from './compile-logic.ts';
import { compileOperator } from './compile-operator.ts';
import { costOf, matchingCost, sizeForCost, textTraversal, type CostOf } from './cost-units.ts';
import { deepSize } from '../deep-size.ts';
import { Frame, patternNodeWork, patternWork, unset, zoneWork } from './frame.ts';
import { isChecking, isTold } from './is-told.ts';
import { fold, literal, ProgramDefect, step, type Context, type Part, type Run } from './part.ts';

export const compileCall = (context: Context, node: CallExpression, rootCost: number): Part => {
  switch (node.name) {
    case '_&&_':
      return compileJunction(context, node, false);
    case '_||_':
      return compileJunction(context, node, true);
    case '_?_:_':
      return compileConditional(context, node);
    case '_[_]':
    case '_[?_]':
      return compileIndex(context, node, rootCost);
    default:
      return compileFunction(context, node);
  }
};

const compileFunction = (context: Context, node: CallExpression): Part => {
  const overloads = context.checked.overloadsOf(node);
  const [first] = overloads;
  if (first === undefined) throw new Error(`the checker left no overload of ${node.name}`);
  if (first.id === 'optional_or_optional' || first.id === 'optional_orValue_value') return compileOr(context, node);
  // The target of a function with a dotted name, `math.greatest`, is no value.
  const nodes = first.isMember && node.target !== null ? [node.target, ...node.parameters] : node.parameters;
  const parts = nodes.map((parameter, at) =>
    withPanic(withReading(first, at, context.compile(parameter)), panicOver(first.name, at, overloads.length)),
  );
  const part =
    compileOperator(context, node, parts) ??
    compileTextTest(first, parts) ??
    step(
      call(
        overloads,
        parts,
        nodes.map((parameter) => (isTold(context.checked, parameter) ? context.checked.typeOf(parameter) : dynType)),
      ),
    );
  return conversions.has(first.name) && parts.length === 1 ? convert(part, parts[0] as Part, node) : fold(part, parts);
};

/** Reading a long text as a number, or a text as a time zone, costs one unit however long it takes. */
const withReading = ({ name, id }: Overload, at: number, part: Part): Part => {
  if (id.endsWith('_tz') && at === 1) return withToil(part, (zone) => (isKnownZone(zone) ? 0 : zoneWork));
  return reading.has(name) ? withToil(part, (text) => (text.length < 100 ? 0 : text.length)) : part;
};

const reading: ReadonlySet<string> = new Set(['int', 'uint', 'double', 'duration', 'timestamp']);

const withToil = (part: Part, workOf: (text: string) => number): Part => ({
  ...part,
  run: (frame) => {
    const value = part.run(frame);
    if (typeof value === 'string') frame.toil(workOf(value));
    return value;
  },
});

/**
 * cel-go counts what these cost by what they were given, and takes for a list or an int what could not be computed.
 * Where several overloads are left it does not count; but for whose keys are sorted.
 */
const panicOver = (name: string, parameter: number, overloads: number): string | null => {
  switch (name) {
    case 'sort':
      return overloads === 1 ? notLister : null;
    case '@sortByAssociatedKeys':
      return parameter === 0 || overloads === 1 ? notLister : null;
    case 'distinct':
      return notLister;
    case 'flatten':
      return parameter === 1 ? notInt : null;
    default:
      return null;
  }
};

const notLister = 'internal error: interface conversion: *types.Err is not traits.Lister: missing method Add';
const notInt = 'internal error: interface conversion: ref.Val is *types.Err, not types.Int';

/** Then it panics: no `||` makes up for that. */
const withPanic = (part: Part, panic: string | null): Part => {
  if (panic === null || part.constant !== undefined) return part;
  const { run } = part;
  return step((frame) => {
    try {
      return run(frame);
    } catch (error) {
      if (!(error instanceof EvaluationFault) || error.reason !== 'error') throw error;
      throw new EvaluationFault(panic, 'internal');
    }
  });
};

/** cel-go computes these beforehand where they are given a literal: for nothing, and with no program where they fail. */
const conversions: ReadonlySet<string> = new Set([
  'bool',
  'bytes',
  'double',
  'duration',
  'dyn',
  'int',
  'string',
  'timestamp',
  'type',
  'uint',
]);

const convert = (part: Part, given: Part, node: Expression): Part => {
  if (given.constant?.isLiteral !== true) return fold(part, [given]);
  const folded = fold(part, [given]);
  if (folded.constant !== undefined) return literal(folded.constant.value);
  throw new ProgramDefect(explainFault(part.run), node.offset);
};

const explainFault = (run: Run): string => {
  const frame = new Frame(0);
  frame.start([], 2 ** 30);
  try {
    run(frame);
  } catch (error) {
    if (error instanceof EvaluationFault) return error.message;
    throw error;
  }
  return 'it costs too much';
};

type TextTest = (text: string, part: string) => boolean;

const textTests: Readonly<Record<string, TextTest>> = {
  starts_with_string: (text, part) => text.startsWith(part),
  ends_with_string: (text, part) => text.endsWith(part),
};

/** With a literal the cost is known, and a pattern is compiled once. */
const compileTextTest = ({ id }: Overload, parts: readonly Part[]): Part | undefined => {
  const [operand, given] = parts;
  if (operand === undefined || given === undefined) return undefined;
  const value = given.constant?.isLiteral === true ? given.constant.value : undefined;
  const { run } = operand;
  if (id === 'matches_string' || id === 'matches') return compileMatch(run, value) ?? matchAny(run, given.run);
  if (typeof value !== 'string') return undefined;
  const test = textTests[id];
  if (test === undefined) return undefined;
  const cost = textTraversal(value);
  return step((frame) => {
    const text = run(frame);
    frame.charge(cost);
    if (typeof text !== 'string') throw noSuchOverload();
    return test(text, value);
  });
};

const compileMatch = (run: Run, pattern: Value | undefined): Part | undefined => {
  if (typeof pattern !== 'string') return undefined;
  const regex = compileRe2(pattern);
  if (regex.kind === 'defect') return undefined;
  const patternCost = Math.ceil(Array.from(pattern).length * 0.25);
  return step((frame) => {
    const text = run(frame);
    frame.charge(Math.ceil((1 + sizeForCost(text)) * 0.1) * patternCost);
    if (typeof text !== 'string') throw noSuchOverload();
    return regex.test(text);
  });
};

const matchAny = (text: Run, pattern: Run): Part =>
  step((frame) => {
    const one = text(frame);
    const two = pattern(frame);
    frame.charge(matchingCost(one, two));
    if (typeof one === 'string' && typeof two === 'string' && !isKnownPattern(two)) {
      frame.toil(patternWork);
      frame.toil(patternNodeWork * compilePattern(two).nodes);
    }
    return matches(one, two);
  });

const call = (overloads: readonly Overload[], parts: readonly Part[], given: readonly Type[]): Run => {
  const [only] = overloads as readonly [Overload];
  const runs = parts.map(({ run }) => (deepFunctions.has(only.name) ? toiling(run) : run));
  if (overloads.every(({ evaluate }) => evaluate === only.evaluate) && isChecking(only)) {
    return callDirectly(only.evaluate, runs, overloads.length === 1 ? costOf(only) : null);
  }
  const isSure = only.parameters.every((type, at) => isSurely(given[at] as Type, type));
  if (overloads.length === 1 && isSure) return callDirectly(only.evaluate, runs, costOf(only));
  return choose(overloads, runs);
};

/** They look through all there is in their arguments, and cel-go counts no more than the outermost list. */
const deepFunctions: ReadonlySet<string> = new Set([
  'sets.contains',
  'sets.equivalent',
  'sets.intersects',
  'distinct',
  'flatten',
  'format',
  'indexOf',
  'lastIndexOf',
]);

/** Lists that share parts are small to make and endless to look through: that is known before it is begun. */
const toiling =
  (run: Run): Run =>
  (frame) => {
    const value = run(frame);
    if (typeof value === 'object' && value !== null) frame.toil(deepSize(value));
    return value;
  };

/** Whether a value of one type need not be looked at to be given for the other. */
const isSurely = (given: Type, wanted: Type): boolean => {
  if (wanted.kind === 'dyn' || wanted.kind === 'parameter') return true;
  if (given.kind !== wanted.kind) return false;
  switch (given.kind) {
    case 'list':
      return isSurely(given.element, (wanted as typeof given).element);
    case 'map':
      return isSurely(given.key, (wanted as typeof given).key) && isSurely(given.value, (wanted as typeof given).value);
    default:
      return true;
  }
};

const callDirectly = (evaluate: Overload['evaluate'], runs: readonly Run[], cost: CostOf | null): Run => {
  const [a, b, c] = runs;
  if (a === undefined || c !== undefined || cost !== null) return callAny(evaluate, runs, cost);
  // One unit whatever comes of it is charged before: a call that fails costs it too.
  if (b === undefined) {
    return (frame) => {
      const one = a(frame);
      frame.charge(1);
      return evaluate(one, unset, unset, unset, unset);
    };
  }
  return (frame) => {
    const one = a(frame);
    const two = b(frame);
    frame.charge(1);
    return evaluate(one, two, unset, unset, unset);
  };
};

const callAny =
  (evaluate: Overload['evaluate'], [a, b, c, d, e]: readonly Run[], cost: CostOf | null): Run =>
  (frame) => {
    const one = a === undefined ? unset : a(frame);
    const two = b === undefined ? unset : b(frame);
    const three = c === undefined ? unset : c(frame);
    const four = d === undefined ? unset : d(frame);
    const five = e === undefined ? unset : e(frame);
    if (cost === null) frame.charge(1);
    const result = evaluate(one, two, three, four, five);
    if (cost !== null) frame.charge(cost(one, two, three, four, result));
    return result;
  };

/** In declared order the first overload that the values fit. */
const choose = (overloads: readonly Overload[], runs: readonly Run[]): Run => {
  const name = overloads[0]?.name ?? '';
  // With several overloads cel-go does not know which one ran, and only a library's own costs are told by name.
  const isOne = overloads.length === 1;
  const costs = overloads.map((overload) => (isOne || overload.cost !== undefined ? costOf(overload) : null));
  return (frame) => {
    const values = runs.map((run) => run(frame));
    for (let at = 0; at < overloads.length; at++) {
      const overload = overloads[at] as Overload;
      if (!fitsAll(overload.parameters, values)) continue;
      const [a, b, c, d, e] = values as unknown as readonly [Value, Value, Value, Value, Value];
      const cost = costs[at] ?? null;
      if (cost === null) frame.charge(1);
      const result = overload.evaluate(a, b, c, d, e);
      if (cost !== null) frame.charge(cost(a, b, c, d, result));
      return result;
    }
    frame.charge(1);
    throw noFunction(name, values);
  };
};

const fitsAll = (types: readonly Type[], values: readonly Value[]): boolean => {
  for (let at = 0; at < types.length; at++) {
    if (!fits(types[at] as Type, values[at] as Value)) return false;
  }
  return true;
};
