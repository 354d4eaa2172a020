/** The estate that most routes are about. */

import type { EstateName } from '../../../stores/store.ts';
import { ApiError } from '../api-error.ts';
import { oneOf, type Asked, type ConsoleApp, type Parameter } from '../route.ts';

export const estateParameter: Parameter = {
  name: 'estate',
  in: 'path',
  summary: 'the id of an estate, as `estates` lists them',
  schema: { type: 'string', pattern: '^[0-9a-f]{12}$' },
};

/** Only what this server was asked to look at: the store may hold more. Throws ApiError. */
export const findEstate = (asked: Asked, { estates }: Pick<ConsoleApp, 'estates'>): EstateName => {
  const id = oneOf(asked, 'estate');
  const estate = estates.find((each) => each.id === id);
  if (estate !== undefined) return estate;
  throw new ApiError('not-found', `there is no estate ${id ?? ''} here`, 'see /api/v1/estates');
};
