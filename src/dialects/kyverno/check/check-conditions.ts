/** Conditions: complete, and with operations that exist where they ask for the operation. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import { field, object, objects } from '../parse/read-field.ts';
import type { Refuse, RuleToCheck } from './policy-to-check.ts';

type Path = readonly (string | number)[];

/** Operators are the business of those who compile conditions. */
export const checkConditions = ({ rule, path }: RuleToCheck, refuse: Refuse): void => {
  checkBlock(field(rule, 'preconditions'), [...path, 'preconditions'], refuse);
  const deny = object(object(rule, 'validate') ?? {}, 'deny');
  if (deny !== null) checkBlock(field(deny, 'conditions'), [...path, 'validate', 'deny', 'conditions'], refuse);
  checkLoops(rule, path, refuse);
};

/** Only of these does the schema know the operators; what nests deeper has none. */
const checkLoops = (rule: JsonObject, path: Path, refuse: Refuse): void => {
  for (const kind of ['validate', 'mutate', 'generate'])
    for (const [index, loop] of objects(object(rule, kind) ?? {}, 'foreach').entries())
      for (const block of ['any', 'all'])
        for (const [at, condition] of objects(object(loop, 'preconditions') ?? {}, block).entries()) {
          const operator = field(condition, 'operator');
          if (operator === 'Equal' || operator === 'NotEqual')
            refuse(
              [...path, kind, 'foreach', index, 'preconditions', block, at, 'operator'],
              `"${operator}" is no operator here; write ${operator}s`,
            );
        }
};

const checkBlock = (block: Json | undefined, path: Path, refuse: Refuse): void => {
  if (isJsonArray(block)) checkList(block, path, refuse);
  else if (isJsonObject(block))
    for (const name of ['any', 'all']) {
      const conditions = field(block, name);
      if (isJsonArray(conditions)) checkList(conditions, [...path, name], refuse);
    }
};

const checkList = (conditions: readonly Json[], path: Path, refuse: Refuse): void => {
  for (const [index, condition] of conditions.entries()) {
    // `any` and `all` may stand in a list of the first versions.
    if (isJsonObject(condition) && !isBlock(condition)) checkCondition(condition, [...path, index], refuse);
    else checkBlock(condition, [...path, index], refuse);
  }
};

const isBlock = (condition: JsonObject): boolean => Object.hasOwn(condition, 'any') || Object.hasOwn(condition, 'all');

const checkCondition = (condition: JsonObject, path: Path, refuse: Refuse): void => {
  for (const name of ['key', 'operator', 'value']) {
    if (field(condition, name) === undefined) refuse([...path, name], 'a condition needs key, operator and value');
  }
  const key = field(condition, 'key');
  if (typeof key !== 'string' || key.replaceAll(' ', '') !== '{{request.operation}}') return;
  const value = field(condition, 'value');
  const values = isJsonArray(value) ? value : [value];
  for (const each of values) {
    const isVariable = typeof each === 'string' && each.startsWith('{{') && each.endsWith('}}');
    if (!isVariable && !(typeof each === 'string' && operations.includes(each)))
      refuse([...path, 'value'], `an operation is one of ${operations.join(', ')}`);
  }
};

const operations: readonly string[] = ['CREATE', 'UPDATE', 'DELETE', 'CONNECT'];
