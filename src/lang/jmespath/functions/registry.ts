/** Every function an expression may call. Kyverno's own come last: its `sum` takes the place of JMESPath's. */

import { coreFunctions } from './core.ts';
import type { QueryFunction } from './function.ts';

export const functionsByName: ReadonlyMap<string, QueryFunction> = new Map(
  [...coreFunctions].map((entry) => [entry.name, entry]),
);
