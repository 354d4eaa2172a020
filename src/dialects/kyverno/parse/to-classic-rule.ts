/** Reads one rule of a policy, as written or as autogen made it. */

import type { FieldPath } from '../../../model/field-path.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { ClassicRule, MatchBlock } from '../classic-policy.ts';
import { field, object, objects, text } from './read-field.ts';
import { toContextEntries } from './to-context-entries.ts';
import { toMatchBlock } from './to-match-block.ts';
import { toRuleBody, type Inherited } from './to-rule-body.ts';

/** `null` where the rule does nothing. */
export const toClassicRule = (rule: JsonObject, path: FieldPath, inherited: Inherited): ClassicRule | null => {
  const body = toRuleBody(rule, inherited);
  if (body === null) return null;
  return {
    name: text(rule, 'name'),
    path,
    match: toMatchBlock(object(rule, 'match')) ?? matchesNothing,
    exclude: toMatchBlock(object(rule, 'exclude')),
    context: toContextEntries(rule),
    preconditions: field(rule, 'preconditions') ?? null,
    celPreconditions: objects(rule, 'celPreconditions').map((condition) => ({
      name: text(condition, 'name'),
      expression: text(condition, 'expression'),
    })),
    imageExtractors: object(rule, 'imageExtractors'),
    body,
  };
};

const matchesNothing: MatchBlock = { any: [], all: [], direct: null };
