/** `orValue` as Kyverno's policies have it: a value that is no optional is kept as it is. */

import type { Library } from '../../../../lang/cel/overload.ts';
import { dynType } from '../../../../lang/cel/type.ts';
import { OptionalValue } from '../../../../lang/cel/value.ts';

const name = '__orValueCompat__';

export const orValueLibrary: Library = {
  id: 'kyverno.orValue',
  overloads: [
    {
      id: '__orValueCompat___dyn_dyn',
      name,
      isMember: false,
      parameters: [dynType, dynType],
      result: dynType,
      evaluate: (value, other) => {
        if (!(value instanceof OptionalValue)) return value;
        return value.content === undefined ? other : value.content;
      },
    },
  ],
  macros: [
    {
      name: 'orValue',
      isMember: true,
      arity: 1,
      expand: ({ target, parameters, offset }) =>
        target === null ? null : { kind: 'call', offset, name, target: null, parameters: [target, ...parameters] },
    },
  ],
  constants: [],
  literalChecks: [],
};
