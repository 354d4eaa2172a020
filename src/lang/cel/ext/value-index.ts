/** The values of a list, to be asked whether one equal to another is among them without looking at each. */

import { isFound } from '../equality.ts';
import { DoubleValue, UintValue, type Value } from '../value.ts';

/** Texts, bools and small whole numbers are found by a key; of all others each is compared. */
export class ValueIndex {
  private readonly keys = new Set<string | number | boolean>();
  private readonly others: Value[] = [];

  constructor(values: readonly Value[] = []) {
    for (const value of values) this.add(value);
  }

  add(value: Value): void {
    const key = keyOf(value);
    if (key === undefined) this.others.push(value);
    else this.keys.add(key);
  }

  has(value: Value): boolean {
    const key = keyOf(value);
    return key === undefined ? this.others.some((other) => isFound(value, other)) : this.keys.has(key);
  }
}

/** Equal values have equal keys, across the types of numbers; what has a key is equal to nothing without one. */
const keyOf = (value: Value): string | number | boolean | undefined => {
  switch (typeof value) {
    case 'string':
      return `s${value}`;
    case 'boolean':
      return value;
    case 'number':
      return keyOfNumber(value);
    default:
      if (value instanceof DoubleValue) return keyOfNumber(value.double);
      return value instanceof UintValue ? keyOfNumber(Number(value.uint)) : undefined;
  }
};

const keyOfNumber = (number: number): number | undefined => (Number.isSafeInteger(number) ? number : undefined);
