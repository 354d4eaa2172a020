/** What gives a value a name: `cel.bind`, `optMap`, `optFlatMap`. */

import type { BindExpression, OptionalMapExpression } from '../expression.ts';
import { noValue } from '../standard/index-value.ts';
import { noFunction } from '../standard/operator-fault.ts';
import { OptionalValue } from '../value.ts';
import { unset } from './frame.ts';
import { step, type Context, type Part, type Run } from './part.ts';

export const compileBind = (context: Context, { name, value, body }: BindExpression): Part => {
  const { run: compute } = context.compile(value);
  return context.withLocals([{ name, lazy: compute }], ([slot]) => {
    const { run } = context.compile(body);
    return step((frame) => {
      frame.locals[slot as number] = unset;
      return run(frame);
    });
  });
};

/**
 * cel-go unfolds `target.optMap(v, body)` into a test of the target, then `optional.of` of the body with `v` bound to
 * the target's value: evaluating the target a second time, when `v` is first asked for, costs what it did.
 */
export const compileOptionalMap = (context: Context, node: OptionalMapExpression): Part => {
  const { run: target } = context.compile(node.target);
  const { name, isFlat } = node;
  return context.withLocals(
    [
      { name: heldTarget, lazy: null },
      { name: heldCost, lazy: null },
    ],
    ([held, cost]) => {
      const [heldSlot, costSlot] = [held as number, cost as number];
      const unwrap = context.withLocals(
        [
          {
            name,
            lazy: (frame) => {
              frame.charge((frame.locals[costSlot] as number) + 1);
              return (frame.locals[heldSlot] as OptionalValue).content ?? null;
            },
          },
        ],
        ([slot]) => ({ slot: slot as number, body: context.compile(node.body).run }),
      );
      const run: Run = (frame) => {
        const before = frame.left;
        const value = target(frame);
        frame.locals[costSlot] = before - frame.left;
        frame.charge(1);
        if (!(value instanceof OptionalValue)) throw noFunction('hasValue', [value]);
        if (value.content === undefined) {
          frame.charge(1);
          return noValue;
        }
        frame.locals[heldSlot] = value;
        frame.locals[unwrap.slot] = unset;
        const result = unwrap.body(frame);
        if (isFlat) return result;
        frame.charge(1);
        return new OptionalValue(result);
      };
      // It is unfolded to `?:`, a field of which is a field of its branches.
      return { run, isLookUp: true };
    },
  );
};

/** No identifier has a space. */
const heldTarget = ' target';
const heldCost = ' cost';
