/** Types as what is said to a person names them, which is how the API server's compiler prints them too. */

import type { Type } from './type.ts';

export const describeType = (type: Type): string => {
  switch (type.kind) {
    case 'list':
      return `list(${describeType(type.element)})`;
    case 'map':
      return `map(${describeType(type.key)}, ${describeType(type.value)})`;
    case 'type':
      return type.of === null ? 'type' : `type(${describeType(type.of)})`;
    case 'optional':
      return `optional_type(${describeType(type.of)})`;
    case 'opaque':
    case 'object':
    case 'parameter':
      return type.name;
    default:
      return type.kind;
  }
};

/** `(int, string)`; of a member call `int.(string)`. */
export const describeCall = (types: readonly Type[], isMember: boolean): string => {
  const [target, ...rest] = types.map(describeType);
  return isMember && target !== undefined
    ? `${target}.(${rest.join(', ')})`
    : `(${types.map(describeType).join(', ')})`;
};
