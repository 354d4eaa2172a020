/** What Kyverno calls a field error: one field of a pod that breaks a control, and the value it has. */

import { bigAsText, type Json } from '../../../model/json.ts';

export interface FieldError {
  readonly type: 'forbidden' | 'required';
  /** From the pod. */
  readonly path: IndexedPath;
  /** What exclusions compare with their values; the empty text where there is nothing to compare. */
  readonly bad: string | boolean | number | readonly string[];
  /** The name of the container it is in; `null` where it is in none. */
  readonly container: string | null;
}

/** A path whose items are told by their index. */
export type IndexedPath = readonly (string | number)[];

/** A text as it is; anything else as JSON, and what is missing as the empty text. */
export const toText = (value: Json | undefined): string => {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value, bigAsText);
};

/** `spec.containers[0].securityContext.privileged`, `metadata.annotations[a/b]`. */
export const renderField = (path: IndexedPath): string => {
  let text = '';
  path.forEach((segment, index) => {
    if (typeof segment === 'number' || path[index - 1] === 'annotations') text += `[${segment}]`;
    else text += text === '' ? segment : `.${segment}`;
  });
  return text;
};

/** With `*` for every index, which is how policies name a field. */
export const renderRestrictedField = ({ path }: FieldError): string => renderField(path).replaceAll(/\d+/g, '*');

/** `prefix` leads from the object to its pod. */
export const renderFieldError = ({ type, path, bad }: FieldError, prefix: IndexedPath): string => {
  const field = renderField([...prefix, ...path]);
  if (type === 'required') return `${field}: Required value`;
  if (bad === '') return `${field}: Forbidden`;
  const shown = typeof bad === 'object' ? `[${bad.join(' ')}]` : String(bad);
  return `${field} is forbidden, forbidden values found: ${shown}`;
};
