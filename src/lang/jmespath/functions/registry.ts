/** Every function an expression may call. Kyverno's own come last: its `sum` takes the place of JMESPath's. */

import { addressFunctions } from './addresses.ts';
import { arithmeticFunctions } from './arithmetic.ts';
import { certificateFunctions } from './certificates.ts';
import { coreFunctions } from './core.ts';
import type { QueryFunction } from './function.ts';
import { matchingFunctions } from './matching.ts';
import { objectFunctions } from './objects.ts';
import { randomFunctions } from './random.ts';
import { textFunctions } from './text.ts';
import { timeFunctions } from './time.ts';

export const functionsByName: ReadonlyMap<string, QueryFunction> = new Map(
  [
    ...coreFunctions,
    ...textFunctions,
    ...matchingFunctions,
    ...arithmeticFunctions,
    ...timeFunctions,
    ...objectFunctions,
    ...addressFunctions,
    ...certificateFunctions,
    ...randomFunctions,
  ].map((entry) => [entry.name, entry]),
);
