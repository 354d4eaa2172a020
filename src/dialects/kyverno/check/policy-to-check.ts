/** What the checks of a policy look at: its rules as written, each with its place. */

import type { JsonObject } from '../../../model/json.ts';
import type { ClassicPolicy } from '../classic-policy.ts';
import { object, objects, texts } from '../parse/read-field.ts';

/** A rule as written, and where it stands. What autogen makes of it is as right as it is. */
export interface RuleToCheck {
  readonly rule: JsonObject;
  readonly path: readonly (string | number)[];
}

export interface PolicyToCheck {
  readonly policy: ClassicPolicy;
  readonly spec: JsonObject;
  readonly rules: readonly RuleToCheck[];
}

export type Refuse = (path: readonly (string | number)[], message: string) => void;

/** The filters of a match or exclude block with where they stand; the block itself where it has neither any nor all. */
export const filtersOf = (
  rule: JsonObject,
  name: 'match' | 'exclude',
  path: readonly (string | number)[],
): readonly { readonly filter: JsonObject; readonly path: readonly (string | number)[] }[] => {
  const block = object(rule, name);
  if (block === null) return [];
  return [
    { filter: block, path: [...path, name] },
    ...['any', 'all'].flatMap((key) =>
      objects(block, key).map((filter, index) => ({ filter, path: [...path, name, key, index] })),
    ),
  ];
};

export const kindsOf = (filter: JsonObject): readonly string[] => texts(object(filter, 'resources') ?? {}, 'kinds');
