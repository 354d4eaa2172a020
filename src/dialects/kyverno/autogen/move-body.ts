/** Moves what a rule on Pods demands or changes into the template of a controller. */

import type { Json, JsonObject } from '../../../model/json.ts';
import { field, list, object, objects, text } from '../parse/read-field.ts';
import { shiftReferences } from './shift-references.ts';

/** The body's field of the new rule; `null` for what autogen leaves alone. */
export const moveBody = (rule: JsonObject, template: string, shift: string): JsonObject | null => {
  const wrap = (inner: Json): JsonObject => ({ spec: { [template]: inner } });
  const mutate = object(rule, 'mutate');
  const changed = mutate === null ? null : moveMutation(mutate, wrap);
  if (changed !== null) return { mutate: changed };
  const validate = object(rule, 'validate');
  const checked = validate === null ? null : moveValidation(validate, wrap, shift);
  if (checked !== null) return { validate: checked };
  const images = field(rule, 'verifyImages');
  return images === undefined ? null : { verifyImages: images };
};

type Wrap = (inner: Json) => JsonObject;

const moveMutation = (mutate: JsonObject, wrap: Wrap): JsonObject | null => {
  const overlay = field(mutate, 'patchStrategicMerge');
  if (overlay !== undefined) return { patchStrategicMerge: wrap(overlay) };
  const foreach = objects(mutate, 'foreach');
  if (foreach.length === 0) return null;
  return {
    foreach: foreach.map((item) => ({
      ...pick(item, ['list', 'context', 'preconditions']),
      patchStrategicMerge: wrap(field(item, 'patchStrategicMerge') ?? null),
    })),
  };
};

const moveValidation = (validate: JsonObject, wrap: Wrap, shift: string): JsonObject | null => {
  const kept = pick(validate, ['failureAction', 'failureActionOverrides', 'allowExistingViolations']);
  const withMessage = (pivot: string, body: JsonObject): JsonObject => ({
    ...kept,
    ...(text(validate, 'message') === '' ? {} : { message: shiftReferences(text(validate, 'message'), shift, pivot) }),
    ...body,
  });
  const pattern = field(validate, 'pattern');
  if (pattern !== undefined) return withMessage('pattern', { pattern: wrap(pattern) });
  const deny = object(validate, 'deny');
  if (deny !== null) return withMessage('deny', { deny });
  const podSecurity = object(validate, 'podSecurity');
  if (podSecurity !== null)
    return withMessage('podSecurity', { podSecurity: pick(podSecurity, ['level', 'version', 'exclude']) });
  if (field(validate, 'anyPattern') !== undefined)
    return withMessage('anyPattern', { anyPattern: list(validate, 'anyPattern').map(wrap) });
  const foreach = objects(validate, 'foreach');
  if (foreach.length > 0) return withMessage('pattern', { foreach });
  return field(validate, 'cel') === undefined ? null : validate;
};

const pick = (from: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(names.flatMap((name) => (Object.hasOwn(from, name) ? [[name, from[name] ?? null]] : [])));
